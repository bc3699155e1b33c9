"""``luoshi demo`` ends in a running site: filled once, opened as each account, given a real report, stopped."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from luoshi.city.demo.city import demo_accounts
from luoshi.city.rules.escalation import SUPERVISION_COLOURS
from luoshi.city.rules.states import TaskState
from luoshi.city.tasks.models import COLOURS

_PATIENCE = 120
_HOME = {"leader": "/dashboards/", "administrator": "/people/"}


class Browser:
    """A person at the site: cookies, forms with their hidden fields."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        return self._open(urllib.request.Request(self.address + path))  # noqa: S310 - our own site

    def post(
        self, path: str, data: bytes, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, str]:
        """Status and body after redirects."""
        headers = {"Content-Type": kind, "Referer": self.address + path, "Origin": self.address}
        return self._open(urllib.request.Request(self.address + path, data, headers))  # noqa: S310

    def sign_in(self, username: str, password: str) -> str:
        """The page that signing in leads to."""
        fields = {
            "login": username,
            "password": password,
            "csrfmiddlewaretoken": self.token("/account/login/"),
        }
        return self.post("/account/login/", urllib.parse.urlencode(fields).encode())[1]

    def token(self, path: str) -> str:
        """The token against forged forms on a page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[1])
        assert found, path
        return found[1]

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=60) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def _kept() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration has its data, under ``site``."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The address of a demonstration with its own data; stopped with Ctrl-C."""
    command = [sys.executable, "-m", "luoshi.cli", "serve", "--demo", "--port", "0", "--lang", "en"]
    command += ["--data", str(folder / "site")]
    with (
        (folder / "errors").open("w") as errors,
        subprocess.Popen(command, env=_kept(), stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                break
        address = [line.split()[-1] for line in said if line.startswith("The site: ")]
        assert address, (folder / "errors").read_text()
        yield address[0]
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(30) == 0
        assert "has ended" in rest
    assert (folder / "errors").read_text() == ""


def test_the_site_is_ready(site: str) -> None:
    status, body = Browser(site).get("/health/ready")
    assert (status, json.loads(body)["status"]) == (200, "ok")


def test_the_city_is_in_every_state_and_is_filled_once(site: str, folder: Path) -> None:
    place = {"LUOSHI_DATA": str(folder / "site"), "LUOSHI_DEMO": "1", "LUOSHI_HTTPS": "0"}
    django = {"DJANGO_SETTINGS_MODULE": "luoshi.city.config.settings"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("told.py"))],
        env=_kept() | place | django,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    found = told["before"]
    assert (found["faults"], found["entries of the future"], found["released reports"]) == ([], 0, 4)
    assert set(found["states"]) == set(get_args(TaskState))
    assert set(found["lights"]) == set(COLOURS)
    assert {"kept", "exceeded", "partly", "missed"} <= set(found["verdicts"])
    assert found["excluded promises"] > 0
    assert found["promises left"] > 0
    assert set(found["change_requests"]) == {"extension", "suspension", "transfer"}
    assert set(found["supervision_orders"]) == set(SUPERVISION_COLOURS)
    assert 0 < found["released tasks"] < found["tasks"]
    assert found["leading units"] > 15
    assert (told["filled again"], told["after"]) == (False, found)


@pytest.mark.parametrize(
    "command",
    [("serve", "--port", "0"), ("city", "daily"), ("city", "worker"), ("city", "check-settings")],
    ids=lambda command: command[-1],
)
def test_an_office_does_not_work_in_it(site: str, folder: Path, command: tuple[str, ...]) -> None:
    """Its accounts have a password that everybody knows."""
    whole = [sys.executable, "-m", "luoshi.cli", *command, "--data", str(folder / "site"), "--lang", "en"]
    done = subprocess.run(whole, env=_kept(), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode in (1, 2)
    assert "filled by the demonstration" in done.stdout + done.stderr


_ASKED = """
from luoshi.city.config.wsgi import application
answered = []
lines = application({"PATH_INFO": "/account/login/"}, lambda status, headers: answered.append(status))
print(answered[0], b"".join(lines).decode())
"""


def test_no_server_serves_it_to_an_office(site: str, folder: Path) -> None:
    place = {"LUOSHI_DATA": str(folder / "site"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", _ASKED], env=_kept() | place, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("503")
    assert "filled by the demonstration" in done.stdout
    assert "filled by the demonstration" in done.stderr


@pytest.mark.parametrize("account", demo_accounts(), ids=lambda account: account.username)
def test_every_account_opens_its_first_page(site: str, account: object) -> None:
    browser = Browser(site)
    page = browser.sign_in(account.username, account.password)  # type: ignore[attr-defined]
    assert "/account/logout/" in page
    status, _ = browser.get("/tasks/")
    assert status in (200, 403)


def test_the_public_sees_what_was_released(site: str) -> None:
    status, page = Browser(site).get("/")
    assert status == 200
    assert "青岚" in page


def test_a_wrong_password_opens_nothing(site: str) -> None:
    assert "/account/logout/" not in Browser(site).sign_in("office", "wrong")


def test_a_real_report_is_taken_and_read(site: str, shared: Path) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("no seeds in the shared folder")
    browser = Browser(site)
    browser.sign_in("office", "qinglan-demo")
    boundary = "luoshi-boundary"
    token = browser.token("/reports/")
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'.encode(),
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="seed.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n".encode()
        + seeds[0].read_bytes()
        + b"\r\n",
        f"--{boundary}--\r\n".encode(),
    ]
    kind = f"multipart/form-data; boundary={boundary}"
    status, _ = browser.post("/reports/upload/", b"".join(parts), kind)
    assert status == 200
    place = re.split(r"[-_]", seeds[0].stem)[0]
    until = time.monotonic() + _PATIENCE
    while place not in (page := browser.get("/reports/")[1]) and time.monotonic() < until:
        time.sleep(0.5)
    assert place in page
