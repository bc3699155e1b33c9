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

    ``of``: ``nothing``, ``task`` (with ``inside`` not as the public sees it), ``drafted``, ``sheet``,
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
_STEPS = tuple({"name": name} for name in ("confirm", "include", "edit", "exclude", "join", "split"))

ADDRESSES: dict[str, tuple[Address, ...]] = {
    **dict.fromkeys(
        (
            "home",
            "desk",
            "desk_leader",
            "desk_office",
            "desk_unit",
            "desk_units",
            "desk_log",
            "desk_log_export",
            "reports:list",
            "reports:upload",
            "task_list",
            "decompose",
            "elsewhere_add",
            "elsewhere_drafts",
            "elsewhere_template",
            "elsewhere_import",
            "task_review",
            "problem_list",
            "sheet_list",
            "notices",
            "notices_read",
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
            "paper_bulletin",
            "paper_templates",
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
    "reports:step": (Address("promise", given=_STEPS),),
    **dict.fromkeys(("reports:figure", "reports:correct_figure"), (Address("figure"),)),
    # decomposition
    **dict.fromkeys(
        ("decompose_report", "decompose_drafts", "decompose_export", "decompose_import"),
        (Address("report_key"),),
    ),
    "decompose_section": (Address("report_key", given=({"number": "1"},)),),
    **dict.fromkeys(
        ("decompose_promise", "decompose_keep", "decompose_exclude", "decompose_split"),
        (Address("report_promise"),),
    ),
    **dict.fromkeys(("draft_change", "draft_remove"), (Address("drafted"),)),
    # a task
    "task": (Address("task", inside=False),),
    "task_move": _moves(),
    "task_report": (Address("task", ("task.report",)),),
    "report_change": (Address("task", ("task.report",), row="draft"),),
    "report_move": _report_moves(),
    "task_ask": (Address("task", ("task.sign",), given=_ASK),),
    "asking": (Address("task", ("task.decide",), row="asking"),),
    "problem_add": (Address("task", ("task.report", "problem.settle")),),
    **dict.fromkeys(("problem", "problem_settle"), (Address("task", ("problem.settle",), row="problem"),)),
    "evidence_add": (Address("task", ("task.report",)),),
    "evidence": (Address("task", row="evidence"), Address("task", ("task.report",), row="draft_evidence")),
    "evidence_remove": (Address("task", ("task.report",), row="evidence"),),
    "milestone": (Address("task", ("task.sign", "task.review"), row="milestone"),),
    "task_officer": (Address("task", ("task.sign",)),),
    "task_change": (Address("task", ("task.change",)),),
    "sheet_issue": (Address("task", ("sheet.issue",)),),
    "task_release": (Address("task", ("task.release",)),),
    "sheet": (Address("sheet", data=(("answer", "已整改"),)),),
    # papers
    **dict.fromkeys(("paper_notice", "paper_notice_file"), (Address("report_key", may_be_empty=True),)),
    "paper_bulletin_file": (Address(may_be_empty=True),),
    "paper_sheet": (Address("sheet", row="key"),),
    **dict.fromkeys(
        ("paper_template_upload", "paper_template_back", "paper_template_file", "paper_sample_file"),
        (Address(given=({"kind": "sheet_blue"},)),),
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
    if address.of in ("task", "released_task", "sheet"):
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
    if address.of == "sheet":
        return {address.row or "sheet_key": thing.rows["sheet"].key}
    number = {"number": thing.rows[address.row].pk} if address.row else {}
    return {"key": thing.rows["task"].key} | number


def _of_thing(address: Address, thing: Thing) -> Allowed:
    def allowed(role: Role, method: str) -> Answer:
        if address.of == "released_task":
            return "opened" if thing.released else "missing"
        if address.of == "sheet":
            if not covers(role, "sheet.read", thing):
                return "missing"
            return "opened" if method == "GET" or covers(role, "task.sign", thing) else "refused"
        if not covers(role, "task.read", thing, inside=address.inside):
            return "missing"
        if address.row == "draft_evidence" and not covers(role, "task.report", thing):
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
