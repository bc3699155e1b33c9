"""What every page stands in: errors, refusals, navigation, marks, bars."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import OperationalError
from django.template import Context, Template
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import translation

from luoshi.city.site.templatetags.site import SHAPES, near
from luoshi.city.site.views import failed
from luoshi.city.tasks.models import COLOURS, VERDICTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_error_pages_need_nothing_but_themselves(
    name: str, language: str, lang: str, django_assert_num_queries: Any
) -> None:
    with translation.override(language), django_assert_num_queries(0):
        page = get_template(f"{name}.html").render({})
    assert f'<html lang="{lang}">' in page
    assert 'class="refused"' in page


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("gone"), 503), (ValueError("no"), 500)], ids=["database", "other"]
)
def test_failure_says_whether_the_database_is_gone(
    error: Exception, status: int, django_assert_num_queries: Any
) -> None:
    request = RequestFactory().get("/", headers={"cookie": "language=en"})
    with django_assert_num_queries(0):
        try:
            raise error
        except type(error):
            response = failed(request)
    assert response.status_code == status
    assert response.headers.get("Retry-After") == ("10" if status == 503 else None)
    assert b"Nothing was saved" in response.content or b"nothing was saved" in response.content


def test_unknown_address_is_a_page(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'class="refused"' in response.content.decode()


def test_old_form_is_answered_in_words(office: object) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


@pytest.mark.parametrize(
    ("names", "path", "current"),
    [
        ('"task_list"', "/tasks/2026-1/", True),
        ('"task_list"', "/dashboards/", False),
        ('"home"', "/tasks/", False),
        ('"home" "public_task"', "/public/x/", True),
        ('"home" "public_task"', "/", True),
    ],
)
def test_link_to_where_one_is_says_so(names: str, path: str, current: bool) -> None:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    assert (
        "aria-current" in Template(f"{{% here {names} %}}").render(Context({"request": request}))
    ) is current


def test_every_light_and_verdict_has_a_shape_of_its_own_among_its_kind() -> None:
    for values in (COLOURS, VERDICTS):
        assert len({SHAPES[value] for value in values}) == len(values)
        for value in values:
            tag = "light" if values is COLOURS else "verdict"
            assert SHAPES[value] in Template(f'{{% {tag} "{value}" %}}').render(Context())


def test_stacked_bar_leaves_out_what_is_nothing_and_fills_the_whole() -> None:
    parts = [("red", 1, ""), ("yellow", 0, ""), ("green", 3, "")]
    drawn = Template("{% stacked parts %}").render(Context({"parts": parts}))
    assert 'width="25.000%"' in drawn
    assert 'x="25.000%" width="75.000%"' in drawn
    assert "yellow" not in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize(
    ("pages", "number", "offered"),
    [(3, 1, [1, 2, 3]), (50, 1, [1, 2, 3, 0, 50]), (50, 25, [1, 0, 23, 24, 25, 26, 27, 0, 50])],
)
def test_pager_offers_few_numbers(pages: int, number: int, offered: list[int]) -> None:
    assert near(Paginator(range(pages), 1), number) == offered
