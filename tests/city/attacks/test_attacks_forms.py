"""Forged, replayed and tampered forms: refused, and nothing written; no page leads off the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from city.permissions.addresses import ADDRESSES, cases
from city.permissions.world import WHO, World, build
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.tasks.models import ProgressEntry, Task

pytestmark = pytest.mark.django_db
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
             "http:evil.example", "/\t/evil.example/", "https:///evil.example")  # fmt: skip


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


@contextmanager
def nothing_written() -> Iterator[None]:
    about_tasks = Entry.objects.exclude(action__startswith="account.")  # signing in is on record, too
    before = about_tasks.count()
    yield
    assert about_tasks.count() == before


def strict(world: World, name: str) -> Client:
    """A browser that carries no token for forms."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.office.people[name], backend="luoshi.city.people.backends.PersonBackend")
    return client


def test_no_form_is_taken_without_its_token(world: World) -> None:
    taken = []
    for role in ("supervision_office", "unit_head", "administrator"):
        client = strict(world, str(WHO[role]))
        with nothing_written():
            for name in ADDRESSES:
                case = next(cases(world, role, name, None, "POST"))
                status = client.post(reverse(name, kwargs=case.kwargs or None), case.data).status_code
                # the document of the API is asked for, never sent to
                if status != (405 if name == "api" else 403):
                    taken.append((role, name, status))
    assert taken == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/form"},
        {},
    ],
)
def test_a_token_from_another_site_does_not_do(world: World, headers: dict[str, str]) -> None:
    client, task = strict(world, "office"), world.things["own"].rows["task"]
    client.get(f"/tasks/{task.key}/move/suspend/")
    token = client.cookies["csrftoken"].value
    form = {"csrfmiddlewaretoken": token, "reason": "伪造", "version": task.version}
    with nothing_written():
        answer = client.post(f"/tasks/{task.key}/move/suspend/", form, headers=headers, secure=True)
    assert answer.status_code == 403
    own = {"Origin": "https://testserver", "Referer": "https://testserver/"}
    answer = client.post(f"/tasks/{task.key}/move/suspend/", form, headers=own, secure=True)
    assert answer.status_code == 302


def test_a_person_signed_in_makes_no_calls_of_the_api(world: World) -> None:
    task = world.things["own"].rows["task"]
    sent = {"submission": "forged-0001", "as_of": "2026-05-01", "words": "伪造"}
    client = world.office.client("commerce-officer")
    with nothing_written():
        answer = client.post(f"/api/v1/tasks/{task.key}/progress", sent, content_type="application/json")
    assert answer.status_code == 401


def report_form(task: Task, **fields: Any) -> dict[str, Any]:
    return {
        "submission": "replayed", "version": task.version, "as_of": timezone.localdate().isoformat(),
        "words": "建成8个", "then": "send",
    } | fields  # fmt: skip


def test_a_submission_of_somebody_else_or_for_another_task_is_no_key(world: World) -> None:
    own, helped = (world.things[name].rows["task"] for name in ("own", "helped"))
    client = world.office.client("commerce-officer")
    assert client.post(f"/tasks/{own.key}/progress/", report_form(own)).status_code == 302
    with nothing_written():
        assert client.post(f"/tasks/{helped.key}/progress/", report_form(helped)).status_code == 404
        other = world.office.client("commerce-head")
        own.refresh_from_db()
        assert other.post(f"/tasks/{own.key}/progress/", report_form(own)).status_code == 404
    assert ProgressEntry.objects.filter(submission="replayed").count() == 1


@pytest.mark.parametrize(
    ("who", "address", "row"),
    [
        ("commerce-officer", "progress/{}/", "draft"),
        ("commerce-officer", "progress/{}/send_for_signature/", "draft"),
        ("commerce-head", "progress/{}/sign/", "awaiting_signature"),
        ("office", "progress/{}/accept/", "awaiting_review"),
        ("office", "progress/{}/return/", "awaiting_review"),
        ("commerce-officer", "evidence/{}/", "evidence"),
        ("office", "change-requests/{}/", "change_request"),
        ("mayor", "obstacles/{}/", "obstacle"),
        ("mayor", "obstacles/{}/settle/", "obstacle"),
    ],
)
def test_a_row_of_another_task_is_not_there(world: World, who: str, address: str, row: str) -> None:
    """``foreign`` has the row; it is asked for under the address of a task that the person does see."""
    own, foreign = world.things["own"].rows["task"], world.things["foreign"].rows[row]
    form = report_form(own, reason="x", words="x", granted="yes", remover="water", due="2026-12-01")
    client, filled = world.office.client(who), f"/tasks/{own.key}/{address.format(foreign.pk)}"
    with nothing_written():
        answers = (client.get(filled, form).status_code, client.post(filled, form).status_code)
    assert answers == (404, 405 if address == "evidence/{}/" else 404)


@pytest.mark.parametrize(
    ("who", "address", "row"),
    [
        ("commerce-officer", "evidence/{}/remove/", "evidence"),
        ("commerce-head", "milestones/{}/", "milestone"),
    ],
)
def test_a_button_for_another_tasks_row_does_nothing(world: World, who: str, address: str, row: str) -> None:
    own, foreign = world.things["own"].rows["task"], world.things["foreign"].rows[row]
    with nothing_written():
        answer = world.office.client(who).post(f"/tasks/{own.key}/{address.format(foreign.pk)}")
    assert answer.status_code == 404


def test_a_promise_or_correction_of_another_report_is_not_there(world: World) -> None:
    here, there = world.reports["closed"], world.reports["released"]
    client = world.office.client("office")
    promise, figure = there.promises.first(), there.figures.first()
    correction = there.corrections.first()
    assert promise is not None
    assert figure is not None
    assert correction is not None
    seen = {"seen_start": promise.start, "seen_end": promise.end}
    base, draft = f"/reports/{here.key}", f"/tasks/breakdown/{here.key}/{promise.key}"
    own = here.promises.filter(state="unconfirmed").first()
    assert own is not None
    with nothing_written():
        for address, form in (
            (f"{base}/promises/{promise.key}/confirm/", seen),
            (f"{base}/promises/{own.key}/join/", {"with": promise.key}),
            (f"{base}/promises/{promise.key}/figures/add/", {"words": "40"}),
            (f"{base}/figures/{figure.key}/correct/", {"act": "exclude"}),
            (f"{base}/corrections/{correction.pk}/withdraw/", {}),
            (f"{draft}/", {"title": "x"}),
            (f"{draft}/keep/", {"title": "x"}),
            (f"{draft}/exclude/", {"reason": "x"}),
            (f"{draft}/split/", {}),
        ):
            assert client.post(address, form).status_code == 404, address


def test_what_is_chosen_from_a_list_is_of_that_list(world: World) -> None:
    """Hidden and listed fields changed by hand: another unit's officer, a unit that has no part, a strange word."""
    task = world.things["own"].rows["task"]
    root, now = f"/tasks/{task.key}", task.version
    with nothing_written():
        for who, address, form in (
            ("commerce-head", "/officer/", {"post": "water-officer", "version": now}),
            (
                "office",
                "/supervision-orders/",
                {"unit": "water", "colour": "red", "words": "x", "answer_due": "2026-12-30"},
            ),
            (
                "office",
                "/supervision-orders/",
                {"unit": "commerce", "colour": "black", "words": "x", "answer_due": "2026-12-30"},
            ),
            ("commerce-officer", "/progress/", report_form(task, claim="perfect")),
            ("commerce-officer", "/progress/", report_form(task, own_verdict="glorious")),
            ("commerce-officer", "/progress/", report_form(task, amount="nan")),
            ("commerce-officer", "/progress/", report_form(task, amount="1e400")),
            ("commerce-officer", "/progress/", report_form(task, as_of="9999-12-31")),
            ("office", "/move/transfer/", {"new_unit": "nowhere", "reason": "x", "version": now}),
        ):
            answer = world.office.client(who).post(root + address, form)
            assert answer.status_code == 400, (address, form)
        assert world.office.client("office").post(f"{root}/move/nonsense/").status_code in (400, 404)


def test_a_version_made_up_is_refused_or_counts_as_none(world: World) -> None:
    draft = world.things["own"].rows["drafted"]
    client = world.office.client("office")
    addresses = (f"/tasks/drafts/{draft.key}/", f"/tasks/drafts/{draft.key}/remove/")
    for version in ("-1", "99999999999999999999", "x", "1.5", "²", "0x1"):
        with nothing_written():
            answers = [client.post(address, {"version": version}).status_code for address in addresses]
        assert set(answers) <= {400, 409}, version
    assert Task.objects.filter(pk=draft.pk).exists()


def test_a_stale_form_is_refused_everywhere(world: World) -> None:
    task = world.things["own"].rows["task"]
    office, head = world.office.client("office"), world.office.client("commerce-head")
    stale = {"version": "0", "reason": "过时"}
    assert (
        head.post(f"/tasks/{task.key}/officer/", {"post": "commerce-head", "version": 0}).status_code == 302
    )
    obstacle, change_request = (world.things["own"].rows[name].pk for name in ("obstacle", "change_request"))
    with nothing_written():
        for client, address, form in (
            (office, "move/suspend/", stale),
            (head, "ask/extension/", stale | {"new_due": "2027-06-01"}),
            (office, f"change-requests/{change_request}/", stale | {"granted": "no"}),
            (office, f"obstacles/{obstacle}/", stale | {"remover": "water", "due": "2026-12-01"}),
            (office, f"obstacles/{obstacle}/settle/", stale | {"words": "已解决"}),
            (head, "officer/", {"post": "commerce-officer", "version": "0"}),
        ):
            assert client.post(f"/tasks/{task.key}/{address}", form).status_code == 409, address


def test_nul_is_refused_in_addresses_and_forms(world: World) -> None:
    task = world.things["own"].rows["task"]
    client = world.office.client("office")
    with nothing_written():
        for address in ("/tasks/?q=%00", "/?unit=%00", "/people/persons/?q=a%00", "/people/units/%00/",
                        "/audit/?person=%00"):  # fmt: skip
            assert client.get(address).status_code == 400, address
        answer = client.post(f"/tasks/{task.key}/move/suspend/", {"reason": "a\0b", "version": task.version})
    assert answer.status_code == 400


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 40])
def test_numbers_beyond_the_database_are_missing(world: World, number: str) -> None:
    key = world.things["own"].rows["task"].key
    client = world.office.client("office")
    for address in (f"/tasks/{key}/evidence/{number}/", f"/tasks/{key}/change-requests/{number}/"):
        assert client.get(address).status_code == 404
    for address in (
        f"/tasks/{key}/milestones/{number}/", f"/people/me/tokens/{number}/revoke/",
        f"/reports/{world.reports['closed'].key}/corrections/{number}/withdraw/",
    ):  # fmt: skip
        assert client.post(address).status_code == 404
    for address in (f"/tasks/?page={number}", f"/audit/?before={number}", f"/?year={number[:4]}",
                    f"/tasks/?year={number}"):  # fmt: skip
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_page_leads_off_the_site(world: World, elsewhere: str) -> None:
    task = world.things["own"].rows["task"]
    client = world.office.client("office")
    for address, form in (
        ("/language/", {"language": "en"}),
        ("/tasks/notifications/read/", {}),
        ("/tasks/release/", {"released": "0"}),
        (f"/tasks/{task.key}/release/", {"released": "0"}),
        (f"/tasks/{task.key}/move/issue/", {"version": "0"}),
    ):
        answer = client.post(address, form | {"next": elsewhere})
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/"), address
        assert "evil" not in answer.headers["Location"], address
    page = html.fromstring(client.get(f"/tasks/{task.key}/", {"next": elsewhere}).content)
    for address in page.xpath("//@href | //@action | //@hx-get | //@hx-post"):
        assert urlsplit(urljoin("http://testserver/tasks/", address)).netloc == "testserver", address


def test_nothing_of_all_this_harms_the_log(world: World) -> None:
    client = world.office.client("commerce-head")
    task = world.things["own"].rows["task"]
    file = SimpleUploadedFile("a.txt", b"words")
    client.post(f"/tasks/{task.key}/evidence/", {"evidence": file, "version": "x"})
    assert list(faults()) == []
