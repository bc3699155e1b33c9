"""Every form of every page, sent as a browser would send it, with texts that nobody foresaw in every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from lxml import html

from city.permissions.addresses import ADDRESSES, cases
from city.permissions.world import WHO, World, build
from city.undoing import undone
from luoshi.city.rules.permissions import Role

pytestmark = pytest.mark.django_db
TEXTS = {
    "long": "长" * 10_000,
    "formula": "=cmd|' /C calc'!A0",
    "element": '"><script>zq(1)</script>{{7*7}}{% raw %}',
    "number": "9" * 400,
    "signs": "\u202e\ufffe\u0085\x1b[31m\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "blank": "\u3000 \t",
}
_TYPED = ("text", "search", "email", "number", "date", "month", "hidden", "url", "tel", "")
TAKEN: list[str] = []
_LEFT = ("csrfmiddlewaretoken",)


@pytest.fixture
def world(office: Any) -> World:
    return build(office)


def forms(client: Client, address: str) -> Iterator[tuple[str, dict[str, Any], set[str]]]:
    """The forms of a page that write: where they go, what a browser sends, what can be typed into them."""
    answer = client.get(address)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        answer.close()
        return
    page = html.fromstring(answer.content)
    for form in page.xpath("//form[translate(@method, 'POST', 'post') = 'post']"):
        fields = dict(form.form_values())
        typed = {one.get("name") for one in form.xpath(".//textarea[@name]")}
        typed |= {
            one.get("name") for one in form.xpath(".//input[@name]") if one.get("type", "") in _TYPED
        }  # fmt: skip
        for button in form.xpath(".//button[@name]")[:1]:
            fields[button.get("name")] = button.get("value", "")
        yield urlsplit(form.get("action") or address).path or address, fields, typed - set(_LEFT)


def too_long() -> list[str]:
    """Values that their column does not hold: SQLite keeps them, PostgreSQL would have failed."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("luoshi"):
            continue
        held = {
            field.name: field.max_length
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField) and field.max_length
        }
        for row in model._default_manager.values(*held) if held else ():
            found += [
                f"{model.__name__}.{name} {len(row[name])}"
                for name, longest in held.items()
                if row[name] and len(row[name]) > longest
            ]
    return found


def _sent(client: Client, address: str, fields: dict[str, Any]) -> str:
    with undone():
        try:
            status = client.post(address, fields).status_code
            fault = f"{status}" if status >= 500 else ""
            if status == 302:
                TAKEN.append(address)
                fault = ", ".join(too_long())
        except Exception as error:  # noqa: BLE001 - whatever it is, the next form is tried
            fault = f"{type(error).__name__}: {error}"
    return fault


@pytest.mark.parametrize("role", ["supervision_office", "unit_head", "unit_officer", "administrator"])
def test_no_form_breaks_on_what_is_typed(world: World, role: Role) -> None:
    TAKEN.clear()
    client, found, sent = world.office.client(WHO[role]), set(), set()
    for name in ADDRESSES:
        case = next(cases(world, role, name, None, "GET"))
        for address, fields, typed in forms(client, reverse(name, kwargs=case.kwargs or None)):
            if (address, frozenset(fields)) in sent or address == "/account/logout/":
                continue
            sent.add((address, frozenset(fields)))
            for kind, text in TEXTS.items():
                # all fields at once; a formula, which is taken, also alone, in each form another field
                alone = [{sorted(typed)[len(sent) % len(typed)]}] if kind == "formula" and typed else []
                for names in (typed, *alone):
                    fault = _sent(client, address, fields | dict.fromkeys(names, text))
                    if fault:
                        found.add(f"{address} {sorted(names)} {text[:12]!r}: {fault[:300]}")
    assert not found, "\n".join(sorted(found))
    assert len(sent) > 5
    assert len(set(TAKEN)) > 3, "a test in which nothing is taken tests little"
