"""What is said once on the next page."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from django.contrib import messages
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from luoshi.city.site.said import SaidInCookie


def said_next(count: int) -> list[str]:
    """What the next page says of ``count`` remarks."""
    request, answer = RequestFactory().get("/"), HttpResponse()
    store = SaidInCookie(request)
    for number in range(count):
        store.add(
            messages.ERROR,
            f"2026-{number:04} 缺少第{number * 7919 % 9973}项材料，{number * 104729 % 99991}号单位没有专员",
        )
    assert store.update(answer) is not None or count < 20
    cookie: SimpleCookie = answer.cookies
    asked = RequestFactory().get("/", headers={"cookie": f"messages={cookie['messages'].coded_value}"})
    return [str(one) for one in SaidInCookie(asked)]


@pytest.mark.parametrize("count", [1, 5])
def test_a_few_remarks_come_whole(count: int) -> None:
    assert len(said_next(count)) == count


def test_of_very_many_the_first_come_and_that_there_were_more() -> None:
    with translation.override("zh-hans"):
        said = said_next(400)
    assert 5 < len(said) < 400
    assert said[0].startswith("2026-0000")
    assert said[-1] == "还有一些提示没有全部列出。"
