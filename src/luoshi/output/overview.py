"""A report at a glance: headline targets, livelihood items, problems, and what is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.output.labels import field_label, in_words, value_label
from luoshi.plurals import fill
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.records import Figure, Promise, Report

_FACTS = ("place", "year", "meeting", "speaker", "date")
# What counts items: 一是, （1）, ①, 1.
_ITEM = re.compile(
    rf"[{NUMERALS}]{{1,3}}(?:是|、)|[（(][{NUMERALS}\d]{{1,3}}[）)]|[①-⑳]|(?<!\d)\d{{1,2}}[.．、](?!\d)"
)
_BEFORE_ITEM = 8
_FEWEST_ITEMS = 3


class Targets(msgspec.Struct, frozen=True):
    """The headline targets of a period: subject and number of each, and those in words alone."""

    heading: str
    numbers: list[tuple[str, str]]
    words: list[str]


class Overview(msgspec.Struct, frozen=True):
    """What a person wants to see of a report first, in words; ``facts`` says what the report is."""

    facts: str
    targets: list[Targets]
    livelihood: list[str]
    problems: list[str]
    missing: list[str]


def overview(report: Report, language: Language) -> Overview:
    """The report at a glance, in ``language``; its own words stay as they are."""
    livelihood = _livelihood(report, say("item_joined", language))
    return Overview(
        facts=_facts(report, language),
        targets=_targets(report, language),
        livelihood=livelihood,
        problems=[_one_line(problem.text) for problem in report.problems],
        missing=list(_missing(report, livelihood, language)),
    )


def say(name: str, language: Language, **values: object) -> str:
    """The words ``name`` of the overview."""
    return _in(_table()["words"][name], language, values)


@cache
def _table() -> dict[str, Any]:
    return toml_table("luoshi.output", "overview.toml")


def _in(words: dict[Language, str], language: Language, values: dict[str, object]) -> str:
    return fill(words[language], **values)


def _facts(report: Report, language: Language) -> str:
    known = (report.meeting, report.speaker, report.date, value_label("edition", report.edition, language))
    return say("beside", language).join(filter(None, known))


def _targets(report: Report, language: Language) -> list[Targets]:
    """Numbers by period, this year's first; a target without a number stands in its own words."""
    numbers: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    words: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for promise in _headline(report):
        figures = [figure for figure in report.figures_of(promise) if figure.status != "background"]
        for figure in figures:
            numbers[figure.period][figure.subject, _number(figure, language)] = None
        if not figures:
            words[promise.period][_one_line(promise.text)] = None
    periods = sorted({*numbers, *words}, key=lambda period: (period != str(report.year), not period, period))
    return [
        Targets(_heading(period, language), list(numbers[period]), list(words[period])) for period in periods
    ]


def _headline(report: Report) -> list[Promise]:
    return [promise for promise in report.promises if promise.kind == "headline_target"]


def _number(figure: Figure, language: Language) -> str:
    """As the report has it, in its own unit: 力争增长6%左右, 144.1亿元以上."""
    tone = value_label("tone", figure.tone, language) if figure.tone in ("strive", "firm") else ""
    between = "" if language == "zh" else " "
    return (tone + between + in_words(figure, language)).strip()


def _heading(period: str, language: Language) -> str:
    """2026 -> 2026年预期目标."""
    if not period:
        return say("targets", language)
    first, _, last = period.partition("-")
    said = say("years" if last else "year", language, first=first, last=last)
    return say("targets_of", language, period=said)


def _livelihood(report: Report, joined: str) -> list[str]:
    """The items, each in one line; an item of several promises is one, where the report counts its items.

    One or two are no list: ``集中力量办好十件民生实事`` only speaks of one.
    """
    items = _listed(report, joined)
    return items if len(items) >= _FEWEST_ITEMS else []


def _listed(report: Report, joined: str) -> list[str]:
    promises = [promise for promise in report.promises if promise.kind == "livelihood"]
    if sum(_opens_item(report, promise, 0) for promise in promises) < 2:
        return [_one_line(promise.text) for promise in promises]
    items: list[list[Promise]] = []
    end = 0
    for promise in promises:
        if _opens_item(report, promise, end):
            items.append([])
        if items:
            items[-1].append(promise)
        end = promise.end
    if all(len(_sentence(report, item)) == len(item) for item in items[:-1]):
        # What follows the last item of a list whose items are single sentences is none of it.
        items[-1] = _sentence(report, items[-1])
    return [joined.join(_one_line(promise.text) for promise in item) for item in items]


def _sentence(report: Report, item: list[Promise]) -> list[Promise]:
    """The promises in the first sentence of an item."""
    ends = [
        index
        for index, (one, two) in enumerate(pairwise(item), 1)
        if "。" in report.text[one.end : two.start]
    ]
    return item[: ends[0]] if ends else item


def _opens_item(report: Report, promise: Promise, after: int) -> bool:
    """Whether a number of an item stands right before the promise: ``…。二是改造老旧小区``."""
    before = report.text[max(after, promise.start - _BEFORE_ITEM) : promise.start]
    return _ITEM.search(before) is not None


def _missing(report: Report, livelihood: list[str], language: Language) -> Iterator[str]:
    """What could not be told, what a report of this kind usually has and this one lacks, and notices."""
    facts = [_fact(name, language) for name in _FACTS if getattr(report, name) is None]
    if facts:
        yield _lacking("facts", language, names=say("joined", language).join(facts))
    parts = {section.part for section in report.outline}
    yield from (_lacking(part, language) for part in ("review", "plan") if part not in parts)
    yield from _targets_lacking(report, language)
    if not livelihood:
        yield _lacking("livelihood", language)
    if not report.problems:
        yield _lacking("problems", language)
    for name, field in (("subjects", "subject"), ("periods", "period")):
        count = sum(not getattr(figure, field) for figure in report.figures)
        if count:
            yield _lacking(name, language, count=count)
    yield from (_lacking("notice", language, words=notice) for notice in report.notices)


def _fact(name: str, language: Language) -> str:
    return field_label(f"report_{name}" if name in ("place", "year") else name, language)


def _targets_lacking(report: Report, language: Language) -> Iterator[str]:
    targets = _headline(report)
    if not targets:
        yield _lacking("no_targets", language)
        return
    usual = _table()["usual"]
    if report.year is None or report.year < usual["since"]:
        return
    said = "".join(_words_of(targets, report))
    names = [one[language] for one in usual["targets"] if not any(word in said for word in one["words"])]
    if names:
        yield _lacking("usual", language, names=say("joined", language).join(names))


def _words_of(targets: Iterable[Promise], report: Report) -> Iterator[str]:
    for promise in targets:
        yield "".join(promise.text.split())
        yield from (figure.subject for figure in report.figures_of(promise))


def _lacking(name: str, language: Language, **values: object) -> str:
    return _in(_table()["lacking"][name], language, values)


def _one_line(text: str) -> str:
    return " ".join(text.split())
