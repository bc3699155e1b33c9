"""What is written into a column fits it: by the form before, or because the column holds the longest composition.

SQLite keeps any length; PostgreSQL fails in the middle of a write.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.utils import timezone

from luoshi.city.api.schemas import ProgressIn
from luoshi.city.chain.models import Recorded
from luoshi.city.people.exchange import COLUMNS
from luoshi.city.reports.actions.correcting import _LONGEST_REASON
from luoshi.city.reports.forms import ExcludeForm
from luoshi.city.rules.states import progress_lifecycle
from luoshi.city.rules.words import table
from luoshi.city.site.media_types import MEDIA_TYPES
from luoshi.city.site.uploads import _LONGEST_NAME
from luoshi.city.site.words import words_of
from luoshi.city.tasks.breakdown.columns import elsewhere_columns, table_columns
from luoshi.city.tasks.events import events
from luoshi.city.tasks.models import Event, Task

DIGITS, DAY, BIG = 10, 10, 19  # of a count, of a day, of a primary key
TASK_KEY = 4 + 1 + DIGITS  # year and number


def most(column: str) -> int | None:
    """The characters that a column holds; ``None`` for any number."""
    model, name = column.split(".")
    found = apps.get_model(model.replace("/", "."))._meta.get_field(name).max_length
    return None if found is None else int(found)


def held(column: str) -> int:
    found = most(column)
    assert found is not None, column
    return found


def longest(words: Any) -> int:
    return max(map(len, words))


EVENTS = {*events(), *(move.name for move in progress_lifecycle().moves)}
COMPOSED: dict[str, Callable[[], int]] = {
    # a post as it signs: unit, blank, post
    "tasks/Event.post_name": lambda: held("people/Unit.name") + 1 + held("people/Post.name"),
    "tasks/Event.person_name": lambda: held("people/Person.name"),
    "tasks/Event.action": lambda: longest(EVENTS),
    "tasks/Event.from_state": lambda: longest(table("words.toml")["task_state"]),
    "tasks/Event.to_state": lambda: longest(table("words.toml")["task_state"]),
    "tasks/Task.key": lambda: TASK_KEY,
    "tasks/Task.target_unit": lambda: held("reports/Figure.unit"),
    "tasks/Task.submission": lambda: 40 + 1 + 3,  # as forms cut it, and the number of the task
    "tasks/SupervisionOrder.key": lambda: TASK_KEY + 1 + DIGITS,
    # <task>/<event>/<version>/<post>, <task>/<kind>/<day>/<late>/<post>
    "tasks/Notification.key": lambda: TASK_KEY + longest(EVENTS) + DIGITS + BIG + DAY + 4,
    "site/FormDraft.place": lambda: len("promise:") + held("reports/Promise.key"),
    "tasks/Evidence.name": lambda: _LONGEST_NAME,
    "tasks/Evidence.media_type": lambda: longest(MEDIA_TYPES.values()),
    "reports/Report.file_name": lambda: _LONGEST_NAME,
    "reports/Report.key": lambda: 1 + 12,
    "reports/Promise.key": lambda: held("reports/Report.key") + 2 + DIGITS,
    "reports/Figure.key": lambda: held("reports/Report.key") + 2 + DIGITS,
    "reports/Promise.exclusion_reason": lambda: held("reports/Correction.reason"),
    "reports/Correction.reason": lambda: max(
        _LONGEST_REASON,
        longest(one["zh"] for one in words_of("reports")["exclusion"].values())
        + 1
        + int(ExcludeForm.base_fields["own_words"].max_length),  # type: ignore[attr-defined]
    ),
    "documents/Template.name": lambda: _LONGEST_NAME,
    "chain/Entry.person": lambda: max(held("people/Person.key"), len("program:sign-in")),
    "chain/Entry.person_name": lambda: held("people/Person.name"),
    "chain/Entry.post": lambda: held("people/Post.key"),
    "chain/Entry.post_name": lambda: held("people/Unit.name") + 1 + held("people/Post.name"),
    "chain/Entry.action": lambda: len("progress.") + longest(EVENTS),
    "chain/Entry.subject": lambda: longest(one._meta.model_name or "" for one in recorded()) + 1 + BIG,
    "search/Document.kind": lambda: longest(one._meta.model_name or "" for one in recorded()),
}


def recorded() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if issubclass(model, Recorded))


@pytest.mark.parametrize("column", sorted(COMPOSED))
def test_columns_hold_the_longest_that_is_composed(column: str) -> None:
    assert COMPOSED[column]() <= held(column)


# Every field into which words are typed, with the column that keeps them; "" for one that no column keeps as typed.
FORMS = {
    "tasks.delivery.forms": {
        "MoveForm": {"reason": "tasks/Event.reason", "verdict_words": "tasks/Task.verdict_words"},
        "ProgressForm": {"submission": "tasks/ProgressEntry.submission", "seen": "", "words": "tasks/ProgressEntry.words",
                       "next_step": "tasks/ProgressEntry.next_step", "obstacle": "tasks/Obstacle.words"},
        "AskForm": {"reason": "tasks/ChangeRequest.reason"},
        "DecideForm": {"reason": "tasks/ChangeRequest.decision"},
        "ReasonForm": {"reason": "tasks/ProgressEntry.returned_reason"},
        "ObstacleForm": {"words": "tasks/Obstacle.words"},
        "SettleForm": {"words": "tasks/Obstacle.settled_words"},
        "SupervisionOrderForm": {"words": "tasks/SupervisionOrder.words"},
        "AnswerForm": {"answer": "tasks/SupervisionOrder.answer"},
        "ChangeForm": {"title": "tasks/Task.title", "target_unit": "tasks/Task.target_unit",
                       "reason": "tasks/Event.reason", "approver": ""},
        "MilestoneForm": {"words": "tasks/Milestone.words"},
    },
    "tasks.breakdown.forms": {
        "DraftForm": {"title": "tasks/Task.title", "lead_name": "", "supporting_names": "",
                      "target_unit": "tasks/Task.target_unit"},
        "SourceForm": {"origin_words": "tasks/Task.origin_words", "words": "tasks/Task.words"},
    },
    "reports.forms": {
        "ExtentForm": {"words": ""},
        "AddForm": {"words": ""},
        "ExcludeForm": {"own_words": "reports/Correction.reason"},
        "FigureForm": {"subject": "reports/Figure.subject", "low": "", "high": "", "unit": "reports/Figure.unit",
                       "period": "reports/Figure.period"},
        "AddFigureForm": {"words": "reports/Figure.quote", "subject": "reports/Figure.subject", "low": "", "high": "",
                          "unit": "reports/Figure.unit", "period": "reports/Figure.period"},
    },
    "people.forms": {
        "UnitForm": {"key": "people/Unit.key", "name": "people/Unit.name", "short_name": "people/Unit.short_name",
                     "aliases": ""},
        "PostForm": {"key": "people/Post.key", "name": "people/Post.name"},
        "AppointForm": {"person": ""},
        "HandOverForm": {"successor": ""},
        "PersonForm": {"key": "people/Person.key", "person_name": "people/Person.name", "email": "people/Person.email"},
        "AccountForm": {"username": "people/Person.username"},
        "TokenForm": {"token_name": "people/Token.name"},
        "IdentityCodeForm": {"code": ""},
    },
}  # fmt: skip


@pytest.mark.parametrize("module", sorted(FORMS))
def test_forms_take_no_more_than_their_columns(module: str) -> None:
    found = import_module(f"luoshi.city.{module}")
    for name, form in inspect.getmembers(found, inspect.isclass):
        if form.__module__ != found.__name__ or not issubclass(form, forms.Form):
            continue
        typed = {
            field: one for field, one in form.base_fields.items()
            if isinstance(one, forms.CharField)
        }  # fmt: skip
        assert set(typed) == set(FORMS[module].get(name, {})), f"{name}: say which column keeps each field"
        for field, one in typed.items():
            column = FORMS[module][name][field]
            assert one.max_length, f"{name}.{field} takes any length"
            room = most(column) if column else None
            assert room is None or one.max_length <= room, f"{name}.{field} takes more than {column}"


def test_tables_take_no_more_than_their_columns() -> None:
    kept = {"origin_words": "tasks/Task.origin_words", "title": "tasks/Task.title",
            "target_unit": "tasks/Task.target_unit"}  # fmt: skip
    for column in (*table_columns("zh"), *elsewhere_columns("zh")):
        assert column.longest <= (most(kept[column.key]) or column.longest) if column.key in kept else True
    supervision_orders = dict(zip(COLUMNS, ("Unit", "Post", "Person"), strict=True))
    for supervision_order, columns in COLUMNS.items():
        for one in columns:
            if one.key in ("key", "name", "short_name", "email"):
                assert one.longest <= held(f"people/{supervision_orders[supervision_order]}.{one.key}"), (
                    supervision_order,
                    one.key,
                )


def test_the_api_takes_no_more_than_its_columns() -> None:
    for name, field in ProgressIn.model_fields.items():
        if field.annotation is not str:
            continue
        limits = [one.max_length for one in field.metadata if hasattr(one, "max_length")]
        assert limits, name
        room = most(f"tasks/ProgressEntry.{name}")
        assert room is None or limits[0] <= room, name


@pytest.mark.django_db
def test_the_longest_unit_and_post_write(office: Any, make_task: Callable[..., Task]) -> None:
    """On PostgreSQL every write of such a post used to fail."""
    office.units["commerce"].name, office.posts["commerce-head"].name = "局" * 100, "长" * 100
    office.units["commerce"].save()
    office.posts["commerce-head"].save()
    task = make_task(state="awaiting_acceptance", issued_at=timezone.now())
    answer = office.client("commerce-head").post(f"/tasks/{task.key}/move/accept/", {"version": task.version})
    assert answer.status_code == 302
    event = Event.objects.get(task=task, action="accept")
    assert len(event.post_name) == 201
    assert len(event.post_name) <= held("tasks/Event.post_name")


HUGE = ("1e308", "-1e308", "1e16", "1e-300", "-1", "0", "1e15", "0.000001")
PAGES = ("/tasks/{key}/", "/tasks/", "/dashboards/office/", "/dashboards/units/", "/", "/public/{key}/", "/public/tasks.xlsx",
         "/public/tasks.json", "/api/v1/tasks", "/api/v1/results", "/tasks/export.xlsx")  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("amount", HUGE)
def test_amounts_that_nobody_means_are_refused_and_those_taken_break_no_page(
    amount: str, office: Any, make_task: Callable[..., Task]
) -> None:
    task = make_task(state="in_progress", released_at=timezone.now(), issued_at=timezone.now())
    client, head = office.client("office"), office.client("commerce-head")
    report = {
        "submission": "s" * 20,
        "as_of": timezone.localdate(),
        "amount": amount,
        "words": "甲",
        "then": "sign",
    }
    change = {
        "version": "", "title": "名称", "start": "2026-01-01", "due": "2026-12-31", "target_low": amount,
        "target_high": amount, "target_unit": "个", "progress_interval_days": 30, "reason": "更正", "approver": "市长",
        "milestones-TOTAL_FORMS": 1, "milestones-INITIAL_FORMS": 0, "milestones-0-due": "2026-12-01",
        "milestones-0-amount": amount, "milestones-0-words": "甲",
    }  # fmt: skip
    taken = 302 if amount in HUGE[4:] else 400
    assert head.post(f"/tasks/{task.key}/progress/", report).status_code == taken
    assert client.post(f"/tasks/{task.key}/change/", change).status_code == taken
    for page in PAGES:
        answer = client.get(page.format(key=task.key))
        assert answer.status_code in (200, 404), page
