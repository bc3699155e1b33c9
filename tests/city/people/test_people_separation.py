"""Administration, audit and business stay apart, and nobody gives a post to themselves: by every way to a post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from city.people.test_people_exchange import book
from luoshi.city.chain.entries import record
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.chain.writing import writing
from luoshi.city.demo.city import add_city
from luoshi.city.people.actions import accounts, holdings, persons, posts
from luoshi.city.people.actions.importing import ImportFaultsError, import_people
from luoshi.city.people.actions.posts import PostFields
from luoshi.city.people.actors import actor_for
from luoshi.city.people.models import Holding, Person, Post
from luoshi.city.rules.separation import Held, clash
from luoshi.city.site.errors import ConflictError

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def refused(code: str, act: Callable[..., object], **given: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(ConflictError) as caught:
        act(**given)
    assert caught.value.code == code
    assert caught.value.message("zh") != caught.value.message("en")
    assert Entry.objects.count() == before


def held(office: Any, person: str, post: str, since: date = TODAY) -> Holding:
    """A holding as an older version let it be."""
    with writing():
        row = Holding.objects.create(person=office.people[person], post=office.posts[post], since=since)
        record(office.actor("admin").signature(), "holding.add", row)
    return row


@pytest.mark.parametrize("post", ["office", "mayor", "auditor", "water-head"])
@pytest.mark.parametrize("act", ["appoint", "hand_over"])
def test_an_administrator_takes_no_post(office: Any, post: str, act: str) -> None:
    actor = office.actor("admin")
    if act == "appoint":
        refused("people_not_oneself", holdings.appoint, actor=actor, post=post, person="admin", since=TODAY)
    else:
        refused(
            "people_not_oneself", holdings.hand_over, actor=actor, post=post, successor="admin", since=TODAY
        )


@pytest.mark.parametrize(
    ("post", "person"),
    [("office", "admin"), ("water-head", "auditor"), ("mayor", "auditor"), ("admin", "mayor"),
     ("admin", "auditor"), ("auditor", "office"), ("auditor", "water-officer"), ("auditor", "admin")],
)  # fmt: skip
def test_nobody_is_given_a_post_that_excludes_their_own(office: Any, post: str, person: str) -> None:
    second = persons.add_person(actor=office.actor("admin"), name="第二管理员")
    holdings.appoint(actor=office.actor("admin"), post="admin", person=second.key, since=TODAY)
    actor = actor_for(second, TODAY)
    refused("people_posts_exclude", holdings.appoint, actor=actor, post=post, person=person, since=TOMORROW)
    refused(
        "people_posts_exclude", holdings.hand_over, actor=actor, post=post, successor=person, since=TOMORROW
    )


def test_the_office_does_not_make_itself_the_mayor_but_others(office: Any) -> None:
    actor = office.actor("office")
    refused("people_not_oneself", holdings.appoint, actor=actor, post="mayor", person="office", since=TODAY)
    leader = PostFields(name="督查专员", role="leader")
    refused("people_not_oneself", posts.change_post, actor=actor, key="office", given=leader)
    posts.change_post(
        actor=actor, key="office", given=PostFields(name="督查员", role="supervision_office", since=date(2020, 1, 1))
    )  # fmt: skip
    holdings.appoint(actor=actor, post="mayor", person="water-head", since=TODAY)


def test_a_post_may_begin_when_the_other_has_ended(office: Any) -> None:
    actor, own = office.actor("admin"), Holding.objects.get(person__key="water-head")
    holdings.end_holding(actor=actor, holding=own.pk, until=TODAY)
    appointed = {"actor": actor, "post": "auditor", "person": "water-head"}
    refused("people_posts_exclude", holdings.appoint, since=TODAY, **appointed)
    holdings.appoint(since=TOMORROW, **appointed)
    refused("people_posts_exclude", holdings.end_holding, actor=actor, holding=own.pk, until=TOMORROW)
    assert list(faults()) == []


def test_what_is_over_excludes_nothing(office: Any) -> None:
    own = Holding.objects.filter(person__key="water-head")
    own.update(until=YESTERDAY)
    since = date(2020, 1, 1)
    holdings.appoint(
        actor=office.actor("admin"), post="auditor", person="water-head", since=since, until=TODAY
    )


def test_the_role_of_a_held_post_does_not_go_round_it(office: Any) -> None:
    actor = office.actor("admin")
    holdings.appoint(actor=actor, post="water-officer", person="water-head", since=TODAY)
    auditor = PostFields(name="专员", role="auditor", since=date(2020, 1, 1))
    refused("people_posts_exclude", posts.change_post, actor=actor, key="water-officer", given=auditor)
    alone = PostFields(name="专员", role="auditor", since=date(2020, 1, 1))
    posts.change_post(actor=actor, key="commerce-officer", given=alone)
    told = Entry.objects.filter(action="holding.privileged").get()
    assert told.detail["person"] == "commerce-officer"


def test_an_own_holding_is_not_lengthened_by_its_holder(office: Any) -> None:
    actor, own = office.actor("office"), Holding.objects.get(person__key="office")
    holdings.end_holding(actor=actor, holding=own.pk, until=TOMORROW)
    refused("people_not_oneself", holdings.end_holding, actor=actor, holding=own.pk, until=date(2099, 1, 1))
    holdings.end_holding(actor=actor, holding=own.pk, until=TODAY)
    second = Post.objects.get(key="office")
    shorter = PostFields(name=second.name, role=second.role, since=second.since, until=TOMORROW)
    posts.change_post(actor=actor, key="office", given=shorter)


def imported(office: Any, who: str, data: bytes) -> list[str]:
    """What stood against it; nothing was written then."""
    before = Entry.objects.count()
    try:
        import_people(actor=office.actor(who), data=data)
    except ImportFaultsError as found:
        assert Entry.objects.count() == before
        return [fault.code for fault in found.faults]
    return []


def row(
    name: str, post: tuple[str, str], since: date = TODAY, until: date | None = None
) -> dict[str, object]:
    person = Person.objects.get(key=name)
    place = {"unit": post[0], "post": post[1], "since": since, "until": until}
    return {"key": name, "name": person.name, "email": person.email, **place}


OFFICE, MAYOR = ("市政府督查室", "督查专员"), ("市政府领导", "副市长")


def test_an_import_goes_no_other_way(office: Any) -> None:
    assert imported(office, "office", book(holdings=[row("office", MAYOR)])) == ["people_not_oneself"]
    assert imported(office, "admin", book(holdings=[row("admin", OFFICE)])) == ["people_not_oneself"]
    assert imported(office, "admin", book(holdings=[row("auditor", OFFICE)])) == ["people_posts_exclude"]
    since = date(2020, 1, 1)
    roles = [{"key": "office", "unit": OFFICE[0], "name": OFFICE[1], "role": "领导", "since": since}]
    assert imported(office, "office", book(posts=roles)) == ["people_not_oneself"]
    audit = [{"key": "auditor", "unit": "市审计局", "name": "审计员", "role": "单位专员", "since": since}]
    both = [row("auditor", ("市水务局", "专员"))]
    assert imported(office, "admin", book(posts=audit, holdings=both)) == [], (
        "all of it is looked at together"
    )
    assert imported(office, "admin", book(holdings=[row("admin", ("市政务信息中心", "管理员"), since)])) == []


def test_an_import_may_end_the_one_and_begin_the_other_in_any_order(office: Any) -> None:
    begun = row("water-head", ("市审计局", "审计员"), TOMORROW)
    ended = row("water-head", ("市水务局", "局长"), date(2020, 1, 1), TODAY)
    assert imported(office, "admin", book(holdings=[begun, ended])) == []
    assert Entry.objects.filter(action="holding.privileged").count() == 1
    assert list(faults()) == []


def test_the_only_administrator_hands_over_to_a_successor(office: Any) -> None:
    actor = office.actor("admin")
    successor = persons.add_person(actor=actor, name="接任者")
    accounts.open_account(actor=actor, person=successor.key, username="successor")
    holdings.hand_over(actor=actor, post="admin", successor=successor.key, since=TODAY)
    assert not office.actor("admin").posts
    assert actor_for(successor, TODAY).roles() == {"administrator"}
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("person", "post", "role"),
    [
        ("admin", "office", "administrator"),
        ("auditor", "admin", "administrator"),
        ("auditor", "mayor", "leader"),
    ],
)
def test_older_holdings_that_exclude_each_other_give_the_permissions_of_one(
    office: Any, person: str, post: str, role: str
) -> None:
    held(office, person, post)
    actor = office.actor(person)
    assert actor.roles() == {role}
    assert [one.role for one in actor.idle] != [role]
    client = office.client(person)
    assert "互斥" in client.get("/people/me/").content.decode()
    assert client.get("/dashboards/office/").status_code == 403
    told = office.client("office").get(f"/people/persons/{person}/").content.decode()
    assert "互斥" in told
    assert "互斥" not in office.client("office").get("/people/persons/water-head/").content.decode()
    assert list(faults()) == []


def test_older_holdings_that_exclude_each_other_can_be_mended_by_who_has_them(office: Any) -> None:
    extra = held(office, "admin", "office")
    holdings.end_holding(actor=office.actor("admin"), holding=extra.pk, until=TODAY)
    assert not actor_for(office.people["admin"], TOMORROW).idle


def test_auditors_are_told_who_was_given_a_privileged_post(office: Any) -> None:
    actor = office.actor("admin")
    holdings.appoint(actor=actor, post="mayor", person="water-head", since=TODAY)
    holdings.appoint(actor=actor, post="water-officer", person="water-head", since=TODAY)
    told = Entry.objects.filter(action="holding.privileged").get()
    assert (told.person, told.detail["role"], told.detail["person"]) == ("admin", "leader", "water-head")
    page = office.client("auditor").get("/dashboards/office/").content.decode()
    assert "授予" in page
    assert office.people["water-head"].name in page
    assert "授予特权岗位" not in office.client("office").get("/dashboards/office/").content.decode()


def test_the_cast_of_the_demonstration_keeps_apart(db: None) -> None:
    with writing():
        add_city()
    for person in Person.objects.prefetch_related("holdings__post"):
        spans = [Held(one.post.role, one.since, one.until) for one in person.holdings.all()]
        assert all(clash(one, spans) is None for one in spans)
