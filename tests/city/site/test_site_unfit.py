"""What Django refuses by itself is said in one clear line, in the site's own page and the reader's language."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.test import Client

from luoshi.city.config.logs import OneLine, logging_settings

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
SENT: tuple[tuple[str, dict[str, Any], int, str, str], ...] = (
    ("too large", {"data": b"a=" + b"x" * (10 * 1024 * 1024), "content_type": FORM}, 413, "10 MB", "10 MB"),
    ("fields", {"data": b"a=1&" * 5001, "content_type": FORM}, 400, "5000", "5000"),
    ("files", {"data": {f"f{n}": io.BytesIO(b"x") for n in range(101)}}, 400, "100", "100"),
    ("no boundary", {"data": b"x", "content_type": "multipart/form-data"}, 400, "没有传完整", "not whole"),
    ("host", {"data": {}, "headers": {"Host": "evil.example"}}, 400, "域名", "host"),
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("sent", "status", "zh", "en"), [one[1:] for one in SENT], ids=[one[0] for one in SENT]
)
def test_what_is_refused_as_it_came_says_why(
    office: Any, language: str, sent: dict[str, Any], status: int, zh: str, en: str
) -> None:
    client = Client()
    client.force_login(office.people["office"], backend="luoshi.city.people.backends.PersonBackend")
    client.cookies["language"] = language
    answer = client.post("/reports/upload/", **sent)
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'class="refused"' in page
    assert (zh if language == "zh" else en) in page
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_old_form_is_told_in_the_language_and_with_the_masthead_of_its_reader(
    office: Any, language: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.people["office"], backend="luoshi.city.people.backends.PersonBackend")
    client.cookies["language"] = language
    page = client.post("/people/me/language/", {"language": "en"}).content.decode()
    assert ("页面已过期" if language == "zh" else "expired") in page
    assert "/account/logout/" in page


def test_a_strange_host_is_one_short_line_in_the_log() -> None:
    for form in ("text", "json"):
        settings = logging_settings("INFO", form)
        told = io.StringIO()
        handler = logging.StreamHandler(told)
        (one,) = settings["handlers"]["standard_error"]["filters"]
        assert settings["filters"][one]["()"].endswith(OneLine.__name__)
        handler.addFilter(OneLine())
        logger = logging.getLogger("django.security.DisallowedHost")
        logger.addHandler(handler)
        try:
            Client().get("/", headers={"Host": "evil" * 1000 + ".example"})
        finally:
            logger.removeHandler(handler)
        (line,) = told.getvalue().strip().splitlines()
        assert "evil" in line
        assert len(line) < 400


def test_a_fault_of_the_program_keeps_its_trace() -> None:
    try:
        raise ValueError("a fault")
    except ValueError as error:
        record = logging.LogRecord("luoshi", logging.ERROR, "", 0, "x", None, (ValueError, error, None))
    assert OneLine().filter(record)
    assert record.exc_info
