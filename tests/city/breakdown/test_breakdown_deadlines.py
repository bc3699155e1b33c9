"""Days that the words of a promise name, and milestones until then."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.city.tasks.breakdown.deadlines import deadline_in, end_of, proposed_nodes

JANUARY, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6月底前建成投用", date(2026, 6, 30)),
        ("2月底前完成方案", date(2026, 2, 28)),
        ("六月底前建成", date(2026, 6, 30)),
        ("10月1日前通车", date(2026, 10, 1)),
        ("上半年完成前期，三季度开工", date(2026, 9, 30)),
        ("年内竣工", YEAR_END),
        ("到2027年底建成", date(2027, 12, 31)),
        ("汛期前完成清淤", date(2026, 5, 31)),
        ("2027年6月底前建成", date(2027, 6, 30)),
        ("明年上半年建成", date(2027, 6, 30)),
        ("巩固2025年底的成果", None),
        ("去年12月中旬以来的好势头", None),
        ("清理1999年3月5日以来的旧账", None),
        ("三年内翻一番", None),
        ("中秋节前投用", None),
        ("2026年中小学全部达标", None),
        ("3月启动，6月底前完成", date(2026, 6, 30)),
        ("加强管理", None),
        ("12个月内", None),
    ],
)
def test_the_day_in_the_words(words: str, day: date | None) -> None:
    assert deadline_in(words, 2026) == day


def test_a_target_is_split_over_the_quarters() -> None:
    nodes = proposed_nodes("task", JANUARY, YEAR_END, 40.0, accrues=True, today=JANUARY)
    assert [(node.due.month, node.amount) for node in nodes] == [(3, 10), (6, 20), (9, 30), (12, 40)]
    nodes = proposed_nodes("task", JANUARY, date(2026, 6, 30), 2.5, accrues=True, today=JANUARY)
    assert [node.amount for node in nodes] == [1.24, 2.5]


def test_a_rate_has_no_amounts_and_no_target_has_words() -> None:
    assert proposed_nodes("headline_target", JANUARY, YEAR_END, 6.0, accrues=False, today=JANUARY) == ()
    assert proposed_nodes("headline_target", JANUARY, YEAR_END, None, accrues=True, today=JANUARY) == ()
    words = proposed_nodes("project", JANUARY, YEAR_END, None, accrues=True, today=JANUARY)
    assert len(words) == 4
    assert all(node.words and node.amount is None for node in words)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        ("2030", date(2030, 12, 31)),
        ("2026-2030", date(2030, 12, 31)),
        ("2025", date(2026, 12, 31)),
    ],
)
def test_without_a_day_the_period_says_by_when(period: str, day: date) -> None:
    assert end_of(period, 2026) == day


def test_a_term_of_years_is_followed_by_year() -> None:
    nodes = proposed_nodes("headline_target", JANUARY, date(2030, 12, 31), 500.0, accrues=True, today=JANUARY)
    assert [node.due.year for node in nodes] == [2026, 2027, 2028, 2029, 2030]
    assert nodes[-1].amount == 500
