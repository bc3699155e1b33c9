"""Of every address: the objects it is about, what must be seen for it, and what is asked for there.

A view that is not here makes the walk fail: say what it is about, so that the table is walked over it, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from city.permissions.world import Role, Thing, World, covers, present, reach
from luoshi.city.rules.states import progress_lifecycle, task_lifecycle

Answer = Literal["opened", "sign_in", "refused", "missing"]


@dataclass(frozen=True)
class Case:
    """A request as the walk makes it, and what the table says of it for a role."""

    label: str
    kwargs: dict[str, Any]
    expected: Answer
    data: dict[str, Any]
    may_be_empty: bool = False


@dataclass(frozen=True)
class Address:
    """What a view is about.

    ``of``: ``nothing``, ``task`` (with ``inside`` not as the public sees it), ``drafted``, ``supervision_order``,
    ``report``, ``promise``, ``figure``, ``unit``, ``post``, ``person``. ``may_be_empty``: a paper of which there is
    nothing to print, which is 400. ``asks``: permissions of which one is needed on the task, where the view says less.
    """

    of: str = "nothing"
    asks: tuple[str, ...] = ()
    inside: bool = True
    row: str = ""
    given: tuple[dict[str, Any], ...] = ({},)
    data: tuple[tuple[str, Any], ...] = ()
    may_be_empty: bool = False


def _moves() -> tuple[Address, ...]:
    return tuple(
        Address("task", (move.permission,), given=({"name": move.name},)) for move in task_lifecycle().moves
    )


def _report_moves() -> tuple[Address, ...]:
    return tuple(
        Address("task", (move.permission,), row="awaiting_review", given=({"name": move.name},))
        for move in progress_lifecycle().moves
    )


_NOTHING, _ASK = (Address(),), tuple({"kind": kind} for kind in ("extension", "suspension", "transfer"))
_PROMISE, _PERSON = (Address("promise"),), (Address("person"),)
_STEP = tuple({"name": name} for name in ("confirm", "include", "edit", "exclude", "join", "split"))

ADDRESSES: dict[str, tuple[Address, ...]] = {
    **dict.fromkeys(
        (
            "home",
            "keep_form",
            "desk",
            "dashboard_leader",
            "dashboard_office",
            "dashboard_unit",
            "dashboard_units",
            "audit_log",
            "audit_log_export",
            "reports:list",
            "reports:upload",
            "task_list",
            "breakdown",
            "other_sources_add",
            "other_sources_drafts",
            "other_sources_template",
            "other_sources_import",
            "task_review",
            "obstacle_list",
            "supervision_order_list",
            "notifications",
            "notifications_read",
            "tasks_release",
            "units",
            "unit_add",
            "persons",
            "person_add",
            "exchange",
            "exchange_export",
            "exchange_template",
            "me",
            "me_language",
            "me_identity_unlink",
            "token_make",
            "language",
            "api",
            "live",
            "ready",
            "papers",
            "document_bulletin",
            "document_templates",
        ),
        _NOTHING,
    ),
    "public_download": (Address(given=tuple({"kind": kind} for kind in ("csv", "xlsx", "json"))),),
    "task_export": (Address(given=({"kind": "csv"}, {"kind": "xlsx"})),),
    "public_task": (Address("released_task"),),
    # reports
    **dict.fromkeys(
        (
            f"reports:{one}"
            for one in ("report", "progress", "again", "stop", "remove", "release", "rest", "add")
        ),
        (Address("report"),),
    ),
    "reports:withdraw": (Address("report", row="correction"),),
    "reports:file": (Address("report", inside=True, row="whole"),),
    "reports:records": (
        Address("report", given=tuple({"kind": "all", "suffix": one} for one in ("xlsx", "jsonl"))),
    ),
    "reports:promise": _PROMISE,
    "reports:add_figure": _PROMISE,
    "reports:step": (Address("promise", given=_STEP),),
    **dict.fromkeys(("reports:figure", "reports:correct_figure"), (Address("figure"),)),
    # decomposition
    **dict.fromkeys(
        ("breakdown_report", "breakdown_drafts", "breakdown_export", "breakdown_import"),
        (Address("report_key"),),
    ),
    "breakdown_section": (Address("report_key", given=({"number": "1"},)),),
    **dict.fromkeys(
        ("breakdown_promise", "breakdown_exclude", "breakdown_split"),
        (Address("report_promise"),),
    ),
    **dict.fromkeys(("draft_change", "draft_remove"), (Address("drafted"),)),
    # a task
    "task": (Address("task", inside=False),),
    "task_move": _moves(),
    "progress_add": (Address("task", ("progress.write",)),),
    "progress_change": (Address("task", ("progress.write",), row="draft"),),
    "progress_move": _report_moves(),
    "task_ask": (Address("task", ("task.sign",), given=_ASK),),
    "change_request": (Address("task", ("task.decide",), row="change_request"),),
    "obstacle_add": (Address("task", ("progress.write", "obstacle.settle")),),
    **dict.fromkeys(
        ("obstacle", "obstacle_settle"), (Address("task", ("obstacle.settle",), row="obstacle"),)
    ),
    "evidence_add": (Address("task", ("progress.write",)),),
    "evidence": (Address("task", row="evidence"), Address("task", ("progress.write",), row="draft_evidence")),
    "evidence_remove": (Address("task", ("progress.write",), row="evidence"),),
    "milestone": (Address("task", ("task.sign", "task.review"), row="milestone"),),
    "task_officer": (Address("task", ("task.sign",)),),
    "task_change": (Address("task", ("task.change",)),),
    "supervision_order_issue": (Address("task", ("supervision_order.issue",)),),
    "task_release": (Address("task", ("task.release",)),),
    "supervision_order": (Address("supervision_order", data=(("answer", "已整改"),)),),
    # papers
    **dict.fromkeys(
        ("document_circular", "document_circular_file"), (Address("report_key", may_be_empty=True),)
    ),
    "document_bulletin_file": (Address(may_be_empty=True),),
    "document_supervision_order": (Address("supervision_order", row="key"),),
    **dict.fromkeys(
        (
            "document_template_upload",
            "document_template_back",
            "document_template_file",
            "document_sample_file",
        ),
        (Address(given=({"kind": "supervision_order_blue"},)),),
    ),
    # people
    **dict.fromkeys(("unit", "unit_change", "unit_close", "post_add"), (Address("unit"),)),
    **dict.fromkeys(
        ("post", "post_change", "post_close", "post_appoint", "post_hand_over"), (Address("post"),)
    ),
    "holding_end": (Address("holding"),),
    **dict.fromkeys(
        (
            "person",
            "person_change",
            "account_open",
            "account_reset",
            "account_close",
            "account_unlock",
            "identity_link",
            "identity_unlink",
        ),
        _PERSON,
    ),
    "token_revoke": (Address("token"),),
}


def cases(world: World, role: Role, name: str, permission: str | None, method: str) -> Iterator[Case]:
    """Every request that the walk makes to the view ``name``; one where the page is closed to the role."""
    walked: set[tuple[str, ...]] = set()
    for address in ADDRESSES.get(name, ()):
        objects = list(_objects(world, address))
        # another move with the same permission: once, on the first task
        objects = objects[:1] if address.asks and address.asks in walked else objects
        walked.add(address.asks)
        for label, kwargs, allowed in objects:
            for given in address.given:
                here = f"{name} {label} {given or ''}"
                if permission is not None and not reach(role, permission):
                    closed: Answer = "sign_in" if role == "public" else "refused"
                    yield Case(here, kwargs | given, closed, {})
                    return
                # a promise is joined with one that is there
                data = dict(address.data) | {"with": kwargs.get("promise_key", "")}
                yield Case(here, kwargs | given, allowed(role, method), data, address.may_be_empty)


Allowed = Callable[[Role, str], Answer]


def _objects(world: World, address: Address) -> Iterator[tuple[str, dict[str, Any], Allowed]]:
    if address.of in ("task", "released_task", "supervision_order"):
        for thing in world.things.values():
            yield thing.name, _task_kwargs(address, thing), _of_thing(address, thing)
    elif address.of == "drafted":
        task = world.things["own"].rows["drafted"]
        yield "drafted", {"key": task.key}, _opened
    elif address.of in ("report", "promise", "figure", "report_key", "report_promise"):
        for name, report in world.reports.items():
            yield name, _report_kwargs(address, report), _of_report(address, name)
    else:
        yield from _others(world, address.of)


def _opened(_role: Role, _method: str) -> Answer:
    return "opened"


def _task_kwargs(address: Address, thing: Thing) -> dict[str, Any]:
    if address.of == "supervision_order":
        return {address.row or "supervision_order_key": thing.rows["supervision_order"].key}
    number = {"number": thing.rows[address.row].pk} if address.row else {}
    return {"key": thing.rows["task"].key} | number


def _of_thing(address: Address, thing: Thing) -> Allowed:
    def allowed(role: Role, method: str) -> Answer:
        if address.of == "released_task":
            return "opened" if thing.released else "missing"
        if address.of == "supervision_order":
            if not covers(role, "supervision_order.read", thing):
                return "missing"
            return "opened" if method == "GET" or covers(role, "task.sign", thing) else "refused"
        if not covers(role, "task.read", thing, inside=address.inside):
            return "missing"
        if address.row == "draft_evidence" and not covers(role, "progress.write", thing):
            return "missing"
        asked = not address.asks or any(covers(role, one, thing) for one in address.asks)
        return "opened" if asked else "refused"

    return allowed


def _report_kwargs(address: Address, report: Any) -> dict[str, Any]:
    promise, figure, correction = present(report)
    if address.of == "report_key":
        return {"report_key": report.key}
    if address.of == "report_promise":
        return {"report_key": report.key, "key": promise.key}
    more: dict[str, dict[str, Any]] = {
        "promise": {"promise_key": promise.key},
        "figure": {"figure_key": figure.key},
        "report": {"number": correction.pk} if address.row == "correction" else {},
    }
    return {"key": report.key, **more[address.of]}


def _of_report(address: Address, name: str) -> Allowed:
    def allowed(role: Role, _method: str) -> Answer:
        scopes = reach(role, "report.read")
        whole = address.row == "whole"
        return "opened" if "all" in scopes or (name == "released" and not whole) else "missing"

    return allowed


def _others(world: World, of: str) -> Iterator[tuple[str, dict[str, Any], Allowed]]:
    office = world.office
    if of == "nothing":
        yield "", {}, _opened
    elif of == "unit":
        for key in ("commerce", "water", "audit"):
            yield key, {"key": key}, _opened
    elif of == "post":
        for key in ("commerce-officer", "water-officer"):
            yield key, {"key": key}, _opened
    elif of == "holding":
        for key in ("commerce-officer", "water-officer"):
            holding = office.people[key].holdings.get()
            yield key, {"key": key, "holding": holding.pk}, _opened
    elif of == "person":
        for key in ("commerce-officer", "water-officer"):
            yield key, {"key": key}, _opened
    elif of == "token":
        token = office.people["water-head"].tokens.get()
        yield "of somebody else", {"token": token.pk}, lambda _role, _method: "missing"
    else:
        raise AssertionError(of)
