"""Moves, change requests, obstacles, evidence, milestones, supervision orders, changes of a task."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post
from luoshi.city.people.permissions import granting_post, may, require
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.states import move
from luoshi.city.rules.verdicts import suggest
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.confirmations import UnconfirmedError
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.form_view import confirmed_in, version_of
from luoshi.city.site.language import language_now
from luoshi.city.site.secrecy import kept_with_remarks
from luoshi.city.site.words import say
from luoshi.city.tasks.access import sees_inside
from luoshi.city.tasks.actions import change_requests as change_request_actions
from luoshi.city.tasks.actions.amendments import assign_officer, reach_milestone
from luoshi.city.tasks.actions.evidence import ALLOWED, add_evidence
from luoshi.city.tasks.actions.obstacles import add_obstacle, assign_obstacle, settle_obstacle
from luoshi.city.tasks.actions.supervision_orders import answer_supervision_order, issue_supervision_order
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.delivery import forms
from luoshi.city.tasks.delivery.writing import asked, done_at_once
from luoshi.city.tasks.events import ChangeRequestKind
from luoshi.city.tasks.models import Obstacle, Task
from luoshi.city.tasks.selectors import final_progress, supervision_order_for, task_for
from luoshi.city.tasks.status_light import facts_of

_GET_POST = ["GET", "POST"]


def inside(actor: Actor, key: str, *permissions: str) -> Task:
    """The task, of which the actor sees more than the public and has one of ``permissions``."""
    task = task_for(actor, key)
    if not sees_inside(actor, task):
        raise NotFoundError("task_missing", key=key)
    if permissions and not any(granting_post(actor, one, task) for one in permissions):
        require(actor, permissions[0], task)
    return task


@page("task.read")
@require_http_methods(_GET_POST)
def task_move(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """``/tasks/<key>/move/<name>/``: make a move; those that need something ask for it first."""
    actor = actor_of(request)
    one = move(name)
    task = inside(actor, key, one.permission)

    def write(given: dict[str, Any]) -> Task:
        fields = {field: value for field, value in given.items() if field != "version"}
        wanted = TransitionInput(**fields, confirmed=confirmed_in(request))
        return move_task(actor=actor, key=key, name=name, given=wanted, version=given.get("version"))

    needs = set(one.needs) - {"evidence"} - ({"verdict"} if name == "close" else set())
    if not needs and request.method == "POST":
        try:
            return done_at_once(request, task, lambda: write({"version": version_of(request)}))
        except UnconfirmedError:
            pass  # a button that asks becomes a form
    more = _suggestion(task) if name == "approve" else {}
    initial = {"version": task.version, "verdict": more.get("suggested")}
    form = forms.MoveForm(name, needs, request.POST or None, initial=initial)
    place = f"task:{key}:{name}"
    return asked(request, task, form, write, title=one.label(language_now()), more=more, place=place)


def _suggestion(task: Task) -> dict[str, Any]:
    """The report under review, and the verdict that its amount suggests: never another report's."""
    final = final_progress(task)
    amount = final.amount if final else task.done_amount
    facts = facts_of(task)
    if final and amount is None and facts.target is not None:
        return {"report": final, "unmeasured": True}
    found = suggest(
        task.target_low,
        task.target_high,
        task.target_bound or None,  # type: ignore[arg-type]
        facts.direction,
        amount,
        course=facts.course,
    )
    return {
        "report": final,
        "suggested": found.verdict,
        "suggested_reason": {"code": found.reason.code, "details": found.reason.details},
    }


@page("task.sign")
@require_http_methods(_GET_POST)
def task_ask(request: HttpRequest, key: str, kind: ChangeRequestKind) -> HttpResponse:
    """``/tasks/<key>/ask/<kind>/``: ask for an extension, a suspension, a transfer."""
    task = inside(actor_of(request), key, "task.sign")
    form = forms.AskForm(kind, request.POST or None, initial={"version": task.version})
    return asked(
        request,
        task,
        form,
        lambda given: change_request_actions.ask(
            actor=actor_of(request),
            key=key,
            kind=kind,
            given=TransitionInput(
                reason=given["reason"],
                new_due=given.get("new_due"),
                new_unit=given.get("new_unit"),
                confirmed=confirmed_in(request),
            ),
            version=given["version"],
        ),
        title=say(f"tasks.delivery.ask_{kind}"),
        place=f"task:{key}:ask_{kind}",
    )


@page("task.decide")
@require_http_methods(_GET_POST)
def change_request_decide(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/change-requests/<number>/``: grant or refuse."""
    task = inside(actor_of(request), key, "task.decide")
    change_request = task.change_requests.select_related("wanted_unit", "asked_by").filter(pk=number).first()
    if change_request is None:
        raise NotFoundError("change_request_missing", key=key)
    initial = {
        "version": task.version,
        "new_due": change_request.wanted_due,
        "new_unit": change_request.wanted_unit and change_request.wanted_unit.key,
    }
    form = forms.DecideForm(change_request.kind, request.POST or None, initial=initial)

    def write(given: dict[str, Any]) -> object:
        wanted = TransitionInput(
            reason=given["reason"],
            new_due=given.get("new_due"),
            new_unit=given.get("new_unit"),
            confirmed=confirmed_in(request),
        )
        return change_request_actions.decide(
            actor=actor_of(request),
            key=key,
            number=number,
            granted=given["granted"],
            given=wanted,
            version=given["version"],
        )

    title = say(f"tasks.delivery.change_request_{change_request.kind}")
    place = f"task:{key}:decide:{number}"
    more = {"change_request": change_request}
    return asked(request, task, form, write, title=title, more=more, place=place)


@page("task.read")
@require_http_methods(_GET_POST)
def obstacle_add(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/obstacles/``: enter an obstacle."""
    task = inside(actor_of(request), key, "progress.write", "obstacle.settle")
    form = forms.ObstacleForm(request.POST or None)
    title = say("tasks.delivery.obstacle_add")
    return asked(
        request,
        task,
        form,
        lambda given: add_obstacle(actor=actor_of(request), key=key, words=given["words"]),
        title=title,
        place=f"task:{key}:obstacle",
    )


def _obstacle(task: Task, number: int) -> Obstacle:
    obstacle = task.obstacles.select_related("remover").filter(pk=number).first()
    if obstacle is None:
        raise NotFoundError("obstacle_missing", key=task.key)
    return obstacle


@page("obstacle.settle")
@require_http_methods(_GET_POST)
def obstacle_assign(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/obstacles/<number>/``: say who removes it by when."""
    task = inside(actor_of(request), key, "obstacle.settle")
    obstacle = _obstacle(task, number)
    remover = obstacle.remover.key if obstacle.remover else None
    initial = {"version": task.version, "remover": remover, "due": obstacle.due}
    form = forms.AssignForm(request.POST or None, initial=initial)
    return asked(
        request,
        task,
        form,
        lambda given: assign_obstacle(
            actor=actor_of(request),
            key=key,
            number=number,
            remover=given["remover"],
            due=given["due"],
            version=given["version"],
            confirmed=confirmed_in(request),
        ),
        title=say("tasks.delivery.obstacle_assign"),
        more={"obstacle": obstacle},
    )


@page("obstacle.settle")
@require_http_methods(_GET_POST)
def obstacle_settle(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/obstacles/<number>/settle/``: confirm that it is removed."""
    task = inside(actor_of(request), key, "obstacle.settle")
    obstacle = _obstacle(task, number)
    form = forms.SettleForm(request.POST or None, initial={"version": task.version})
    return asked(
        request,
        task,
        form,
        lambda given: settle_obstacle(
            actor=actor_of(request), key=key, number=number, words=given["words"], version=given["version"]
        ),
        title=say("tasks.delivery.obstacle_settle"),
        place=f"task:{key}:settle:{number}",
        more={"obstacle": obstacle},
    )


@takes_files
@page("progress.write")
@require_http_methods(_GET_POST)
def evidence_add(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/evidence/``: files for the task itself."""
    task = inside(actor_of(request), key, "progress.write")
    form = forms.FilesForm(request.POST or None, request.FILES or None)

    def write(given: dict[str, Any]) -> object:
        with kept_with_remarks(request, given["evidence"], allowed=ALLOWED) as files:
            return add_evidence(actor=actor_of(request), key=key, files=files)

    return asked(request, task, form, write, title=say("tasks.delivery.evidence_add"))


@page("task.read")
@require_POST
def milestone_reach(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/milestones/<number>/``: reached today, or with ``open`` not reached after all."""
    task = inside(actor_of(request), key, "task.sign", "task.review")
    day = None if "open" in request.POST else timezone.localdate()
    return done_at_once(
        request,
        task,
        lambda: reach_milestone(
            actor=actor_of(request), key=key, number=number, done_on=day, version=version_of(request)
        ),
    )


@page("task.sign")
@require_http_methods(_GET_POST)
def officer(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/officer/``: which post of the unit does the work."""
    task = inside(actor_of(request), key, "task.sign")
    posts = Post.objects.current().filter(unit=task.lead_unit_id, role__in=("unit_officer", "unit_head"))
    initial = {"version": task.version, "post": task.officer and task.officer.key}
    form = forms.OfficerForm(posts, request.POST or None, initial=initial)
    return asked(
        request,
        task,
        form,
        lambda given: assign_officer(
            actor=actor_of(request), key=key, post=given["post"], version=given["version"]
        ),
        title=say("tasks.delivery.assign_officer"),
    )


@page("supervision_order.issue")
@require_http_methods(_GET_POST)
def supervision_order_issue(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/supervision-orders/``: send a supervision order."""
    task = inside(actor_of(request), key, "supervision_order.issue")
    initial = {
        "version": task.version,
        "unit": task.lead_unit and task.lead_unit.key,
        "colour": request.GET.get("colour", "blue"),
        "answer_due": timezone.localdate() + timedelta(days=7),
    }
    form = forms.SupervisionOrderForm(sorted(task.unit_ids), request.POST or None, initial=initial)
    return asked(
        request,
        task,
        form,
        lambda given: issue_supervision_order(actor=actor_of(request), key=key, **given),
        title=say("tasks.delivery.supervision_order_issue"),
        place=f"task:{key}:supervision_order",
    )


@page("supervision_order.read")
@require_http_methods(_GET_POST)
def supervision_order_answer(request: HttpRequest, supervision_order_key: str) -> HttpResponse:
    """``/tasks/supervision-orders/<key>/``: the supervision order; the head of its unit answers it here."""
    supervision_order = supervision_order_for(actor_of(request), supervision_order_key)
    form = forms.AnswerForm(request.POST or None)
    return asked(
        request,
        supervision_order.task,
        form,
        lambda given: answer_supervision_order(
            actor=actor_of(request), supervision_order_key=supervision_order_key, answer=given["answer"]
        ),
        title=say("tasks.delivery.supervision_order"),
        place=f"supervision_order:{supervision_order_key}",
        template="tasks/delivery/supervision_order.html",
        more={
            "supervision_order": supervision_order,
            "may_answer": supervision_order.answered_at is None
            and may(actor_of(request), "task.sign", supervision_order),
        },
    )
