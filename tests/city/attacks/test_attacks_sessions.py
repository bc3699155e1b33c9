"""Forms, sessions and tokens that outlive what they rested on: a post, an account, a task's unit, a token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from city.permissions.world import token
from luoshi.city.chain.models import Entry
from luoshi.city.people.actions.accounts import close_account, reset_password
from luoshi.city.people.actions.holdings import end_holding, hand_over
from luoshi.city.people.actions.tokens import revoke_token
from luoshi.city.people.actors import actor_for
from luoshi.city.people.models import Holding
from luoshi.city.rules.permissions import permissions
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.models import ProgressEntry, Task

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def report_form(task: Task) -> dict[str, Any]:
    return {"submission": "late", "version": task.version, "as_of": TODAY, "words": "建成8个", "then": "send"}


def end_post(office: Any, name: str) -> None:
    holding = Holding.objects.get(post__key=name)
    end_holding(actor=office.actor("admin"), holding=holding.pk, until=TODAY - timedelta(days=1))


def opened(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("who", "address", "form"),
    [
        (
            "commerce-officer",
            "progress/",
            {"submission": "late", "as_of": TODAY, "words": "x", "then": "send"},
        ),
        ("commerce-head", "ask/suspension/", {"reason": "x"}),
        ("office", "move/suspend/", {"reason": "x"}),
        ("mayor", "move/suspend/", {"reason": "x"}),
    ],
)
def test_a_form_opened_before_the_post_ended_is_refused(
    office: Any, make_task: Callable[..., Task], who: str, address: str, form: dict[str, Any]
) -> None:
    task = make_task(state="in_progress")
    client = office.client(who)
    opened(client, f"/tasks/{task.key}/{address}")
    end_post(office, who)
    before = Entry.objects.count()
    answer = client.post(f"/tasks/{task.key}/{address}", form | {"version": task.version})
    assert answer.status_code in (403, 404)
    assert client.get(f"/tasks/{task.key}/").status_code == 404
    assert client.get("/people/me/").status_code == 200
    assert Entry.objects.count() == before


def test_whoever_handed_over_signs_nothing_more_and_the_successor_does(
    office: Any, make_task: Callable[..., Task]
) -> None:
    task = make_task(state="in_progress")
    before = office.client("commerce-officer")
    hand_over(actor=office.actor("admin"), post="commerce-officer", successor="water-officer", since=TODAY)
    assert before.post(f"/tasks/{task.key}/progress/", report_form(task)).status_code in (403, 404)
    after = office.client("water-officer")
    assert after.post(f"/tasks/{task.key}/progress/", report_form(task)).status_code == 302
    written = Entry.objects.get(action="progress.add")
    assert (written.person, written.post) == ("water-officer", "commerce-officer")


def test_a_form_of_a_task_that_went_to_another_unit_is_not_taken(
    office: Any, make_task: Callable[..., Task]
) -> None:
    task = make_task(state="in_progress", supported=False)
    client = office.client("commerce-head")
    opened(client, f"/tasks/{task.key}/progress/")
    given = TransitionInput(reason="职能划转", new_unit=office.units["water"])
    move_task(actor=office.actor("office"), key=task.key, name="transfer", given=given)
    task.refresh_from_db()
    for address in ("progress/", "ask/suspension/", "officer/", "obstacles/", "evidence/"):
        answer = client.post(f"/tasks/{task.key}/{address}", report_form(task) | {"reason": "x"})
        assert answer.status_code == 404, address
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize("how", ["revoked", "closed", "reset", "post ended"])
def test_a_token_ends_with_what_it_rested_on(office: Any, make_task: Callable[..., Task], how: str) -> None:
    task = make_task(state="in_progress", supported=False)
    person, admin, client = office.people["commerce-officer"], office.actor("admin"), Client()
    made = token(person, "secret-of-the-officer", permissions())
    headers = {"Authorization": "Bearer secret-of-the-officer"}
    assert client.get(f"/api/v1/tasks/{task.key}", headers=headers).status_code == 200
    if how == "revoked":
        revoke_token(actor=actor_for(person, TODAY), token=made.pk)
    elif how == "closed":
        close_account(actor=admin, person=person.key)
    elif how == "reset":
        reset_password(actor=admin, person=person.key)
    else:
        end_post(office, "commerce-officer")
    sent = {"submission": "after-all", "as_of": "2026-05-01", "words": "x"}
    read = client.get(f"/api/v1/tasks/{task.key}", headers=headers)
    written = client.post(
        f"/api/v1/tasks/{task.key}/progress", sent, content_type="application/json", headers=headers
    )
    ended = how == "post ended"
    assert (read.status_code, written.status_code) == ((404, 403) if ended else (401, 401))
    assert not ProgressEntry.objects.exists()


def test_a_token_opens_no_page_and_a_token_of_forms_no_call(
    office: Any, make_task: Callable[..., Task]
) -> None:
    make_task(state="in_progress")
    token(office.people["office"], "secret-of-the-office", permissions())
    headers = {"Authorization": "Bearer secret-of-the-office"}
    assert Client().get("/tasks/2026-0001/", headers=headers).status_code == 404
    assert Client().get("/dashboards/office/", headers=headers).status_code == 302
    for wrong in ("Bearer", "Bearer ", "Basic secret-of-the-office", "secret-of-the-office", "Bearer a b",
                  "Bearer SECRET-OF-THE-OFFICE", "bearer secret-of-the-office\0"):  # fmt: skip
        assert Client().get("/api/v1/units", headers={"Authorization": wrong}).status_code == 401, wrong


def test_nobody_gives_a_token_more_than_they_have(office: Any) -> None:
    client = office.client("commerce-officer")
    form = {"token_name": "x", "days": "9", "scopes": ["task.review", "account.manage"]}
    assert client.post("/people/me/tokens/make/", form).status_code == 400
    assert not office.people["commerce-officer"].tokens.exists()


def test_the_pages_of_another_person_are_not_shown_after_a_change_of_person(office: Any) -> None:
    """One browser, two people: nothing of the first session is left in the second."""
    client = office.client("office")
    opened(client, "/dashboards/office/")
    first = client.cookies["sessionid"].value
    client.post("/account/logout/")
    client.force_login(office.people["commerce-officer"], backend="luoshi.city.people.backends.PersonBackend")
    assert client.cookies["sessionid"].value != first
    assert client.get("/dashboards/office/").status_code == 403
    client.cookies["sessionid"] = first
    assert client.get("/dashboards/office/").status_code == 302
