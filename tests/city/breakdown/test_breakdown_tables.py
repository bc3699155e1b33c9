"""The decomposition table as Excel: out, in, faults by cell, nothing half done."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from city.breakdown import bringing
from city.breakdown.bringing import CELLS, FIXED, book, rows
from luoshi.city.chain.verifying import faults
from luoshi.city.reports.models import Promise, Report
from luoshi.city.tasks.actions.drafts import draft_tasks, issue_drafts
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.terms import MilestoneTerms, TaskTerms

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
Numbered = Callable[[int], Promise]
Grid = list[list[Any]]


def exported(client: Client, report: Report) -> Grid:
    answer = client.get(f"/tasks/breakdown/{report.key}/table.xlsx")
    assert answer.status_code == 200
    data = answer.getvalue()
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def file_of(grid: Grid) -> SimpleUploadedFile:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("任务分解表")
    for line, cells in enumerate(grid):
        for place, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(line, place, value, book.add_format({"num_format": "yyyy-mm-dd"}))
            elif isinstance(value, float):
                sheet.write_number(line, place, value)
            elif value:
                sheet.write_string(line, place, str(value))
    book.close()
    return SimpleUploadedFile("分解表.xlsx", stream.getvalue())


def brought(client: Client, report: Report, grid: Grid) -> tuple[int, str]:
    answer = client.post(f"/tasks/breakdown/{report.key}/import/", {"file": file_of(grid)})
    return answer.status_code, answer.content.decode()


def confirmed(client: Client, report: Report, page: str) -> int:
    found = re.search(r'name="confirm" value="([^"]+)"', page)
    assert found is not None
    return client.post(f"/tasks/breakdown/{report.key}/import/", {"confirm": found[1]}).status_code


@pytest.fixture
def client(office: Office) -> Client:
    return office.client("office")


@pytest.fixture
def task(office: Office, promise: Numbered) -> Task:
    draft = TaskTerms(
        title="=cmd|' /C calc'!A0", start=date(2026, 1, 1), due=date(2026, 12, 31), lead_unit=office.units["commerce"],
        supporting=(office.units["water"],), sponsor=office.posts["mayor"], officer=office.posts["commerce-officer"],
        target_low=40.0, target_high=40.0, target_unit="个", target_bound="at_least",
        milestones=(MilestoneTerms(due=date(2026, 2, 10), words="开工"), MilestoneTerms(due=date(2026, 3, 31), amount=10.0), MilestoneTerms(due=date(2026, 12, 31), amount=40.0)),
    )  # fmt: skip
    return draft_tasks(actor=office.actor("office"), promise=promise(1).key, drafts=[draft])[0]


def column(grid: Grid, name: str) -> int:
    header = next(cells for cells in grid if "牵头单位" in cells)
    return [str(cell).rstrip("*") for cell in header].index(name)


def test_out_and_in_again_changes_nothing(client: Client, report: Report, task: Task) -> None:
    grid = exported(client, report)
    assert grid[0][0] == "青岚市2026年政府工作报告任务分解表"
    row = next(cells for cells in grid if cells[0] == task.key)
    # a formula is a text, and never runs
    assert row[column(grid, "任务名称")] == "=cmd|' /C calc'!A0"
    assert row[column(grid, "目标口径")] == "不低于"
    assert row[column(grid, "一季度节点")] == "开工"
    assert len(grid) == 2 + 3
    status, page = brought(client, report, grid)
    assert (status, "<dd>3</dd>" in page, 'name="confirm"' in page) == (200, True, False)


def test_only_what_is_written_changes(client: Client, report: Report, task: Task, promise: Numbered) -> None:
    grid = exported(client, report)
    row = next(cells for cells in grid if cells[0] == task.key)
    row[column(grid, "牵头单位")] = "水务局"
    row[column(grid, "责任人")] = ""
    row[column(grid, "配合单位")] = "市商务局"
    row[column(grid, "二季度数量")] = 20.0
    second = next(cells for cells in grid if cells[0] == promise(2).key)
    second[column(grid, "牵头单位")] = "市商务局"
    second[column(grid, "包保领导")] = "副市长"
    second[column(grid, "完成时限")] = "2026年10月31日"
    status, page = brought(client, report, grid)
    assert status == 200
    assert "<del>市商务局</del>" in page
    task.refresh_from_db()
    assert task.lead_unit is not None
    assert task.lead_unit.key == "commerce"
    assert confirmed(client, report, page) == 302
    task.refresh_from_db()
    assert task.lead_unit.key == "water"
    assert task.officer is None
    assert [(node.due.month, node.amount, node.words) for node in task.milestones.all()] == [
        (2, None, "开工"), (3, 10.0, ""), (6, 20.0, ""), (12, 40.0, ""),
    ]  # fmt: skip
    new = Task.objects.get(promise=promise(2))
    assert (new.due, new.sponsor and new.sponsor.key) == (date(2026, 10, 31), "mayor")
    assert list(faults()) == []


def test_zero_is_no_empty_cell(client: Client, report: Report, task: Task, promise: Numbered) -> None:
    grid = exported(client, report)
    next(cells for cells in grid if cells[0] == task.key)[column(grid, "二季度数量")] = 0.0
    second = next(cells for cells in grid if cells[0] == promise(2).key)
    second[column(grid, "目标值")] = 0.0
    status, page = brought(client, report, grid)
    assert status == 200, page
    assert confirmed(client, report, page) == 302
    assert task.milestones.get(due=date(2026, 6, 30)).amount == 0
    assert Task.objects.get(promise=promise(2)).target_low == 0


def test_a_plain_table_of_another_office_is_read(client: Client, report: Report, promise: Numbered) -> None:
    """Merged section cells leave all but the first empty; no keys, other headers."""
    grid: Grid = [
        ["任务分解表"],
        ["序号", "章节", "工作任务", "牵头部门", "协办单位", "完成时间"],
        [1.0, "一、扩大消费", promise(1).text, "商务局", "水务局、审计局", "2026-06-30"],
        [2.0, "", promise(2).text, "商务局", "", "2026.11.30"],
    ]
    status, page = brought(client, report, grid)
    assert status == 200, page
    assert confirmed(client, report, page) == 302
    assert sorted(Task.objects.values_list("promise__position", "due")) == [
        (1, date(2026, 6, 30)),
        (2, date(2026, 11, 30)),
    ]


def test_faults_are_named_by_cell_and_nothing_is_done(
    client: Client, report: Report, task: Task, promise: Numbered
) -> None:
    grid = exported(client, report)
    row = next(cells for cells in grid if cells[0] == task.key)
    row[column(grid, "牵头单位")] = "市火星局"
    second = next(cells for cells in grid if cells[0] == promise(2).key)
    second[column(grid, "工作任务（原文）")] = "改写过的承诺"
    third = next(cells for cells in grid if cells[0] == promise(3).key)
    third[column(grid, "完成时限")] = "长期坚持"
    grid.append(["2026-0888", "", "", promise(3).text])
    status, page = brought(client, report, grid)
    assert status == 400
    for said in (
        "没有叫“市火星局”的单位",
        "不能在表里改",
        "“长期坚持”没有说到哪一天",
        "编号“2026-0888”不在这份报告里",
    ):
        assert said in page
    assert re.search(rf">\s*{grid.index(row) + 1}\s*</th>", page)
    assert 'name="confirm"' not in page
    assert Task.objects.count() == 1


def test_an_issued_task_is_refused_with_words(
    client: Client, office: Office, report: Report, task: Task
) -> None:
    grid = exported(client, report)
    issue_drafts(actor=office.actor("office"), keys=[task.key])
    assert brought(client, report, grid)[0] == 200
    row = next(cells for cells in grid if cells[0] == task.key)
    row[column(grid, "完成时限")] = "2026-11-30"
    status, page = brought(client, report, grid)
    assert (status, "已经下达" in page) == (400, True)


def test_what_changed_after_the_preview_is_shown_again(client: Client, report: Report, task: Task) -> None:
    grid = exported(client, report)
    next(cells for cells in grid if cells[0] == task.key)[column(grid, "任务名称")] = "新名称"
    _, page = brought(client, report, grid)
    Task.objects.filter(pk=task.pk).update(version=9)
    assert confirmed(client, report, page) == 400
    assert Task.objects.get().title != "新名称"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused(client: Client, report: Report, data: bytes) -> None:
    answer = client.post(
        f"/tasks/breakdown/{report.key}/import/", {"file": SimpleUploadedFile("x.xlsx", data)}
    )
    assert answer.status_code == 400
    assert client.post(f"/tasks/breakdown/{report.key}/import/", {"confirm": "x"}).status_code == 400


def test_a_unit_exports_its_own_tasks_only(office: Office, report: Report, task: Task) -> None:
    assert len(exported(office.client("office"), report)) == 5
    assert len(exported(office.client("water-officer"), report)) == 2
    Task.objects.update(state="in_progress")
    assert len(exported(office.client("water-officer"), report)) == 3
    Task.objects.get().supports.all().delete()
    assert len(exported(office.client("water-officer"), report)) == 2
    assert office.client(None).get(f"/tasks/breakdown/{report.key}/table.xlsx").status_code == 302


def test_tasks_from_elsewhere_by_table(client: Client) -> None:
    template = client.get("/tasks/other-sources/template.xlsx")
    data = template.getvalue()
    grid: Grid = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    row: list[Any] = [""] * len(grid[0])
    row[:3] = ["建议提案", "第12号建议", "增设<b>公交</b>站点"]
    row[column(grid, "牵头单位")] = "市水务局"
    grid.append(row)
    page = client.post("/tasks/other-sources/import/", {"file": file_of(grid)}).content.decode()
    found = re.search(r'name="confirm" value="([^"]+)"', page)
    assert found is not None
    assert client.post("/tasks/other-sources/import/", {"confirm": found[1]}).status_code == 302
    task = Task.objects.get()
    assert (task.origin, task.words, task.lead_unit and task.lead_unit.key) == (
        "proposal",
        "增设<b>公交</b>站点",
        "water",
    )
    grid[1][0] = "道听途说"
    wrong = client.post("/tasks/other-sources/import/", {"file": file_of(grid)})
    assert (wrong.status_code, Task.objects.count()) == (400, 1)


def test_a_table_of_more_tasks_than_are_written_while_others_wait_is_refused(client: Client) -> None:
    lines = [(*CELLS[:2], f"第{number}项", "2026-12-31") for number in range(1_001)]
    found = bringing.brought(client, book(rows((*FIXED, "截止日期"), *lines)))
    assert "1000" in found.wrong
    assert found.tasks == []
