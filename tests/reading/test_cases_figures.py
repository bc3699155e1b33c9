"""Whole reports with the slips people make, and the figures they must give (``tests/cases/figures.toml``)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import luoshi
from luoshi import Figure

CASES = Path(__file__).parents[1] / "cases"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CASES / "figures.toml").read_text(encoding="utf-8"))


def line(figure: Figure) -> str:
    """``subject｜measure｜value unit｜status tone｜period``."""
    value = f"{figure.low:.15g} {figure.unit}".strip()
    stated = " ".join(filter(None, (figure.status, figure.tone)))
    return f"{figure.subject}｜{figure.measure}｜{value}｜{stated}｜{figure.period}"


def is_within(wanted: list[str], lines: list[str]) -> bool:
    """Whether ``lines`` has all of ``wanted`` in their order."""
    rest = iter(lines)
    return all(any(line == entry for line in rest) for entry in wanted)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_with_a_slip_gives_its_figures(name: str) -> None:
    report = luoshi.read(CASES / name)
    lines = [line(figure) for figure in report.figures]
    assert is_within(EXPECTED[name]["figures"], lines), "\n".join(lines)
    quotes = {figure.quote for figure in report.figures}
    assert quotes.isdisjoint(EXPECTED[name].get("without", ()))
    assert all(figure.of(report.text) == figure.quote for figure in report.figures)


NUMERALS = "汉字书写"
EARLY = "青岚市政府工作报告\n一、一九八五年工作回顾\n"


@pytest.mark.parametrize(
    "text",
    [
        "工业总产值三十二点四亿元，增长百分之八。粮食产量一百二十万吨。财政收入两亿元。",
        "人口自然增长率千分之十一，粮食产量六十三亿斤，造林四万亩。",
    ],
)
def test_amounts_in_chinese_characters_are_told_not_to_be_read(text: str) -> None:
    report = luoshi.read(f"{EARLY}{text}\n", year=1986)
    assert not report.figures
    assert any(NUMERALS in notice for notice in report.notices)


@pytest.mark.parametrize(
    "text",
    [
        "打造三大产业集群，实施五个一工程，建成两个园区。",
        "产值跨越千亿元、突破百亿元、迈向百万吨。",
        "税收翻一番，三分之二的村通了公交。",
        "税收增长百分之八。",
        "税收增长8%，出口增长6%，粮食产量62万吨，惠及百万人，新增投资三十亿元。",
        "二〇二四年一月十日，第十一次会议召开。",
    ],
)
def test_a_few_numerals_are_not_told(text: str) -> None:
    report = luoshi.read(f"{EARLY}{text}\n新建学校3所，改造道路8条，植树5万株，办实事9件。\n", year=1986)
    assert not any(NUMERALS in notice for notice in report.notices)


def test_a_report_of_early_years_says_why_it_has_no_figures() -> None:
    report = luoshi.read(CASES / "26-chinese-numerals.txt")
    assert any(NUMERALS in notice for notice in report.notices)
