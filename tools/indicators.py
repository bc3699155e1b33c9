"""Count how many figures of ../shared/reports have an indicator, or write docs/indicators.md.

usage: indicators.py [--missing N] [--write-docs]

Prints how many of all figures, and of the figures of headline targets, are covered, and the ``N`` most
frequent subjects that are not. ``--write-docs`` writes the table of indicators instead.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import ROOT, shared_folder
from luoshi.errors import InputError, LuoshiError
from luoshi.ledger.indicators import Indicator, all_indicators, indicators_of, topics
from luoshi.reading.intake import sources
from luoshi.reading.reader import read_source
from luoshi.reading.records import Figure, Report

DOCUMENT = ROOT / "docs" / "indicators.md"
BETTER = {"higher": "高 higher", "lower": "低 lower", "none": "– none"}
OPENING = """# Indicators 指标

Canonical indicators of `luoshi.ledger.indicators`, written by `tools/indicators.py --write-docs` from
`src/luoshi/ledger/indicators/indicators.toml`. A figure has the indicator whose alias its whole subject is,
in that measure and family of units; aliases stand in the file.
"""
HEAD = "\n| code | 名称 | name | measure | unit | better | NBS 国家统计局 |\n|---|---|---|---|---|---|---|\n"


def document() -> str:
    """docs/indicators.md: a table of indicators a topic."""
    parts = [OPENING]
    for key, words in topics().items():
        rows = [_row(indicator) for indicator in all_indicators() if indicator.topic == key]
        parts.append(f"\n## {words.zh} · {words.en}\n{HEAD}" + "".join(rows))
    return "".join(parts)


def _row(one: Indicator) -> str:
    cells = (f"`{one.code}`", one.zh, one.en, one.measure, one.unit, BETTER[one.better], one.nbs or "")
    return "| " + " | ".join(cells) + " |\n"


def reports(folder: Path) -> Iterator[Report]:
    """The reports of ``folder``; what is none is told on stderr and passed over."""
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        try:
            for source in sources(path):
                if isinstance(source, InputError):
                    raise source
                yield read_source(source)
        except LuoshiError as error:
            print(error, file=sys.stderr)


def headline(report: Report) -> list[Figure]:
    """The figures of the report's headline targets."""
    chosen = {index for one in report.promises if one.kind == "headline_target" for index in one.figures}
    return [report.figures[index] for index in sorted(chosen)]


def coverage(title: str, figures: Iterable[Figure], missing: int) -> None:
    """Print how many of ``figures`` have an indicator, and the most frequent that have none."""
    seen = Counter((figure.subject, figure.measure, figure.unit) for figure in figures)
    covered = Counter({key: count for key, count in seen.items() if indicators_of(*key)})
    share = covered.total() / max(seen.total(), 1)
    print(f"{title}: {covered.total()} of {seen.total()} figures have an indicator ({share:.1%})")
    for (subject, measure, unit), count in (seen - covered).most_common(missing):
        print(f"  {count:5}  {subject}  {measure}  {unit}")


def main() -> int:
    """Read the arguments and do what they ask; 1 where no shared reports are found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missing", type=int, default=30, metavar="N", help="how many subjects to list")
    parser.add_argument("--write-docs", action="store_true", help="write docs/indicators.md instead")
    arguments = parser.parse_args()
    if arguments.write_docs:
        DOCUMENT.write_text(document(), encoding="utf-8")
        return 0
    shared = shared_folder()
    if shared is None:
        print(
            "no shared reports: ../shared is missing and LUOSHI_SHARED names no other folder", file=sys.stderr
        )
        return 1
    every: list[Figure] = []
    targets: list[Figure] = []
    for report in reports(shared / "reports"):
        every += report.figures
        targets += headline(report)
    print(f"{len(all_indicators())} indicators of {len({one.concept for one in all_indicators()})} concepts")
    coverage("all figures", every, arguments.missing)
    coverage("headline targets", targets, arguments.missing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
