"""What a form says of a field is what becomes of it: every text typed about a released task is looked for outside."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from lxml import html
from python_calamine import CalamineWorkbook

from city.permissions.world import build
from luoshi.city.api.schemas import FigureOut, ProgressOut, PromiseOut, ReportOut, TaskOut
from luoshi.city.rules import publicity as rule
from luoshi.city.rules.publicity import records
from luoshi.city.rules.states import progress_lifecycle, task_lifecycle
from luoshi.city.tasks.breakdown.columns import elsewhere_columns, published
from luoshi.city.tasks.models import (
    ChangeRequest,
    Evidence,
    Milestone,
    Obstacle,
    ProgressEntry,
    SupervisionOrder,
    Task,
)

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]
MARK = "标记{}终"
_WHO = {
    "task.issue": "office", "task.accept": "commerce-head", "task.sign": "commerce-head", "task.review": "office",
    "task.decide": "office", "progress.write": "commerce-officer",
}  # fmt: skip
LATER = timezone.localdate() + timedelta(days=400)


@dataclass
class Case:
    """A form: who opens it at which address, what else is given, what happens afterwards."""

    name: str
    who: str
    address: str
    given: dict[str, Any] = field(default_factory=dict)
    then: Callable[[], object] = lambda: None
    choice: str = ""


def outside(office: Any, key: str) -> dict[str, str]:
    """Everything that outsiders get of the task, by outlet."""
    client, found = office.client(None), {}
    for address in ("/", f"/public/{key}/", "/public/tasks.csv", "/public/tasks.json", "/public/tasks.xlsx"):
        data = client.get(address).content
        if address.endswith("xlsx"):
            rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
            data = str(rows).encode()
        found[address] = data.decode()
    for path in ("", f"/{key}", f"/{key}/progress", f"/{key}/events"):
        address = f"/api/v1/tasks{path}"
        found[address] = json.dumps(client.get(address).json(), ensure_ascii=False)
    for name in ("verdicts", "results"):
        found[name] = json.dumps(client.get(f"/api/v1/{name}").json(), ensure_ascii=False)
    found["admin"] = office.client("admin").get(f"/tasks/{key}/", follow=True).content.decode()
    return found


def marked(page: Any) -> Iterator[tuple[str, str]]:
    """Every field of the page's form into which words are typed, with what the page says becomes of them."""
    (form,) = [
        one
        for one in page.xpath("//form[@method='post']")
        if one.xpath(".//textarea | .//input[@type='text']")
    ]
    for one in form.xpath(".//textarea | .//input[@type='text']"):
        said = [page.get_element_by_id(name) for name in one.get("aria-describedby", "").split()]
        classes = [word for element in said for word in element.get("class", "").split()]
        (openness,) = [word for word in classes if word in ("public", "accepted", "either", "inner")] or (
            "unmarked",
        )
        yield one.get("name"), openness


def values_of(page: Any) -> dict[str, Any]:
    """What a browser would send of the form as it opens."""
    (form,) = [
        one
        for one in page.xpath("//form[@method='post']")
        if one.xpath(".//textarea | .//input[@type='text']")
    ]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def told(office: Any, case: Case, key: str) -> set[str]:
    """Type a mark into every field, send the form, look for the marks outside; what the form said of the fields."""
    client = office.client(case.who)
    answer = client.get(case.address)
    assert answer.status_code == 200, (case.name, answer.status_code)
    page = html.fromstring(answer.content)
    try:
        fields = dict(marked(page))
    except ValueError:  # no form into which words are typed
        return set()
    marks = {name: MARK.format(number) for number, name in enumerate(fields)}
    sent = values_of(page) | case.given | marks
    answer = client.post(case.address, sent)
    assert answer.status_code == 302, (case.name, html.fromstring(answer.content).text_content()[:1500])
    case.then()
    shown = outside(office, key)
    for name, openness in fields.items():
        published = openness in ("public", "accepted") or (openness == "either" and case.choice == "yes")
        where = [address for address, words in shown.items() if marks[name] in words]
        assert bool(where) == published, f"{case.name}.{name} says {openness}, and is found at {where}"
        if published:
            whole = {f"/public/{key}/", "/public/tasks.csv", "/public/tasks.json", "/public/tasks.xlsx"}
            assert whole <= set(where), f"{case.name}.{name} is not found at {whole - set(where)}"
            assert any(one.startswith("/api/") for one in where), f"{case.name}.{name}"
    return set(fields.values())


@pytest.fixture
def released(make_task: MakeTask, office: Any) -> Callable[..., Task]:
    """A released task in a state, with evidence, an officer's report waiting and a milestone."""

    def make(state: str = "in_progress", **fields: Any) -> Task:
        task = make_task(state=state, released_at=timezone.now(), issued_at=timezone.now(), **fields)
        Milestone.objects.create(task=task, due=task.due, amount=40, words="建成")
        Evidence.objects.create(
            task=task, name="证.pdf", sha256="0" * 64, size=1, media_type="application/pdf",
            added_by=office.people["commerce-officer"],
        )  # fmt: skip
        return task

    return make


MOVES = [one for one in task_lifecycle().moves if one.name != "submit"]  # goes with a final report


@pytest.mark.parametrize("move", MOVES, ids=lambda one: one.name)
def test_moves_publish_what_their_form_says(move: Any, released: Callable[..., Task], office: Any) -> None:
    task = released(move.sources[0])
    given = {"new_due": LATER, "new_unit": "water", "verdict": "kept"}
    told(
        office,
        Case(move.name, _WHO[move.permission], f"/tasks/{task.key}/move/{move.name}/", given),
        task.key,
    )


@pytest.mark.parametrize("kind", ["extension", "suspension", "transfer"])
@pytest.mark.parametrize("choice", ["", "yes", "no"])
def test_change_requests_stay_inside_and_what_is_granted_is_published(
    kind: str, choice: str, released: Callable[..., Task], office: Any
) -> None:
    task = released("extension_asked" if choice and kind == "extension" else "in_progress")
    given = {"new_due": LATER, "new_unit": "water", "granted": choice}
    case = Case(f"ask_{kind}", "commerce-head", f"/tasks/{task.key}/ask/{kind}/", given)
    if choice:
        change_request = ChangeRequest.objects.create(
            task=task, kind=kind, reason="请示", wanted_due=LATER, asked_by=office.people["commerce-head"]
        )
        case = Case(
            kind, "office", f"/tasks/{task.key}/change-requests/{change_request.pk}/", given, choice=choice
        )
    assert told(office, case, task.key) == ({"either"} if choice else {"inner"})


@pytest.mark.parametrize("final", [False, True])
def test_of_a_report_what_was_done_is_published_once_accepted(
    final: bool, released: Callable[..., Task], office: Any
) -> None:
    task = released()
    given = {"then": "sign", "amount": "7", **({"final": "on", "own_verdict": "kept"} if final else {})}

    def accept() -> None:
        progress = task.progress.get()
        waiting = outside(office, task.key)
        assert not [one for one, words in waiting.items() if progress.words in words]
        move = "move/approve" if final else f"progress/{progress.pk}/accept"
        data = {"verdict": "kept", "verdict_words": "内部"} if final else {}
        assert office.client("office").post(f"/tasks/{task.key}/{move}/", data).status_code == 302

    case = Case("report", "commerce-head", f"/tasks/{task.key}/progress/", given, accept)
    assert told(office, case, task.key) == {"accepted", "inner"}


@pytest.mark.parametrize("move", progress_lifecycle().moves, ids=lambda one: one.name)
def test_why_a_report_was_not_taken_stays_inside(
    move: Any, released: Callable[..., Task], office: Any
) -> None:
    task = released()
    report = ProgressEntry.objects.create(
        task=task, as_of=timezone.localdate(), words="进展", state=move.sources[0],
        written_by=office.people["commerce-officer"], signed_at=timezone.now(),
    )  # fmt: skip
    case = Case(move.name, _WHO[move.permission], f"/tasks/{task.key}/progress/{report.pk}/{move.name}/")
    assert told(office, case, task.key) <= {"inner"}


def test_changes_publish_terms_and_reason(released: Callable[..., Task], office: Any) -> None:
    task = released()
    given = {"milestones-0-due": task.due, "milestones-1-due": task.due, "milestones-2-due": task.due,
             "milestones-3-due": task.due}  # fmt: skip
    case = Case("change", "office", f"/tasks/{task.key}/change/", given)
    assert told(office, case, task.key) == {"public", "inner"}


def test_problems_and_sheets_stay_inside(released: Callable[..., Task], office: Any) -> None:
    task, today = released(), timezone.localdate()
    obstacle = Obstacle.objects.create(task=task, words="问题", entered_by=office.people["office"])
    supervision_order = SupervisionOrder.objects.create(
        key="2026-0001-9", task=task, unit=office.units["commerce"], colour="blue", issued_on=today,
        answer_due=today, words="督办", issued_by=office.people["office"],
    )  # fmt: skip
    root = f"/tasks/{task.key}"
    for case in (
        Case("obstacle", "commerce-officer", f"{root}/obstacles/"),
        Case("settle", "office", f"{root}/obstacles/{obstacle.pk}/settle/"),
        Case("supervision_order", "office", f"{root}/supervision-orders/"),
        Case("answer", "commerce-head", f"/tasks/supervision-orders/{supervision_order.key}/"),
    ):
        assert told(office, case, task.key) == {"inner"}, case.name


def test_draft_says_what_its_release_will_publish(make_task: MakeTask, office: Any) -> None:
    task = make_task(state="drafted", origin="meeting", origin_words="会议")

    def release() -> None:
        Task.objects.filter(pk=task.pk).update(state="in_progress", released_at=timezone.now())

    given = {"lead": "other", "start": "2026-01-01", "due": "2026-12-31", "node_due_1": "2026-12-31"}
    for number in range(2, 5):
        given[f"node_due_{number}"] = "2026-12-31"
    client, address = office.client("office"), f"/tasks/drafts/{task.key}/"
    page = html.fromstring(client.get(address).content)
    fields = dict(marked(page))
    names = {"lead_name", "supporting_names"}  # units, by names that they have
    marks = {name: MARK.format(number) for number, name in enumerate(fields) if name not in names}
    answer = client.post(address, values_of(page) | given | marks | {"sure": "on"})
    assert answer.status_code == 302, html.fromstring(answer.content).text_content()
    release()
    shown = outside(office, task.key)
    for name, mark in marks.items():
        where = [one for one, words in shown.items() if mark in words]
        assert bool(where) == (fields[name] == "public"), (
            f"{name} says {fields[name]}, and is found at {where}"
        )
    assert fields["title"] == "public"
    assert fields["origin_words"] == "inner"


@pytest.mark.parametrize("is_released", [True, False])
def test_before_the_release_forms_speak_of_it(is_released: bool, make_task: MakeTask, office: Any) -> None:
    task = make_task(state="in_progress", released_at=timezone.now() if is_released else None)
    page = office.client("office").get(f"/tasks/{task.key}/move/suspend/").content.decode()
    assert ("任务公开后，这里写的会原样公开" in page) is not is_released
    assert ("公开：这里写的会原样公开" in page) is is_released


def test_corrections_of_a_released_report_publish_what_their_form_says(office: Any) -> None:
    report = build(office).reports["released"]
    client, promise = office.client("office"), report.promises.order_by("position")[0]
    figure = report.figures.order_by("start")[0]

    def shown() -> str:
        public = office.client(None)
        now = report.promises.get(pk=promise.pk)
        addresses = [f"/reports/{report.key}/", f"/reports/{report.key}/figures/{figure.key}/"]
        addresses += [f"/reports/{report.key}/promises/{now.key}/"] if now.state != "excluded" else []
        pages = [public.get(one).content.decode() for one in addresses]
        api = [public.get(f"/api/v1/reports/{report.key}/{kind}").json() for kind in ("figures", "promises")]
        return "".join(pages) + json.dumps(api, ensure_ascii=False)

    figure_address = f"/reports/{report.key}/figures/{figure.key}/"
    page = html.fromstring(client.get(figure_address).content)
    for name, openness in [("subject", "public"), ("unit", "public")]:
        element = page.get_element_by_id(f"id_{name}_publicity")
        assert openness in element.get("class").split()
    own = html.fromstring(client.get(f"/reports/{report.key}/promises/{promise.key}/").content)
    assert "inner" in own.get_element_by_id("id_own_words_publicity").get("class").split()

    form = next(one for one in page.forms if one.xpath(".//*[@name='subject']"))
    sent = dict(form.form_values()) | {"subject": "标记主题", "unit": "标记单位"}
    assert client.post(form.get("action"), sent).status_code in (200, 302)
    form = next(one for one in own.forms if one.xpath(".//*[@name='own_words']"))
    sent = dict(form.form_values()) | {"reason": "other", "own_words": "标记理由"}
    assert client.post(form.get("action"), sent).status_code in (200, 302)
    found = shown()
    assert "标记主题" in found
    assert "标记单位" in found
    assert "标记理由" not in found


def test_names_of_units_and_posts_say_that_they_are_public(office: Any) -> None:
    client = office.client("admin")
    for address, public, inner in (
        ("/people/units/commerce/change/", ("name", "short_name"), ("aliases",)),
        ("/people/posts/commerce-head/change/", ("name",), ()),
    ):
        page = html.fromstring(client.get(address).content)
        for names, openness in ((public, "public"), (inner, "inner")):
            for name in names:
                assert openness in page.get_element_by_id(f"id_{name}_publicity").get("class").split(), (
                    address,
                    name,
                )


def test_seeded_leak_is_caught(
    released: Callable[..., Task], office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the reason of a refusal published, or a suspension's mark wrong, the tests above would fail."""
    task = released("awaiting_review")
    client = office.client("office")
    client.post(f"/tasks/{task.key}/move/return_for_more/", {"reason": "标记0终"})
    task.events.update(public=True)
    assert "标记0终" in outside(office, task.key)[f"/public/{task.key}/"]
    other = released()
    table = rule._table()
    monkeypatch.setattr(rule, "_table", lambda: table | {"event": table["event"] | {"suspend": "process"}})
    rule.publicity.cache_clear()
    try:
        case = Case(
            "suspend",
            "office",
            f"/tasks/{other.key}/move/suspend/",
            then=lambda: other.events.update(public=True),
        )
        with pytest.raises(AssertionError, match=r"suspend\.reason says inner, and is found"):
            told(office, case, other.key)
    finally:
        rule.publicity.cache_clear()


def test_every_field_of_a_task_is_public_or_inner_and_every_basis_is_law() -> None:
    known = {name: set(fields) for name, fields in records().items()}
    columns = {one.name for one in Task._meta.get_fields() if one.concrete and not one.primary_key}
    assert columns <= known["task"]
    assert {one.name for one in Milestone._meta.concrete_fields} - {"id", "task"} <= known["milestone"]
    for record, shape in (
        ("task", TaskOut), ("progress", ProgressOut), ("promise", PromiseOut), ("figure", FigureOut), ("report", ReportOut),
    ):  # fmt: skip
        assert set(shape.model_fields) <= known[record], record
    assert all(re.search("条例第|中办发", basis.law) for basis in rule.bases().values())


def test_tables_say_which_columns_become_public() -> None:
    names = set(published(elsewhere_columns("zh")))
    assert (
        not {column.name for column in elsewhere_columns("zh") if column.key in ("origin_words", "sponsor")}
        & names
    )
    assert {
        column.name for column in elsewhere_columns("zh") if column.key in ("title", "words", "q1_words")
    } <= names
