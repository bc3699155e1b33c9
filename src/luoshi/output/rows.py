"""Records as flat rows: what every file format writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, get_args

import msgspec

from luoshi.reading.records import Figure, Problem, ProjectMention, Promise, Report, Section

Kind = Literal["figures", "promises", "projects", "problems", "outline"]
Row = dict[str, Any]
KINDS: tuple[Kind, ...] = get_args(Kind)
PATH_SEPARATOR = " › "

_RECORDS: dict[Kind, type[msgspec.Struct]] = {
    "figures": Figure,
    "promises": Promise,
    "projects": ProjectMention,
    "problems": Problem,
    "outline": Section,
}
_REPORT = ("report_place", "report_year")
_EXTRA: dict[Kind, tuple[str, ...]] = {
    "figures": ("section_path", *_REPORT),
    "promises": ("section_path", "figure_quotes", *_REPORT),
    "projects": ("section_path", *_REPORT),
    "problems": ("section_path", *_REPORT),
    "outline": ("section_path", *_REPORT),
}
COLUMNS: dict[Kind, tuple[str, ...]] = {
    kind: ("file", *record.__struct_fields__, *_EXTRA[kind]) for kind, record in _RECORDS.items()
}
REPORT_COLUMNS: tuple[str, ...] = (
    "file", "title", "report_place", "place_code", "province", "report_year", "meeting", "speaker", "date",
    "edition", "reviews", "plans", "characters", "sections", "figure_count", "promise_count", "project_count",
    "problem_count", "format", "encoding", "sha256", "notices",
)  # fmt: skip
INTEGER_COLUMNS = frozenset(
    ("start", "end", "section", "index", "level", "parent", "body_end", "report_year")
)
FLOAT_COLUMNS = frozenset(("low", "high", "investment"))
BOOLEAN_COLUMNS = frozenset(("share",))
LIST_COLUMNS = frozenset(("figures", "figure_quotes", "notices"))


def rows(report: Report, kind: Kind) -> list[Row]:
    """The records of one kind, a dict each, in text order, with the columns ``COLUMNS[kind]``.

    ``file`` is the source's name; ``section_path`` joins the headings from the top with `` › ``;
    ``figure_quotes`` are the words of a promise's figures. ``figures`` and ``section`` stay
    indexes into the report.
    """
    name = report.source.name
    place = report.place.name if report.place else None
    paths = section_paths(report)
    result = []
    for record in _records(report, kind):
        row: Row = {"file": name, **msgspec.structs.asdict(record)}
        section = row["index"] if kind == "outline" else row["section"]
        row["section_path"] = None if section is None else paths[section]
        if kind == "promises":
            row["figure_quotes"] = [report.figures[index].quote for index in row["figures"]]
        row["report_place"] = place
        row["report_year"] = report.year
        result.append(row)
    return result


def report_row(report: Report) -> Row:
    """What the report is and how much was read in it, with the columns ``REPORT_COLUMNS``."""
    place = report.place
    return {
        "file": report.source.name,
        "title": report.title,
        "report_place": place.name if place else None,
        "place_code": place.code if place else None,
        "province": place.province if place else None,
        "report_year": report.year,
        "meeting": report.meeting,
        "speaker": report.speaker,
        "date": report.date,
        "edition": report.edition,
        "reviews": None if report.reviews is None else str(report.reviews),
        "plans": None if report.plans is None else str(report.plans),
        "characters": len(report.text),
        "sections": len(report.outline),
        "figure_count": len(report.figures),
        "promise_count": len(report.promises),
        "project_count": len(report.projects),
        "problem_count": len(report.problems),
        "format": report.source.format,
        "encoding": report.source.encoding,
        "sha256": report.source.sha256,
        "notices": list(report.notices),
    }


def section_paths(report: Report) -> list[str]:
    """For every section of the outline its headings from the top, joined by `` › ``."""
    return [
        PATH_SEPARATOR.join(" ".join(section.heading.split()) for section in report.section_path(index))
        for index in range(len(report.outline))
    ]


def _records(report: Report, kind: Kind) -> Iterable[msgspec.Struct]:
    records: Iterable[msgspec.Struct] = getattr(report, kind)
    return records
