"""The records of a report. The words are those of ``docs/glossary.md``."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from luoshi.errors import UsageError
from luoshi.reading.text import Span

Part = Literal["review", "plan", "government", "other"]
Measure = Literal["level", "growth", "change", "share", "rank"]
Bound = Literal["exact", "at_least", "at_most", "about", "between"]
Status = Literal["actual", "expected", "target", "background"]
Tone = Literal["plain", "strive", "firm"]
PromiseKind = Literal["headline_target", "task", "project", "livelihood"]
Edition = Literal["full", "abstract", "interpretation"]
Stage = Literal[
    "planned",
    "signed",
    "preparing",
    "started",
    "under_construction",
    "continued",
    "completed",
    "in_production",
]


class Years(msgspec.Struct, frozen=True, gc=False):
    """A stretch of calendar years, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.last) if self.first == self.last else f"{self.first}-{self.last}"


class Place(msgspec.Struct, frozen=True):
    """An administrative division: GB/T 2260 ``code`` (six digits), full name, and its province."""

    name: str
    code: str | None = None
    province: str | None = None


class SourceInfo(msgspec.Struct, frozen=True):
    """Where a report's text came from; the fields are those of ``Source``."""

    name: str
    format: str
    encoding: str | None
    sha256: str


class Section(Span, frozen=True, gc=False):
    """A node of the outline; ``start:end`` is its heading in the source.

    ``index``     its position in ``Report.outline``.
    ``level``     1 for the report's main parts, 2 and more below them.
    ``part``      which part of the report it belongs to.
    ``parent``    index of the section above, ``None`` at the top.
    ``body_end``  where the section's text ends in the source (half-open).
    """

    index: int
    level: int
    heading: str
    part: Part
    parent: int | None
    body_end: int


class Figure(Span, frozen=True, gc=False):
    """A number that says how much was achieved, is expected or aimed at.

    ``low`` and ``high`` carry the multiplier (``304.1亿元`` is 30410000000.0 ``元``) and are
    equal unless the text gives a range; a fall is negative. ``tone`` is set for targets only.
    ``period`` is a year ``"2019"`` or a span ``"2016-2020"``, empty where it cannot be told.
    ``section`` is an index into ``Report.outline``; ``place`` is set where the figure is about
    a narrower place than the report (a county, a development zone).
    """

    quote: str
    subject: str
    measure: Measure
    low: float
    high: float
    unit: str
    bound: Bound
    status: Status
    tone: Tone | None
    period: str
    section: int | None
    place: str | None


class Promise(Span, frozen=True, gc=False):
    """A sentence or clause of the plan that says something will be done.

    ``figures`` are indexes into ``Report.figures``; ``period`` is the year by which.
    """

    text: str
    kind: PromiseKind
    period: str
    section: int | None
    figures: tuple[int, ...]
    place: str | None


class ProjectMention(Span, frozen=True, gc=False):
    """A named project; ``start:end`` is its name in the source.

    ``investment`` (its own total in 元) and ``capacity`` (its size or yield, as written) are set where the
    sentence gives them. ``share`` is true in a list that shares its verb or its closing noun with others.
    """

    name: str
    stage: Stage | None
    status: Status
    investment: float | None
    capacity: str | None
    section: int | None
    place: str | None
    share: bool = False


class Problem(Span, frozen=True, gc=False):
    """A sentence in which the report owns up to a shortcoming."""

    text: str
    section: int | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report as read.

    ``text`` is the source as decoded: every record's ``start`` and ``end`` count in it.
    What could not be told from the text is ``None``. ``reviews`` and ``plans`` are the years
    that the report looks back on and ahead to; a report that opens a term has spans there.
    ``notices`` says in words what was normalized or left out, for a person to check.
    """

    source: SourceInfo
    text: str
    title: str | None
    place: Place | None
    year: int | None
    meeting: str | None
    speaker: str | None
    date: str | None
    edition: Edition | None
    reviews: Years | None
    plans: Years | None
    outline: tuple[Section, ...]
    figures: tuple[Figure, ...]
    promises: tuple[Promise, ...]
    projects: tuple[ProjectMention, ...]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...] = ()

    def section_path(self, index: int | None) -> tuple[Section, ...]:
        """The sections from the top of the outline down to section ``index``."""
        path: list[Section] = []
        while index is not None:
            section = self.outline[index]
            path.append(section)
            index = section.parent
        return tuple(reversed(path))

    def figures_of(self, promise: Promise) -> tuple[Figure, ...]:
        """The figures inside ``promise``."""
        return tuple(self.figures[index] for index in promise.figures)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dicts, lists, strings and numbers; see ``report_schema``."""
        result: dict[str, Any] = msgspec.to_builtins(self)
        return result

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """The report that ``to_dict`` gave; ``UsageError`` where ``data`` is not one."""
        try:
            return msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            raise UsageError("not_a_report_dict", detail=str(error)) from error
