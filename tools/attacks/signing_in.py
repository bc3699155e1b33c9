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


def flooded(target: Target) -> Iterator[Row]:
    """Each flood in turn, from addresses of its own."""
    yield from _locked_out(target)
    yield _made_up_names(target)
    yield _same_address(target)
    yield _building(target)
    if not target.short:
        yield _second_factor(target)


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


def _made_up_names(target: Target) -> Row:
    """Count four failures, flood with names that nobody has, then the next failure must still lock."""
    many, mayor = 24 if target.short else 440, target.who("leader")
    guesser = Browser(target.address, "127.0.0.60")
    before = [guesser.sign_in(mayor, _WRONG).status for _ in range(_LIMIT - 1)]

    statuses = _flood(target, many)
    # The limit may be lower or somewhat higher than what a demonstration has.
    after = [guesser.sign_in(mayor, _WRONG).status for _ in range(2 * _LIMIT)]
    failed = [one for one in (*before, *statuses, *after) if not one or one > 499]
    result = f"{many} names {_said(statuses)}; then the guesser {_said(Counter(after))}"
    return Row("sign-in, made-up names", result, 429 in after and not failed)


def _flood(target: Target, many: int) -> Counter[int]:
    def one(number: int) -> int:
        return Browser(target.address, f"127.0.0.{61 + number % 8}").sign_in(f"nobody{number}", _WRONG).status

    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(one, range(many)))


def _second_factor(target: Target) -> Row:
    """Who guesses codes until no more are checked is not checked again after a flood of made-up names."""
    name, user = "sign-in, tries of codes after a flood", target.users[-1]
    password = target.account(user).password
    secret = set_up_factor(target.browser(user), password)
    if not secret:
        return Row(name, f"no second factor could be set up for {user}", held=False)
    guesser = Browser(target.address, "127.0.0.80")
    guesser.sign_in(user, password)
    for _ in range(2 * _TRIES):
        guesser.post(_CODE, {"code": "000000"})
    guesser.post(_CODE, {"code": code_of(secret)})
    if guesser.is_in():
        return Row(name, f"{2 * _TRIES} wrong codes, and the next was still checked", held=False)
    statuses = _flood(target, 440)
    guesser.sign_in(user, password)
    guesser.post(_CODE, {"code": code_of(secret)})
    held = not guesser.is_in()
    return Row(name, f"440 names {_said(statuses)}; then a code was {'not ' if held else ''}checked", held)


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
