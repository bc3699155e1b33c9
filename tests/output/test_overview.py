"""A report at a glance: targets in the report's own unit, items as it counts them, and what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len

from luoshi.errors import Language
from luoshi.output.amounts import in_own_unit, said
from luoshi.output.glance import at_a_glance
from luoshi.output.overview import overview
from luoshi.output.rows import report_row
from luoshi.output.titles import report_title
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report
from luoshi.reading.text import Source

HEAD = """政府工作报告
——2031年1月8日在云汀市第三届人民代表大会第一次会议上
云汀市市长 江望舒

一、2030年工作回顾

全市地区生产总值完成1200亿元、增长6.1%，港口吞吐量完成144.1亿元。

二、2031年工作安排

"""
TARGETS = """今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入力争达到144.1亿元，居民收入与经济增长同步。

"""


def read(plan: str) -> Report:
    return read_source(Source.from_text(HEAD + plan, name="云汀.txt"))


def lines(report: Report, language: Language = "zh", width: int = 80) -> list[str]:
    shown = overview(report, language)
    return [
        line.text for line in at_a_glance(report_title(report), report_row(report), shown, language, width)
    ]


def test_targets_stand_in_the_reports_own_unit() -> None:
    (targets,) = overview(read(TARGETS), "zh").targets
    assert targets.heading == "2031年预期目标"
    assert targets.numbers == [("地区生产总值", "增长6%左右"), ("一般公共预算收入", "力争144.1亿元")]
    assert targets.words == ["居民收入与经济增长同步"]


def test_targets_of_other_years_stand_below_their_year(report: Report) -> None:
    figures = list(report.figures)
    figures[5] = msgspec.structs.replace(figures[5], period="2031-2035")
    changed = msgspec.structs.replace(report, figures=tuple(figures))
    assert [one.heading for one in overview(changed, "zh").targets] == ["2031至2035年预期目标"]
    assert [one.heading for one in overview(changed, "en").targets] == ["Headline targets 2031 to 2035"]


ITEMS = "办好以下民生实事："


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("改造老旧小区45个。新建公园12个。", []),
        (
            "一是改造老旧小区45个。二是新建公园12个。三是新增车位90个。",
            ["改造老旧小区45个", "新建公园12个", "新增车位90个"],
        ),
        (
            "①改造老旧小区45个；②新建公园12个；③新增车位90个。",
            ["改造老旧小区45个", "新建公园12个", "新增车位90个"],
        ),
        (
            "一是改造老旧小区45个，加装电梯30部。二是新建公园12个。三是新增车位90个。",
            ["改造老旧小区45个；加装电梯30部", "新建公园12个", "新增车位90个"],
        ),
        (
            "一是改造老旧小区45个。二是新建公园12个。三是新增车位90个。加强督查，新建平台3个。",
            ["改造老旧小区45个", "新建公园12个", "新增车位90个"],
        ),
        (
            "一是改善居住条件。改造老旧小区45个。二是扩大绿地。新建公园12个。三是新增车位90个。",
            ["改善居住条件；改造老旧小区45个", "扩大绿地；新建公园12个", "新增车位90个"],
        ),
    ],
)
def test_an_item_is_what_the_report_counts_as_one(text: str, items: list[str]) -> None:
    plan = f"{TARGETS}三、{ITEMS}\n\n{text}\n"
    shown = overview(livelihood(read(plan), text), "zh").livelihood
    assert [re.sub(r"[，,]", "；", item) for item in shown] == items


def livelihood(report: Report, text: str) -> Report:
    """The report with every promise in ``text`` a livelihood item, whatever the reader thought of it."""
    start = report.text.index(text)
    promises = tuple(
        msgspec.structs.replace(promise, kind="livelihood") if promise.start >= start else promise
        for promise in report.promises
    )
    return msgspec.structs.replace(report, promises=promises)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"speaker": None, "date": None}, "没有认出报告人、日期"),
        ({"year": None}, "没有认出报告年份"),
        ({"promises": ()}, "预期目标：一项也没有读到"),
        ({"problems": ()}, "承认的问题：没有读到"),
        ({"outline": ()}, "工作部署：没有认出这一部分"),
        ({"notices": ("略去页码 6 处。",)}, "读取时：略去页码 6 处。"),
        ({}, "通常有而这里没有的：居民收入、财政收入、固定资产投资"),
        ({}, "民生实事：没有读到"),
    ],
)
def test_what_lacks_is_said(report: Report, changes: dict[str, object], said: str) -> None:
    missing = overview(msgspec.structs.replace(report, **changes), "zh").missing
    assert any(said in line for line in missing), missing


def test_what_is_there_is_not_said_to_lack(fictional: tuple[Path, ...]) -> None:
    source = Source.from_text(fictional[1].read_text(encoding="utf-8"), name="a.md")
    assert overview(read_source(source), "zh").missing == []


def test_an_old_report_need_not_have_todays_targets(report: Report) -> None:
    old = overview(msgspec.structs.replace(report, year=1998), "zh")
    assert not any("通常有" in line for line in old.missing)


@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(
    fictional: tuple[Path, ...], width: int, language: Language
) -> None:
    for path in fictional:
        report = read_source(Source.from_text(path.read_text(encoding="utf-8"), name=str(path)))
        shown = lines(report, language, width)
        assert max(map(cell_len, shown)) <= width
        assert not re.search(r"\d{8,}", "".join(shown).replace(str(path), ""))


def test_the_glance_speaks_english() -> None:
    shown = lines(read(TARGETS), "en")
    assert "Headline targets 2031" in shown
    assert "  地区生产总值      up about 6%" in shown


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (14410000000, "144.1亿元"),
        (3e9, "30亿元"),
        (25e6, "2500万元"),
        (9800, "9800元"),
        (1e8, "1亿元"),
        (1.2345e12, "12345亿元"),
    ],
)
def test_an_amount_is_no_row_of_digits(amount: float, words: str) -> None:
    assert said(amount) == words


def test_an_investment_is_said_as_the_report_says_it(report: Report) -> None:
    (project,) = report.projects
    assert in_own_unit(report, project) == "30亿元"
    assert in_own_unit(report, msgspec.structs.replace(project, investment=5e8)) == "5亿元"
    assert in_own_unit(report, msgspec.structs.replace(project, investment=None)) == ""
