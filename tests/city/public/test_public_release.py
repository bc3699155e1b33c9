"""What is released was looked at before, exactly as outsiders get it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from luoshi.city.tasks.actions.amendments import change_task
from luoshi.city.tasks.models import Event, Milestone, ProgressEntry, Task
from luoshi.city.tasks.terms import terms_of

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
DAY = date(2026, 6, 30)


@pytest.fixture
def full(make_task: MakeTask, office: Any) -> Callable[..., Task]:
    """A task with something in every field that outsiders get, not released."""

    def make(**fields: Any) -> Task:
        values = {
            "words": "年内建设社区菜店40个。", "state": "closed", "section": "保障和改善民生", "first_due": DAY,
            "target_bound": "at_least", "verdict": "kept", "verdict_words": "内部意见", "done_on": date(2026, 11, 2),
            "closed_on": date(2026, 11, 9), "issued_at": timezone.now(),
        }  # fmt: skip
        task = make_task(**(values | fields))
        Milestone.objects.create(task=task, due=DAY, amount=20, words="建成一半", done_on=date(2026, 6, 29))
        ProgressEntry.objects.create(
            task=task, as_of=DAY, amount=22, words="已建成22个", state="accepted", next_step="内部打算",
            written_by=office.people["commerce-officer"], signed_at=timezone.now(),
        )  # fmt: skip
        Event.objects.create(
            task=task, at=timezone.now(), action="suspend", reason="汛期停工", public=True, person_name="某人",
            post_name="市政府督查室 督查专员", before={"due": "2026-09-30"}, after={"due": "2026-12-31", "sponsor": "内情"},
        )  # fmt: skip
        return task

    return make


def form_of(page: Any) -> dict[str, Any]:
    (form,) = [one for one in page.forms if one.xpath(".//*[@name='released']")]
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def body_of(element: Any) -> list[str]:
    return " ".join(element.text_content().split()).split(" ")


def test_preview_is_the_page_and_the_row_that_outsiders_get(full: MakeTask, office: Any) -> None:
    task, client = full(), office.client("office")
    preview = html.fromstring(client.get(f"/tasks/{task.key}/release/").content)
    shown = body_of(preview.xpath("//*[@class='preview']//*[@class='with-side']")[0])
    cells = [body_of(one) for one in preview.xpath("//details[contains(@class, 'fold')]//dd")]
    assert office.client(None).get(f"/public/{task.key}/").status_code == 404
    assert client.post(f"/tasks/{task.key}/release/", form_of(preview)).status_code == 302
    page = html.fromstring(office.client(None).get(f"/public/{task.key}/").content)
    assert body_of(page.xpath("//main//*[@class='with-side']")[0]) == shown
    data = office.client(None).get("/public/tasks.csv").content.decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(data)))[1:]
    assert [cell.replace("；", " ").split() or ["—"] for cell in row] == [
        [part for cell in line for part in cell.replace("；", " ").split()] for line in cells
    ]


def test_page_downloads_and_api_give_the_same_fields(full: MakeTask, office: Any) -> None:
    task = full(released_at=timezone.now())
    client = office.client(None)
    (told,) = client.get("/public/tasks.json").json()["tasks"]
    outlets = {
        one: client.get(one).content.decode("utf-8-sig")
        for one in ("/public/tasks.csv", f"/public/{task.key}/")
    }
    for words in ("市水务局", "建成一半", "2026-06-29", "2026-11-02", "2026-11-09", "已建成22个", "汛期停工", "不低于",
                  "市政府督查室 督查专员", "2026-12-31", "2026-01-01", "保障和改善民生"):  # fmt: skip
        for outlet, text in outlets.items():
            assert words in text, (outlet, words)
    api = client.get(f"/api/v1/tasks/{task.key}").json()
    given = {name for name, value in api.items() if value not in (None, "", [])}
    as_others = {"done", "newest", "events"}  # lists of their own at the API
    assert (
        given - {"released"}
        == {name for name, value in told.items() if value not in (None, "", [])} - as_others
    )
    assert api["milestones"] == told["milestones"]
    assert (api["done_on"], api["closed_on"]) == (told["done_on"], told["closed_on"])
    (event,) = client.get(f"/api/v1/tasks/{task.key}/events").json()["items"]
    assert event == told["events"][0]
    (done,) = client.get(f"/api/v1/tasks/{task.key}/progress").json()["items"]
    assert {name: done[name] for name in ("as_of", "amount", "words")} == told["done"][0]
    assert (done["signed_at"], done["final"], done["next_step"]) == (None, None, "")


def test_nothing_is_released_that_was_not_looked_at(full: MakeTask, office: Any) -> None:
    task, client, address = full(state="in_progress", verdict=""), office.client("office"), ""
    address = f"/tasks/{task.key}/release/"
    assert client.post(address, {"released": "1"}).status_code == 200  # the preview
    fields = form_of(html.fromstring(client.get(address).content))
    terms = terms_of(task)
    change_task(
        actor=office.actor("office"), key=task.key, reason="后写的理由", approver="市长",
        terms=type(terms)(**{**vars(terms), "title": "改了名称"}),
    )  # fmt: skip
    late = client.post(address, fields)
    assert late.status_code == 409
    assert "后写的理由" in late.content.decode()
    task.refresh_from_db()
    assert task.released_at is None
    assert client.post(address, form_of(html.fromstring(late.content))).status_code == 302
    assert office.client(None).get(f"/public/{task.key}/").status_code == 200
    assert client.post(address, {"released": "0"}).status_code == 302
    assert office.client(None).get(f"/public/{task.key}/").status_code == 404


def test_many_are_released_with_those_picked_off_left(
    full: MakeTask, make_task: MakeTask, office: Any
) -> None:
    one, two, three = full(), full(), full()
    draft = make_task(state="drafted", title="草稿任务")
    client = office.client("office")
    page = html.fromstring(client.get("/tasks/release/").content)
    assert "草稿任务" not in page.text_content()
    assert page.text_content().count("汛期停工") >= 3
    fields = form_of(page)
    assert sorted(fields["key"]) == sorted((one.key, two.key, three.key))
    fields["key"] = [one.key, two.key]
    assert client.post("/tasks/release/", fields | {"key": [one.key, draft.key]}).status_code == 409
    Task.objects.filter(pk=two.pk).update(version=7)
    late = client.post("/tasks/release/", fields)
    assert late.status_code == 409
    assert not Task.objects.filter(released_at__isnull=False).exists()
    again = form_of(html.fromstring(late.content))
    assert sorted(again["key"]) == [one.key, two.key]
    assert client.post("/tasks/release/", again).status_code == 302
    released = Task.objects.filter(released_at__isnull=False).values_list("key", flat=True)
    assert sorted(released) == sorted((one.key, two.key))


def test_whoever_may_not_release_sees_no_preview(full: MakeTask, office: Any) -> None:
    task = full()
    for who in ("mayor", "commerce-head", "auditor", "admin"):
        for address in ("/tasks/release/", f"/tasks/{task.key}/release/"):
            assert office.client(who).get(address).status_code == 403
    page = office.client("office").get(f"/tasks/{task.key}/").content.decode()
    assert f'href="/tasks/{task.key}/release/"' in page
