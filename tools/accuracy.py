"""Score what Luoshi reads against the labels in ../shared, and hold the scores at their floor.

usage: accuracy.py [--faults N] [--raise-floor]

Every labelled report is read as a whole file; the scorers beside the labels compare. The scores that count
are kept in docs/accuracy-floor.json: a lower one fails, a higher one is reported and becomes the floor with
``--raise-floor``. The floor never goes down.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from accuracy_leads import lead_units
from accuracy_pairs import score_pairs
from corpus import ROOT, shared_folder
from luoshi.errors import LuoshiError
from luoshi.reading.intake import sources
from luoshi.reading.reader import Cut, read_source
from luoshi.reading.records import Report

FLOOR = ROOT / "docs" / "accuracy-floor.json"
SLACK = 0.0005
HELD = {
    "figures": ("detection_f1", "record_f1"),
    "promises, fine cut": ("split_f1", "covered", "kind", "lead@1", "lead@3"),
    "promises, coarse cut": ("split_f1", "covered", "kind", "lead@1", "lead@3"),
    "pairs of 四平市": ("promises_listed", "link_f1", "verdict_accuracy"),
}
TITLE_WIDTH = 20

Row = dict[str, Any]
Scores = dict[str, dict[str, float]]


def json_lines(path: Path) -> list[Row]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def figure_rows(file: str, report: Report) -> Iterable[Row]:
    """The figures of ``report`` as the scorer takes them."""
    data = report.to_dict()
    return ({"file": file, **figure} for figure in data["figures"])


def promise_rows(file: str, report: Report) -> Iterable[Row]:
    """The promises of ``report`` as the scorer takes them, with the departments proposed to lead them."""
    promises = report.to_dict()["promises"]
    return (
        {"file": file, **promise, "lead_units": names}
        for promise, names in zip(promises, lead_units(report), strict=True)
    )


def read_rows(
    reports: Path, files: Iterable[str], rows: Callable[[str, Report], Iterable[Row]], cut: Cut
) -> list[Row]:
    """Read ``files`` (relative to ``reports``) whole and give their ``rows``."""
    found: list[Row] = []
    for file in files:
        for source in sources(reports / file):
            if isinstance(source, LuoshiError):
                raise source
            found.extend(rows(file, read_source(source, cut=cut)))
    return found


def run_scorer(scorer: Path, arguments: list[Path], rows: list[Row], faults: int) -> dict[str, float]:
    """Write ``rows`` to a file, score it, print the faults asked for, and give the scores."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        found.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
        command = [
            sys.executable,
            str(scorer),
            *map(str, arguments),
            str(found),
            "--json",
            "--faults",
            str(faults),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    scores, *fault_lines = done.stdout.splitlines()
    print("\n".join(fault_lines), end="\n" if fault_lines else "")
    result: dict[str, float] = json.loads(scores)
    return result


def score_figures(shared: Path, faults: int) -> dict[str, float]:
    """The table of ``score_figures.py``."""
    folder = shared / "figures"
    labels = [folder / "paragraphs.jsonl", folder / "labels.jsonl"]
    files = sorted({row["file"] for row in json_lines(labels[0])})
    rows = read_rows(shared / "reports", files, figure_rows, "fine")
    return run_scorer(folder / "score_figures.py", labels, rows, faults)


def score_promises(shared: Path, cut: Cut, faults: int) -> dict[str, float]:
    """The table of ``score_promises.py`` for one of the two cuts."""
    folder = shared / "promises"
    files = sorted({row["file"] for row in json_lines(folder / "labels.jsonl")})
    rows = read_rows(shared / "reports", files, promise_rows, cut)
    return run_scorer(folder / "score_promises.py", [folder / "labels.jsonl"], rows, faults)


def compare(scores: Scores, floor: Scores) -> tuple[list[str], bool]:
    """What stands below or above the floor, a line each, and whether nothing stands below."""
    lines, holds = [], True
    for table, held in HELD.items():
        for name in held:
            score, least = scores[table][name], floor.get(table, {}).get(name, 0.0)
            if score < least - SLACK:
                holds = False
                lines.append(f"BELOW the floor: {table}, {name} {score:.4f}, floor {least:.4f}")
            elif score > least:
                lines.append(
                    f"above the floor: {table}, {name} {score:.4f}, floor {least:.4f} (RAISE=1 raises it)"
                )
    return lines, holds


def raised(scores: Scores, floor: Scores) -> Scores:
    """The floor with every score that stands above it taken in."""
    return {
        table: {name: max(scores[table][name], floor.get(table, {}).get(name, 0.0)) for name in held}
        for table, held in HELD.items()
    }


def print_tables(scores: Scores) -> None:
    """Print every score; those that the floor holds are marked."""
    for table, values in scores.items():
        print(table)
        for name, value in values.items():
            print(f"  {name:{TITLE_WIDTH}} {value:<8}{' held' if name in HELD[table] else ''}")


def main() -> int:
    """Score, print, compare; 1 where a score stands below its floor."""
    parser = argparse.ArgumentParser(description="Score the labels in ../shared.")
    parser.add_argument(
        "--faults", type=int, default=0, metavar="N", help="print so many faults of each table"
    )
    parser.add_argument("--raise-floor", action="store_true", help="take higher scores into the floor")
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("accuracy: not measured, ../shared is missing (LUOSHI_SHARED names another folder)")
        return 0
    if not FLOOR.exists() and not options.raise_floor:
        print(f"accuracy: {FLOOR.relative_to(ROOT)} is missing; RAISE=1 writes it")
        return 1
    scores = {
        "figures": score_figures(shared, options.faults),
        "promises, fine cut": score_promises(shared, "fine", options.faults),
        "promises, coarse cut": score_promises(shared, "coarse", options.faults),
        "pairs of 四平市": score_pairs(shared, options.faults),
    }
    print_tables(scores)
    floor: Scores = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    lines, holds = compare(scores, floor)
    print("\n".join(lines) or "all scores stand at their floor")
    if options.raise_floor:
        FLOOR.write_text(
            json.dumps(raised(scores, floor), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        print(f"{FLOOR.relative_to(ROOT)} written")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
