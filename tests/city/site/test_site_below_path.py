"""The site below a path, /duban/, through the real server interface: no link leaves it, and every one leads on."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.wsgi import get_wsgi_application
from django.urls import Resolver404, get_script_prefix, resolve, set_script_prefix
from django.utils.functional import empty
from lxml import html

from city.office import PASSWORD, Office
from city.permissions.world import World, build
from luoshi.city.config import wsgi
from luoshi.city.site.addresses import whole_address

pytestmark = pytest.mark.django_db
PATH = "/duban"
# How many pages of one view are opened, and what a page answers that is there.
_EACH = 2
_THERE = {200, 302, 400, 405}


class Answer(NamedTuple):
    """What the server gives: status, headers by lower name, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """Keeps cookies by path, as a browser does, and asks the server as the proxy hands requests on.

    ``cut``: the proxy takes the path away.
    """

    def __init__(self, *, cut: bool = False) -> None:
        self._cut = cut
        self._cookies: dict[str, tuple[str, str]] = {}

    def ask(self, address: str, form: dict[str, str] | None = None) -> Answer:
        """GET, or POST of ``form``."""
        parts = urlsplit(address)
        assert f"{parts.path}/".startswith(f"{PATH}/"), address
        cookies = "; ".join(
            f"{name}={value}" for name, (value, path) in self._cookies.items() if parts.path.startswith(path)
        )
        body = urlencode(form or {}).encode()
        path = unquote(parts.path).encode().decode("latin-1")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": path.removeprefix(PATH) or "/" if self._cut else path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "testserver",
            "HTTP_COOKIE": cookies,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
        }
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        answer = wsgi.application(
            environ, lambda status, headers, _error=None: begun.append((status, headers))
        )
        content = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        status, headers = begun[0]
        for name, value in headers:
            if name.lower() == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    assert morsel["path"].startswith(f"{PATH}/"), value
                    self._cookies[morsel.key] = (morsel.value, morsel["path"])
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, content)

    def send(self, address: str, **fields: str) -> Answer:
        """Fill in the form that the page at ``address`` sends to itself."""
        page = html.fromstring(self.ask(address).body.decode())
        token = page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        return self.ask(urlsplit(address).path, {"csrfmiddlewaretoken": token, **fields})


@pytest.fixture
def below(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site as ``LUOSHI_ADDRESS=https://testserver/duban`` sets it."""
    settings.SITE_ADDRESS, settings.SITE_PATH = f"https://testserver{PATH}", PATH
    settings.FORCE_SCRIPT_NAME, settings.STATIC_URL = PATH, f"{PATH}/static/"
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        setattr(settings, f"{name}_COOKIE_PATH", f"{PATH}/")
    before = get_script_prefix()
    staticfiles_storage._wrapped = empty  # type: ignore[attr-defined]
    monkeypatch.setattr(wsgi, "_site", get_wsgi_application())
    yield
    set_script_prefix(before)
    staticfiles_storage._wrapped = empty  # type: ignore[attr-defined]


@pytest.fixture
def world(office: Office) -> World:
    return build(office)


def signed_in(name: str, browser: Browser) -> Browser:
    answer = browser.send(f"{PATH}/account/login/", login=name, password=PASSWORD)
    assert (answer.status, answer.headers["location"]) == (302, f"{PATH}/dashboards/")
    return browser


_ADDRESSES = "//@href | //@src | //@action | //@hx-get | //@hx-post"


def addresses_of(page: bytes, at: str) -> set[str]:
    """What a page leads to, whole, without the place in the page; letters and telephones are none."""
    if not page:
        return set()
    tree = html.fromstring(page.decode())
    found = {urljoin(at, str(one)).partition("#")[0] for one in tree.xpath(_ADDRESSES)}
    return {one for one in found if not urlsplit(one).scheme} - {""}


@pytest.mark.parametrize("who", [None, "office", "commerce-head", "admin"])
def test_no_link_leaves_the_path_and_every_one_leads_somewhere(
    world: World, below: None, who: str | None
) -> None:
    browser = Browser()
    if who:
        signed_in(who, browser)
    waiting, seen, opened, faults = [f"{PATH}/"], {f"{PATH}/"}, Counter[str](), []
    while waiting:
        address = waiting.pop()
        answer = browser.ask(address)
        if answer.status not in _THERE:
            faults.append(f"{address}: {answer.status}")
        found = set[str]()
        if "location" in answer.headers:
            found = {urljoin(address, answer.headers["location"])}
        elif answer.headers.get("content-type", "").startswith("text/html"):
            found = addresses_of(answer.body, address)
        for one in sorted(found):
            path = urlsplit(one).path
            if not path.startswith(f"{PATH}/"):
                faults.append(f"{address} leads out to {one}")
            elif path not in seen:
                seen.add(path)
                name = name_of(path)
                opened[name] += 1
                if name == "":
                    faults.append(f"{address} leads to {one}, where nothing is")
                elif opened[name] <= _EACH and name != "account_logout":
                    waiting.append(one)
    assert not faults, "\n".join(faults)
    assert len(opened) > 5


def name_of(path: str) -> str:
    if path.startswith(f"{PATH}/static/"):
        return path
    try:
        return resolve(path.removeprefix(PATH)).view_name
    except Resolver404:
        return ""


@pytest.mark.parametrize("cut", [False, True])
def test_what_is_sent_in_comes_back_below_the_path(office: Office, below: None, cut: bool) -> None:
    browser = Browser(cut=cut)
    closed = browser.ask(f"{PATH}/people/units/add/")
    assert (closed.status, closed.headers["location"]) == (
        302,
        f"{PATH}/account/login/?next={PATH}/people/units/add/",
    )
    answer = browser.send(
        closed.headers["location"], login="office", password=PASSWORD, next=f"{PATH}/people/"
    )
    assert (answer.status, answer.headers["location"]) == (302, f"{PATH}/people/")
    form = {"name": "市新局", "key": "new", "kind": "department"}
    answer = browser.send(f"{PATH}/people/units/add/", **form)
    assert (answer.status, answer.headers["location"]) == (302, f"{PATH}/people/units/new/"), (
        answer.body.decode()
    )
    answer = browser.ask(answer.headers["location"])
    assert "市新局" in answer.body.decode()


def test_the_description_of_the_api_and_letters_name_the_path(office: Office, below: None) -> None:
    answer = Browser().ask(f"{PATH}/api/v1/openapi.json")
    assert answer.status == 200
    named = re.findall(rb'"(/[^"]*/tasks/\{key\})"', answer.body)
    assert set(named) == {b"/duban/api/v1/tasks/{key}"}
    assert (
        whole_address(f"{get_script_prefix()}tasks/2026-0001/") == "https://testserver/duban/tasks/2026-0001/"
    )
