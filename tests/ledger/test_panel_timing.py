"""Which figures of a year speak of more than it, or of less."""

from __future__ import annotations

from typing import Literal

import pytest

from luoshi.ledger.panels.timing import BEHIND, timing
from luoshi.reading.records import Figure, Measure, Status

Case = tuple[str, str, str | None]

# The figure is the last number of the sentence, of 2022; what follows it stands behind ▏.
GROWTH: list[Case] = [
    ("地区生产总值增长5%", "", None),
    ("比上年增长5%", "", None),
    # against an earlier year than the last
    ("比2017年增长45%", "", "span"),
    ("较２０１７年增长45%", "", "span"),
    ("比2021年增长5%", "", None),
    ("是2017年的1.5倍", "", "span"),
    ("分别是“十二五”末的1.5倍和1.8倍", "", "span"),
    ("比“十三五”末增长12%", "", "span"),
    ("是五年前的2.1倍", "", "span"),
    ("是上个五年的2倍", "", "span"),
    ("五年累计增长45%", "", "span"),
    ("地区生产总值由2017年的300亿元增加到450亿元，增长50%", "", "span"),
    ("比上年增长8%，五年年均增长7%", "", "span"),
    ("森林覆盖率每年提高1%", "", "span"),
    ("跨越3个千亿元台阶、达到1.5万亿元，增长19.8%", "", "span"),
    # the comparison holds for the clauses that follow, if it is one of growth
    ("生产总值比2017年增长45%，其中工业增加值120亿元，增长60%", "", "span"),
    ("生产总值比2017年增长45%，年均增长8%；工业增加值增长60%", "", "span"),
    ("生产总值是2017年的1.5倍，增长8%", "", None),
    # the year itself is named again
    ("比2017年增长45%，比上年增长8%", "", None),
    ("规模是2017年的1.5倍；2022年增长8%", "", None),
    ("实现2017年以来最好水平，增长8%", "", None),
    # an average over years behind the number
    ("增长45%", "，年均增长7.7%", "span"),
    ("增长2倍", "，年均增长24%", "span"),
    ("增长12%", "，年均增长13%", None),
    # less than a year
    ("前三季度，地区生产总值增长5%", "", "part_year"),
    ("前三季度，地区生产总值同比增长5%", "", "part_year"),
    ("1—11月，规上工业增加值增长8%，固定资产投资增长13%", "", "part_year"),
    ("截至11月底，投资增长13%", "", "part_year"),
    ("上半年增长1.2%", "", "part_year"),
    ("上半年增长1.2%，全年增长5%", "", None),
    ("一季度、上半年、全年分别增长3%", "", "part_year"),
    ("增速比前三季度加快，增长5%", "", None),
    ("10月份开始回升，增长5%", "", None),
    ("截至12月底，贷款余额增长5%", "", None),
    ("工程6月底前建成，投资增长5%", "", None),
    ("举办“三月三”活动，销售额增长5%", "", None),
]


def figure(status: Status = "actual", unit: str = "%", value: float = 1.0) -> Figure:
    """A figure of growth."""
    return Figure(
        start=0, end=1, quote="", subject="", measure="growth", low=value, high=value, unit=unit, bound="exact",
        status=status, tone=None, period="2022", section=None, place=None,
    )  # fmt: skip


def figure_in(text: str, status: Status = "actual") -> tuple[Figure, str]:
    """The figure at the end of ``text`` and the text before it."""
    before = text.rstrip("倍%")
    number = before[len(before.rstrip("0123456789.")) :]
    unit: Literal["倍", "%"] = "倍" if text.endswith("倍") else "%"
    return figure(status, unit, float(number)), before.removesuffix(number)


@pytest.mark.parametrize(("text", "behind", "says"), GROWTH)
def test_growth_is_of_the_year_unless_the_words_say_otherwise(
    text: str, behind: str, says: str | None
) -> None:
    grown, before = figure_in(text)
    assert timing(grown, 2022, "growth", before, behind[:BEHIND]) == says


def test_each_target_has_its_own_comparison() -> None:
    aim, before = figure_in("单位能耗比2017年下降15%，用水量下降3%", "target")
    assert timing(aim, 2022, "growth", before, "") is None


@pytest.mark.parametrize("measure", ["level", "share", "rank"])
def test_what_is_not_compared_spans_no_years(measure: Measure) -> None:
    assert timing(figure(), 2022, measure, "登记失业率由2017年的3.1%下降为", "") is None
