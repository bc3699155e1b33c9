"""English is complete: no Chinese on an English page but data, which is marked as Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from luoshi.city.chain.entries import Signature
from luoshi.city.chain.writing import writes
from luoshi.city.tasks.actions.events import EventInput, add_event
from luoshi.city.tasks.models import ChangeRequest, Obstacle, ProgressEntry, Task

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e]")
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-label", "summary")
PAGES = {
    None: ("/", "/?by=unit", "/?q=none", "/public/2026-0001/", "/no/such/page/"),
    "mayor": ("/dashboards/leader/", "/dashboards/units/"),
    "office": ("/dashboards/office/", "/audit/", "/tasks/", "/tasks/?q=none", "/tasks/?year=1999"),
    "commerce-head": ("/dashboards/unit/", "/tasks/?sort=-light"),
}


def chinese(page: str) -> Iterator[str]:
    """Chinese in texts and spoken attributes that stands in no element marked as Chinese.

    The window's title may name a record, and has one language only.
    """
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "title"):
            continue
        if any(str(one.get("lang", "")).startswith("zh") for one in (element, *element.iterancestors())):
            inside = []
        else:
            inside = [element.text or "", *(element.get(name) or "" for name in SPOKEN)]
        parents = [str(one.get("lang", "")).startswith("zh") for one in element.iterancestors()]
        if not any(parents):
            inside.append(element.tail or "")
        yield from (text.strip() for text in inside if HAN.search(text))


@pytest.fixture
def busy(make_task: Callable[..., Task], office: Any) -> None:
    """A task in each place that the pages show."""
    today, person = timezone.localdate(), office.people["commerce-officer"]
    for number, state in enumerate(
        (
            "in_progress",
            "awaiting_review",
            "closed",
            "extension_asked",
            "awaiting_acceptance",
            "suspended",
            "returned",
        )
    ):
        task = make_task(
            state=state, light=("red", "yellow", "blue", "green", "grey")[number % 5], light_since=today,
            light_reasons=[{"code": "overdue", "details": {"due": "2026-01-01", "days": "9"}}], section="二、民生",
            released_at=timezone.now(), kind=("livelihood", "task")[number % 2], due=today.replace(day=1),
            verdict="kept" if state == "closed" else "", start=today.replace(year=today.year - 1),
        )  # fmt: skip
        ProgressEntry.objects.create(
            task=task, as_of=today, amount=9, words="已开工", written_by=person,
            state=("accepted", "awaiting_review", "awaiting_signature", "returned")[number % 4],
        )  # fmt: skip
        Obstacle.objects.create(task=task, words="缺地", due=today.replace(day=1), entered_by=person)
        kind = ("extension", "suspension", "transfer")[number % 3]
        ChangeRequest.objects.create(task=task, kind=kind, reason="汛期", wanted_due=today, asked_by=person)
        writes(add_event)(
            task,
            Signature("x", "某人"),
            EventInput("grant_extension", reason="汛期", changed={"due": ["2026-01-01", "2026-02-01"]}),
        )


@pytest.mark.parametrize(
    ("who", "address"), [(who, address) for who, pages in PAGES.items() for address in pages]
)
def test_no_chinese_but_data_on_an_english_page(
    who: str | None, address: str, busy: None, office: Any
) -> None:
    client = office.client(who)
    client.cookies["language"] = "en"
    response = client.get(address)
    assert response["Content-Language"] == "en"
    page = response.content.decode()
    assert '<html lang="en">' in page
    assert list(chinese(page)) == []


@pytest.mark.parametrize("address", ["/", "/dashboards/office/", "/tasks/"])
def test_chinese_is_what_a_page_speaks_by_default(address: str, busy: None, office: Any) -> None:
    page = office.client("office").get(address).content.decode()
    assert '<html lang="zh-Hans">' in page
    words = " ".join(html.fromstring(page).find(".//main").text_content().split())
    assert not re.search(r"\b(Filter|Tasks|Light|Overdue|Search)\b", words)


def test_the_test_finds_what_is_not_marked() -> None:
    page = '<p>中 <b lang="zh-Hans">文</b> 尾 <i aria-label="标">x</i></p>'
    assert list(chinese(page)) == ["中", "尾", "标"]
