"""What stands on top of a page: counts, bars, headline targets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import get_args

import msgspec

from luoshi.errors import Language
from luoshi.output.labels import in_words, value_label
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.records import Figure, Promise, PromiseKind, Report, Status

Words = dict[Language, str]
_LANGUAGES: tuple[Language, ...] = get_args(Language)
_MOST_SECTIONS = 8
_LONGEST_LABEL = 11
_NUMBER = re.compile(r"[\d０-９.,，．％%\s—–~～至到\-]+")
_ORDINAL = re.compile(rf"^\s*(?:[（(]?[{NUMERALS}\d]+[）)、.．]|[{NUMERALS}]+是|——)\s*")


class Bar(msgspec.Struct, frozen=True):
    """One bar: ``name`` for style, what it is called, how much, and its length in 0..1 of the longest."""

    name: str
    label: Words
    short: Words
    count: int
    share: float


class Target(msgspec.Struct, frozen=True):
    """A headline target: where its record is (``f12``), what is aimed at, and the number in words.

    ``number`` is ``(before, number, after)``: 增长, 7%, 左右; ``None`` for a target in words alone.
    """

    link: str
    subject: str
    period: str
    number: dict[Language, tuple[str, str, str]] | None
    tone: Words | None


def status_bars(report: Report) -> list[Bar]:
    """How many figures of each status."""
    counts = Counter(figure.status for figure in report.figures)
    return _bars([(status, words("status", status), counts[status]) for status in get_args(Status)])


def kind_bars(report: Report) -> list[Bar]:
    """How many promises of each kind."""
    counts = Counter(promise.kind for promise in report.promises)
    return _bars([(kind, words("kind", kind), counts[kind]) for kind in get_args(PromiseKind)])


def section_bars(report: Report) -> list[Bar]:
    """How many promises in the sections with most of them, in the order of the report."""
    counts = Counter(_second(report, promise.section) for promise in report.promises)
    counts.pop(None, None)
    chosen = {index for index, _ in counts.most_common(_MOST_SECTIONS)}
    ordered = sorted(index for index in chosen if index is not None)
    return _bars([("section", _same(_heading(report, index)), counts[index]) for index in ordered])


def targets(report: Report) -> list[Target]:
    """Every figure of the headline targets; the words of a target that has none."""
    result: list[Target] = []
    for index, promise in enumerate(report.promises):
        if promise.kind != "headline_target":
            continue
        figures = [number for number in promise.figures if report.figures[number].status != "background"]
        result += [_target(number, report.figures[number]) for number in figures]
        if not figures:
            result.append(_in_words(index, promise))
    return result


def words(field: str, value: str) -> Words:
    """The label of a value in every language."""
    return {language: value_label(field, value, language) for language in _LANGUAGES}


def parted(text: str, quote: str) -> tuple[str, str, str]:
    """Words around a number, apart: ``增长7%以上``, ``7%`` -> ``("增长", "7%", "以上")``.

    The unit goes with the words after, since it is set smaller than the number.
    """
    before, _, after = text.partition(quote)
    number = _NUMBER.match(quote)
    cut = number.end() if number else len(quote)
    return before, quote[:cut], quote[cut:] + after


def _target(index: int, figure: Figure) -> Target:
    quote = figure.quote.strip()
    number = {language: parted(in_words(figure, language), quote) for language in _LANGUAGES}
    tone = words("tone", figure.tone) if figure.tone in ("strive", "firm") else None
    return Target(f"f{index}", figure.subject, figure.period, number, tone)


def _in_words(index: int, promise: Promise) -> Target:
    return Target(f"p{index}", " ".join(promise.text.split()), promise.period, None, None)


def _second(report: Report, section: int | None) -> int | None:
    """The section's ancestor at the second level, or the highest there is."""
    path = report.section_path(section)
    return path[min(1, len(path) - 1)].index if path else None


def _heading(report: Report, index: int) -> str:
    heading = " ".join(report.outline[index].heading.split())
    return _ORDINAL.sub("", heading).rstrip("。；：") or heading


def _bars(rows: Iterable[tuple[str, Words, int]]) -> list[Bar]:
    counted = list(rows)
    most = max((count for *_, count in counted), default=0) or 1
    return [Bar(name, label, _shortened(label), count, count / most) for name, label, count in counted]


def _shortened(label: Words) -> Words:
    return {language: _fitting(text) for language, text in label.items()}


def _fitting(text: str) -> str:
    longest = 2 * _LONGEST_LABEL if text.isascii() else _LONGEST_LABEL
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _same(text: str) -> Words:
    return dict.fromkeys(_LANGUAGES, text)
