"""The columns of the decomposition table 任务分解表, and of the table of tasks from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import Any

from luoshi.city.rules.limits import longest
from luoshi.city.rules.publicity import Told, is_public
from luoshi.city.rules.words import choices as named_choices
from luoshi.city.rules.words import name_of
from luoshi.city.site.tables.columns import Choice, Column, Kind
from luoshi.city.tasks.breakdown.deadlines import deadline_of
from luoshi.city.tasks.models import KINDS, ORIGINS
from luoshi.errors import Language
from luoshi.knowledge import toml_table

QUARTERS = (1, 2, 3, 4)


def table_columns(language: Language) -> tuple[Column, ...]:
    """The decomposition table; the column of keys has no width, and is left as it is."""
    return (
        _column("key", language, 0, most=60),
        _column("position", language, 6),
        _column("section", language, 18),
        _column("words", language, 36, required=True, most=longest("task.words")),
        *_decided(language),
        _column("remark", language, 14),
    )


def elsewhere_columns(language: Language) -> tuple[Column, ...]:
    """Tasks of meetings, instructions and proposals."""
    origins = _choices("origin", tuple(one for one in ORIGINS if one != "report"), language)
    return (
        _column("origin", language, 12, required=True, choices=origins),
        _column("origin_words", language, 24, required=True, most=longest("task.origin_words")),
        _column("words", language, 36, required=True, most=longest("task.words")),
        *_decided(language),
    )


def published(columns: tuple[Column, ...]) -> list[str]:
    """The names of the columns whose cells outsiders get once the task is released."""
    return [column.name for column in columns if is_public(*_told(column.key))]


def _told(key: str) -> Told:
    """Where the cells of a column go."""
    if key[:1] == "q" and key[1:2].isdecimal():
        return "milestone", key.partition("_")[2]
    return "task", {"lead": "lead_unit", "supporting": "supporting_units", "position": "section_order"}.get(
        key, key
    )


def reading(columns: tuple[Column, ...], year: int) -> tuple[Column, ...]:
    """The columns as a table of ``year`` is read: deadlines in words are days of it, rows may be numbered."""
    numbered = any(column.numbers for column in columns)
    return tuple(
        replace(column, day_in=partial(deadline_of, year=year)) if column.key == "due" else column
        for column in (*columns, *(() if numbered else (_column("position", "zh", 6),)))
    )


@cache
def decided_columns() -> tuple[str, ...]:
    """The keys of the columns that hold what a person decides."""
    return tuple(column.key for column in _decided("zh"))


def _decided(language: Language) -> tuple[Column, ...]:
    """What a person decides about a task."""
    quarters = (
        column
        for quarter in QUARTERS
        for column in (
            _column(f"q{quarter}_words", language, 16, most=2000),
            _column(f"q{quarter}_amount", language, 9, kind="number"),
        )
    )
    bounds = tuple(
        Choice(name, tuple(name_of("bound", name, one) for one in _first(language)))
        for name, _ in named_choices("bound")
    )
    return (
        _column("title", language, 24, most=longest("task.title")),
        _column("kind", language, 10, choices=_choices("task_kind", KINDS, language)),
        _column("target_bound", language, 9, choices=bounds),
        _column("target_low", language, 10, kind="number"),
        _column("target_high", language, 10, kind="number"),
        _column("target_unit", language, 8, most=longest("task.target_unit")),
        _column("lead", language, 16, most=500),
        _column("supporting", language, 18, most=500),
        _column("sponsor", language, 16, most=500),
        _column("officer", language, 16, most=500),
        _column("start", language, 11, kind="date"),
        _column("due", language, 11, kind="date"),
        *quarters,
    )


def _column(
    name: str,
    language: Language,
    width: float,
    *,
    kind: Kind = "text",
    required: bool = False,
    most: int = 2000,
    choices: tuple[Choice, ...] = (),
) -> Column:
    header = _headers()[name]
    return Column(
        name,
        header[language],
        (header["zh"], header["en"], *header["also"]),
        kind,
        required,
        width,
        most,
        choices,
        yielding=tuple(header.get("yielding", ())),
        yields_to=header.get("yields_to", ""),
        joins=header.get("joins", False),
        numbers=name == "position",
        unit="target_unit" if kind == "number" else "",
    )


def _choices(kind: str, values: tuple[str, ...], language: Language) -> tuple[Choice, ...]:
    return tuple(Choice(one, tuple(name_of(kind, one, each) for each in _first(language))) for one in values)


def _first(language: Language) -> tuple[Language, Language]:
    """Both languages, that of the page first: it is written, both are read."""
    return ("zh", "en") if language == "zh" else ("en", "zh")


@cache
def _headers() -> dict[str, Any]:
    return toml_table("luoshi.city.tasks.breakdown", "headers.toml")
