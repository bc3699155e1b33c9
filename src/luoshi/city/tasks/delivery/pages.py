"""A task's page: its whole timeline on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import granting_post
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.escalation import SupervisionOrder as Sent
from luoshi.city.rules.escalation import escalation
from luoshi.city.rules.facts import Facts, milestones_counted
from luoshi.city.rules.lights import Light, claim_differs
from luoshi.city.rules.schedule import milestone_met, standing
from luoshi.city.rules.states import OPEN, progress_lifecycle
from luoshi.city.rules.verdicts import disagreement
from luoshi.city.rules.words import Reason
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.uploads import Stored, serve
from luoshi.city.site.words import say
from luoshi.city.tasks.access import sees_inside
from luoshi.city.tasks.actions.evidence import remove_evidence
from luoshi.city.tasks.delivery import queries, timeline
from luoshi.city.tasks.delivery.chart import chart_of
from luoshi.city.tasks.delivery.writing import done_at_once, next_of
from luoshi.city.tasks.models import Evidence, ProgressEntry, Task
from luoshi.city.tasks.selectors import evidence_for, is_overdue, task_for
from luoshi.city.tasks.status_light import facts_of


@page("task.read")
@require_GET
def task_page(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/``: what was promised, how it stands, who does it, what happened, what can be done."""
    actor = actor_of(request)
    today = timezone.localdate()
    task = task_for(actor, key)
    if not sees_inside(actor, task):
        return redirect("public_task", task.key)
    facts = facts_of(task)
    found = standing(facts, today)
    context: dict[str, Any] = {
        "task": task,
        "next": next_of(request),
        "standing": found,
        "overdue": is_overdue(task, today),
        "days": list(_days(task, today)),
        "supports": [support.unit for support in task.supports.all()],
    }
    rows = queries.rows_of(actor, task, today, all_progress="all" in request.GET)
    context |= _standing(task, facts, rows, today) | _who(task, rows) | _allowed(actor, task, facts, rows)
    return render(request, "tasks/delivery/task.html", context)


def _standing(task: Task, facts: Facts, rows: queries.Rows, today: date) -> dict[str, Any]:
    """How it stands and what happened."""
    reasons = tuple(Reason(one["code"], one.get("details", {})) for one in task.light_reasons)
    light = Light(task.light, reasons)  # type: ignore[arg-type]
    counted = milestones_counted(facts)
    return {
        "rows": rows,
        "chart": chart_of(task, rows.measured, today),
        "claim_differs": _plain(claim_differs(task.claim, light) if task.claim else None),  # type: ignore[arg-type]
        "verdicts_differ": _plain(disagreement(task.own_verdict or None, task.verdict or None)),  # type: ignore[arg-type]
        "facts": timeline.timeline_of(rows.events),
        "own_evidence": [one for one in rows.evidence if one.progress_id is None],
        "milestones": [
            (one, milestone_met(facts, ruled), ruled in counted)
            for one, ruled in zip(task.milestones.all(), facts.milestones, strict=True)
        ],
    }


def _days(task: Task, today: date) -> Iterator[tuple[str, date | datetime, bool]]:
    """The days of a task that have come, in their order: name, day, whether it was missed."""
    first_due = task.first_due if task.first_due != task.due else None
    days = {
        "start": task.start,
        "due": task.due,
        "first_due": first_due,
        "issued": task.issued_at,
        "accepted": task.accepted_at,
        "submitted": task.submitted_on,
        "done": task.done_on,
        "closed": task.closed_on,
    }
    for name, day in days.items():
        if day is not None:
            yield say(f"tasks.delivery.{name}"), day, name == "due" and is_overdue(task, today)


def _who(task: Task, rows: queries.Rows) -> dict[str, Any]:
    """Who holds the posts that answer for it today."""
    return {
        "sponsors": rows.holders.get(task.sponsor_id or 0, []),
        "officers": rows.holders.get(task.officer_id or 0, []),
        "heads": [f"{head.name} {'、'.join(rows.holders.get(head.pk, []))}" for head in rows.heads],
    }


def _allowed(actor: Actor, task: Task, facts: Facts, rows: queries.Rows) -> dict[str, Any]:
    """What the actor's posts allow."""
    may = {
        one: granting_post(actor, one, task) is not None
        for one in ("task.sign", "task.review", "task.decide", "obstacle.settle", "supervision_order.issue")
    }
    sent = [Sent(one.colour, one.issued_on, one.answered_at is not None) for one in rows.supervision_orders]  # type: ignore[arg-type]
    suggested = (
        escalation(facts, timezone.localdate(), supervision_orders=sent).supervision_order
        if may["supervision_order.issue"]
        else None
    )
    return {
        "acts": timeline.acts_on(actor, task, rows.change_requests),
        "reports": [_report(actor, task, one, rows.evidence) for one in rows.progress],
        "removable": {one.pk for one in _removable(actor, task, rows)},
        "may_reach": task.phase in OPEN and (may["task.sign"] or may["task.review"]),
        "may_settle": may["obstacle.settle"],
        "may_decide": may["task.decide"],
        "suggested": suggested,
    }


@page("task.read")
@require_GET
def evidence_file(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """``/tasks/<key>/evidence/<number>/``: the file, for those who see the task."""
    evidence = evidence_for(actor_of(request), key, number)
    return serve(Stored(evidence.sha256, evidence.size, evidence.media_type, evidence.name))


@page("progress.write")
@require_POST
def evidence_remove(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/evidence/<number>/remove/``: take out what nobody signed for yet."""
    task = task_for(actor_of(request), key)
    return done_at_once(
        request, task, lambda: remove_evidence(actor=actor_of(request), key=key, number=number)
    )


def _plain(reason: Reason | None) -> dict[str, object] | None:
    return None if reason is None else {"code": reason.code, "details": reason.details}


def _removable(actor: Actor, task: Task, rows: queries.Rows) -> list[Evidence]:
    """What the actor may still take out; asks nothing of the database."""
    if granting_post(actor, "progress.write", task) is None:
        return []
    last = max((one.signed_at for one in rows.progress if one.signed_at), default=None)
    return [
        one
        for one in rows.evidence
        if (one.progress.signed_at is None if one.progress else last is None or last < one.added_at)
    ]


def _report(actor: Actor, task: Task, report: ProgressEntry, evidence: list[Evidence]) -> dict[str, Any]:
    """A report with its files and what can be done with it now."""
    may = {
        one: granting_post(actor, one, task) is not None
        for one in ("progress.write", "task.sign", "task.review")
    }
    moves = [
        (one.name, one.label(language_now()), "reason" in one.needs)
        for one in progress_lifecycle().moves_from(report.state)  # type: ignore[arg-type]
        if may[one.permission]
        and not (report.final and one.permission == "task.review")
        and one.name != "send_for_signature"
    ]
    return {
        "row": report,
        "evidence": [one for one in evidence if one.progress_id == report.pk],
        "moves": moves,
        "changing": report.is_editable and may["progress.write"],
    }  # fmt: skip
