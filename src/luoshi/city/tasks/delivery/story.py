"""A task's page as a person reads it: what happened, what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from luoshi.city.site.templatetags.site import language_now
from luoshi.city.site.words import say, words_of
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import granting_post
from luoshi.city.rules.states import SETTLED, move, moves_from, task_lifecycle
from luoshi.city.rules.words import Reason, in_words, name_of, number
from luoshi.city.tasks.actions.asking import MOVES as GRANTING
from luoshi.city.tasks.actions.evidence import REPORTING
from luoshi.city.tasks.models import Asking, Notice, Step, Task

_ATTENTION = frozenset({"send_back", "return_for_more", "reopen", "suspend", "issue_sheet", "change"})
_ELSEWHERE = frozenset({"submit", "ask_extension", "grant_extension", "refuse_extension"})


@dataclass(frozen=True)
class Fact:
    """One line of the story."""

    at: datetime
    words: str
    by: str
    reason: str
    changes: list[str]
    attention: bool


@dataclass(frozen=True)
class Act:
    """Something that can be done now: where, what the button says, whether a form comes first."""

    path: str
    words: str
    asks: bool = True
    main: bool = False


def event_words(action: str) -> str:
    """What happened, in words; moves have theirs from the rules."""
    moves = {one.name for one in task_lifecycle().moves}
    if action in moves:
        return move(action).label(language_now())
    known = words_of("tasks")["doing"]["event"]
    return str(known[action][language_now()]) if action in known else action


def story_of(steps: Iterable[Step]) -> list[Fact]:
    """The steps as lines, in their order."""
    return [
        Fact(
            at=step.at,
            words=event_words(step.action),
            by=f"{step.post_name} {step.person_name}".strip(),
            reason=step.reason,
            changes=[_change(field, step) for field in step.after],
            attention=step.action in _ATTENTION,
        )
        for step in steps
    ]


def _change(field: str, step: Step) -> str:
    before, after = (_written(field, values.get(field)) for values in (step.before, step.after))
    known = words_of("tasks")["doing"]["field"]
    label = known[field][language_now()] if field in known else field
    nothing = say("tasks.delivery.nothing", language_now())
    if not before or before == after:
        return say("tasks.delivery.set_to", language_now(), field=label, after=after or nothing)
    return say("tasks.delivery.changed_to", language_now(), field=label, before=before, after=after or nothing)


def _written(field: str, value: object) -> str:
    if value in (None, ""):
        return ""
    if field in ("verdict", "own_verdict"):
        return name_of("verdict", str(value), language_now())
    if field == "target_bound":
        return say(f"tasks.delivery.bound.{value}", language_now())
    return number(value) if isinstance(value, float) else str(value)


def acts_on(actor: Actor, task: Task, askings: Iterable[Asking]) -> list[Act]:
    """What the actor's posts allow on the task in its state, the nearest first."""

    def may(permission: str) -> bool:
        return granting_post(actor, permission, task) is not None

    root = f"/tasks/{task.key}"
    acts: list[Act] = []
    if task.state in REPORTING and may("task.report"):
        acts.append(Act(f"{root}/report/", _word("report"), main=True))
        if may("task.sign") and task.state != "extension_asked":
            acts.append(Act(f"{root}/report/?final=1", _word("report_final")))
    for one in moves_from(task.state):  # type: ignore[arg-type]
        if one.name not in _ELSEWHERE and may(one.permission):
            asks = bool(set(one.needs) - {"evidence"}) and one.name != "close"
            first = not acts and one.name in ("issue", "accept", "approve", "close", "resume")
            acts.append(Act(f"{root}/move/{one.name}/", one.label(language_now()), asks, first))
    acts.extend(_askings(task, askings, may_ask=may("task.sign"), may_decide=may("task.decide"), root=root))
    acts.extend(_others(task, may, root))
    return sorted(acts, key=lambda act: not act.main)


def _askings(
    task: Task, askings: Iterable[Asking], *, may_ask: bool, may_decide: bool, root: str
) -> Iterable[Act]:
    waiting = [one for one in askings if one.decided_at is None]
    if may_decide:
        for one in waiting:
            words = say("tasks.delivery.decide_on", language_now(), asking=_word(f"asking_{one.kind}"))
            yield Act(f"{root}/askings/{one.pk}/", words, main=True)
    if may_ask:
        for kind, name in GRANTING.items():
            sources = move("ask_extension" if kind == "extension" else name).sources
            if task.state in sources and kind not in {one.kind for one in waiting}:
                yield Act(f"{root}/ask/{kind}/", _word(f"ask_{kind}"))


def _others(task: Task, may: Callable[[str], bool], root: str) -> Iterable[Act]:
    settled = task.state in SETTLED
    if task.state in REPORTING and may("task.report"):
        yield Act(f"{root}/evidence/", _word("evidence_add"))
    if task.state != "drafted" and not settled:
        if may("task.report") or may("problem.settle"):
            yield Act(f"{root}/problems/", _word("problem_add"))
        if may("task.sign"):
            yield Act(f"{root}/officer/", _word("assign_officer"))
        if may("task.change"):
            yield Act(f"{root}/change/", _word("change"))
        if may("sheet.issue") and task.state != "suspended":
            yield Act(f"{root}/sheets/", _word("sheet_issue"))
    if task.state != "drafted" and may("task.release"):
        word = _word("unrelease" if task.is_released else "release")
        yield Act(f"{root}/release/", word, asks=not task.is_released)


def _word(name: str) -> str:
    return say(f"tasks.delivery.{name}", language_now())


def notice_words(notice: Notice) -> str:
    """A notice in words: what is due, or what somebody did and why."""
    detail = notice.detail
    if "reasons" in detail:
        said = [in_words(Reason(one["code"], one["details"]), language_now()) for one in detail["reasons"]]
        words = "；".join(said) if language_now() == "zh" else "; ".join(said)
        return f"{_word('escalated')}：{words}" if notice.kind == "escalated" else words
    words = event_words(str(detail.get("event", "")))
    reason = str(detail.get("reason", ""))
    return f"{words}：{reason}" if reason else words
