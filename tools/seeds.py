"""Count what Luoshi reads in the five seed reports of ../shared/seeds; the tables of docs/seeds.md.

usage: seeds.py [--write]

Prints the tables as Markdown. ``--write`` puts them between the markers in docs/seeds.md instead; everything
outside the markers was written by hand and stays.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from corpus import ROOT, shared_folder
from luoshi import Report, read
from luoshi.reading.records.model import Measure, PromiseKind, Status

PAGE = ROOT / "docs" / "seeds.md"
BEGIN = "<!-- counts: begin (tools/seeds.py --write) -->"
END = "<!-- counts: end -->"

Reports = dict[str, Report]


def seeds() -> Reports:
    """The seed reports by file stem, in the order of their names; empty where the folder is missing."""
    shared = shared_folder()
    if shared is None:
        return {}
    return {path.stem: read(path) for path in sorted((shared / "seeds").glob("*.txt"))}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; ``None`` is a dash."""
    lines = [head, ["---"] * len(head)]
    lines += [["—" if cell is None else str(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def about(reports: Reports) -> str:
    """Who gave each report, where and when, and the years it covers."""
    head = ["report", "place", "year", "date", "meeting", "speaker", "edition", "looks back", "looks ahead"]
    return table(
        head,
        (
            [
                name,
                f"{report.place.name} {report.place.code}" if report.place else None,
                report.year,
                report.date,
                report.meeting,
                report.speaker,
                report.edition,
                report.reviews,
                report.plans,
            ]
            for name, report in reports.items()
        ),
    )


def totals(reports: Reports) -> str:
    """How many records of each sort, with the characters and sections they were read from."""
    head = ["report", "characters", "sections", "figures", "promises", "projects", "problems", "notices"]
    rows = [
        [
            len(report.text),
            len(report.outline),
            len(report.figures),
            len(report.promises),
            len(report.projects),
            len(report.problems),
            len(report.notices),
        ]
        for report in reports.values()
    ]
    named = [[name, *row] for name, row in zip(reports, rows, strict=True)]
    return table(head, [*named, ["all", *(sum(column) for column in zip(*rows, strict=True))]])


def tally(reports: Reports, kinds: Sequence[str], kinds_in: Callable[[Report], Iterable[str]]) -> str:
    """How many records of each of ``kinds``, where ``kinds_in`` names the kind of each record."""
    counts = {name: Counter(kinds_in(report)) for name, report in reports.items()}
    rows = [[name, *(count[kind] for kind in kinds)] for name, count in counts.items()]
    whole = ["all", *(sum(count[kind] for count in counts.values()) for kind in kinds)]
    return table(["report", *kinds], [*rows, whole])


def counts_text(reports: Reports) -> str:
    """All tables under their headings."""
    parts = [
        ("What each report is", about(reports)),
        ("Records", totals(reports)),
        (
            "Figures by status",
            tally(reports, get_args(Status), lambda report: (figure.status for figure in report.figures)),
        ),
        (
            "Figures by measure",
            tally(reports, get_args(Measure), lambda report: (figure.measure for figure in report.figures)),
        ),
        (
            "Promises by kind",
            tally(
                reports, get_args(PromiseKind), lambda report: (promise.kind for promise in report.promises)
            ),
        ),
    ]
    return "\n\n".join(f"### {heading}\n\n{text}" for heading, text in parts)


def written(page: str, text: str) -> str:
    """``page`` with ``text`` between the markers; ``ValueError`` where a marker is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks the marker {END if begin else BEGIN}")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def main() -> int:
    """Print the tables, or write them into the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/seeds.md")
    options = parser.parse_args()
    reports = seeds()
    if not reports:
        print("no seeds: set LUOSHI_SHARED to the folder that holds them", file=sys.stderr)
        return 1
    text = counts_text(reports)
    if options.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
