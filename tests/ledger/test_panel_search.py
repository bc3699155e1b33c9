"""The plain search that measures the panel: what it finds in the words, and what it leaves out."""

from __future__ import annotations

import pytest

from panel_search import knowledge, mentions, report_year

HEAD = "青岚市政府工作报告\n——2026年1月12日在青岚市第五届人民代表大会第六次会议上\n"
REVIEW = HEAD + "一、2025年工作回顾\n{}\n"
PLAN = HEAD + "一、2025年工作回顾\n各项工作进展顺利。\n二、2026年工作安排\n主要预期目标是：{}\n"

Found = list[tuple[str, float, float]]

OUTCOMES: list[tuple[str, Found]] = [
    ("全市地区生产总值达到812亿元，增长6.2%。", [("gdp", 6.2, 6.2)]),
    ("地区生产总值下降1.5%。", [("gdp", -1.5, -1.5)]),
    ("城乡居民人均可支配收入分别增长5%、7%。", [("urban_income", 5, 5), ("rural_income", 7, 7)]),
    ("城镇和农村居民人均可支配收入均增长7%。", [("rural_income", 7, 7), ("urban_income", 7, 7)]),
    ("城镇新增就业1.2万人，登记失业率3.1%。", [("new_urban_jobs", 12000, 12000), ("registered_unemployment", 3.1, 3.1)]),
    ("财政总收入、一般公共预算收入分别增长8%和9%。", [("general_budget_revenue", 9, 9)]),
    # something else than the indicator
    ("人均地区生产总值增长6.2%。", []),
    ("地区生产总值增速高于全国1.2个百分点。", []),
    ("地区生产总值年均增长6.2%。", []),
    ("前三季度，地区生产总值增长6.2%。", []),
    ("开发区地区生产总值增长6.2%。", []),
    ("五年来，地区生产总值增长35%。", []),
    ("2024年，地区生产总值增长6.2%。", []),
    ("力争今年地区生产总值增长6.2%。", []),
]  # fmt: skip

TARGETS: list[tuple[str, Found]] = [
    ("地区生产总值增长6%—6.5%，社会消费品零售总额增长5%左右。", [("gdp", 6, 6.5), ("retail_sales", 5, 5)]),
    ("居民消费价格涨幅控制在2%以内，进出口增长3%。", [("cpi", 2, 2), ("foreign_trade", 3, 3)]),
    ("今后五年，地区生产总值增长6%。", []),
]


@pytest.mark.parametrize(("words", "found"), OUTCOMES)
def test_what_was_reached_is_found_in_the_review(words: str, found: Found) -> None:
    assert _found(REVIEW.format(words), "outcome") == sorted(found)


@pytest.mark.parametrize(("words", "found"), TARGETS)
def test_aims_are_found_behind_their_word(words: str, found: Found) -> None:
    assert _found(PLAN.format(words), "target") == sorted(found)
    assert _found(PLAN.format(words), "outcome") == []


def test_aims_may_be_listed_in_lines_of_their_own() -> None:
    text = PLAN.format("\n地区生产总值增长6%；\n固定资产投资增长8%；\n")
    assert _found(text, "target") == [("fixed_asset_investment", 8, 8), ("gdp", 6, 6)]


def test_offsets_are_those_of_the_text() -> None:
    text = REVIEW.format("全市　地区生产总值 增长６．２％。")
    (found,) = mentions(text, "青岚市", 2026)
    assert text[found.start : found.end] == "地区生产总值 增长６．２％"


@pytest.mark.parametrize(
    ("text", "place", "year"),
    [("——2025年12月30日", "青岚市", 2026), ("——2026年1月3日", "青岚市", 2026), ("", "青岚市", 2026), ("", "四川省", 2027)],
)  # fmt: skip
def test_year_that_a_report_plans(text: str, place: str, year: int) -> None:
    assert report_year(text, place, 2026) == year


def test_indicators_searched_have_codes() -> None:
    assert all(entry["codes"] and entry["value"] for entry in knowledge()["indicators"].values())


def _found(text: str, kind: str) -> Found:
    return sorted(
        (one.indicator, one.low, one.high) for one in mentions(text, "青岚市", 2026) if one.kind == kind
    )
