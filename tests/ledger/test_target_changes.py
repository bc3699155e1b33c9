"""Targets that moved, promises repeated, and what was dropped in silence."""

from __future__ import annotations

import pytest

import luoshi
from luoshi.ledger.api import Ledger
from luoshi.ledger.records import Finding
from luoshi.ledger.target_changes import MOVED, REPEATED, moves, unanswered
from luoshi.reading.records import Report


def report(year: int, review: str, plan: str) -> Report:
    text = f"一、{year - 1}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n"
    return luoshi.read_source(
        luoshi.Source.from_text(text, f"{year}.txt"), place="长春市", year=year, any_text=True
    )


def found(kind: str, *reports: Report) -> list[Finding]:
    ledger = Ledger(reports)
    return [one for one in moves(ledger.all_series[0], ledger.accounts) if one.kind == kind]


def target(words: str) -> str:
    return f"今年经济社会发展主要预期目标是：{words}。"


@pytest.mark.parametrize(
    ("before", "outcome", "now", "code", "grade"),
    [
        (
            "地区生产总值增长6.5%",
            "地区生产总值增长5.4%",
            "地区生产总值增长5.5%",
            "lowered_after_miss",
            "likely",
        ),
        ("地区生产总值增长6%", "地区生产总值增长6.2%", "地区生产总值增长5.5%", "lowered", "worth_a_look"),
        ("地区生产总值增长6%", "全市经济平稳", "地区生产总值增长5.5%", "lowered", "worth_a_look"),
        ("地区生产总值增长6%", "地区生产总值增长7%", "地区生产总值增长6%", "below_outcome", "worth_a_look"),
        (
            "城镇登记失业率控制在4%以内",
            "城镇登记失业率3.8%",
            "城镇登记失业率控制在4.5%以内",
            "lowered",
            "worth_a_look",
        ),
    ],
)
def test_a_target_below_the_last_target_or_outcome(
    before: str, outcome: str, now: str, code: str, grade: str
) -> None:
    (finding,) = found(
        MOVED, report(2020, "平稳。", target(before)), report(2021, f"{outcome}。", target(now))
    )
    assert (finding.reason.code, finding.grade) == (code, grade)


def test_a_raised_target_has_not_moved_down() -> None:
    assert not found(
        MOVED,
        report(2020, "平稳。", target("地区生产总值增长6%")),
        report(2021, "地区生产总值增长6%。", target("地区生产总值增长7%")),
    )


@pytest.mark.parametrize(
    ("now", "code"),
    [
        ("到2027年，光电产业产值突破500亿元。", "goal_postponed"),
        ("到2025年，光电产业产值突破400亿元。", "goal_restated"),
    ],
)
def test_a_goal_restated_at_another_date_or_value(now: str, code: str) -> None:
    (finding,) = found(
        MOVED, report(2022, "平稳。", "到2025年，光电产业产值突破500亿元。"), report(2023, "平稳。", now)
    )
    assert finding.reason.code == code
    assert [one.file for one in finding.evidence] == ["2022.txt", "2023.txt"]


def test_a_goal_that_stands_beside_a_further_one_has_not_moved() -> None:
    assert not found(
        MOVED,
        report(2022, "平稳。", "到2025年，光电产业产值突破500亿元。"),
        report(2023, "平稳。", "到2025年，光电产业产值突破500亿元。到2030年，光电产业产值突破900亿元。"),
    )


def test_a_promise_repeated_over_three_plans_is_one_finding() -> None:
    same = "今年，新建青溪左岸排水管网42公里，整治背街小巷。"
    (finding,) = [
        one
        for one in found(
            REPEATED, report(2020, "平稳。", same), report(2021, "平稳。", same), report(2022, "平稳。", same)
        )
        if "42公里" in one.evidence[0].quote
    ]
    assert [one.file for one in finding.evidence] == ["2020.txt", "2021.txt", "2022.txt"]
    assert finding.grade == "likely"


def test_a_promise_with_another_figure_is_not_repeated() -> None:
    assert not found(
        REPEATED,
        report(2020, "平稳。", "今年，新建青溪左岸排水管网42公里。"),
        report(2021, "平稳。", "今年，新建青溪左岸排水管网43公里。"),
    )


def test_the_share_that_goes_unmentioned_counts_only_answered_years() -> None:
    ledger = Ledger(
        [
            report(2020, "平稳。", "今年，地区生产总值增长6%，新建口袋公园20个。"),
            report(2021, "地区生产总值增长6%。", "今年，新建学校3所。"),
        ]
    )
    (silence,) = unanswered(ledger.accounts)
    assert (silence.year, silence.figures, silence.figures_unmentioned) == (2020, 2, 1)
    assert silence.share_of_figures == pytest.approx(0.5)
