"""Two verdicts, and what it takes to close."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.rules.facts import Course, Direction
from luoshi.city.rules.verdicts import Verdict, closable, disagreement, suggest
from luoshi.city.rules.words import in_words
from luoshi.reading.records import Bound


@pytest.mark.parametrize(
    ("low", "high", "bound", "direction", "course", "actual", "verdict"),
    [
        # 新建100所
        (100.0, 100.0, "exact", "up", "accrues", 100.0, "kept"),
        (100.0, 100.0, "exact", "up", "accrues", 104.0, "kept"),
        (100.0, 100.0, "exact", "up", "accrues", 105.0, "kept"),
        (100.0, 100.0, "exact", "up", "accrues", 106.0, "exceeded"),
        (100.0, 100.0, "exact", "up", "accrues", 99.0, "partly"),
        (100.0, 100.0, "exact", "up", "accrues", 50.0, "partly"),
        (100.0, 100.0, "exact", "up", "accrues", 49.0, "missed"),
        # 增长6%左右: within the tolerance
        (6.0, 6.0, "about", "up", "holds", 5.8, "kept"),
        (6.0, 6.0, "about", "up", "holds", 5.6, "missed"),
        (6.0, 6.0, "at_least", "up", "holds", 5.8, "missed"),
        # 增长6%-6.5%
        (6.0, 6.5, "between", "up", "holds", 6.0, "kept"),
        (6.0, 6.5, "between", "up", "holds", 6.7, "kept"),
        (6.0, 6.5, "between", "up", "holds", 7.0, "exceeded"),
        # 控制在5.5%以内
        (5.5, 5.5, "at_most", "down", "holds", 5.5, "kept"),
        (5.5, 5.5, "at_most", "down", "holds", 3.0, "kept"),
        (5.5, 5.5, "at_most", "down", "holds", 5.6, "missed"),
        (None, 5.5, "at_most", "down", "holds", 5.0, "kept"),
        (3.0, 5.5, "between", "down", "holds", 5.0, "kept"),
        (3.0, 5.5, "between", "down", "holds", 5.6, "missed"),
        (-3.5, -2.5, "between", "down", "holds", -3.0, "kept"),
        # 零事故
        (0.0, 0.0, "at_most", "down", "holds", 0.0, "kept"),
        (0.0, 0.0, "at_most", "down", "holds", 1.0, "missed"),
        # 下降2.5%
        (-2.5, -2.5, "exact", "down", "holds", -2.5, "kept"),
        (-2.5, -2.5, "exact", "down", "holds", -3.0, "exceeded"),
        (-2.5, -2.5, "exact", "down", "holds", -2.0, "missed"),
        # nothing to compare
        (None, None, None, "up", "accrues", 3.0, "not_comparable"),
        (100.0, 100.0, "exact", "up", "accrues", None, "not_comparable"),
        (100.0, None, "at_least", "up", "accrues", 100.0, "kept"),
    ],
)
def test_suggest(
    low: float | None,
    high: float | None,
    bound: Bound | None,
    direction: Direction,
    course: Course,
    actual: float | None,
    verdict: Verdict,
) -> None:
    assert suggest(low, high, bound, direction, actual, course=course).verdict == verdict


def test_a_suggestion_says_why_with_its_numbers() -> None:
    found = suggest(6.0, 6.5, "between", "up", 5.0, course="holds")
    assert in_words(found.reason) == "目标 6-6.5，实际 5，没有达到"


amounts = st.floats(-1e6, 1e12)


@given(amounts, amounts, st.sampled_from(get_args(Bound)), amounts, st.floats(0, 1e6))
def test_more_is_never_judged_lower(
    low: float, high: float, bound: Bound, actual: float, more: float
) -> None:
    order = ["missed", "partly", "kept", "exceeded"]
    ends = min(low, high), max(low, high)
    less, better = (suggest(*ends, bound, "up", value).verdict for value in (actual, actual + more))
    assert order.index(less) <= order.index(better)
    fewer, worse = (suggest(*ends, bound, "down", value).verdict for value in (actual, actual + more))
    assert order.index(fewer) >= order.index(worse)


@pytest.mark.parametrize(
    ("verdict", "evidence", "code"),
    [
        (None, 0, "no_evidence"),
        ("kept", 0, "no_evidence"),
        (None, 3, "no_verdict"),
        ("kept", 1, None),
        ("missed", 1, None),
    ],
)
def test_nothing_closes_without_evidence_and_verdict(
    verdict: Verdict | None, evidence: int, code: str | None
) -> None:
    refusal = closable(verdict, evidence)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("unit", "reviewer", "words"),
    [
        ("kept", "kept", None),
        ("kept", None, None),
        (None, "kept", None),
        ("kept", "partly", "单位自评“兑现”，审核认定“部分”，低于自评"),
        ("missed", "kept", "单位自评“未达”，审核认定“兑现”，高于自评"),
        ("kept", "not_comparable", "单位自评“兑现”，审核认定“无法核对”，两者不一致"),
    ],
)
def test_disagreement(unit: Verdict | None, reviewer: Verdict | None, words: str | None) -> None:
    found = disagreement(unit, reviewer)
    assert (in_words(found) if found else None) == words
