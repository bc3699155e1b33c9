"""What is typed into a long form survives the browser, the session and a form that is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from luoshi.city.site.form_drafts import MOST_DRAFTS, draft_at, keep_draft
from luoshi.city.site.models import FormDraft
from luoshi.city.tasks.models import ProgressEntry, Task

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
KEEP = "/form-drafts/"


@pytest.fixture
def task(make_task: Callable[..., Task]) -> Task:
    return make_task(state="in_progress")


def addresses(task: Task) -> list[tuple[str, str, str]]:
    """Long forms, who fills them in, and a field into which words are typed."""
    return [
        ("commerce-officer", f"/tasks/{task.key}/progress/", "words"),
        ("commerce-head", f"/tasks/{task.key}/ask/extension/", "reason"),
        ("office", f"/tasks/{task.key}/change/", "reason"),
        ("office", f"/tasks/{task.key}/supervision-orders/", "words"),
        ("commerce-officer", f"/tasks/{task.key}/obstacles/", "words"),
        ("admin", "/people/units/add/", "name"),
        ("admin", "/people/persons/add/", "person_name"),
    ]


def hidden(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_every_long_form_keeps_what_is_typed(office: Any, task: Task) -> None:
    for who, address, field in addresses(task):
        page = office.client(who).get(address).content.decode()
        place, key = hidden(page, "place"), hidden(page, "form_key")
        assert place, address
        answer = office.client(who).post(KEEP, {"place": place, "form_key": key, field: "打了一半"})
        assert "已暂存" in answer.content.decode(), address
        again = office.client(who).get(address).content.decode()
        assert "打了一半" in again, address
        assert "还没有保存" in again, address
        office.client(who).post(address, {"fresh": "yes"})
        assert "打了一半" not in office.client(who).get(address).content.decode(), address


def test_a_row_of_a_table_in_a_form_is_kept(office: Any, task: Task) -> None:
    address = f"/tasks/{task.key}/change/"
    place = hidden(office.client("office").get(address).content.decode(), "place")
    office.client("office").post(KEEP, {"place": place, "milestones-0-words": "封顶"})
    assert "封顶" in office.client("office").get(address).content.decode()


def test_what_was_sent_is_forgotten_and_later_keystrokes_are_of_no_use(office: Any, task: Task) -> None:
    client: Client = office.client("commerce-officer")
    address = f"/tasks/{task.key}/progress/"
    page = client.get(address).content.decode()
    form = {name: hidden(page, name) for name in ("place", "form_key", "submission", "version")}
    form |= {"as_of": hidden(page, "as_of"), "words": "开工", "then": "draft"}
    client.post(KEEP, form)
    assert client.post(address, form).status_code == 302
    assert ProgressEntry.objects.count() == 1
    client.post(KEEP, form | {"words": "迟到的"})
    assert "迟到的" not in client.get(address).content.decode()


def test_a_refused_form_stays_kept(office: Any, task: Task) -> None:
    client: Client = office.client("commerce-officer")
    address = f"/tasks/{task.key}/progress/"
    place = hidden(client.get(address).content.decode(), "place")
    client.post(KEEP, {"place": place, "words": "开工"})
    assert client.post(address, {"place": place, "words": "开工", "as_of": "昨天"}).status_code == 400
    assert "开工" in client.get(address).content.decode()


def test_nobody_sees_what_another_typed_and_who_signed_out_keeps_nothing(
    office: Any, task: Task, client: Client
) -> None:
    address = f"/tasks/{task.key}/progress/"
    place = hidden(office.client("commerce-officer").get(address).content.decode(), "place")
    office.client("commerce-officer").post(KEEP, {"place": place, "words": "只给自己"})
    assert "只给自己" not in office.client("commerce-head").get(address).content.decode()
    assert (
        "kept-now" not in client.post(KEEP, {"place": place, "words": "外人"}, follow=True).content.decode()
    )
    assert FormDraft.objects.count() == 1


def test_the_oldest_of_many_go(office: Any) -> None:
    person = office.people["office"]
    for number in range(MOST_DRAFTS + 2):
        keep_draft(person=person, place=f"place:{number}", content={"words": ["x"]})
    assert FormDraft.objects.filter(person=person).count() == MOST_DRAFTS
    assert draft_at(person, "place:0") is None
    assert office.client("office").post(KEEP, {"place": "x" * 81}).status_code == 400
