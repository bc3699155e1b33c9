"""Lights: how a task stands against its schedule, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from luoshi.city.rules.facts import (
    Claim,
    Colour,
    Facts,
    Thresholds,
    accepted_late,
    begins,
    due_binds,
    got_on,
    in_time,
    is_silent,
    milestones_counted,
    overdue_days,
    silent_days,
    silent_since,
    thresholds,
)
from luoshi.city.rules.schedule import course_of, in_first_interval, milestone_met, standing
from luoshi.city.rules.words import Reason, named, number, percents

__all__ = ["Claim", "Colour", "Light", "claim_differs", "light"]

GRAVITY: tuple[Colour, ...] = ("red", "yellow", "blue", "green", "grey")
_Found = tuple[Colour, Reason]


class Light(msgspec.Struct, frozen=True):
    """A colour and why: the first reason is the one that decided."""

    colour: Colour
    reasons: tuple[Reason, ...]


def light(facts: Facts, on: date, known: Thresholds | None = None) -> Light:
    """The light of a task at the end of ``on``: the gravest of all that is found; every finding stays.

    Red: overdue, far behind, a milestone long overdue. Yellow: behind, a milestone overdue, silent, not
    accepted, no due date. Blue: due soon. Green: none of these. Grey, no light: drafted and suspended, whose
    schedule does not run; what awaits acceptance and still has time for it; done and closed, which are
    settled; their reason says in time or late. Before its first interval is over nothing but the due date
    makes a task red.
    """
    known = known or thresholds()
    if facts.phase in ("draft", "paused"):
        return Light("grey", (Reason(facts.phase),))
    if facts.phase == "settled":
        return Light("grey", (_settled(facts),))
    if facts.phase == "waiting":
        return _awaited(facts, on, known)
    found = [
        *_overdue(facts, on),
        *_behind(facts, on, known),
        *_milestones(facts, on, known),
        *_silent(facts, on, known),
        *_soon(facts, on, known),
    ]
    if not found:
        found = [("green", _well(facts, on, known))]
    found.sort(key=lambda one: GRAVITY.index(one[0]))
    return Light(found[0][0], tuple(reason for _, reason in found))


def claim_differs(claim: Claim, computed: Light, known: Thresholds | None = None) -> Reason | None:
    """Why the unit's own claim and the light do not agree; ``None`` where they do, or there is no light.

    自评正常推进 beside a red light -> they differ.
    """
    known = known or thresholds()
    if computed.colour == "grey" or computed.colour in known.claim_agrees_with[claim]:
        return None
    code = "claim_brighter" if claim == "on_track" else "claim_darker"
    return Reason(code, named(claim=("claim", claim), light=("light", computed.colour)))


def _settled(facts: Facts) -> Reason:
    kept, finished = in_time(facts), facts.submitted_on or facts.closed_on
    if kept is None or finished is None or facts.due is None:
        return Reason("settled")
    details = {"due": f"{facts.due}", "finished": f"{finished}"}
    if kept:
        return Reason("settled_in_time", details)
    return Reason("settled_late", details | {"days": str((finished - facts.due).days)})


def _awaited(facts: Facts, on: date, known: Thresholds) -> Light:
    """Before a unit has accepted a task, nothing of it is held against the unit but that."""
    waited = accepted_late(facts, on, known)
    if waited:
        details = {"issued": f"{got_on(facts)}", "days": str(waited)}
        return Light("yellow", (Reason("not_accepted", details),))
    return Light("grey", (Reason("awaiting_acceptance"),))


def _overdue(facts: Facts, on: date) -> Iterator[_Found]:
    if facts.due is None:
        yield "yellow", Reason("no_due_date")
        return
    if not due_binds(facts):
        if facts.phase != "review":
            yield "yellow", Reason("due_before_issue", {"due": f"{facts.due}", "issued": f"{got_on(facts)}"})
        return
    days = overdue_days(facts, on)
    if days:
        yield "red", Reason("overdue", {"due": f"{facts.due}", "days": str(days)})


def _behind(facts: Facts, on: date, known: Thresholds) -> Iterator[_Found]:
    """Done over planned below ``red_below`` or ``yellow_below``.

    Planned 62 %, done 40 % -> red.
    """
    found = standing(facts, on, known)
    if found is None or found.ratio >= known.yellow_below - 1e-9:
        return
    far = found.ratio < known.red_below - 1e-9 and not in_first_interval(facts, on, known)
    colour: Colour = "red" if far else "yellow"
    of = f"{found.of}"
    if facts.target is not None and facts.amount is not None and course_of(facts) == "holds":
        code = "below_target" if facts.direction == "up" else "above_ceiling"
        yield colour, Reason(code, _level(facts.target, facts.amount, facts.unit, of))
        return
    planned, done = percents(found.planned, found.done)
    code = "never_wrote" if facts.target is not None and facts.amount is None else "behind"
    yield colour, Reason(code, {"of": of, "planned": planned, "done": done})


def _level(target: float, amount: float, unit: str, of: str) -> dict[str, str]:
    return {"target": number(target) + unit, "amount": number(amount) + unit, "of": of}


def _milestones(facts: Facts, on: date, known: Thresholds) -> Iterator[_Found]:
    if facts.phase == "review":
        return
    first = in_first_interval(facts, on, known)
    for one in milestones_counted(facts):
        late = (on - one.due).days
        if late <= 0 or milestone_met(facts, one):
            continue
        colour: Colour = "red" if late > known.milestone_red_after_days and not first else "yellow"
        yield colour, Reason("milestone_overdue", {"due": f"{one.due}", "days": str(late)})


def _silent(facts: Facts, on: date, known: Thresholds) -> Iterator[_Found]:
    if is_silent(facts, on, known):
        days, interval = str(silent_days(facts, on)), str(known.interval(facts))
        yield (
            "yellow",
            Reason("silent", {"days": days, "interval": interval, "since": f"{silent_since(facts)}"}),
        )


def _soon(facts: Facts, on: date, known: Thresholds) -> Iterator[_Found]:
    if facts.phase == "review":
        return
    if facts.due is not None and due_binds(facts) and 0 <= (facts.due - on).days <= known.task_window_days:
        left = (facts.due - on).days
        yield "blue", Reason("due_soon" if left else "due_today", {"due": f"{facts.due}", "days": str(left)})
    for one in milestones_counted(facts):
        left = (one.due - on).days
        if 0 <= left <= known.milestone_window_days and not milestone_met(facts, one):
            yield "blue", Reason("milestone_soon", {"due": f"{one.due}", "days": str(left)})


def _well(facts: Facts, on: date, known: Thresholds) -> Reason:
    """Why nothing is wrong."""
    if facts.phase == "review":
        return Reason("waiting_for_review")
    if on < begins(facts):
        return Reason("not_started", {"start": f"{begins(facts)}"})
    found = standing(facts, on, known)
    if found is None:
        return Reason("nothing_late")
    if facts.target is not None and facts.amount is not None and course_of(facts) == "holds":
        code = "at_target" if facts.direction == "up" else "below_ceiling"
        return Reason(code, _level(facts.target, facts.amount, facts.unit, f"{found.of}"))
    planned, done = percents(found.planned, found.done)
    return Reason("on_schedule", {"planned": planned, "done": done, "of": f"{found.of}"})
