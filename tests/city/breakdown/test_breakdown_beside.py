"""Columns that say the same stand side by side: none overwrites another in silence."""

from __future__ import annotations

import pytest
from django.test import Client

from city.breakdown.bringing import CELLS, FIXED, book, brought, one_task, rows

pytestmark = pytest.mark.django_db
FINANCE, EDUCATION, COMMERCE = "市财政局", "市教育局", "市商务局"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("columns", "lead", "supporting"),
    [
        ({"牵头单位": FINANCE, "责任单位": EDUCATION}, FINANCE, {EDUCATION}),
        ({"牵头单位": FINANCE, "责任部门": EDUCATION}, FINANCE, {EDUCATION}),
        ({"牵头部门": FINANCE, "责任单位": EDUCATION}, FINANCE, {EDUCATION}),
        ({"牵头单位": FINANCE, "承办单位": EDUCATION}, FINANCE, {EDUCATION}),
        ({"牵头单位": FINANCE, "责任单位": "市财政局、市教育局"}, FINANCE, {EDUCATION}),
        ({"牵头单位": FINANCE, "责任单位": EDUCATION, "配合单位": COMMERCE}, FINANCE, {EDUCATION, COMMERCE}),
        ({"责任单位": FINANCE, "配合单位": EDUCATION}, FINANCE, {EDUCATION}),
        ({"责任单位": FINANCE, "协办单位": EDUCATION, "配合单位": COMMERCE}, FINANCE, {EDUCATION, COMMERCE}),
        ({"主办单位": FINANCE, "协办单位": EDUCATION}, FINANCE, {EDUCATION}),
        ({"牵头单位": FINANCE, "责任单位": ""}, FINANCE, set()),
        ({"牵头单位": FINANCE, "牵头部门": FINANCE}, FINANCE, set()),
    ],
)
def test_lead_responsible_and_supporting(
    desk: Client, columns: dict[str, str], lead: str, supporting: set[str], *, turned: bool
) -> None:
    pairs = list(columns.items())[:: -1 if turned else 1]
    (task,) = brought(desk, one_task(*zip(*pairs, strict=True))).done
    assert (task[1], set(task[2])) == (lead, supporting)


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        (("包保领导", "副市长"), ("责任领导", "李某"), "责任领导"),
        (("包保领导", "副市长"), ("分管领导", "李某"), "分管领导"),
        (("完成时限", "2026-06-30"), ("完成时间", "2026-05-01"), "完成时间"),
        (("完成时限", "2026-06-30"), ("办结时限", "2026-05-01"), "办结时限"),
        (("任务名称", "绩效评价"), ("事项名称", "预算"), "事项名称"),
        (("目标值", 20), ("目标", "全部完成"), "目标"),
        (("类别", "重点项目"), ("任务类别", "重点"), "任务类别"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_columns_own_name_wins_and_the_other_is_told(
    desk: Client, own: tuple[str, object], other: tuple[str, object], said: str, *, turned: bool
) -> None:
    pairs = [other, own] if turned else [own, other]
    found = brought(desk, one_task(*zip(*pairs, strict=True)))
    (task,) = found.tasks
    assert [words for _, words in found.notices if f"“{said}”" in words]
    values = {
        "包保领导": task.sponsor and task.sponsor.key, "完成时限": task.due.isoformat(), "任务名称": task.title,
        "目标值": task.target_low, "类别": task.kind,
    }  # fmt: skip
    assert values[own[0]] == {"副市长": "mayor", "重点项目": "project"}.get(str(own[1]), own[1])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("责任领导", "副市长"), ("分管领导", "李某")),
        (("完成时间", "2026-06-30"), ("截止时间", "2026-05-01")),
        (("责任单位", FINANCE), ("承办单位", EDUCATION)),
        (("牵头单位", FINANCE), ("牵头单位", EDUCATION)),
        (("任务", "甲"), ("事项名称", "乙")),
    ],
)
def test_two_names_of_equal_rank_are_a_fault_where_they_differ(
    desk: Client, first: tuple[str, str], second: tuple[str, str]
) -> None:
    found = brought(desk, one_task(*zip(first, second, strict=True)))
    assert [cell for cell, _ in found.faults] == ["E1"]
    assert found.tasks == []
    same = brought(desk, one_task((first[0], second[0]), (first[1], first[1])))
    assert len(same.tasks) == 1


def test_meeting_and_paper_are_both_kept(desk: Client) -> None:
    data = book(
        rows(
            ("来源", "会议名称", "文号", "工作任务"),
            ("会议议定", "第12次常务会议", "青政〔2026〕3号", "完成评价"),
        )
    )
    (task,) = brought(desk, data).tasks
    assert task.origin_words == "第12次常务会议；青政〔2026〕3号"


def test_task_and_its_content_are_not_taken_for_each_other(desk: Client) -> None:
    data = book(rows((*FIXED, "任务内容"), (*CELLS, "对200个项目开展评价")))
    found = brought(desk, data)
    assert [cell for cell, _ in found.faults] == ["D1"]
    assert "任务内容" in found.said


def test_serial_number_and_key_are_two_columns(desk: Client) -> None:
    data = book(rows(("序号", "编号", *FIXED), (1, "1-1", *CELLS), (2, "1-2", *CELLS)))
    assert len(brought(desk, data).tasks) == 2


def test_a_column_that_is_not_read_is_told(desk: Client) -> None:
    found = brought(desk, one_task(("牵头单位", "联系电话"), (FINANCE, "0000-000")))
    assert len(found.tasks) == 1
    assert "联系电话" in found.said
    assert "牵头单位" not in found.said
