"""Which report stands for which year of a place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import msgspec
import pytest

import luoshi
from luoshi.ledger.report_series import ReportSeries, group_reports
from luoshi.reading.records import Edition, Report, Years
from luoshi.reading.text import Source

PLAN = "今年，新建学校3所，改造道路8条，新增停车泊位500个。\n"


def report(
    year: int | None,
    name: str = "报告.txt",
    *,
    place: str | None = "长春市",
    edition: Edition = "full",
    more: str = "",
) -> Report:
    source = Source.from_text(PLAN + more, name)
    read = luoshi.read_source(source, place=place, year=year, any_text=True)
    return msgspec.structs.replace(read, edition=edition, year=year)


def only_series(reports: Sequence[Report]) -> ReportSeries:
    grouping = group_reports(reports)
    assert len(grouping.all_series) == 1
    return grouping.all_series[0]


def test_the_years_of_a_book_are_in_order_and_its_gaps_are_named() -> None:
    series = only_series([report(2023), report(2020), report(2021)])
    assert series.years == (2020, 2021, 2023)
    assert series.gaps == (2022,)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_full_report_stands_for_its_year_before_an_abstract(order: tuple[int, ...]) -> None:
    given = [
        report(2020, "全文.txt"),
        report(2020, "摘要.txt", edition="abstract", more="摘要。"),
        report(2021, "次年.txt"),
    ]
    series = only_series([given[index] for index in order])
    assert [one.source.name for one in series.reports] == ["全文.txt", "次年.txt"]
    assert [one.source.name for one in series.specials] == ["摘要.txt"]


def test_the_same_text_under_two_names_is_no_special_report() -> None:
    series = only_series([report(2020, "甲.txt"), report(2020, "乙.txt")])
    assert len(series.reports) == 1
    assert series.specials == ()


def test_a_report_is_answered_by_that_of_the_year_after_and_by_no_later_one() -> None:
    series = only_series([report(2020), report(2022)])
    assert series.answering(2020) is None
    assert series.answering(2021) is series.reports[1]


def test_an_abstract_and_a_special_report_are_remarked() -> None:
    series = only_series(
        [
            report(2020),
            report(2021, "摘要.txt", edition="abstract"),
            report(2021, "解读.txt", edition="interpretation", more="解读。"),
        ]
    )
    assert [reason.code for reason in series.remarks(2021, answers=True)] == [
        "answered_by_abstract",
        "special_report",
    ]
    assert series.remarks(2020, answers=False) == ()


def test_a_report_that_looks_back_on_a_term_is_remarked_where_it_answers() -> None:
    term = msgspec.structs.replace(report(2021), reviews=Years(2016, 2020))
    series = only_series([report(2020), term])
    assert [reason.code for reason in series.remarks(2021, answers=True)] == ["answered_by_term_report"]
    assert series.remarks(2021, answers=False) == ()


def test_a_place_in_no_list_is_named_by_title_or_file_and_said() -> None:
    unlisted = msgspec.structs.replace(
        report(2020, "云溪市-2020.txt", place=None), place=None, title=None, meeting=None
    )
    series = only_series([unlisted])
    assert series.place == "云溪市"
    assert [reason.code for reason in series.remarks(2020, answers=False)] == ["place_by_name"]


def test_a_report_without_place_or_year_stands_apart() -> None:
    nameless = msgspec.structs.replace(
        report(2020, "一.txt", place=None), place=None, title=None, meeting=None
    )
    undated = msgspec.structs.replace(report(2020), year=None)
    grouping = group_reports([nameless, undated])
    assert grouping.all_series == ()
    assert len(grouping.unplaced) == 2
