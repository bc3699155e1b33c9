"""A report at a glance, laid out in lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.text import Text

from luoshi.errors import Language
from luoshi.output.grid import grid
from luoshi.output.labels import kind_label
from luoshi.output.overview import Overview, Targets, say
from luoshi.output.rows import KINDS, Row
from luoshi.output.wrapping import shortened, wrapped

_LINES_AN_ITEM = 2
_MOST_ITEMS = 30
_HEADING = "bold red"


class Line(msgspec.Struct, frozen=True):
    """A line that is laid out, and how it looks where there is colour."""

    text: str
    style: str = ""


def show(console: Console, lines: Sequence[Line]) -> None:
    """Print lines that are laid out already."""
    for line in lines:
        console.print(Text(line.text, style=line.style), no_wrap=True, overflow="ignore", crop=False)


def at_a_glance(title: str, report: Row, shown: Overview, language: Language, width: int) -> list[Line]:
    """Title and counts, headline targets, livelihood items, problems, and what is missing."""
    lines = [Line(line, "bold") for line in wrapped(title, width)]
    lines += [Line(line, "dim") for text in (report["file"], shown.facts) for line in wrapped(text, width)]
    lines += [Line(line) for line in wrapped(counts(report, language), width)]
    for targets in shown.targets:
        lines += [Line(""), Line(targets.heading, _HEADING), *_targets(targets, width)]
    if shown.livelihood:
        heading = say("livelihood", language, count=len(shown.livelihood))
        lines += [Line(""), Line(heading, _HEADING)]
        numbered = [(str(number), text) for number, text in enumerate(shown.livelihood, 1)]
        lines += _items(numbered, width, language)
    if shown.problems:
        lines += [Line(""), Line(say("problems", language), _HEADING)]
        lines += _items([("·", text) for text in shown.problems], width, language)
    lines += [Line(""), Line(say("missing", language), _HEADING)]
    return lines + _whole([("·", text) for text in shown.missing or [say("nothing", language)]], width)


def where_the_rest_is(language: Language, width: int) -> list[Line]:
    """How all records are had."""
    records = say("records", language, kinds="|".join(KINDS))
    return [Line(""), *(Line(line, "dim") for line in wrapped(records, width))]


def counts(report: Row, language: Language) -> str:
    """How much was read: ``数字 210 · 承诺 83 · 项目 12 · 问题 4``."""
    kinds = ("figures", "promises", "projects", "problems")
    return " · ".join(f"{kind_label(kind, language)} {report[kind[:-1] + '_count']}" for kind in kinds)


def _targets(targets: Targets, width: int) -> list[Line]:
    lines = (
        [Line(line) for row in grid(targets.numbers, width, indent=2) for line in row]
        if targets.numbers
        else []
    )
    return lines + _whole([("·", text) for text in targets.words], width)


def _whole(rows: Sequence[tuple[str, str]], width: int) -> list[Line]:
    return [Line(line) for row in (grid(rows, width, indent=2) if rows else []) for line in row]


def _items(rows: Sequence[tuple[str, str]], width: int, language: Language) -> list[Line]:
    """Rows of at most two lines each; of a long list its beginning, and how many more there are."""
    space = _LINES_AN_ITEM * (width - 8)
    shown = [(mark, shortened(text, space)) for mark, text in rows[:_MOST_ITEMS]]
    more = len(rows) - len(shown)
    if more:
        shown.append(("…", say("more", language, count=more)))
    return _whole(shown, width)
