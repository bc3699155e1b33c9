"""Behind a proxy: whom it names, on which port it listens, and how much it may hand on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from lxml import html
from pytest_django.fixtures import Settings

from city.office import Office
from city.permissions.addresses import ADDRESSES, cases
from city.permissions.world import WHO, build
from luoshi.city.config import wsgi
from luoshi.city.config.environment import secure_origin_of

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("forwarded", "own", "seen"),
    [
        ("203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("1.2.3.4:5678", "10.0.0.1", "1.2.3.4"),
        ("[2001:db8::1]:80", "10.0.0.1", "2001:db8::1"),
        ("[2001:db8::1]", "10.0.0.1", "2001:db8::1"),
        ("2001:DB8::1", "10.0.0.1", "2001:db8::1"),
        ("::ffff:192.0.2.7", "10.0.0.1", "192.0.2.7"),
        ("unknown", "", ""),
        ("_hidden", "10.0.0.1", ""),
        ("6.6.6.6, ", "", ""),
        ("", "", ""),
        ("", "10.0.0.1", "10.0.0.1"),
    ],
)
def test_whatever_form_a_proxy_writes_an_address_in_it_is_one_or_none(
    forwarded: str, own: str, seen: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BEHIND_PROXY = True
    assert address_seen(monkeypatch, forwarded, own) == seen


def test_what_a_browser_says_of_its_address_is_not_believed_without_a_proxy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BEHIND_PROXY = False
    assert address_seen(monkeypatch, "203.0.113.9", "10.0.0.1") == "10.0.0.1"


def address_seen(monkeypatch: pytest.MonkeyPatch, forwarded: str, own: str) -> str:
    """The address that the site sees of who comes."""
    found: dict[str, str] = {}

    def site(environ: dict[str, str], _start: object) -> list[bytes]:
        found.update(environ)
        return []

    monkeypatch.setattr(wsgi, "_site", site)
    monkeypatch.setattr(wsgi, "_gate", Mock(refusal=lambda: None))
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    wsgi.application({"REMOTE_ADDR": own, **headers}, lambda *_: None)
    return found["REMOTE_ADDR"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "1.2.3.4", "2001:db8::1", "fe80::1%eth0"])
def test_who_comes_from_no_known_address_is_told_that_the_password_is_wrong(address: str) -> None:
    answer = Client().post("/account/login/", {"login": "nobody", "password": "wrong"}, REMOTE_ADDR=address)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://duban.example.gov.cn", "https://duban.example.gov.cn"),
        ("https://duban.example.gov.cn:8443", "https://duban.example.gov.cn:8443"),
        ("https://duban.example.gov.cn:8443/below/", "https://duban.example.gov.cn:8443"),
        ("http://127.0.0.1:8000", ""),
        ("duban.example.gov.cn", ""),
        ("", ""),
    ],
)
def test_forms_of_the_sites_own_address_are_its_own(address: str, origin: str) -> None:
    assert secure_origin_of(address) == origin


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["duban.example.gov.cn:8443", "duban.example.gov.cn"])
def test_forms_work_on_another_port_whether_the_proxy_passes_it_on_or_not(
    host: str, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["duban.example.gov.cn"]
    settings.CSRF_TRUSTED_ORIGINS = [secure_origin_of("https://duban.example.gov.cn:8443")]
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/", secure=True, headers={"Host": host})
    form = {"language": "en", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    statuses = [
        client.post("/language/", form, secure=True, headers={"Host": host, "Origin": origin}).status_code
        for origin in ("https://duban.example.gov.cn:8443", "https://evil.example.com:8443")
    ]
    assert statuses == [302, 403]


def test_the_address_is_an_origin_from_which_forms_are_taken(tmp_path: Path) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from luoshi.city.config.settings import CSRF_TRUSTED_ORIGINS as it; print(*it)",
        ],
        env={
            **os.environ,
            "LUOSHI_DATA": str(tmp_path),
            "LUOSHI_ADDRESS": "https://duban.example.gov.cn:8443",
            "LUOSHI_ORIGINS": "https://other.example.gov.cn",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["https://other.example.gov.cn", "https://duban.example.gov.cn:8443"]


def sent(client: Client, path: str, size: int) -> tuple[int, str]:
    """Status and page of a form with a file of ``size`` bytes."""
    answer = client.post(path, {"file": SimpleUploadedFile("a.txt", b"a" * size, "text/plain")})
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def never_parsed(*_: object, **__: object) -> None:
    raise AssertionError("the body was read as a form")


@pytest.mark.django_db
def test_nobody_fills_the_disk_through_a_page_that_takes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.http.multipartparser.MultiPartParser.parse", never_parsed)
    for path in ("/account/login/", "/language/", "/nowhere/"):
        status, page = sent(Client(), path, 2 * MB)
        assert (status, "1 MB" in page) == (413, True), path
    assert sent(Client(), "/reports/upload/", 2 * MB) == (302, "/account/login/?next=/reports/upload/")


def test_who_is_signed_in_brings_files_where_files_are_asked_for(
    office: Office, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    client = office.client("office")
    status, taken = sent(client, "/reports/upload/", 11 * MB)
    assert (status, taken.startswith("/reports/")) == (302, True)
    monkeypatch.setattr("django.http.multipartparser.MultiPartParser.parse", never_parsed)
    status, page = sent(client, "/language/", 11 * MB)
    assert (status, "10 MB" in page) == (413, True)
    settings.MAX_REQUEST = 12 * MB
    status, page = sent(client, "/reports/upload/", 13 * MB)
    assert (status, "12 MB" in page) == (413, True)


def test_every_form_that_asks_for_a_file_goes_to_a_page_that_takes_it(office: Office) -> None:
    world, found = build(office), set()
    for role in ("supervision_office", "unit_officer", "administrator"):
        client = office.client(WHO[role])
        for name in ADDRESSES:
            case = next(cases(world, role, name, None, "GET"))
            address = reverse(name, kwargs=case.kwargs or None)
            answer = client.get(address)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                for form in html.fromstring(answer.content).xpath("//form[.//input[@type='file']]"):
                    found.add(urlsplit(form.get("action") or address).path)
            answer.close()
    assert len(found) >= 6
    assert [one for one in found if not getattr(resolve(one).func, "takes_files", False)] == []
