"""What may stand in the cell of a deadline, and what is no day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from city.breakdown.bringing import CELLS, FIXED, book, brought, one_task, rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 6, 30), "2026-06-30"),
        (46203, "2026-06-30"),
        (20260630, "2026-06-30"),
        ("2026.6.30", "2026-06-30"),
        ("2026.6.30前", "2026-06-30"),
        ("2026-06-30之前", "2026-06-30"),
        ("2026年6月30日前", "2026-06-30"),
        ("２０２６年６月３０日　", "2026-06-30"),
        ("2026 年 6 月 30 日", "2026-06-30"),
        ("6月30日前", "2026-06-30"),
        ("6月30日", "2026-06-30"),
        ("6.30前", "2026-06-30"),
        ("3月底前", "2026-03-31"),
        ("3月底", "2026-03-31"),
        ("3月末", "2026-03-31"),
        ("3月", "2026-03-31"),
        ("三月底前", "2026-03-31"),
        ("2026年3月底", "2026-03-31"),
        ("2026年3月", "2026-03-31"),
        ("2026年3月份", "2026-03-31"),
        ("2026.12", "2026-12-31"),
        ("2026/03", "2026-03-31"),
        ("4月下旬", "2026-04-30"),
        ("4月中旬", "2026-04-20"),
        ("4月上旬", "2026-04-10"),
        ("年底前", "2026-12-31"),
        ("2026年底", "2026-12-31"),
        ("2026年年底前", "2026-12-31"),
        ("2026年", "2026-12-31"),
        ("2026年度", "2026-12-31"),
        (2026, "2026-12-31"),
        ("2026年内", "2026-12-31"),
        ("全年", "2026-12-31"),
        ("上半年", "2026-06-30"),
        ("2026年上半年", "2026-06-30"),
        ("二季度末", "2026-06-30"),
        ("第二季度", "2026-06-30"),
        ("2季度", "2026-06-30"),
        ("第3季度末", "2026-09-30"),
        ("国庆节前", "2026-09-30"),
        ("五一前", "2026-04-30"),
        ("3—6月", "2026-06-30"),
        ("2026年3月至2026年10月", "2026-10-31"),
        ("2026-2028年", "2028-12-31"),
        ("2027年6月底前", "2027-06-30"),
        ("2027年上半年", "2027-06-30"),
        ("2027年底", "2027-12-31"),
        ("明年6月底前", "2027-06-30"),
        ("明年底", "2027-12-31"),
        ("二〇二七年六月底", "2027-06-30"),
        ("2027年 6月 底", "2027-06-30"),
        ("6月15日至20日", "2026-06-20"),
        ("6月15—20日", "2026-06-20"),
        ("6月20号前", "2026-06-20"),
        ("2026.3-2026.6", "2026-06-30"),
        ("五一节前", "2026-04-30"),
        ("6月底前完成方案，12月底前完成", "2026-12-31"),
        ("力争6月底前", "2026-06-30"),
        ("长期坚持，年底前取得阶段性成效", "2026-12-31"),
        ("", "2026-12-31"),
    ],
)
def test_a_day(desk: Client, cell: Any, day: str) -> None:
    found = brought(desk, one_task(("完成时限",), (cell,)))
    assert [task[3] for task in found.done] == [day], found.said


@pytest.mark.parametrize(
    "cell",
    [
        "长期坚持", "长期", "持续推进", "常态化推进", "按季度", "按月报送", "每月底前", "每季度末", "每年年底", "每月25日前",
        "立即", "即知即改", "春节前", "中秋节前", "2026年中秋前", "三年内", "3年内", "12个月内", "6月初", "2026年6月31日", "13月底",
        "随时", "待定", "2月29日", "半年", "30日前", "本月底", "-", "/", "按计划", 6.3, 2026.1, True, "明天", "2026-02-30", "5%",
    ],
)  # fmt: skip
def test_no_day_is_a_fault_that_names_the_cell(desk: Client, cell: Any) -> None:
    found = brought(desk, one_task(("完成时限",), (cell,)))
    assert [place for place, _ in found.faults] == ["D2"], found.done
    assert found.tasks == []


def test_a_date_shown_without_its_day_is_the_whole_month(desk: Client) -> None:
    """Excel makes 2026-03-01, shown as 2026年3月, of a typed 2026年3月."""

    def write(page: Any, made: Any) -> None:
        page.write_row(0, 0, (*FIXED, "完成时限"))
        for line, form in enumerate(('yyyy"年"m"月"', 'yyyy"年"m"月"d"日"', "yyyy-mm", "m/d"), 1):
            page.write_row(line, 0, CELLS)
            page.write_datetime(line, 3, date(2026, 4, 1), made.add_format({"num_format": form}))

    days = [task[3] for task in brought(desk, book(write)).done]
    assert days == ["2026-04-30", "2026-04-01", "2026-04-30", "2026-04-01"]


def test_a_deadline_that_is_past_is_told(desk: Client) -> None:
    found = brought(desk, book(rows((*FIXED, "完成时限"), (*CELLS, "1月底前"))))
    assert [task.due for task in found.tasks] == [date(2026, 1, 31)]
    assert [cell for cell, _ in found.notices] == ["D2"]
    assert brought(desk, one_task(("开始时间", "完成时限"), ("2026-02-01", "1月底前"))).status == 400
