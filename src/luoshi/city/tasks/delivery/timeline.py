"""A task's page as a person reads it: what happened, what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import granting_post
from luoshi.city.rules.states import move, moves_from
from luoshi.city.rules.words import choices, name_of, number
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say, words_of
from luoshi.city.tasks.events import asking, draws_attention, event_words, events, granting, is_move
from luoshi.city.tasks.models import CHANGE_REQUEST_KINDS, ChangeRequest, Event, Task


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline."""

    at: datetime
    words: str
    by: str
    reason: str
    changes: list[str]
    attention: bool


@dataclass(frozen=True)
class AllowedAction:
    """Something that can be done now: where, what the button says, whether a form comes first."""

    path: str
    words: str
    asks: bool = True
    main: bool = False


def timeline_of(events: Iterable[Event]) -> list[TimelineEntry]:
    """The events as lines, in their order."""
    return [
        TimelineEntry(
            at=event.at,
            words=event_words(event.action, language_now()),
            by=f"{event.post_name} {event.person_name}".strip(),
            reason=event.reason,
            changes=[_change(field, event) for field in event.after],
            attention=draws_attention(event.action),
        )
        for event in events
    ]


def _change(field: str, event: Event) -> str:
    before, after = (_written(field, values.get(field)) for values in (event.before, event.after))
    label = _field_name(field)
    nothing = say("tasks.delivery.nothing")
    if not before or before == after:
        return say("tasks.delivery.set_to", field=label, after=after or nothing)
    return say("tasks.delivery.changed_to", field=label, before=before, after=after or nothing)


def _field_name(field: str) -> str:
    names = words_of("tasks")["delivery"]["field"]
    if field in names:
        return str(names[field][language_now()])
    return dict(choices("task_field", language_now())).get(field, field)


def _written(field: str, value: object) -> str:
    if value in (None, ""):
        return ""
    if field in ("verdict", "own_verdict"):
        return name_of("verdict", str(value), language_now())
    if field == "target_bound":
        return name_of("bound", str(value), language_now())
    return number(value) if isinstance(value, float) else str(value)


def acts_on(actor: Actor, task: Task, change_requests: Iterable[ChangeRequest]) -> list[AllowedAction]:
    """What the actor's posts allow on the task in its state, the nearest first."""

    def may(permission: str) -> bool:
        return granting_post(actor, permission, task) is not None

    acts: list[AllowedAction] = []
    if task.phase == "working" and may("progress.write"):
        acts.append(AllowedAction(_address("progress_add", task), _word("report"), main=True))
        if may("task.sign") and task.state in move("submit").sources:
            acts.append(AllowedAction(f"{_address('progress_add', task)}?final=1", _word("progress_final")))
    for one in moves_from(task.state):  # type: ignore[arg-type]
        if not events()[one.name].own_form and may(one.permission):
            asks = bool(set(one.needs) - {"evidence"}) and one.name != "close"
            first = not acts and one.name in ("issue", "accept", "approve", "close", "resume")
            acts.append(
                AllowedAction(_address("task_move", task, one.name), one.label(language_now()), asks, first)
            )
    acts.extend(
        _change_requests(task, change_requests, may_ask=may("task.sign"), may_decide=may("task.decide"))
    )
    acts.extend(_others(task, may))
    return sorted(acts, key=lambda act: not act.main)


def _change_requests(
    task: Task, change_requests: Iterable[ChangeRequest], *, may_ask: bool, may_decide: bool
) -> Iterable[AllowedAction]:
    waiting = [one for one in change_requests if one.decided_at is None]
    if may_decide:
        for one in waiting:
            words = say("tasks.delivery.decide_on", change_request=_word(f"change_request_{one.kind}"))
            yield AllowedAction(_address("change_request", task, one.pk), words, main=True)
    if may_ask:
        for kind in CHANGE_REQUEST_KINDS:
            sources = move(asking(kind) if is_move(asking(kind)) else granting(kind)).sources
            if task.state in sources and kind not in {one.kind for one in waiting}:
                yield AllowedAction(_address("task_ask", task, kind), _word(f"ask_{kind}"))


def _others(task: Task, may: Callable[[str], bool]) -> Iterable[AllowedAction]:
    if task.phase == "working" and may("progress.write"):
        yield AllowedAction(_address("evidence_add", task), _word("evidence_add"))
    if task.phase not in ("draft", "settled"):
        if may("progress.write") or may("obstacle.settle"):
            yield AllowedAction(_address("obstacle_add", task), _word("obstacle_add"))
        if may("task.sign"):
            yield AllowedAction(_address("task_officer", task), _word("assign_officer"))
        if may("task.change"):
            yield AllowedAction(_address("task_change", task), _word("change"))
        if may("supervision_order.issue") and task.phase != "paused":
            yield AllowedAction(_address("supervision_order_issue", task), _word("supervision_order_issue"))
    if task.phase != "draft" and may("task.release"):
        word = _word("unrelease" if task.is_released else "release")
        yield AllowedAction(_address("task_release", task), word, asks=not task.is_released)


def _word(name: str) -> str:
    return say(f"tasks.delivery.{name}")


def _address(name: str, task: Task, *more: object) -> str:
    return reverse(name, args=[task.key, *more])
