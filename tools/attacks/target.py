"""The site that is attacked: one that runs, or a demonstration of its own, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import postgres
from attacks.browser import HOME, Browser
from corpus import ROOT
from load_supervised import BIN, Supervised, free_port, pages_and_worker, whole_site

_CITY = ROOT / "src" / "luoshi" / "city" / "demo" / "city.toml"
_FILL = """
from luoshi.city.config.setup import prepare
prepare(demo=True)
from luoshi.city.demo.filling import fill_once
fill_once()
"""
_PATIENCE = 120
# One of each role in the demonstration.
ROLES = {
    "leader": "mayor",
    "supervision_office": "office",
    "unit_head": "commerce-head",
    "unit_officer": "commerce-officer",
    "auditor": "auditor",
    "administrator": "admin",
    "public": "",
}


class Row(NamedTuple):
    """A row of the table: what was tried, what came of it, and whether it held."""

    what: str
    result: str
    held: bool


@dataclass
class Target:
    """The site, its accounts, and how thoroughly to try."""

    address: str
    password: str
    short: bool
    site: Supervised | None = None
    variables: dict[str, str] = field(default_factory=dict)
    users: tuple[str, ...] = ()

    def browser(self, username: str = "", source: str = HOME) -> Browser:
        """A browser in which ``username`` is signed in, or nobody. Ends the program where that fails."""
        browser = Browser(self.address, source)
        if username:
            answer = browser.sign_in(username, self.password)
            if not browser.is_in():
                sys.exit(f"attack: {username} could not sign in: {answer.status} {answer.page[:300]!r}")
        return browser

    def wait(self) -> None:
        """Until the site answers again, where the attack before this one stopped it."""
        browser, until = Browser(self.address, patience=10), time.monotonic() + _PATIENCE
        while browser.get("/health/ready").failed and time.monotonic() < until:
            time.sleep(1)

    def deaths(self) -> list[str]:
        """How often a process of the site died; unknown for one that was there before."""
        return list(self.site.deaths) if self.site else []

    def peak(self) -> int:
        """Megabytes held at most since this was asked."""
        return self.site.peak_since() if self.site else 0

    def run(self, *command: str) -> tuple[int, str]:
        """A command of ``luoshi`` on the site's own data."""
        done = subprocess.run(
            [str(BIN / "luoshi"), *command], env=self.variables, capture_output=True, text=True, check=False
        )
        return done.returncode, (done.stdout + done.stderr).strip()[-300:]


def accounts() -> tuple[str, tuple[str, ...]]:
    """The password of the demonstration, and the user names of all its people."""
    city = tomllib.loads(_CITY.read_text(encoding="utf-8"))
    posts = [post["key"] for unit in city["unit"] for post in unit["posts"]]
    return city["password"], tuple(posts)


def there(address: str, *, short: bool) -> Target:
    """A demonstration that runs already."""
    password, users = accounts()
    return Target(address.rstrip("/"), password, short, users=users)


@contextmanager
def own(*, database: str, short: bool, most_memory: int) -> Iterator[Target]:
    """A demonstration on a free port, in a folder of its own."""
    password, users = accounts()
    with tempfile.TemporaryDirectory(prefix="luoshi-attack-") as folder:
        variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")},
            "LUOSHI_DATA": folder,
            "LUOSHI_DEMO": "1",
            "LUOSHI_LOG_LEVEL": "ERROR",
            "BROWSER": "true",
        }
        port = free_port()
        with contextlib.ExitStack() as stack:
            if database == "sqlite":
                commands = whole_site(port, "--demo", "--data", folder)
            else:
                variables["LUOSHI_DATABASE_URL"] = stack.enter_context(postgres.cluster()).url
                migrate = [str(BIN / "luoshi"), "city", "migrate"]
                subprocess.run(migrate, env=variables, check=True, capture_output=True)
                subprocess.run([sys.executable, "-c", _FILL], env=variables, check=True)
                commands = pages_and_worker(port)
            log = Path(folder, "log")
            site = Supervised(commands, port, variables=variables, log=log, most=most_memory)
            stack.callback(site.stop)
            site.start()
            yield Target(site.address, password, short, site, variables, users)
