"""Moves, askings, problems, evidence, milestones, sheets, changes: each at its own address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.secrecy import kept_with_remarks
from luoshi.city.site.templatetags.site import language_now
from luoshi.city.site.words import say
from luoshi.city.people.actors import Actor
from luoshi.city.people.models import Post
from luoshi.city.people.permissions import granting_post, require
from luoshi.city.people.requests import actor_of
from luoshi.city.rules.states import move
from luoshi.city.rules.verdicts import suggest
from luoshi.city.tasks.actions import asking as asking_actions
from luoshi.city.tasks.actions.changing import assign_officer, reach_milestone
from luoshi.city.tasks.actions.confirming import Unconfirmed
from luoshi.city.tasks.actions.evidence import ALLOWED, add_evidence
from luoshi.city.tasks.actions.moving import Given, move_task
from luoshi.city.tasks.actions.problems import add_problem, assign_problem, settle_problem
from luoshi.city.tasks.actions.sheets import answer_sheet, issue_sheet
from luoshi.city.tasks.actions.standing import final_report
from luoshi.city.tasks.delivery import forms, queries
from luoshi.city.tasks.delivery.writing import asked, confirmed_in, done_at_once, version_of
from luoshi.city.tasks.lighting import facts_of
from luoshi.city.tasks.locking import Missing
from luoshi.city.tasks.models import Problem, Task
from luoshi.city.tasks.queries import task_for

_GET_POST = ["GET", "POST"]


def inside(actor: Actor, key: str, *permissions: str) -> Task:
    """The task, of which the actor sees more than the public and has one of ``permissions``."""
    task = task_for(actor, key)
    if not queries.sees_inside(actor, task):
        raise Missing("task_missing", key=key)
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
        wanted = Given(**fields, confirmed=confirmed_in(request))
        return move_task(actor=actor, key=key, name=name, given=wanted, version=given.get("version"))

    needs = set(one.needs) - {"evidence"} - ({"verdict"} if name == "close" else set())
    if not needs and request.method == "POST":
        try:
            return done_at_once(request, task, lambda: write({"version": version_of(request)}))
        except Unconfirmed:
            pass  # a button that asks becomes a form
    more = _suggestion(task) if name == "approve" else {}
    initial = {"version": task.version, "verdict": more.get("suggested")}
    form = forms.MoveForm(name, needs, request.POST or None, initial=initial)
    return asked(request, task, form, write, title=one.label(language_now()), more=more)


def _suggestion(task: Task) -> dict[str, Any]:
    """The report under review, and the verdict that its amount suggests: never another report's."""
    final = final_report(task)
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
def task_ask(request: HttpRequest, key: str, kind: asking_actions.AskingKind) -> HttpResponse:
    """``/tasks/<key>/ask/<kind>/``: ask for an extension, a suspension, a transfer."""
    task = inside(actor_of(request), key, "task.sign")
    form = forms.AskForm(kind, request.POST or None, initial={"version": task.version})
    return asked(
        request,
        task,
        form,
        lambda given: asking_actions.ask(
            actor=actor_of(request),
            key=key,
            kind=kind,
            given=Given(
                reason=given["reason"],
                new_due=given.get("new_due"),
                new_unit=given.get("new_unit"),
                confirmed=confirmed_in(request),
            ),
            version=given["version"],
        ),
        title=say(f"tasks.delivery.ask_{kind}", language_now()),
    )


@page("task.decide")
@require_http_methods(_GET_POST)
def asking_decide(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/askings/<number>/``: grant or refuse."""
    task = inside(actor_of(request), key, "task.decide")
    asking = task.askings.select_related("wanted_unit", "asked_by").filter(pk=number).first()
    if asking is None:
        raise Missing("asking_missing", key=key)
    initial = {
        "version": task.version,
        "new_due": asking.wanted_due,
        "new_unit": asking.wanted_unit and asking.wanted_unit.key,
    }
    form = forms.DecideForm(asking.kind, request.POST or None, initial=initial)

    def write(given: dict[str, Any]) -> object:
        wanted = Given(
            reason=given["reason"],
            new_due=given.get("new_due"),
            new_unit=given.get("new_unit"),
            confirmed=confirmed_in(request),
        )
        return asking_actions.decide(
            actor=actor_of(request),
            key=key,
            number=number,
            granted=given["granted"],
            given=wanted,
            version=given["version"],
        )

    title = say(f"tasks.delivery.asking_{asking.kind}", language_now())
    return asked(request, task, form, write, title=title, more={"asking": asking})


@page("task.read")
@require_http_methods(_GET_POST)
def problem_add(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/problems/``: enter a problem."""
    task = inside(actor_of(request), key, "task.report", "problem.settle")
    form = forms.ProblemForm(request.POST or None)
    title = say("tasks.delivery.problem_add", language_now())
    return asked(
        request,
        task,
        form,
        lambda given: add_problem(actor=actor_of(request), key=key, words=given["words"]),
        title=title,
    )


def _problem(task: Task, number: int) -> Problem:
    problem = task.problems.select_related("remover").filter(pk=number).first()
    if problem is None:
        raise Missing("problem_missing", key=task.key)
    return problem


@page("problem.settle")
@require_http_methods(_GET_POST)
def problem_assign(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/problems/<number>/``: say who removes it by when."""
    task = inside(actor_of(request), key, "problem.settle")
    problem = _problem(task, number)
    remover = problem.remover.key if problem.remover else None
    initial = {"version": task.version, "remover": remover, "due": problem.due}
    form = forms.AssignForm(request.POST or None, initial=initial)
    return asked(
        request,
        task,
        form,
        lambda given: assign_problem(
            actor=actor_of(request),
            key=key,
            number=number,
            remover=given["remover"],
            due=given["due"],
            version=given["version"],
            confirmed=confirmed_in(request),
        ),
        title=say("tasks.delivery.problem_assign", language_now()),
        more={"problem": problem},
    )


@page("problem.settle")
@require_http_methods(_GET_POST)
def problem_settle(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """``/tasks/<key>/problems/<number>/settle/``: confirm that it is removed."""
    task = inside(actor_of(request), key, "problem.settle")
    problem = _problem(task, number)
    form = forms.SettleForm(request.POST or None, initial={"version": task.version})
    return asked(
        request,
        task,
        form,
        lambda given: settle_problem(
            actor=actor_of(request), key=key, number=number, words=given["words"], version=given["version"]
        ),
        title=say("tasks.delivery.problem_settle", language_now()),
        more={"problem": problem},
    )


@takes_files
@page("task.report")
@require_http_methods(_GET_POST)
def evidence_add(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/evidence/``: files for the task itself."""
    task = inside(actor_of(request), key, "task.report")
    form = forms.FilesForm(request.POST or None, request.FILES or None)

    def write(given: dict[str, Any]) -> object:
        with kept_with_remarks(request, given["evidence"], allowed=ALLOWED) as files:
            return add_evidence(actor=actor_of(request), key=key, files=files)

    return asked(request, task, form, write, title=say("tasks.delivery.evidence_add", language_now()))


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
    posts = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate()),
        unit=task.lead_unit_id,
        role__in=("unit_officer", "unit_head"),
    )
    initial = {"version": task.version, "post": task.officer and task.officer.key}
    form = forms.OfficerForm(posts, request.POST or None, initial=initial)
    return asked(
        request,
        task,
        form,
        lambda given: assign_officer(
            actor=actor_of(request), key=key, post=given["post"], version=given["version"]
        ),
        title=say("tasks.delivery.assign_officer", language_now()),
    )


@page("sheet.issue")
@require_http_methods(_GET_POST)
def sheet_issue(request: HttpRequest, key: str) -> HttpResponse:
    """``/tasks/<key>/sheets/``: send a supervision sheet."""
    task = inside(actor_of(request), key, "sheet.issue")
    initial = {
        "version": task.version,
        "unit": task.lead_unit and task.lead_unit.key,
        "colour": request.GET.get("colour", "blue"),
        "answer_due": timezone.localdate() + timedelta(days=7),
    }
    form = forms.SheetForm(sorted(task.unit_ids), request.POST or None, initial=initial)
    return asked(
        request,
        task,
        form,
        lambda given: issue_sheet(actor=actor_of(request), key=key, **given),
        title=say("tasks.delivery.sheet_issue", language_now()),
    )


@page("sheet.read")
@require_http_methods(_GET_POST)
def sheet_answer(request: HttpRequest, sheet_key: str) -> HttpResponse:
    """``/tasks/sheets/<key>/``: the sheet; the head of its unit answers it here."""
    sheet = queries.sheet_for(actor_of(request), sheet_key)
    form = forms.AnswerForm(request.POST or None)
    heads = {post.unit_id for post in actor_of(request).reach("task.sign").get("lead", ())}
    return asked(
        request,
        sheet.task,
        form,
        lambda given: answer_sheet(actor=actor_of(request), sheet_key=sheet_key, answer=given["answer"]),
        title=say("tasks.delivery.sheet", language_now()),
        template="tasks/delivery/sheet.html",
        more={"sheet": sheet, "may_answer": sheet.unit_id in heads and sheet.answered_at is None},
    )
