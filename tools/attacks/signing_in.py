"""Floods of sign-ins: nobody locks another person out, and a whole building signs in at nine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from attacks.browser import Browser
from attacks.target import Row, Target, code_of

_CODE, _SET_UP = "/account/2fa/authenticate/", "/account/2fa/totp/activate/"
_SECRET = re.compile(r'class="secret">\s*([A-Z2-7]+)')
_WRONG = "not the password"
_TRIES = 12
_VICTIMS = (("leader", 1), ("supervision_office", 0), ("administrator", 0))
_LIMIT = 5
_SOME_HUNDRED = 320


def flooded(target: Target) -> Iterator[Row]:
    """Each flood in turn, from addresses of its own."""
    yield from _locked_out(target)
    yield _building(target)
    yield from _made_up_names(target)
    yield _same_address(target)


def _locked_out(target: Target) -> Iterator[Row]:
    for number, (role, place) in enumerate(_VICTIMS[:1] if target.short else _VICTIMS):
        victim = target.who(role, place)
        attacker = Browser(target.address, f"127.0.0.{51 + number}")
        statuses = Counter(attacker.sign_in(victim, _WRONG).status for _ in range(_TRIES))
        home = Browser(target.address, "127.0.0.1")
        answer = home.sign_in(victim, target.account(victim).password)
        held = home.is_in() or answer.location.startswith("/account/2fa/")
        result = f"{_TRIES} wrong passwords {_said(statuses)}; the right one from home: {answer.status}"
        yield Row(
            f"sign-in, {victim} locked out from elsewhere", f"{result}, {'in' if held else 'OUT'}", held
        )


def _made_up_names(target: Target) -> Iterator[Row]:
    """Fail four times, and at codes until none is checked; then flood with names that nobody has.

    After it the next failure must still lock, and still no code be checked.
    """
    many, mayor = 24 if target.short else 440, target.who("leader")
    guesser = Browser(target.address, "127.0.0.60")
    before = [guesser.sign_in(mayor, _WRONG).status for _ in range(_LIMIT - 1)]
    codes = None if target.short else _Codes(target)

    statuses = _flood(target, many)
    # The limit may be lower or somewhat higher than what a demonstration has.
    after = [guesser.sign_in(mayor, _WRONG).status for _ in range(2 * _LIMIT)]
    failed = [one for one in (*before, *statuses, *after) if not one or one > 499]
    names = f"{sum(statuses.values())} names {_said(statuses)}"
    result = f"{names}; then the guesser {_said(Counter(after))}"
    yield Row("sign-in, made-up names", result, 429 in after and not failed)
    if codes:
        result, held = codes.afterwards()
        yield Row("sign-in, tries of codes after a flood", f"{names}; {result}", held)


def _flood(target: Target, many: int) -> Counter[int]:
    def one(number: int) -> int | None:
        # More than a table of counters would hold that lets others go: those are tried in any case.
        if number > _SOME_HUNDRED and not target.left:
            return None
        return Browser(target.address, f"127.0.0.{61 + number % 8}").sign_in(f"nobody{number}", _WRONG).status

    with ThreadPoolExecutor(8) as pool:
        return Counter(status for status in pool.map(one, range(many)) if status is not None)


class _Codes:
    """Somebody with a second factor, and a thief of the password who guesses codes until none is checked."""

    def __init__(self, target: Target) -> None:
        self._user = target.users[-1]
        self._password = target.account(self._user).password
        self._secret = set_up_factor(target.browser(self._user), self._password)
        self._guesser = Browser(target.address, "127.0.0.80")
        self._guesser.sign_in(self._user, self._password)
        for _ in range(2 * _TRIES):
            self._guesser.post(_CODE, {"code": "000000"})
        self._try()
        self._was_in = self._guesser.is_in()

    def _try(self) -> None:
        self._guesser.post(_CODE, {"code": code_of(self._secret) if self._secret else "000000"})

    def afterwards(self) -> tuple[str, bool]:
        """What became of one more try, and whether that is right."""
        if not self._secret:
            return f"no second factor could be set up for {self._user}", False
        if self._was_in:
            return f"{2 * _TRIES} wrong codes, and the next was still checked", False
        self._guesser.sign_in(self._user, self._password)
        self._try()
        held = not self._guesser.is_in()
        return f"then a code was {'not ' if held else ''}checked", held


def set_up_factor(browser: Browser, password: str) -> str:
    """Turn the second factor on for whoever is signed in; its secret, empty where that failed."""
    page = browser.get(_SET_UP)
    if page.status == 302:
        browser.post(page.location, {"password": password})
        page = browser.get(_SET_UP)
    found = _SECRET.search(page.page)
    if not found:
        return ""
    answer = browser.post(_SET_UP, {"code": code_of(found[1])})
    return found[1] if answer.status == 302 else ""


def _same_address(target: Target) -> Row:
    """Where one person failed often, another at the same address still signs in."""
    Browser(target.address, "127.0.0.60").sign_in(target.who("leader"), _WRONG)
    neighbour = Browser(target.address, "127.0.0.60")
    officer = target.account(target.who("unit_officer"))
    answer = neighbour.sign_in(officer.username, officer.password)
    held = neighbour.is_in()
    return Row("sign-in, beside somebody locked out", f"{answer.status}, {'in' if held else 'OUT'}", held)


def _building(target: Target) -> Row:
    """Everybody of the office signs in within a minute, from one address; some mistype first."""
    many = 66 if target.short else 120
    users = [target.users[number % len(target.users)] for number in range(many)]

    def arrive(number: int) -> tuple[int, bool]:
        browser = Browser(target.address, "127.0.0.70")
        if number % 10 == 0:
            browser.sign_in(users[number], _WRONG)
        answer = browser.sign_in(users[number], target.account(users[number]).password)
        return answer.status, browser.is_in()

    with ThreadPoolExecutor(6) as pool:
        arrived = list(pool.map(arrive, range(many)))
    out = [status for status, is_in in arrived if not is_in]
    result = f"{many} people behind one address, {len(out)} not let in {_said(Counter(out)) if out else ''}"
    return Row("sign-in, a building at nine", result.strip(), not out)


def _said(statuses: Counter[int]) -> str:
    return "(" + ", ".join(f"{status or 'none'}: {many}" for status, many in sorted(statuses.items())) + ")"
