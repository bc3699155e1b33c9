"""Units, posts, holdings, accounts and tokens: what each act does, logs and refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.people.actions import accounts, holdings, persons, posts, tokens, units
from luoshi.city.people.actions.posts import PostFields
from luoshi.city.people.actions.units import UnitFields
from luoshi.city.people.actors import actor_for
from luoshi.city.people.models import FailedTries, Holding, Person, Token
from luoshi.city.site.errors import ConflictError, ForbiddenError, NotFoundError

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
DEPARTMENT = UnitFields(name="市教育局", kind="department", aliases=("教育局",))


def clean() -> bool:
    """Whether the log and the records fit."""
    return list(faults()) == []


def refused(code: str, act: Callable[..., object], **given: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises((ConflictError, NotFoundError, ForbiddenError)) as caught:
        act(**given)
    assert caught.value.code == code
    assert caught.value.message("zh")
    assert caught.value.message("en")
    assert Entry.objects.count() == before


def test_a_unit_is_added_changed_and_closed(office: Any) -> None:
    actor = office.actor("admin")
    unit = units.add_unit(actor=actor, given=DEPARTMENT)
    assert unit.key.startswith("unit-")
    units.change_unit(actor=actor, key=unit.key, given=UnitFields(name="市教育体育局", kind="department"))
    post = posts.add_post(actor=actor, unit=unit.key, given=PostFields(name="局长", role="unit_head"))
    holding = holdings.appoint(actor=actor, post=post.key, person="water-head", since=TODAY)
    units.close_unit(actor=actor, key=unit.key, on=TODAY)
    for row in (unit, post, holding):
        row.refresh_from_db()
        assert row.until == TODAY
    assert clean()
    said = [entry.action for entry in Entry.objects.filter(subject=f"unit:{unit.pk}").order_by("number")]
    assert said == ["unit.add", "unit.change", "unit.close"]


def test_what_a_unit_cannot_be(office: Any) -> None:
    actor = office.actor("admin")
    gov, commerce = office.units["gov"], office.units["commerce"]
    below = UnitFields(name="市商务局", kind="department", parent=gov)
    units.change_unit(actor=actor, key="commerce", given=below)
    refused(
        "people_unit_name_taken", units.add_unit, actor=actor, given=UnitFields(name="市水务局", kind="other")
    )
    refused("people_key_taken", units.add_unit, actor=actor, given=DEPARTMENT, key="water")
    above = UnitFields(name=gov.name, kind="leadership", parent=commerce)
    refused("people_unit_above_itself", units.change_unit, actor=actor, key="gov", given=above)
    refused("people_unit_has_open_units", units.close_unit, actor=actor, key="gov", on=TODAY)
    refused("people_ends_before_start", units.close_unit, actor=actor, key="water", on=date(2019, 1, 1))
    refused("people_missing", units.close_unit, actor=actor, key="none", on=TODAY)


@pytest.mark.parametrize("role", ["mayor", "commerce-head", "commerce-officer", "auditor"])
def test_who_may_not_manage_units(office: Any, role: str) -> None:
    actor = office.actor(role)
    refused("not_allowed", units.add_unit, actor=actor, given=DEPARTMENT)
    refused("not_allowed", units.close_unit, actor=actor, key="water", on=TODAY)
    refused("not_allowed", posts.close_post, actor=actor, key="water-head", on=TODAY)
    refused("not_allowed", holdings.appoint, actor=actor, post="office", person=role, since=TODAY)
    refused("not_allowed", persons.add_person, actor=actor, name="某人")
    refused("not_allowed", accounts.close_account, actor=actor, person="admin")


def test_the_office_cannot_make_itself_administrator(office: Any) -> None:
    actor = office.actor("office")
    given = PostFields(name="第二管理员", role="administrator")
    refused("not_allowed", posts.add_post, actor=actor, unit="supervision", given=given)
    refused("not_allowed", posts.change_post, actor=actor, key="office", given=given)
    refused("not_allowed", holdings.appoint, actor=actor, post="admin", person="office", since=TODAY)
    refused("not_allowed", holdings.hand_over, actor=actor, post="admin", successor="office", since=TODAY)
    refused("not_allowed", units.close_unit, actor=actor, key="it", on=TODAY)
    refused("not_allowed", accounts.open_account, actor=actor, person="office", username="x")


def test_duty_stays_with_the_post_when_it_is_handed_over(office: Any, make_task: Callable[..., Any]) -> None:
    actor = office.actor("office")
    task = make_task()
    successor = persons.add_person(actor=actor, name="接任者")
    holdings.hand_over(actor=actor, post="commerce-officer", successor=successor.key, since=TODAY)
    old = actor_for(office.people["commerce-officer"], TODAY)
    new = actor_for(successor, TODAY)
    assert old.posts == ()
    assert [post.id for post in new.posts] == [task.officer_id]
    assert actor_for(office.people["commerce-officer"], YESTERDAY).posts
    assert clean()


def test_a_holding_from_tomorrow_gives_nothing_today(office: Any) -> None:
    actor = office.actor("office")
    holdings.hand_over(actor=actor, post="water-head", successor="water-officer", since=TOMORROW)
    assert len(actor_for(office.people["water-officer"], TODAY).posts) == 1
    assert len(actor_for(office.people["water-officer"], TOMORROW).posts) == 2
    assert actor_for(office.people["water-head"], TODAY).posts
    assert not actor_for(office.people["water-head"], TOMORROW).posts


def test_what_a_holding_cannot_be(office: Any) -> None:
    actor = office.actor("admin")
    appoint = holdings.appoint
    refused("people_holds_already", appoint, actor=actor, post="water-head", person="water-head", since=TODAY)
    refused(
        "people_outside_post", appoint, actor=actor, post="water-head", person="mayor", since=date(2019, 1, 1)
    )
    refused("people_missing", appoint, actor=actor, post="water-head", person="nobody", since=TODAY)
    accounts.close_account(actor=actor, person="water-officer")
    refused(
        "people_person_left", appoint, actor=actor, post="water-head", person="water-officer", since=TODAY
    )


def test_the_last_administrator_stays(office: Any) -> None:
    actor = office.actor("admin")
    holding = Holding.objects.get(post__key="admin")
    refused("people_last_administrator", accounts.close_account, actor=actor, person="admin")
    refused("people_last_administrator", holdings.end_holding, actor=actor, holding=holding.pk, until=TODAY)
    refused(
        "people_last_administrator", holdings.end_holding, actor=actor, holding=holding.pk, until=TOMORROW
    )
    refused("people_last_administrator", posts.close_post, actor=actor, key="admin", on=TODAY)
    refused("people_last_administrator", units.close_unit, actor=actor, key="it", on=TODAY)
    ending = PostFields(name="管理员", role="administrator", since=date(2020, 1, 1), until=TOMORROW)
    refused("people_last_administrator", posts.change_post, actor=actor, key="admin", given=ending)
    unable = persons.add_person(actor=actor, name="没有账号的人")
    refused(
        "people_last_administrator",
        holdings.hand_over,
        actor=actor,
        post="admin",
        successor=unable.key,
        since=TODAY,
    )
    able = persons.add_person(actor=actor, name="第二管理员")
    accounts.open_account(actor=actor, person=able.key, username="second")
    holdings.appoint(actor=actor, post="admin", person=able.key, since=TODAY)
    accounts.close_account(actor=actor, person="admin")
    assert clean()


def test_an_account_is_opened_with_a_password_for_one_time(office: Any) -> None:
    actor = office.actor("admin")
    person = persons.add_person(actor=actor, name="新人")
    password = accounts.open_account(actor=actor, person=person.key, username="xinren")
    person.refresh_from_db()
    assert person.check_password(password)
    assert person.must_change_password
    assert clean()
    assert password not in str(list(Entry.objects.values_list("detail", flat=True)))
    refused("people_has_account", accounts.open_account, actor=actor, person=person.key, username="xin")


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("ADMIN", "people_username_taken"),
        ("新人", "people_username_shape"),
        ("a b", "people_username_shape"),
        ("x", "people_username_shape"),
    ],
)
def test_what_a_user_name_cannot_be(office: Any, username: str, code: str) -> None:
    actor = office.actor("admin")
    person = persons.add_person(actor=actor, name="新人")
    refused(code, accounts.open_account, actor=actor, person=person.key, username=username)


def test_unlocking_a_person_without_an_account_leaves_the_failures_of_others(office: Any) -> None:
    actor = office.actor("admin")
    Client().post("/account/login/", {"login": "office", "password": "wrong"})
    counted = FailedTries.objects.count()
    unable = persons.add_person(actor=actor, name="没有账号的人")
    refused("people_no_account", accounts.unlock_account, actor=actor, person=unable.key)
    assert FailedTries.objects.count() == counted > 0


def test_one_time_passwords_fit_every_profile() -> None:
    drawn = {accounts.one_time_password() for _ in range(50)}
    assert len(drawn) == 50
    for password in drawn:
        assert len(password) >= 15
        assert any(map(str.isupper, password))
        assert any(map(str.islower, password))
        assert any(map(str.isdigit, password))


def test_closing_an_account_ends_everything(office: Any) -> None:
    own = office.actor("water-head")
    tokens.make_token(actor=own, name="脚本", scopes=["task.read"], days=30)
    person = accounts.close_account(actor=office.actor("admin"), person="water-head")
    assert not person.has_usable_password()
    assert not Token.objects.filter(person=person, revoked_at__isnull=True).exists()
    assert actor_for(person, TODAY).posts == ()
    assert not actor_for(person, TODAY).signed_in
    assert clean()
    password = accounts.open_account(actor=office.actor("admin"), person="water-head", username="water-head")
    person.refresh_from_db()
    assert person.check_password(password)
    assert actor_for(person, TODAY).posts == ()


def test_own_password_is_checked_and_logged_without_itself(office: Any) -> None:
    actor = office.actor("water-head")
    with pytest.raises(ValidationError):
        accounts.change_own_password(actor=actor, password="12345678")  # noqa: S106
    person = accounts.change_own_password(actor=actor, password="Qing-Lan-2026-xie")  # noqa: S106
    assert person.check_password("Qing-Lan-2026-xie")
    assert not person.must_change_password
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.person, entry.detail) == ("account.change_password", "water-head", {})
    assert clean()


def test_a_token_is_kept_as_its_digest_with_no_more_than_own_permissions(office: Any) -> None:
    actor = office.actor("commerce-officer")
    token, secret = tokens.make_token(
        actor=actor, name="脚本", scopes=["progress.write", "task.read"], days=30
    )
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert len(secret) >= 43
    assert secret not in str(list(Entry.objects.values_list("detail", flat=True)))
    refused("people_token_scopes", tokens.make_token, actor=actor, name="x", scopes=["task.review"], days=1)
    refused("people_token_scopes", tokens.make_token, actor=actor, name="x", scopes=[], days=1)
    refused("people_token_days", tokens.make_token, actor=actor, name="x", scopes=["task.read"], days=367)
    refused("people_missing", tokens.revoke_token, actor=office.actor("water-head"), token=token.pk)
    tokens.revoke_token(actor=actor, token=token.pk)
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert clean()


def test_a_reset_ends_tokens_and_gives_a_password_for_one_time(office: Any) -> None:
    own = office.actor("water-head")
    tokens.make_token(actor=own, name="脚本", scopes=["task.read"], days=30)
    password = accounts.reset_password(actor=office.actor("admin"), person="water-head", second_factor=True)
    person = Person.objects.get(key="water-head")
    assert person.check_password(password)
    assert person.must_change_password
    assert not Token.objects.filter(revoked_at__isnull=True).exists()
    assert clean()


def test_the_address_of_an_account_is_the_administrators_to_change(office: Any) -> None:
    change = persons.change_person
    refused(
        "not_allowed",
        change,
        actor=office.actor("office"),
        key="mayor",
        name="副市长",
        email="a@example.test",
    )
    change(actor=office.actor("office"), key="mayor", name="李副市长", email="")
    change(actor=office.actor("admin"), key="mayor", name="李副市长", email="a@example.test")
    assert clean()
