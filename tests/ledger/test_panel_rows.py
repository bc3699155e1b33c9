"""A report as rows: what each says, and the sentence it stands in."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import luoshi
from luoshi.ledger.panels import panel_of
from luoshi.ledger.panels.narrower import group_of_places
from luoshi.ledger.panels.rows import report_rows
from luoshi.ledger.panels.sentences import Sentences

TEXT = """四平市政府工作报告

——2024年1月10日在四平市第九届人民代表大会第三次会议上

四平市人民政府市长 某某

各位代表：

一、2023年工作回顾

全市地区生产总值增长6.1%。在梨树县新建高标准农田3万亩。五年来，地区生产总值年均增长5.5%。

二、2024年工作安排

主要预期目标是：地区生产总值增长5%—6%，粮食产量力争稳定在90亿斤以上。
"""


def test_rows_say_what_the_report_says() -> None:
    report = luoshi.read(TEXT)
    rows = {(row["indicator"], row["status"], row["quote"]): row for row in report_rows(report).to_dicts()}
    target = rows["gdp_growth", "target", "5%—6%"]
    assert (target["value"], target["value_low"], target["value_high"]) == (5.5, 5.0, 6.0)
    assert (target["bound"], target["measure"], target["unit"], target["tone"]) == (
        "between",
        "growth",
        "%",
        "plain",
    )
    assert (target["year"], target["report_year"], target["place_code"], target["province"]) == (
        2024,
        2024,
        "220300",
        "吉林省",
    )
    assert (target["headline"], target["exact_subject"], target["edition"]) == (True, True, report.edition)
    assert TEXT[target["start"] : target["end"]] == "5%—6%"
    assert target["sentence"] == "主要预期目标是：地区生产总值增长5%—6%，粮食产量力争稳定在90亿斤以上。"
    assert target["section"] == "二、2024年工作安排"
    assert target["sha256"] == report.source.sha256
    assert rows["high_standard_farmland_built", "actual", "3万亩"]["narrower_place"] == "梨树县"
    assert rows["gdp_growth", "actual", "6.1%"]["headline"] is True


def test_panel_of_reports_has_the_place_as_a_whole_and_single_years() -> None:
    panel = panel_of([luoshi.read(TEXT)])
    growth = panel.filter(indicator="gdp_growth", status="actual")
    assert growth.select("year", "value").rows() == [(2023, 6.1)]
    assert panel_of([]).columns == panel.columns


def test_a_rate_of_several_things_is_the_rate_of_each() -> None:
    text = TEXT.replace("粮食产量", "城镇和农村居民人均可支配收入均增长7%，粮食产量")
    targets = panel_of([luoshi.read(text)]).filter(status="target", value=7.0)
    assert {"urban_disposable_income_growth", "rural_disposable_income_growth"} <= set(targets["indicator"])


def test_of_two_rates_the_one_told_with_the_others_of_the_year_fills_the_cell() -> None:
    told = "乡村振兴扎实推进，农村居民人均可支配收入增长7.5%。\n\n地区生产总值增长6.1%，固定资产投资增长4%，"
    text = TEXT.replace("全市地区生产总值增长6.1%。", told + "农村居民人均可支配收入增长6.4%。")
    incomes = panel_of([luoshi.read(text)], every=True).filter(indicator="rural_disposable_income_growth")
    assert incomes.select("value", "listed", "choice").rows() == [(6.4, 2, "chosen"), (7.5, 0, "outranked")]


@pytest.mark.parametrize(
    ("before", "group"),
    [
        ("六县实现地区生产总值546亿元，增长9.8%；财政收入40亿元，增长", "六县"),
        ("2023年山区5市生产总值增长", "山区5市"),
        ("全市五县（市）生产总值、财政收入分别增长", "五县（市）"),
        ("6个县（市、区）主要经济指标增速高于全市，其中固定资产投资增长", "6个县（市、区）"),
        ("县域地区生产总值增长", "县域"),
        ("县域经济发展加快，全市地区生产总值增长", None),
        ("5个县获评平安县，地区生产总值增长", None),
        ("地区生产总值增长", None),
    ],
)
def test_what_several_places_reached_is_not_of_the_whole(before: str, group: str | None) -> None:
    assert group_of_places(before) == group


@pytest.mark.parametrize("place", ["四平市", "四平地区"])
def test_the_place_of_the_report_before_a_name_says_nothing(place: str) -> None:
    text = TEXT.replace("全市地区生产总值增长6.1%", f"{place}生产总值增长6.1%")
    assert panel_of([luoshi.read(text)]).filter(indicator="gdp_growth", year=2023)["value"].to_list() == [6.1]


def test_growth_against_an_earlier_year_or_of_part_of_one_fills_no_cell() -> None:
    text = TEXT.replace(
        "全市地区生产总值增长6.1%。", "全市地区生产总值比2018年增长31%。前三季度，社会消费品零售总额增长7%。"
    )
    assert panel_of([luoshi.read(text)]).filter(pl.col("status") == "actual", year=2023).is_empty()
    every = panel_of([luoshi.read(text)], every=True).filter(status="actual", year=2023)
    assert dict(every.select("indicator", "choice").iter_rows()) == {
        "gdp_growth": "span",
        "retail_sales_growth": "part_year",
        "high_standard_farmland_built": "narrower_place",
    }


def test_reports_of_unknown_place_do_not_compete() -> None:
    text = TEXT.replace("四平市", "本市")
    first, second = (luoshi.read(text.replace("6.1%", number)) for number in ("6.1%", "6.2%"))
    assert first.place is None
    sources = [luoshi.Source(name, report.text) for name, report in (("a.txt", first), ("b.txt", second))]
    panel = panel_of(luoshi.read_source(source) for source in sources)
    assert panel.filter(indicator="gdp_growth", status="actual", year=2023)["value"].to_list() == [6.1, 6.2]


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("甲增长。乙增长5%！丙。", "5%", "乙增长5%！"),
        ("甲增长5%", "5%", "甲增长5%"),
        ("一、标题\n乙增长5%。", "5%", "乙增长5%。"),
        ("他说：“乙增长5%。”丙下降。", "5%", "他说：“乙增长5%。”"),
        ("他说：“乙增长5%。”丙下降。", "丙", "丙下降。"),
        ("全市上下同心协力克服困难推动各项工作取得新的进\n展，粮食增长5%。", "5%", "全市上下同心协力克服困难推动各项工作取得新的进 展，粮食增长5%。"),
        ("全市上下同心协力克服困难推动各项工作取得新的进展\n\n粮食增长5%。", "5%", "粮食增长5%。"),
        ("全市上下同心协力克服困难推动各项工作取得新的进展\n　　粮食增长5%。", "5%", "粮食增长5%。"),
        ("# 全市上下同心协力克服困难推动各项工作取得新的进展\n粮食增长5%。", "5%", "粮食增长5%。"),
        ("全市上下同心协力克服困难推动各项工作取得新的进展\n（一）粮食增长5%。", "5%", "（一）粮食增长5%。"),
    ],
)  # fmt: skip
def test_sentence_around_a_figure(text: str, at: str, sentence: str) -> None:
    start = text.index(at)
    assert Sentences(text).around(start, start + len(at)) == sentence


def test_endless_sentence_is_cut() -> None:
    text = "甲" * 5000 + "5%" + "乙" * 5000
    cut = Sentences(text).around(5000, 5002)
    assert "5%" in cut
    assert len(cut) < 1300


def test_growth_a_year_over_several_years_fills_no_cell_of_one() -> None:
    report = luoshi.read(Path(__file__).parents[1] / "cases" / "11-annual-average.txt")
    grown = panel_of([report]).filter(indicator="gdp_growth", status="actual")
    assert grown.is_empty()
    assert any(figure.low == 5.6 and figure.period == "2021-2024" for figure in report.figures)
