"""A plain search for headline indicators in the words of reports, independent of the reader.

It says what a person finds with regular expressions (``panel_search.toml``) and nothing cleverer: the value
of the indicator among this year's aims, or in the text before them. What it is not sure of it does not count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Kind = Literal["outcome", "target"]

_BLANKS = frozenset(" \t\r\u3000\u00a0\u200b\ufeff*#>")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_YEAR = re.compile(r"(?<![比较为是由从自到])((?:19|20)\d\d)年(?!来|以来)")
_STOP = re.compile(r"[。;!?]")
_SHOWN = 30
_YEARS_END = 11
_LARGE = 1_000
_HEAD = 600
_OPENING = 1_500
_HEADING = 30
_BEFORE = 16
_BEHIND = 110


class Mention(NamedTuple):
    """A value that the words of a report give, and where it stands."""

    indicator: str
    kind: Kind
    low: float
    high: float
    start: int
    end: int
    words: str


class Line(NamedTuple):
    """A paragraph without blanks, with the offset of each of its characters in the report."""

    text: str
    offsets: list[int]


class Value(NamedTuple):
    """A value and where it ends."""

    low: float
    high: float
    end: int


@cache
def knowledge() -> dict[str, Any]:
    """The tables of ``panel_search.toml``."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _pattern(table: str, key: str, year: int = 0) -> re.Pattern[str]:
    pattern: str = knowledge()[table][key]
    return re.compile(pattern.replace("{year}", str(year)).replace("{last}", str(year - 1)))


def report_year(text: str, place: str, year: int) -> int:
    """The year that the report plans: by the date at its head (a December's is the next) or its file."""
    date = re.search(r"((?:19|20)\d\d)年(\d+)月\d+日", text[:_HEAD])
    if date:
        return int(date[1]) + (int(date[2]) >= _YEARS_END)
    return year + 1 if place in knowledge()["context"]["named_by_review"] else year


def mentions(text: str, place: str, year: int) -> Iterator[Mention]:
    """What the words of the report ``text`` of ``place``, in a file called after ``year``, give."""
    year = report_year(text, place, year)
    lines = list(_lines(text))
    aims = _aims(lines, year)
    first_aim = next((index for index, at in enumerate(aims) if at is not None and index), len(lines))
    opening = "".join(line.text for line in lines)[:_OPENING]
    must_be_dated = _pattern("context", "five_years").search(opening) is not None
    heading = ""
    for index, line in enumerate(lines):
        if len(line.text) < _HEADING and not _STOP.search(line.text):
            heading = line.text
        for found in _found(line):
            if _is_aim(line, found.start, aims[index]):
                kind: Kind = "target"
            elif index < first_aim and _is_outcome(line, found, heading, year, must_be_dated):
                kind = "outcome"
            else:
                continue
            yield found._replace(kind=kind, start=line.offsets[found.start], end=line.offsets[found.end])


def _lines(text: str) -> Iterator[Line]:
    """The paragraphs of ``text`` after its front matter."""
    start = text.find("\n---", 3) + 4 if text.startswith("---") else 0
    half = text.translate(_HALF)
    for match in re.finditer(r"[^\n]+", half[start:]):
        kept = [at for at in range(start + match.start(), start + match.end()) if half[at] not in _BLANKS]
        if kept:
            yield Line("".join(half[at] for at in kept), [*kept, kept[-1] + 1])


def _aims(lines: list[Line], year: int) -> list[int | None]:
    """Where in each line the aims of ``year`` begin; 0 in a list that a line before opened."""
    aims: list[int | None] = []
    listed = 0
    for line in lines:
        at = _first_aim(line.text, year)
        if at is not None and len(line.text) - at < _SHOWN:
            listed = knowledge()["target"]["list"]
        elif at is None and listed > 0:
            at, listed = 0, listed - len(line.text)
        aims.append(at)
    return aims


def _first_aim(text: str, year: int) -> int | None:
    """Where the aims of ``year`` begin in a line; ``None`` where there are none or those of other years."""
    for match in _pattern("target", "aims").finditer(text):
        before = text[max(0, match.start() - 80) : match.end()]
        told_before = _pattern("target", "met").search(text[max(0, match.start() - 40) : match.start()])
        if told_before or "完成情况" in text[match.start() : match.end() + 10] or "未完成" in match[0]:
            continue
        this_year = [found.end() for found in re.finditer(f"今年|{year}年|全年", before)]
        years = [found.end() for found in _pattern("context", "years").finditer(before)]
        if not years or (this_year and this_year[-1] > years[-1]):
            return match.end()
    return None


def _is_aim(line: Line, at: int, aim: int | None) -> bool:
    """Whether what is named at ``at`` stands among the aims that begin at ``aim``."""
    return aim is not None and at >= aim and not _pattern("context", "years").search(line.text[aim:at])


def _is_outcome(line: Line, found: Mention, heading: str, year: int, must_be_dated: bool) -> bool:
    """Whether what is ``found`` is what the whole place reached in the year before."""
    before, words = line.text[: found.start], line.text[found.start : found.end]
    sentence = _STOP.split(before)[-1]
    named = _YEAR.findall(before)
    if "目标:" in before or (named and named[-1] != str(year - 1)):
        return False
    last_year = _pattern("context", "last_year", year)
    years = [match.end() for match in _pattern("context", "years").finditer(before)]
    # A sum of five years may stand in a paragraph that also tells of the last.
    near = sentence if must_be_dated and found.low > _LARGE else before
    if not last_year.search((near if not years else before[years[-1] :]) + words):
        in_heading = last_year.search(heading) and not _pattern("context", "years").search(heading)
        if years or (must_be_dated and not in_heading):
            return False
    return not (
        _pattern("context", "planned", year).search(before[before.rfind("。") + 1 :])
        or _pattern("context", "months").search(before)
        or _pattern("context", "zones").search(before[-120:])
        or _pattern("context", "narrower").search(sentence[-60:])
    )


class Name(NamedTuple):
    """A pattern of names of an indicator.

    ``which`` of several values is its own; with ``of_two`` there must be two. ``other``: what stands before
    the names of other things.
    """

    indicator: str
    pattern: re.Pattern[str]
    which: int
    of_two: bool = False
    other: re.Pattern[str] | None = None


@cache
def _names() -> list[Name]:
    """The names of all indicators."""
    names = []
    for key, entry in knowledge()["indicators"].items():
        other = entry.get("not_before")
        ends = re.compile(f"(?:{other})(?:全市|全省|的|我市)?$") if other else None
        names.append(Name(key, re.compile(entry["name"]), -1, other=ends))
        if "first_of_two" in entry:
            names.append(Name(key, re.compile(entry["first_of_two"]), 0))
        if "pair" in entry:
            names.append(
                Name(key, re.compile(entry["pair"]), 0 if "first_of_two" in entry else -1, of_two=True)
            )
    return names


def _found(line: Line) -> Iterator[Mention]:
    """The values named in ``line``, with offsets in the line and no kind yet."""
    for name in _names():
        for match in name.pattern.finditer(line.text):
            if name.other and name.other.search(line.text[max(0, match.start() - _BEFORE) : match.start()]):
                continue
            values = _values(name.indicator, line.text[match.end() : match.end() + _BEHIND])
            if not values or (len(values) != 2 and (name.of_two or (name.which == 0 and len(values) > 1))):
                continue
            value = values[name.which]
            end = match.end() + value.end
            words = line.text[max(0, match.start() - _SHOWN) : end + 8]
            yield Mention(name.indicator, "outcome", value.low, value.high, match.start(), end, words)


def _values(indicator: str, behind: str) -> list[Value]:
    """The value of ``indicator`` that follows its name, with those listed after it."""
    kind = knowledge()["indicators"][indicator]["value"]
    behind = _STOP.split(behind)[0]
    first = _first_value(kind).search(behind)
    if first is None or _pattern("values", "quoted").match(behind, first.end()):
        return []
    if _pattern("values", "between").search(behind[: first.start("low")]):
        return []
    found, last = [first], first
    while following := _further_value(kind).match(behind, last.end()):
        found.append(following)
        last = following
    falls = kind in {"growth", "price"} and _pattern("values", "fall").search(first["word"])
    return [_value(kind, one, -1 if falls else 1) for one in found]


@cache
def _first_value(kind: str) -> re.Pattern[str]:
    values = knowledge()["values"]
    number = values["people" if kind == "people" else "number"]
    return re.compile(f"{values.get(kind, '') if kind != 'people' else ''}[^,%]{{0,12}}?{number}")


@cache
def _further_value(kind: str) -> re.Pattern[str]:
    values = knowledge()["values"]
    return re.compile(values["more"] + values["people" if kind == "people" else "number"])


def _value(kind: str, match: re.Match[str], sign: int) -> Value:
    times = 10_000 if kind == "people" and "万" in match[0] else 1
    ends = sorted(round(sign * times * float(match[end]), 4) for end in ("low", "high") if match[end])
    return Value(ends[0], ends[-1], match.end())
