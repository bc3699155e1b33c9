"""Every move by every role: who may, who is refused, who does not even see the task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from city.undoing import undone
from luoshi.city.chain.models import Entry
from luoshi.city.rules.states import MoveRefusedError, task_lifecycle
from luoshi.city.site.errors import ForbiddenError, InvalidError, NotFoundError, StaleError
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.models import Evidence, Notification, ProgressEntry, Task

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db

LEAD, SUPPORT = ("commerce-head", "commerce-officer"), ("water-head", "water-officer")
OFFICE = ("office",)
DECIDE = (*OFFICE, "mayor")
# move -> who of the tests' people may make it
MAY = {
    "issue": OFFICE,
    "accept": LEAD,
    "send_back": LEAD,
    "submit": ("commerce-head",),
    "return_for_more": OFFICE,
    "approve": OFFICE,
    "close": OFFICE,
    "ask_extension": ("commerce-head",),
    "grant_extension": DECIDE,
    "refuse_extension": DECIDE,
    "suspend": DECIDE,
    "resume": DECIDE,
    "transfer": DECIDE,
    "reopen": DECIDE,
}
SEE_NOTHING = ("admin",)
EVERYBODY = (*LEAD, *SUPPORT, "office", "mayor", "auditor", "admin")


def everything(office: Office) -> TransitionInput:
    """All that any move may need."""
    return TransitionInput(
        reason="据实",
        new_due=date(2027, 6, 30),
        new_unit=office.units["water"],
        verdict="kept",
        own_verdict="kept",
    )


def test_the_table_names_every_move() -> None:
    assert set(MAY) == {move.name for move in task_lifecycle().moves}


@pytest.mark.parametrize("name", sorted(MAY))
def test_who_may_make_a_move(
    office: Office, make_task: Callable[..., Task], signed_final: Callable[[Task], ProgressEntry], name: str
) -> None:
    move = next(one for one in task_lifecycle().moves if one.name == name)
    evidenced = name in ("approve", "close", "return_for_more")
    task = make_task(state="in_progress" if evidenced else move.sources[0])
    if evidenced:
        signed_final(task)
        if name == "close":
            move_task(actor=office.actor("office"), key=task.key, name="approve", given=everything(office))
    for who in EVERYBODY:
        with undone():
            _try(office, task, name, who, move.to)


def _try(office: Office, task: Task, name: str, who: str, to: str) -> None:
    """Who may, moves and signs; who may not is refused and leaves nothing; who sees nothing finds nothing."""
    before = Entry.objects.count()

    def make() -> Task:
        return move_task(actor=office.actor(who), key=task.key, name=name, given=everything(office))

    if who not in MAY[name]:
        unseen = who in SEE_NOTHING or (task.state == "drafted" and who in (*LEAD, *SUPPORT))
        with pytest.raises(NotFoundError if unseen else ForbiddenError):
            make()
        assert Entry.objects.count() == before
    elif name == "submit":
        with pytest.raises(InvalidError, match="最终进展"):
            make()
    else:
        moved = make()
        assert moved.state == to
        assert Entry.objects.filter(action=f"task.{name}", post=who).count() == 1
        assert moved.events.filter(action=name, to_state=to).exclude(post_name="").count() == 1


@pytest.mark.parametrize("name", sorted(MAY))
def test_a_move_from_another_state_is_refused(
    office: Office, make_task: Callable[..., Task], name: str
) -> None:
    move = next(one for one in task_lifecycle().moves if one.name == name)
    wrong = next(state for state in ("closed", "awaiting_review") if state not in move.sources)
    task = make_task(state=wrong)
    error = InvalidError if name == "submit" else MoveRefusedError
    with pytest.raises(error):
        move_task(actor=office.actor(MAY[name][0]), key=task.key, name=name, given=everything(office))
    task.refresh_from_db()
    assert (task.state, task.version) == (wrong, 0)


@pytest.mark.parametrize(
    ("name", "state", "lacking"),
    [
        ("send_back", "awaiting_acceptance", "reason"),
        ("return_for_more", "awaiting_review", "reason"),
        ("approve", "awaiting_review", "verdict"),
        ("close", "done", "verdict"),
        ("close", "done", "evidence"),
        ("suspend", "in_progress", "reason"),
        ("transfer", "in_progress", "new_unit"),
        ("grant_extension", "extension_asked", "reason"),
        ("reopen", "closed", "reason"),
    ],
)
def test_what_a_move_needs(
    office: Office, make_task: Callable[..., Task], name: str, state: str, lacking: str
) -> None:
    task = make_task(state=state)
    fields = {**vars(everything(office)), lacking: None if lacking.startswith("new") else ""}
    if lacking == "evidence":
        del fields["evidence"]
    with pytest.raises(MoveRefusedError):
        move_task(actor=office.actor("office" if name != "send_back" else "commerce-head"), key=task.key,
                  name=name, given=TransitionInput(**fields))  # fmt: skip


def test_two_at_once_one_wins(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="awaiting_acceptance")
    for_both = task.version
    move_task(
        actor=office.actor("commerce-head"),
        key=task.key,
        name="accept",
        given=TransitionInput(),
        version=for_both,
    )
    with pytest.raises(StaleError):
        move_task(actor=office.actor("commerce-officer"), key=task.key, name="send_back",
                  given=TransitionInput(reason="不是我们的"), version=for_both)  # fmt: skip
    task.refresh_from_db()
    assert (task.state, task.version) == ("in_progress", for_both + 1)


def test_a_sponsor_decides_on_own_tasks_only(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress", sponsor=None)
    with pytest.raises(ForbiddenError):
        move_task(
            actor=office.actor("mayor"), key=task.key, name="suspend", given=TransitionInput(reason="停")
        )


def test_removed_evidence_closes_nothing(
    office: Office, make_task: Callable[..., Task], signed_final: Callable[[Task], ProgressEntry]
) -> None:
    task = make_task(state="in_progress")
    signed_final(task)
    move_task(
        actor=office.actor("office"), key=task.key, name="approve", given=TransitionInput(verdict="kept")
    )
    assert Evidence.objects.filter(task=task).count() == 1
    closed = move_task(actor=office.actor("office"), key=task.key, name="close", given=TransitionInput())
    assert closed.state == "closed"
    assert closed.light == "grey"


def test_transfer_makes_the_new_unit_answer(office: Office, make_task: Callable[..., Task]) -> None:
    task = make_task(state="in_progress")
    moved = move_task(actor=office.actor("office"), key=task.key, name="transfer",
                      given=TransitionInput(reason="职能划转", new_unit=office.units["water"]))  # fmt: skip
    assert (moved.lead_unit, moved.officer, moved.state) == (
        office.units["water"],
        None,
        "awaiting_acceptance",
    )
    assert not moved.supports.exists()
    event = moved.events.get(action="transfer")
    assert (event.before["lead_unit"], event.after["lead_unit"]) == ("市商务局", "市水务局")
    told = set(Notification.objects.filter(task=task).values_list("post__key", flat=True))
    assert told == {"water-head", "water-officer", "mayor"}
