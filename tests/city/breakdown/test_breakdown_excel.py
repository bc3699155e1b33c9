"""Tables as Excel really has them: merged, hidden, formatted, broken; nothing is dropped in silence."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from city.breakdown.bringing import CELLS, FIXED, book, brought, one_task, rows
from luoshi.city.reports.models import Promise, Report
from luoshi.city.tasks.models import Task

pytestmark = pytest.mark.django_db
FINANCE, EDUCATION = "市财政局", "市教育局"
HEAD = (*FIXED, "牵头单位", "配合单位", "完成时限")
DUE = "2026-06-30"


def test_merged_down_across_and_both(desk: Client) -> None:
    def write(page: Any, _book: Any) -> None:
        page.merge_range("A1:F2", "重点任务分解表")
        page.write_row(2, 0, HEAD)
        page.merge_range("A4:A6", CELLS[0])
        page.merge_range("B4:B6", CELLS[1])
        page.write_column(3, 2, ("甲任务", "乙任务", "丙任务"))
        page.merge_range("D4:E5", FINANCE)
        page.write_row(5, 3, (EDUCATION, FINANCE))
        page.merge_range("F4:F6", DUE)

    assert brought(desk, book(write)).done == [
        ("甲任务", FINANCE, (), DUE), ("乙任务", FINANCE, (), DUE), ("丙任务", EDUCATION, (FINANCE,), DUE),
    ]  # fmt: skip


def test_a_row_that_is_two_rows_high_is_one_task(desk: Client) -> None:
    def write(page: Any, _book: Any) -> None:
        page.write_row(0, 0, HEAD[:4])
        for place, cell in enumerate((*CELLS, FINANCE)):
            page.merge_range(1, place, 2, place, cell)

    assert len(brought(desk, book(write)).tasks) == 1


@pytest.mark.parametrize("merged", [True, False])
def test_a_header_over_two_rows(desk: Client, *, merged: bool) -> None:
    def write(page: Any, _book: Any) -> None:
        for place, name in ((0, "来源"), (1, "来源名称"), (2, "工作任务"), (5, "完成时限")):
            if merged:
                page.merge_range(0, place, 1, place, name)
            else:
                page.write(0, place, name)
        page.merge_range("D1:E1", "责任分工")
        page.write_row(1, 3, ("牵头单位", "配合单位"))
        page.merge_range("G1:H1", "一季度")
        page.write_row(1, 6, ("节点", "数量"))
        page.write_row(2, 0, (*CELLS, FINANCE, EDUCATION, DUE, "开工", 3))

    found = brought(desk, book(write))
    assert found.done == [(CELLS[2], FINANCE, (EDUCATION,), DUE)], found.said
    (node,) = found.tasks[0].milestones.all()
    assert (node.words, node.amount) == ("开工", 3)


def test_a_header_all_two_rows_high_is_no_task(desk: Client) -> None:
    def write(page: Any, _book: Any) -> None:
        for place, name in enumerate(HEAD[:4]):
            page.merge_range(0, place, 1, place, name)
        page.write_row(2, 0, (*CELLS, FINANCE))

    assert len(brought(desk, book(write)).tasks) == 1


def test_headings_totals_and_notes_between_the_tasks_are_told(desk: Client) -> None:
    def write(page: Any, _book: Any) -> None:
        page.write_row(0, 0, ("序号", *HEAD))
        page.merge_range("A2:G2", "一、财政工作")
        page.write_row(2, 0, (1, *CELLS, FINANCE))
        page.write(3, 0, "二、教育工作")
        page.write_row(4, 0, ("序号", *HEAD))
        page.write_row(5, 0, (2, *CELLS, EDUCATION))
        page.write_row(6, 0, ("合计", "", "", "2项"))
        page.write(7, 0, "注：每月25日前报送进展")
        page.write(8, 0, 3)

    found = brought(desk, book(write))
    assert [task[1] for task in found.done] == [FINANCE, EDUCATION], found.said
    assert [cell for cell, _ in found.notices] == ["A2", "A4", "A5", "A7", "A8", "A9"]


def test_a_table_with_other_columns_further_down_is_a_fault(desk: Client) -> None:
    turned = ("工作任务", "来源", "来源名称", "牵头单位")
    data = book(rows(HEAD[:4], (*CELLS, FINANCE), turned, ("另一任务", "会议议定", "另一次会议", EDUCATION)))
    found = brought(desk, data)
    assert "A3" in [cell for cell, _ in found.faults]
    assert found.tasks == []


@pytest.mark.parametrize(
    ("cell", "form", "amount", "unit"),
    [
        (0.055, "0.0%", 5.5, "%"),
        (0.07, "0%", 7, "%"),
        (12345, "#,##0", 12345, ""),
        (1234.5, "#,##0.00", 1234.5, ""),
        (3.5, '0.0"万元"', 3.5, "万元"),
        (40, '0"个"', 40, "个"),
        ("5.5%", "", 5.5, "%"),
        ("５．５％", "", 5.5, "%"),
        ("40个", "", 40, "个"),
        ("1,234.5 万元", "", 1234.5, "万元"),
        ("１，２３４", "", 1234, ""),
        (" 40　", "", 40, ""),
        ("0", "", 0, ""),
    ],
)
def test_targets_as_excel_shows_them(desk: Client, cell: Any, form: str, amount: float, unit: str) -> None:
    def write(page: Any, made: Any) -> None:
        page.write_row(0, 0, (*FIXED, "目标值", "计量单位"))
        page.write_row(1, 0, CELLS)
        page.write(1, 3, cell, made.add_format({"num_format": form}) if form else None)

    found = brought(desk, book(write))
    assert [(task.target_low, task.target_unit) for task in found.tasks] == [(amount, unit)], found.said


@pytest.mark.parametrize(
    ("headers", "cells", "amount", "unit"),
    [
        (("目标值", "计量单位"), ("5.5%", "%"), 5.5, "%"),
        (("目标值（万元）",), (40,), 40, "万元"),
        (("目标值（个）",), ("40个",), 40, "个"),
        (("目标值",), ("40个",), 40, "个"),
    ],
)
def test_the_unit_beside_in_the_header_or_in_the_cell(
    desk: Client, headers: tuple[str, ...], cells: tuple[Any, ...], amount: float, unit: str
) -> None:
    found = brought(desk, one_task(headers, cells))
    assert [(task.target_low, task.target_unit) for task in found.tasks] == [(amount, unit)], found.said


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        (("目标值", "计量单位"), ("40个", "万元")),
        (("目标值（万元）",), ("40个",)),
        (("目标值",), ("不低于40个",)),
        (("目标值",), ("3-5个",)),
        (("目标值",), ("5,5",)),
        (("目标值",), ("1_000",)),
        (("目标值",), (True,)),
        (("目标值",), ("翻一番",)),
        (("目标值", "一季度数量"), ("40个", "10%")),
    ],
)
def test_a_target_that_cannot_be_told_is_a_fault(
    desk: Client, headers: tuple[str, ...], cells: tuple[Any, ...]
) -> None:
    found = brought(desk, one_task(headers, cells))
    assert len(found.faults) == 1
    assert found.faults[0][0] in ("D2", "E2")
    assert found.tasks == []


@pytest.mark.parametrize(
    ("place", "formula", "value"),
    [
        (3, "=Sheet2!A1", "#REF!"),
        (3, "=A1&B1", ""),
        (2, "=A1", "#N/A"),
        (5, "=TODAY()", "#VALUE!"),
        (5, "=F1+1", ""),
    ],
)
def test_formulas_without_a_result_are_faults(desk: Client, place: int, formula: str, value: str) -> None:
    def write(page: Any, _book: Any) -> None:
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, (*CELLS, FINANCE, EDUCATION, DUE))
        page.write_formula(1, place, formula, None, value)

    found = brought(desk, book(write))
    assert [cell for cell, _ in found.faults] == ["ABCDEF"[place] + "2"]
    assert found.tasks == []


def test_a_formula_with_a_result_is_its_result(desk: Client) -> None:
    def write(page: Any, _book: Any) -> None:
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, CELLS)
        page.write_formula(1, 3, '="市"&"财政局"', None, FINANCE)

    assert [task[1] for task in brought(desk, book(write)).done] == [FINANCE]


def test_blanks_of_every_width_around_the_words(desk: Client) -> None:
    data = book(
        rows(
            [f"　{name} \n" for name in HEAD],
            [f" \u00a0{cell}　" for cell in (*CELLS, FINANCE, EDUCATION, DUE)],
        )
    )
    assert brought(desk, data).done == [(CELLS[2], FINANCE, (EDUCATION,), DUE)]


def test_hidden_rows_and_columns_are_read_and_told(desk: Client) -> None:
    def write(page: Any, _book: Any) -> None:
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, (*CELLS, FINANCE))
        page.write_row(2, 0, (*CELLS, EDUCATION))
        page.set_row(2, None, None, {"hidden": True})
        page.set_column("E:E", None, None, {"hidden": True})

    found = brought(desk, book(write))
    assert len(found.tasks) == 2
    assert [cell for cell, _ in found.notices] == ["E1", "3"]


def test_several_sheets_with_tasks_are_all_read(desk: Client) -> None:
    data = book(
        rows(("填表说明",), ("请逐项填写",)),
        ("财政", rows(HEAD, (*CELLS, FINANCE))),
        ("教育", rows(("标题",), HEAD, (*CELLS, EDUCATION))),
    )
    found = brought(desk, data)
    assert [task[1] for task in found.done] == [FINANCE, EDUCATION], found.said
    assert "“任务”" in found.said


def test_a_hidden_sheet_is_not_read_and_told(desk: Client) -> None:
    def hidden(page: Any, made: Any) -> None:
        rows(HEAD, (*CELLS, EDUCATION))(page, made)
        page.hide()

    found = brought(desk, book(rows(HEAD, (*CELLS, FINANCE)), ("旧版", hidden)))
    assert [task[1] for task in found.done] == [FINANCE]
    assert "“旧版”" in found.said


def test_faults_name_their_sheet(desk: Client) -> None:
    data = book(rows(HEAD, (*CELLS, FINANCE)), ("第二张", rows(HEAD, (*CELLS, "市火星局"))))
    found = brought(desk, data)
    assert found.status == 400
    assert "第二张" in found.said


def test_every_row_of_a_report_table_is_accounted_for(
    desk: Client, report: Report, promise: Callable[[int], Promise]
) -> None:
    address = f"/tasks/breakdown/{report.key}/import/"
    head = ("编号", "工作任务", "配合单位")
    lines = [(1, promise(1).text, FINANCE), (2, promise(2).text, "")]
    answer = brought(desk, book(rows(head, *lines)), address=address)
    assert [task.promise_id for task in answer.tasks] == [promise(1).pk]
    assert [cell for cell, _ in answer.notices] == ["3"]


def test_the_offices_own_export_says_nothing(desk: Client, report: Report) -> None:
    data = desk.get(f"/tasks/breakdown/{report.key}/table.xlsx").getvalue()
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["任务分解表"]
    found = brought(desk, data, address=f"/tasks/breakdown/{report.key}/import/")
    assert (found.status, found.faults) == (200, [])
    assert all("没有填" in words for _, words in found.notices)
    assert not Task.objects.exists()
