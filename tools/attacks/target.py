"""The site that is attacked: one that runs, or a demonstration of its own, gone afterwards."""

from __future__ import annotations

import base64
import contextlib
import hmac
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import postgres
from attacks.browser import HOME, Browser
from corpus import ROOT
from load_supervised import BIN, Supervised, free_port, pages_and_worker, unset, whole_site
from luoshi.city.site.words import words_of

_CITY = ROOT / "src" / "luoshi" / "city" / "demo" / "city.toml"
_FILL = """
from luoshi.city.config.setup import prepare
prepare(demo=True)
from luoshi.city.demo.filling import fill_once
fill_once()
"""
_PREPARE = "from luoshi.city.config.setup import prepare\nprepare()\n"
_PATIENCE = 120
_CODE = "/account/2fa/authenticate/"
# The first of each role in the demonstration; the others of the role follow them.
_FIRST = ("mayor", "office", "commerce-head", "commerce-officer", "auditor", "admin")
ROLES = ("leader", "supervision_office", "unit_head", "unit_officer", "auditor", "administrator", "public")


class Row(NamedTuple):
    """A row of the table: what was tried, what came of it, whether it held; ``None`` where not tried."""

    what: str
    result: str
    held: bool | None


class NoHolderError(Exception):
    """Nobody's password is known who has the role that an attack needs."""


@dataclass(frozen=True)
class Account:
    """How somebody signs in; ``secret`` is that of the second factor."""

    username: str
    password: str
    secret: str = ""


@dataclass
class Target:
    """The site, its accounts by role, how thoroughly to try and how long."""

    address: str
    accounts: Mapping[str, tuple[Account, ...]]
    short: bool
    draw: random.Random
    site: Supervised | None = None
    variables: dict[str, str] = field(default_factory=dict)
    until: float = float("inf")

    @property
    def left(self) -> float:
        """Seconds that the attack under way may still take."""
        return max(0.0, self.until - time.monotonic())

    @property
    def floor(self) -> int:
        """How many of a kind are tried although the time is over."""
        return 25 if self.short else 60

    @property
    def users(self) -> tuple[str, ...]:
        """The user names of everybody."""
        return tuple(one.username for many in self.accounts.values() for one in many)

    def account(self, username: str) -> Account:
        """How ``username`` signs in."""
        return next(one for many in self.accounts.values() for one in many if one.username == username)

    def who(self, role: str, place: int = 0) -> str:
        """The user name of somebody who has the role, another one by ``place``."""
        many = self.accounts.get(role, ())
        if not many:
            raise NoHolderError(role)
        return many[place % len(many)].username

    def anybody(self) -> Account:
        """The office, or whoever else signs in."""
        return next(iter((*self.accounts.get("supervision_office", ()), *sum(self.accounts.values(), ()))))

    def browser(self, username: str = "", source: str = HOME) -> Browser:
        """A browser in which ``username`` is signed in, or nobody. Ends the program where that fails."""
        browser = Browser(self.address, source)
        if username:
            account = self.account(username)
            answer = browser.sign_in(username, account.password)
            if account.secret and not browser.is_in():
                answer = browser.post(_CODE, {"code": code_of(account.secret)})
            if not browser.is_in():
                sys.exit(f"attack: {username} could not sign in: {answer.status} {answer.page[:300]!r}")
        return browser

    def everybody(self) -> dict[str, Browser]:
        """A browser of one of each role, and of the public."""
        known = {role: self.browser(self.who(role)) for role in ROLES if self.accounts.get(role)}
        return known | {"public": self.browser()}

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

    def asked(self, program: str) -> str:
        """What a few lines of Python print that run beside the site, on its data."""
        command = [sys.executable, "-c", _PREPARE + program]
        return subprocess.run(
            command, env=self.variables, capture_output=True, text=True, check=True
        ).stdout.strip()


def code_of(secret: str) -> str:
    """The code that an authenticator shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def demonstration() -> dict[str, tuple[Account, ...]]:
    """The accounts of the demonstration by role."""
    city = tomllib.loads(_CITY.read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for post in (post for unit in city["unit"] for post in unit["posts"]):
        found.setdefault(post["role"], []).append(post["key"])
    return {
        role: tuple(Account(key, city["password"]) for key in sorted(keys, key=lambda key: key not in _FIRST))
        for role, keys in found.items()
    }


def given(people: Sequence[str]) -> dict[str, tuple[Account, ...]]:
    """Accounts as they are named on the command line: ``[role=]user:password[:secret]``.

    Without a role it is that of the demonstration's post of this name.
    """
    found: dict[str, list[Account]] = {}
    roles = {one.username: role for role, many in demonstration().items() for one in many}
    for one in people:
        role, _, rest = one.rpartition("=") if one.partition("=")[0] in ROLES else ("", "", one)
        account = Account(*rest.split(":", 2))
        role = role or roles.get(account.username, "")
        if not role:
            name, roles_said = account.username, ", ".join(ROLES[:-1])
            sys.exit(f"attack: which role has {name}? Say role={name}:…, with one of {roles_said}")
        found.setdefault(role, []).append(account)
    return {role: tuple(many) for role, many in found.items()}


def there(address: str, people: Sequence[str], *, short: bool, draw: random.Random, any_site: bool) -> Target:
    """A site that runs already; ends the program where it is no demonstration and may not be ``any_site``."""
    address = address.rstrip("/")
    home = Browser(address, patience=20).get("/")
    if not home.status:
        sys.exit(f"attack: {address} does not answer: {home.page}")
    words = words_of("site")["demo"]
    if not any_site and not any(words[language] in home.page for language in ("zh", "en")):
        sys.exit(
            f"attack: {address} is no demonstration. The attacks write: tasks, people, files, locks. "
            "Against a copy that may be thrown away say --throw-away."
        )
    return Target(address, given(people) if people else demonstration(), short, draw)


@contextmanager
def own(*, database: str, short: bool, draw: random.Random, most_memory: int) -> Iterator[Target]:
    """A demonstration on a free port, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="luoshi-attack-") as folder:
        variables = {
            **unset(),
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
            yield Target(site.address, demonstration(), short, draw, site, variables)
