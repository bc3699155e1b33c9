"""Change control."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from luoshi.city.rules.change import ChangeRefusedError, changes, check_changes, controlled_fields, field_name
from luoshi.city.rules.facts import Milestone


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Terms with every field that is controlled."""

    title: str
    words: str
    target_low: float | None
    target_high: float | None
    target_unit: str
    target_bound: str | None
    start: date | None
    due: date | None
    lead_unit: str | None
    milestones: tuple[Milestone, ...]


TERMS = Terms(
    title="新建学校",
    words="新建、改扩建学校100所",
    target_low=100.0,
    target_high=100.0,
    target_unit="所",
    target_bound="exact",
    start=date(2026, 1, 1),
    due=date(2026, 6, 30),
    lead_unit="教育局",
    milestones=(Milestone(date(2026, 3, 31), 40.0),),
)


def test_every_field_of_the_terms_is_controlled_and_named() -> None:
    assert set(controlled_fields()) == set(Terms.__dataclass_fields__)
    assert all(field_name(field, "zh") and field_name(field, "en") for field in controlled_fields())


@pytest.mark.parametrize(
    ("new", "fields", "loosens"),
    [
        ({}, [], []),
        ({"due": date(2026, 9, 30)}, ["due"], ["due"]),
        ({"due": date(2026, 5, 30)}, ["due"], []),
        ({"due": None}, ["due"], ["due"]),
        (
            {"target_low": 80.0, "target_high": 80.0},
            ["target_low", "target_high"],
            ["target_low", "target_high"],
        ),
        ({"target_low": 120.0, "target_high": 120.0}, ["target_low", "target_high"], []),
        (
            {"target_low": None, "target_high": None},
            ["target_low", "target_high"],
            ["target_low", "target_high"],
        ),
        ({"target_low": 80.0, "target_unit": "个"}, ["target_low", "target_unit"], []),
        ({"lead_unit": "住建局", "title": "学校"}, ["title", "lead_unit"], []),
        ({"words": "新建学校"}, ["words"], []),
        ({"milestones": ()}, ["milestones"], ["milestones"]),
        (
            {"milestones": (Milestone(date(2026, 3, 31), 40.0, date(2026, 3, 1)),)},
            [],
            [],
        ),  # done, not changed
    ],
)
def test_changes(new: dict[str, Any], fields: list[str], loosens: list[str]) -> None:
    found = changes(TERMS, replace(TERMS, **new))
    assert [one.field for one in found] == fields
    assert [one.field for one in found if one.loosens] == loosens


def test_a_higher_ceiling_loosens() -> None:
    ceiling = replace(TERMS, target_low=5.5, target_high=5.5, target_bound="at_most")
    assert all(one.loosens for one in changes(ceiling, replace(ceiling, target_low=6.0, target_high=6.0)))
    assert not any(one.loosens for one in changes(ceiling, replace(ceiling, target_low=5.0, target_high=5.0)))


def test_milestones_in_another_order_are_no_change() -> None:
    two = (Milestone(date(2026, 3, 31), 40.0), Milestone(date(2026, 5, 31)))
    assert changes(replace(TERMS, milestones=two), replace(TERMS, milestones=two[::-1])) == ()


@pytest.mark.parametrize(
    ("new", "zh", "en"),
    [
        (
            {"due": date(2026, 9, 30)},
            "完成时限：2026-06-30 → 2026-09-30",
            "due date: 2026-06-30 → 2026-09-30",
        ),
        ({"target_low": 80.0}, "目标下限：100 → 80", "low end of the target: 100 → 80"),
        ({"lead_unit": None}, "牵头单位：教育局 → —", "lead unit: 教育局 → —"),
        ({"milestones": ()}, "节点：2026-03-31 40 → —", "milestones: 2026-03-31 40 → —"),
    ],
)
def test_a_change_in_words(new: dict[str, Any], zh: str, en: str) -> None:
    (one,) = changes(TERMS, replace(TERMS, **new))
    assert (one.in_words("zh"), one.in_words("en")) == (zh, en)


@pytest.mark.parametrize(
    ("reason", "approver", "missing"),
    [
        ("", None, "理由、批准人"),
        ("  ", "张三", "理由"),
        ("设计变更", None, "批准人"),
        ("设计变更", "张三", None),
    ],
)
def test_an_issued_task_changes_only_with_reason_and_approver(
    reason: str, approver: str | None, missing: str | None
) -> None:
    made = changes(TERMS, replace(TERMS, due=date(2026, 9, 30)))
    if missing is None:
        check_changes("in_progress", made, reason=reason, approver=approver)
        return
    with pytest.raises(ChangeRefusedError) as refused:
        check_changes("in_progress", made, reason=reason, approver=approver)
    assert refused.value.message() == f"任务已下达，改“完成时限”还缺：{missing}；请补上再改。"
    check_changes("drafted", made, reason=reason, approver=approver)
    check_changes("in_progress", (), reason=reason, approver=approver)
