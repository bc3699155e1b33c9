"""Numbers of one thing that differ, within a report and between a report and its abstract."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from luoshi.ledger.contradictions.amounts import Amount, written_amount
from luoshi.ledger.contradictions.checking import Span, across, finding
from luoshi.ledger.contradictions.knowledge import any_of, compiled, table
from luoshi.ledger.contradictions.prose import Placed, Prose
from luoshi.ledger.indicators import indicator_of
from luoshi.ledger.records import Finding, Grade

KIND = "differing_numbers"
_WORDS = table()["same"]
_WIDE = re.compile(f"(?:{any_of(_WORDS['wide'])})*")
_FILLING = re.compile(f"(?:{any_of(_WORDS['filling'])})*")
_ELSEWHERE = compiled(_WORDS["elsewhere"])
_NOT_ONE = frozenset(_WORDS["not_one"])
_CLAUSE_MARKS = "，。；：、（）\n"
_FARTHEST = 1.5
_APART = 60

Key = tuple[str, str, str]


class Stated(NamedTuple):
    """A number of an indicator and where it stands."""

    placed: Placed
    indicator: str
    amount: Amount
    span: Span


def differing_numbers(prose: Prose) -> Iterator[Finding]:
    """Two numbers of one indicator for one year in one report: ``生产总值达到500亿元 …… 生产总值550亿元``."""
    for stated in by_thing(prose).values():
        for first, second in combinations(stated, 2):
            if second.span[0] < prose.sentence(*first.span)[1] + _APART:
                continue
            if _grade(first.amount, second.amount) is not None:
                # One of the two may be of another time or scope that no word nearby tells: never likely.
                spans = [first.span, second.span]
                yield finding(KIND, "worth_a_look", prose, spans, **_details(first, second))
                break


def differing_editions(proses: Sequence[Prose]) -> Iterator[Finding]:
    """Numbers of one indicator that differ between editions of one place's report of one year."""
    for prose, other in combinations(proses, 2):
        if not _editions(prose, other):
            continue
        here, there = by_thing(prose), by_thing(other)
        for key in here.keys() & there.keys():
            first, second = here[key][0], there[key][0]
            grade = _grade(first.amount, second.amount)
            if grade is not None:
                evidence = [prose.evidence(*first.span), other.evidence(*second.span)]
                details = _details(first, second)
                yield across(KIND, grade, prose, evidence, reason="differing_editions", **details)


def is_about(prose: Prose, placed: Placed) -> Span | None:
    """Where subject and number stand if the clause speaks of the whole place and nothing narrower."""
    text, (figure, start, end) = prose.text, placed
    opening = max(text.rfind(mark, 0, start) for mark in _CLAUSE_MARKS) + 1
    clause = text[opening:start]
    at = clause.find(figure.subject)
    if (
        at < 0
        or not _WIDE.fullmatch(clause[:at])
        or not _FILLING.fullmatch(clause[at + len(figure.subject) :])
    ):
        return None
    return opening + at, end


def by_thing(prose: Prose) -> dict[Key, list[Stated]]:
    """The exact numbers of indicators of the whole place, by code, unit, and status with period."""
    stated: dict[Key, list[Stated]] = defaultdict(list)
    for placed in prose.figures():
        figure = placed.figure
        if figure.bound != "exact" or figure.low != figure.high or figure.place or not figure.period:
            continue
        if figure.measure not in ("level", "share") or figure.status not in ("actual", "target"):
            continue
        indicator = indicator_of(figure.subject, figure.measure, figure.unit)
        amount = written_amount(prose.text[placed.start : placed.end])
        if indicator is None or indicator.concept in _NOT_ONE or amount is None:
            continue
        span = is_about(prose, placed)
        sentence = prose.sentence(placed.start, placed.end)
        if span is None or _ELSEWHERE.search(prose.text[sentence[0] : placed.start][-14:]):
            continue
        key = (indicator.code, figure.unit, f"{figure.status} {figure.period}")
        stated[key].append(Stated(placed, indicator.zh, amount, span))
    return stated


def _editions(prose: Prose, other: Prose) -> bool:
    first, second = prose.report, other.report
    if first.place is None or second.place is None or first.year is None:
        return False
    return (first.place.name, first.year) == (second.place.name, second.year)


def _grade(first: Amount, second: Amount) -> Grade | None:
    if first.meets(second.low, second.high) or min(first.value, second.value) <= 0:
        return None
    ratio = max(first.value, second.value) / min(first.value, second.value)
    if ratio > _FARTHEST:
        return None
    return "likely"


def _details(first: Stated, second: Stated) -> dict[str, str]:
    figures = first.placed.figure, second.placed.figure
    return {
        "indicator": first.indicator,
        "period": figures[0].period,
        "first": figures[0].quote,
        "second": figures[1].quote,
    }
