"""The pairs of promises and outcomes of labelled places, as ``score_pairs.py`` takes them.

usage: accuracy_pairs.py [LABELS.jsonl] [--faults N]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import shared_folder
from luoshi import read
from luoshi.ledger.records import Account
from luoshi.ledger.report_series import group_reports
from luoshi.ledger.verdicts import accounts

_AS_SCORED = {"missed": "short", "not_comparable": "unclear", "not_yet_due": "unreported"}


def pair_rows(reports: Path, first: str, following: str) -> Iterator[dict[str, Any]]:
    """What Luoshi says of the promises of ``first`` with ``following``; those with a figure come first."""
    grouping = group_reports(read(reports / name) for name in (first, following))
    for series in grouping.all_series:
        for account in sorted(accounts(series), key=lambda one: one.figure is None):
            if account.promised.file == str(reports / first):
                yield _row(account, first, following)


def _row(account: Account, first: str, following: str) -> dict[str, Any]:
    outcome = account.outcome
    return {
        "first": first,
        "next": following,
        "promise": {"start": account.promised.start, "end": account.promised.end},
        "outcome": {"start": outcome.start, "end": outcome.end} if outcome else None,
        "verdict": _AS_SCORED.get(account.verdict, account.verdict),
    }


def score_pairs(shared: Path, faults: int = 0, labels: Path | None = None) -> dict[str, float]:
    """The table of ``score_pairs.py`` for every pair of reports in ``labels`` (default: the shared ones)."""
    labelled = labels or shared / "pairs" / "labels.jsonl"
    lines = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [
        row
        for first, following in sorted({(line["first"], line["next"]) for line in lines})
        for row in pair_rows(shared / "reports", first, following)
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "pairs.jsonl"
        found.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        scorer = shared / "pairs" / "score_pairs.py"
        command = [sys.executable, str(scorer), str(labelled), str(found), "--json", "--faults", str(faults)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    scores, *fault_lines = done.stdout.splitlines()
    print("\n".join(fault_lines), end="\n" if fault_lines else "")
    result: dict[str, float] = json.loads(scores)
    return result


def main() -> int:
    """Score the shared labels, or those in a file of the same shape."""
    parser = argparse.ArgumentParser(description="Score pairs of promises and outcomes.")
    parser.add_argument("labels", nargs="?", type=Path)
    parser.add_argument("--faults", type=int, default=0, metavar="N")
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("pairs: not measured, ../shared is missing (LUOSHI_SHARED names another folder)")
        return 0
    for name, value in score_pairs(shared, options.faults, options.labels).items():
        print(f"{name:20} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
