"""Drafts: made, changed, removed, issued; the log knows it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.city.chain.verifying import faults
from luoshi.city.reports.models import Promise
from luoshi.city.site.errors import ForbiddenError, InvalidError, NotFoundError, StaleError
from luoshi.city.tasks.actions.drafts import (
    Source,
    add_task_from_elsewhere,
    change_draft,
    draft_tasks,
    issue_drafts,
    remove_draft,
)
from luoshi.city.tasks.models import Milestone, Support, Task
from luoshi.city.tasks.terms import MilestoneTerms, TaskTerms

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
Numbered = Callable[[int], Promise]


def draft(office: Office, **fields: Any) -> TaskTerms:
    whole = TaskTerms(
        title="建设社区商业网点",
        start=date(2026, 1, 1),
        due=date(2026, 12, 31),
        lead_unit=office.units["commerce"],
        supporting=(office.units["water"], office.units["commerce"], office.units["water"]),
        sponsor=office.posts["mayor"],
        officer=office.posts["commerce-officer"],
        target_low=40.0,
        target_high=40.0,
        target_unit="个",
        milestones=(
            MilestoneTerms(due=date(2026, 9, 30), amount=30.0),
            MilestoneTerms(due=date(2026, 3, 31), amount=10.0),
        ),
    )
    return replace(whole, **fields)


def drafted(office: Office, promise: Promise, *drafts: TaskTerms, submission: str = "") -> list[Task]:
    found = list(drafts) or [draft(office)]
    return draft_tasks(actor=office.actor("office"), promise=promise.key, drafts=found, submission=submission)


def test_a_draft_keeps_the_words_of_its_promise(office: Office, promise: Numbered) -> None:
    (task,) = drafted(office, promise(1))
    assert (task.key, task.words, task.section) == ("2026-0001", promise(1).text, "一、扩大消费")
    assert (task.state, task.light, task.origin) == ("drafted", "grey", "report")
    assert [support.unit.key for support in task.supports.all()] == ["water"]
    assert [node.due.month for node in task.milestones.all()] == [3, 9]
    assert list(faults()) == []


def test_the_same_form_twice_is_one_task(office: Office, promise: Numbered) -> None:
    first = drafted(office, promise(1), draft(office), draft(office), submission="a")
    assert drafted(office, promise(1), draft(office), draft(office), submission="a") == first
    assert Task.objects.count() == 2


def test_the_number_of_a_removed_draft_is_not_given_again(office: Office, promise: Numbered) -> None:
    (task,) = drafted(office, promise(1))
    remove_draft(actor=office.actor("office"), key=task.key, version=task.version)
    assert not Support.objects.exists()
    assert not Milestone.objects.exists()
    (again,) = drafted(office, promise(1))
    assert again.key == "2026-0002"
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "  "}, "draft_no_title"),
        ({"due": date(2025, 12, 31)}, "draft_due_before_start"),
        ({"target_low": 50.0}, "draft_target_turned"),
        ({"kind": "wish"}, "draft_unknown_kind"),
        ({"milestones": (MilestoneTerms(due=date(2027, 1, 1)),)}, "draft_milestone_outside"),
        ({"title": "长" * 301}, "words_too_long"),
    ],
)
def test_a_contradictory_draft_is_refused(
    office: Office, promise: Numbered, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        drafted(office, promise(1), draft(office, **fields))
    assert refused.value.code == code
    assert not Task.objects.exists()


def test_an_officer_is_of_the_lead_unit(office: Office, promise: Numbered) -> None:
    with pytest.raises(InvalidError, match="专员"):
        drafted(office, promise(1), draft(office, officer=office.posts["water-officer"]))


def test_an_excluded_promise_becomes_no_task(office: Office, promise: Numbered) -> None:
    Promise.objects.filter(pk=promise(2).pk).update(state="excluded")
    with pytest.raises(InvalidError, match="已经排除"):
        drafted(office, promise(2))


@pytest.mark.parametrize("name", ["mayor", "commerce-head", "commerce-officer", "auditor", "admin"])
def test_only_the_office_drafts(office: Office, promise: Numbered, name: str) -> None:
    with pytest.raises(ForbiddenError):
        draft_tasks(actor=office.actor(name), promise=promise(1).key, drafts=[draft(office)])


def test_a_draft_changes_and_keeps_what_stays_the_same(office: Office, promise: Numbered) -> None:
    (task,) = drafted(office, promise(1))
    kept = task.milestones.get(due=date(2026, 3, 31)).pk
    nodes = (
        MilestoneTerms(due=date(2026, 3, 31), amount=10.0),
        MilestoneTerms(due=date(2026, 6, 30), amount=20.0),
    )
    changed = change_draft(
        actor=office.actor("office"), key=task.key, version=task.version,
        draft=draft(office, lead_unit=office.units["water"], officer=None, supporting=(office.units["commerce"],), milestones=nodes),
    )  # fmt: skip
    assert changed.lead_unit == office.units["water"]
    assert [support.unit.key for support in changed.supports.all()] == ["commerce"]
    assert changed.milestones.get(due=date(2026, 3, 31)).pk == kept
    assert changed.milestones.count() == 2
    assert list(faults()) == []
    with pytest.raises(StaleError):
        change_draft(actor=office.actor("office"), key=task.key, version=task.version, draft=draft(office))


def test_issued_is_no_draft_any_more(office: Office, promise: Numbered) -> None:
    (task,) = drafted(office, promise(1))
    issue_drafts(actor=office.actor("office"), keys=[task.key])
    for write in (
        lambda: change_draft(actor=office.actor("office"), key=task.key, draft=draft(office)),
        lambda: remove_draft(actor=office.actor("office"), key=task.key),
    ):
        with pytest.raises(InvalidError, match="已经下达"):
            write()
    with pytest.raises(NotFoundError):
        remove_draft(actor=office.actor("water-head"), key="2026-0099")


def test_many_are_issued_and_those_without_lead_stay(office: Office, promise: Numbered) -> None:
    (good,) = drafted(office, promise(1))
    (bad,) = drafted(office, promise(2), draft(office, lead_unit=None, officer=None))
    done = issue_drafts(actor=office.actor("office"), keys=[good.key, bad.key])
    assert done.issued == (good.key,)
    assert [(key, error.code) for key, error in done.refused] == [(bad.key, "no_lead_unit")]
    assert Task.objects.get(pk=bad.pk).state == "drafted"


def test_a_task_from_elsewhere_has_its_own_words(office: Office) -> None:
    source = Source(origin="proposal", origin_words="第12号建议", words="{{ 7*7 }} 增设<b>公交</b>站点")
    task = add_task_from_elsewhere(
        actor=office.actor("office"), source=source, draft=draft(office), submission="s"
    )
    assert (task.origin, task.words, task.promise_id) == ("proposal", source.words, None)
    again = add_task_from_elsewhere(
        actor=office.actor("office"), source=source, draft=draft(office), submission="s"
    )
    assert again == task
    changed = change_draft(
        actor=office.actor("office"),
        key=task.key,
        draft=draft(office),
        source=replace(source, words="增设公交站点"),
    )
    assert changed.words == "增设公交站点"
    for wrong in (replace(source, origin="report"), replace(source, words=" ")):
        with pytest.raises(InvalidError):
            add_task_from_elsewhere(actor=office.actor("office"), source=wrong, draft=draft(office))
    assert list(faults()) == []
