"""The attack of ``tools/attack.py`` judges rightly: what is a leak, what was refused, what a form took."""

from __future__ import annotations

from random import SystemRandom
from typing import Any
from unittest.mock import patch

import pytest
from django.test import RequestFactory

from attacks.access import few_of_each_shape, forms_on, may_open, shape_of, was_refused
from attacks.api import fault_of
from attacks.browser import Answer
from attacks.files import report_of
from attacks.forms import forms_in
from attacks.killed import confirmation, table
from attacks.other_pages import faults_of, leads_away
from attacks.target import Account, code_of, demonstration, given, there
from attacks.texts import formulas, runs
from hostile.catalogue import EVERY
from hostile.templates import TEMPLATES
from hostile.workbooks import WORKBOOKS
from load_hostile_verdict import verdict
from load_uploads import (
    ALWAYS,
    AT_ONCE,
    BOUNDARY,
    PEOPLE,
    TABLE,
    TEMPLATE,
    UPLOAD,
    Sent,
    form_for,
    multipart,
    said_on,
    wave,
)

OWN, RELEASED = frozenset({"2026-0001"}), frozenset({"2026-0002"})


@pytest.mark.parametrize(
    ("role", "path", "opens"),
    [
        ("unit_officer", "/tasks/2026-0001/", True),
        ("unit_officer", "/tasks/2026-0002/", True),
        ("unit_officer", "/tasks/2026-0002/progress/", False),
        ("unit_officer", "/tasks/2026-0003/", False),
        ("unit_officer", "/people/units/add/", False),
        ("public", "/tasks/2026-0001/", False),
        ("public", "/dashboards/office/", False),
        ("public", "/", True),
        ("leader", "/tasks/2026-0003/", True),
        ("administrator", "/people/units/add/", True),
        ("auditor", "/no/such/page/", False),
    ],
)
def test_the_table_of_permissions_says_what_opens(role: str, path: str, opens: bool) -> None:
    assert may_open(role, path, OWN, RELEASED) is opens


def test_pages_that_differ_by_their_keys_are_of_one_shape() -> None:
    assert shape_of("/tasks/2026-0001/report/12/") == shape_of("/tasks/2025-0123/report/3/")
    assert shape_of("/tasks/review/") != shape_of("/tasks/notifications/")


def test_a_form_without_an_address_goes_to_its_page() -> None:
    page = '<form method="post"><form method="post" action="/a/b/"><form method="get" action="/c/">'
    assert forms_on(page, "/here/?x=1") == {"/here/", "/a/b/"}


def test_sent_to_sign_in_is_refused_and_sent_on_is_not() -> None:
    assert was_refused(Answer(302, "", "/account/login/?next=/dashboards/", 0))
    assert was_refused(Answer(404, "", "", 0))
    assert not was_refused(Answer(302, "", "/tasks/", 0))
    assert not was_refused(Answer(400, "", "", 0))
    assert Answer(0, "", "", 0).failed
    assert Answer(503, "", "", 0).failed


def test_a_report_that_was_taken_has_a_key() -> None:
    assert report_of(Answer(302, "", "/reports/r0123/", 0)) == "r0123"
    assert report_of(Answer(400, "", "", 0)) == ""
    assert Sent(EVERY[0], 302, location="/reports/r0123/").key == "r0123"


def test_codes_are_those_of_the_standard() -> None:
    with patch("attacks.target.time.time", return_value=59):
        assert code_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == "287082"


SITE = "https://site.example"
MARK = "zq1f"


@pytest.mark.parametrize(
    ("place", "away"),
    [
        ("/dashboards/", False),
        ("https://site.example/dashboards/", False),
        ("?next=https://evil.example", False),
        ("//evil.example", True),
        ("/\\evil.example", True),
        ("/\t/evil.example", True),
        (" //evil.example", True),
        ("https://site.example@evil.example/", True),
        ("javascript:alert(1)", True),
        ("", False),
    ],
)
def test_where_a_browser_would_go(place: str, away: bool) -> None:
    assert leads_away(SITE, "/account/login/", place) is away


def answer(status: int, page: str, kind: str = "text/html", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, page, "", 0, page.encode(), {"content-type": kind, **named})


def test_an_answer_that_forbids_too_little_is_a_fault() -> None:
    sound = {
        "content_security_policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
        "x_content_type_options": "nosniff",
        "x_frame_options": "DENY",
        "referrer_policy": "same-origin",
        "cross_origin_opener_policy": "same-origin",
    }
    assert list(faults_of(answer(200, "", **sound))) == []
    weak = sound["content_security_policy"].replace("'self'", "'self' 'unsafe-inline'")
    assert list(faults_of(answer(200, "", **sound | {"content_security_policy": weak})))
    assert list(faults_of(answer(200, "", **sound | {"access_control_allow_origin": "*"})))
    assert list(faults_of(answer(500, "Traceback (most recent call last)", **sound)))
    assert len(list(faults_of(answer(200, "")))) == 5


def test_what_the_api_answers_has_its_one_shape() -> None:
    shape = '{"error": {"code": "x", "message": "y", "details": {}}}'
    assert fault_of(answer(422, shape, "application/json")) == ""
    assert fault_of(answer(201, "{}", "application/json")) == ""
    assert fault_of(answer(404, "<!doctype html>"))
    assert fault_of(answer(404, '{"detail": "x"}', "application/json"))
    assert fault_of(answer(500, shape, "application/json"))
    assert fault_of(Answer(0, "refused", "", 0))


@pytest.mark.parametrize(
    ("page", "ran"),
    [
        (f"<p>&lt;script src=/{MARK}&gt;&lt;/script&gt;</p>", False),
        (f'<input value="&quot;&gt;&lt;img src=x onerror={MARK}&gt;">', False),
        (f'<p><script src="/{MARK}"></script></p>', True),
        (f"<p><img src=x onerror={MARK}></p>", True),
        (f"<p>49{{% raw %}}{MARK}</p>", True),
    ],
)
def test_markup_that_runs_is_seen(page: str, ran: bool) -> None:
    assert runs(page, MARK) is ran


def test_formulas_of_tables_are_seen() -> None:
    csv = f"a,b\n'={MARK},x\n"
    assert formulas(answer(200, csv, "text/csv"), MARK) == (1, [])
    assert formulas(answer(200, csv.replace("'", ""), "text/csv"), MARK) == (1, [f"={MARK}"])


def test_a_form_is_sent_as_it_stands() -> None:
    page = '<form method="post" action="/a/"><input type="hidden" name="v" value="3"><textarea name="w">x</textarea>'
    (form,) = forms_in(answer(200, page + "<button name='then' value='send'></form>"), "/here/")
    assert (form.path, form.typed) == ("/a/", frozenset({"w"}))
    assert dict(form.fields) == {"v": "3", "w": "x", "then": "send"}
    assert list(forms_in(answer(200, page, "text/plain"), "/here/")) == []


def test_a_table_is_confirmed_with_what_its_preview_asks() -> None:
    assert table("x", 2).startswith(b"PK")
    asked = '<input type="hidden" name="asked" value="due"><button name="confirm" value="f0">'
    assert confirmation(asked) == [("confirm", "f0"), ("asked", "due"), ("sure", "yes")]
    assert confirmation("<p>faults</p>") == []


def test_accounts_are_named_with_their_role_or_are_those_of_the_demonstration() -> None:
    found = given(["office:pass:word", "unit_head=chen:p:SECRET"])
    assert found["supervision_office"] == (Account("office", "pass", "word"),)
    assert found["unit_head"] == (Account("chen", "p", "SECRET"),)
    with pytest.raises(SystemExit):
        given(["chen:p"])
    assert demonstration()["leader"][0].username == "mayor"


def test_a_site_that_is_no_demonstration_is_left_alone() -> None:
    options: Any = {"short": True, "draw": SystemRandom()}
    with patch("attacks.target.Browser.get", return_value=answer(200, "<p>督查</p>")):
        with pytest.raises(SystemExit, match="no demonstration"):
            there(SITE, [], any_site=False, **options)
        assert there(SITE, [], any_site=True, **options).address == SITE
    with patch("attacks.target.Browser.get", return_value=answer(200, "<p>演示站：内容均为虚构。</p>")):
        assert there(f"{SITE}/", [], any_site=False, **options).address == SITE


def test_few_of_each_shape_are_taken() -> None:
    paths = ["/tasks/2026-0001/", "/tasks/2026-0002/", "/dashboards/"]
    assert few_of_each_shape(paths, 1) == ["/tasks/2026-0001/", "/dashboards/"]


def test_every_file_has_its_turn_and_its_form() -> None:
    waves = [wave(number) for number in range(len(EVERY))]
    assert all(len(one) == AT_ONCE and {*ALWAYS} <= {file.name for file in one} for one in waves)
    assert {file.name for one in waves for file in one} == {one.name for one in EVERY}
    for one in WORKBOOKS:
        assert [form_for(one, number) for number in (0, 1)] == [TABLE, PEOPLE]
    assert all(form_for(one) == TEMPLATE for one in TEMPLATES)
    assert form_for(EVERY[0]) == UPLOAD


def test_what_is_sent_arrives_whole() -> None:
    body = multipart({"step": "check"}, "file", "表.xlsx", b"\x00\r\n--x")
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    request = RequestFactory().post("/", data=body, content_type=kind)
    assert request.POST["step"] == "check"
    sent = request.FILES["file"]
    assert not isinstance(sent, list)
    assert (sent.name, sent.read()) == ("表.xlsx", b"\x00\r\n--x")


def test_what_a_page_says_is_found() -> None:
    assert said_on('<p class="note bad" role="alert">文件<b>太大</b></p>') == "文件 太大"
    assert said_on('<ul class="errorlist" id="x"><li>没有文件</li></ul>') == "没有文件"
    assert said_on("<p>好</p>") == ""


def phase(p95: float, statuses: dict[int, int], deaths: tuple[str, ...] = ()) -> dict[str, object]:
    return {"times": [10.0, p95], "statuses": statuses, "deaths": list(deaths)}


def test_the_load_fails_on_slowness_on_answers_above_499_and_on_deaths() -> None:
    sound = {"quiet": phase(100, {200: 9}), "ten uploads": phase(199, {200: 9, 404: 1})}
    sent = [Sent(EVERY[0], 302), Sent(EVERY[0], 0, cut=True)]
    assert verdict(sound, sent) == []
    assert len(verdict(sound | {"ten uploads": phase(201, {200: 9})}, sent)) == 1
    assert len(verdict(sound | {"ten uploads": phase(100, {200: 9, 503: 1, 0: 2})}, sent)) == 2
    assert len(verdict(sound | {"after": phase(100, {200: 9}, ("luoshi died (-6)",))}, sent)) == 1
    assert len(verdict(sound, [*sent, Sent(EVERY[0], 302, location="/account/login/?next=/")])) == 1
    assert len(verdict(sound, [*sent, Sent(EVERY[0], 500), Sent(EVERY[0], 0)])) == 2
