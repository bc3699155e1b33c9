"""What a scope holds is one rule, for lists and for single rows: shown on a city made by chance."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any, get_args

import pytest
from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from luoshi.city.people import permissions as asking
from luoshi.city.people.actors import PUBLIC, Actor
from luoshi.city.people.permissions import granting_post, may, permitted
from luoshi.city.people.scopes import Scopes, holds, listed
from luoshi.city.reports.models import Report
from luoshi.city.rules.permissions import Scope, permissions
from luoshi.city.tasks.models import (
    ChangeRequest,
    Evidence,
    Obstacle,
    ProgressEntry,
    SupervisionOrder,
    Support,
    Task,
)

pytestmark = pytest.mark.django_db
_DAY = date(2026, 6, 1)
_STATES = ("drafted", "awaiting_acceptance", "in_progress", "done")


def _by_chance(office: Any, chance: random.Random, count: int) -> None:
    """Tasks, reports and what hangs on tasks, in every relation to the units and posts."""
    units, person = list(office.units.values()), office.people["commerce-officer"]
    sponsors = [None, *office.posts.values()]
    for number in range(1, count + 1):
        released = timezone.now() if chance.random() < 0.3 else None
        Report.objects.create(
            key=f"report-{number}", file_name="a.txt", size=1, sha256=f"{number:064}",
            state=chance.choice(("queued", "read", "failed")), released_at=released,
        )  # fmt: skip
        task = Task.objects.create(
            key=f"2026-{number:04}", year=2026, number=number, title="任务", words="任务",
            start=_DAY, due=_DAY, state=chance.choice(_STATES), lead_unit=chance.choice([None, *units]),
            sponsor=chance.choice(sponsors), issued_at=chance.choice((None, timezone.now())),
            released_at=released,
        )  # fmt: skip
        for unit in chance.sample(units, chance.randrange(4)):
            Support.objects.create(task=task, unit=unit)
        progress = ProgressEntry.objects.create(task=task, as_of=_DAY, words="进展", written_by=person)
        Evidence.objects.create(
            task=task, progress=progress, name="a.txt", sha256="0" * 64, size=1, media_type="text/plain",
            added_by=person,
        )  # fmt: skip
        Obstacle.objects.create(
            task=task, words="问题", remover=chance.choice([None, *units]), entered_by=person
        )
        ChangeRequest.objects.create(task=task, kind="suspension", reason="原因", asked_by=person)
        SupervisionOrder.objects.create(
            key=f"{task.key}-1", task=task, unit=chance.choice(units), colour="blue", issued_on=_DAY,
            answer_due=_DAY + timedelta(days=7), words="督办", issued_by=person,
        )  # fmt: skip


def _scoped() -> list[Any]:
    return [model for model in apps.get_models() if isinstance(getattr(model, "scopes", None), Scopes)]


def _actors(office: Any, chance: random.Random) -> Iterator[tuple[str, Actor]]:
    """The public, the holder of each post, whoever holds several, and each with a token of few permissions."""
    yield "public", PUBLIC
    held = {name: office.actor(name) for name in office.posts}
    yield from held.items()
    posts = [actor.posts[0] for actor in held.values()]
    for number in range(6):
        several = tuple(chance.sample(posts, chance.randrange(2, 4)))
        person = chance.choice([actor.person for actor in held.values()])
        few = frozenset(chance.sample(permissions(), 12)) if number % 2 else None
        yield "+".join(post.key for post in several), Actor(person, several, few)


def _reaches(actor: Actor) -> dict[str, str]:
    """One permission for each way in which the actor is given any."""
    return {str(actor.reach(permission)): permission for permission in permissions()}


def _differences(actors: Iterable[tuple[str, Actor]]) -> list[str]:
    """Where the list of a permission holds other rows than those of which the row's own answer is yes."""
    differences = []
    rows: dict[Any, list[Any]] = {model: list(model._default_manager.order_by("pk")) for model in _scoped()}
    for name, actor in actors:
        for permission, model, inside in product(_reaches(actor).values(), rows, (False, True)):
            condition = permitted(actor, permission, model, inside=inside)
            listed_keys = list(
                model._default_manager.filter(condition).order_by("pk").values_list("pk", flat=True)
            )
            keys = [row.pk for row in rows[model] if may(actor, permission, row, inside=inside)]
            if listed_keys != keys:
                differences.append(f"{model.__name__} {permission} {name} inside={inside}")
    return differences


@pytest.fixture
def actors(office: Any) -> list[tuple[str, Actor]]:
    """Those who act in a city made by chance, the same at every run."""
    chance = random.Random(12)  # noqa: S311 - no secret
    _by_chance(office, chance, 16)
    return list(_actors(office, chance))


def test_a_list_holds_the_rows_of_which_the_row_itself_says_yes(actors: list[tuple[str, Actor]]) -> None:
    assert _differences(actors) == []


def test_each_scope_holds_in_a_list_what_it_holds_of_a_row(office: Any, actors: Any) -> None:
    posts = [office.actor(name).posts[0] for name in office.posts]
    for model, scope, post in product(_scoped(), get_args(Scope), posts):
        condition = model.scopes.of(scope, (post,))
        rows = model._default_manager.order_by("pk")
        assert list(rows.filter(listed(condition, model))) == [row for row in rows if holds(condition, row)]


def test_a_post_signs_only_what_is_in_its_scope(actors: list[tuple[str, Actor]]) -> None:
    tasks = Task.objects.prefetch_related("supports")
    for _, actor in actors:
        for permission, task in product(_reaches(actor).values(), tasks):
            signs = granting_post(actor, permission, task) is not None
            assert not signs or may(actor, permission, task)
            assert signs or not may(actor, permission, task, inside=True)


def test_a_rule_that_forgets_the_supporting_units_is_found(
    actors: list[tuple[str, Actor]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets(condition: Q, row: Any) -> bool:
        return holds(condition, row) and not Support.objects.filter(task_id=row.pk).exists()

    monkeypatch.setattr(asking, "holds", forgets)
    assert any("Task" in difference for difference in _differences(actors[3:4]))
