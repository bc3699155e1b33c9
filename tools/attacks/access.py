"""All addresses that anybody is shown, asked for by everybody else: what opens that should not."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.urls import Resolver404, resolve

from attacks.browser import Answer, Browser
from attacks.target import NoHolderError, Row, Target
from luoshi.city.rules.permissions import Role, scope_of
from luoshi.city.rules.states import progress_lifecycle, task_lifecycle

_TASK = re.compile(r"/(?:tasks|public)/(\d{4}-\d{4})/")
_LINK = re.compile(r'(?:href|action|hx-get|hx-post)="(/[^"#?]*)(?:\?[^"#]*)?')
_POSTED = re.compile(r'<form[^>]*method="post"[^>]*>', re.IGNORECASE)
_ACTION = re.compile(r'action="(/[^"#?]*)')
_KEY_OF_TASK = re.compile(r"\b\d{4}-\d{4}\b")
# Tasks that go on come first: they have the forms.
_STARTS = (
    "/tasks/?state=in_progress",
    "/tasks/review/",
    "/",
    "/dashboards/",
    "/tasks/?year=all",
    "/reports/",
    "/people/",
    "/documents/",
    "/tasks/breakdown/",
    "/people/me/",
)
_KEY = re.compile(r"\d{4}-\d{4}|(?<=/)(?:r|c)?[0-9a-f]{12,}[\w-]*|(?<=/)\d+(?=/|$)")
# Leaving, and what changes one's own settings, is everybody's own.
_OWN = ("/account/", "/language/", "/people/me/", "/static/", "/health/", "/tasks/notifications/")
_HERE = ZoneInfo("Asia/Shanghai")
_REFUSED = (401, 403, 404, 405)
_LEAST = 25
_OF_A_TASK = (
    "", "progress/", "progress/1/", "ask/extension/", "ask/suspension/", "ask/transfer/",
    "change-requests/1/", "obstacles/", "obstacles/1/", "obstacles/1/settle/",
    "evidence/", "evidence/1/", "evidence/1/remove/",
    "milestones/1/",
    "officer/", "change/", "supervision-orders/", "release/",
    *(f"move/{one.name}/" for one in task_lifecycle().moves),
    *(f"progress/1/{one.name}/" for one in progress_lifecycle().moves),
)  # fmt: skip
_SECRET = re.compile(r'class="secret">\s*([^<\s]+)')
_SCOPE = re.compile(r'name="scopes" value="([^"]+)"')


@dataclass
class Seen:
    """What one role was shown: pages that opened, and addresses that its forms go to."""

    pages: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    own: frozenset[str] = frozenset()


def shape_of(path: str) -> str:
    """The address with its keys left out: pages of one shape are one view."""
    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return _KEY.sub("*", path)


def crawl(browser: Browser, *, pages: int, alike: int, seconds: float = float("inf")) -> Seen:
    """Follow links from the start pages: so many pages and so many of one shape at most, and not for long."""
    until = time.monotonic() + seconds
    seen, shapes = Seen(), Counter[str]()
    waiting = list(_STARTS)
    known = set(waiting)
    while waiting and len(seen.pages) < pages and (time.monotonic() < until or len(seen.pages) < _LEAST):
        path = waiting.pop(0)
        answer = browser.get(path)
        if answer.status == 200:
            seen.pages.add(path)
            seen.forms |= forms_on(answer.page, path)
        sent_on = [answer.location] if answer.location.startswith("/") else []
        for link in dict.fromkeys((*sent_on, *_LINK.findall(answer.page))):
            if link in known or link.startswith(_OWN) or shapes[shape_of(link)] >= alike:
                continue
            known.add(link)
            shapes[shape_of(link)] += 1
            waiting.append(link)
    return seen


def forms_on(page: str, path: str) -> set[str]:
    """Where the forms of a page go that write."""
    places = set()
    for tag in _POSTED.findall(page):
        action = _ACTION.search(tag)
        places.add(action[1] if action else urlsplit(path).path)
    return {one for one in places if not one.startswith(_OWN)}


def walked(target: Target) -> Iterator[Row]:
    """Crawl as every role, ask for everything as every other, then for all tasks that are others'."""
    browsers = target.everybody()
    pages, alike = (40, 2) if target.short else (300, 6)
    # Half of the time is for looking around, which all roles share.
    each = target.left / 2 / len(browsers)
    seen = {
        role: crawl(browser, pages=pages, alike=alike, seconds=each) for role, browser in browsers.items()
    }
    for role, one in seen.items():
        one.own = own_tasks(browsers[role])
    keys = sorted({key for one in seen.values() for key in one.own})
    released = _released(browsers["public"], sorted({key[:4] for key in keys}))
    before = _entries(target)
    every = sorted(set().union(*(one.pages for one in seen.values())))
    places = sorted(set().union(*(one.forms for one in seen.values())))
    if target.short:
        places = few_of_each_shape(places, 2)
    # Where the time is short, others each time.
    target.draw.shuffle(every)
    target.draw.shuffle(places)
    for method, paths in (("GET", every), ("POST", places)):
        for role, browser in browsers.items():
            allowed = [one for one in paths if may_open(role, one, seen[role].own, released)]
            # The attack is not to write what one may write.
            tried = paths if method == "GET" else [one for one in paths if one not in allowed]
            yield _asked(target, f"access, {method} as {role}", browser, method, tried, frozenset(allowed))
    for role in (one for one in ("unit_head", "unit_officer", "auditor", "public") if one in browsers):
        yield from _tasks_of_others(target, role, browsers[role], keys, seen[role].own, released)
    yield from _through_the_api(
        target, browsers, keys, {role: one.own for role, one in seen.items()}, released
    )
    if before is not None:
        after = _entries(target)
        said = f"{before} entries before, {after} after"
        yield Row("access, what the refused wrote into the log", said, after is not None and after <= before)
    yield from _apart(browsers)


def _entries(target: Target) -> int | None:
    """Entries of the log, but for those that say who came in or was refused."""
    if not target.variables:
        return None
    program = (
        "from luoshi.city.chain.models import Entry\n"
        "print(Entry.objects.exclude(action__startswith='account.').exclude(action__startswith='token.').count())"
    )
    return int(target.asked(program))


def _tasks_of_others(
    target: Target,
    role: str,
    browser: Browser,
    keys: Sequence[str],
    own: frozenset[str],
    released: frozenset[str],
) -> Iterator[Row]:
    """Every address of every task that is not the role's own, opened and written to."""
    others = _others(target, keys, own, released)
    paths = [f"/tasks/{key}/{rest}" for key in others[: 4 if target.short else None] for rest in _OF_A_TASK]
    target.draw.shuffle(paths)
    for method in ("GET", "POST"):
        allowed = frozenset(one for one in paths if may_open(role, one, own, released))
        tried = paths if method == "GET" else [one for one in paths if one not in allowed]
        what = f"access, {method} of {len(others)} others' tasks as {role}"
        yield _asked(target, what, browser, method, tried, allowed)


def _others(target: Target, keys: Sequence[str], own: frozenset[str], released: frozenset[str]) -> list[str]:
    """Tasks that are not the role's own, or all of who has every task; first those not released."""
    others = [key for key in keys if key not in own] or list(keys)
    target.draw.shuffle(others)
    return sorted(others, key=lambda key: key in released)


def _through_the_api(
    target: Target,
    browsers: Mapping[str, Browser],
    keys: Sequence[str],
    own: Mapping[str, frozenset[str]],
    released: frozenset[str],
) -> Iterator[Row]:
    """The same tasks with a token of each role: read, reported on, evidence brought."""
    body = json.dumps(
        {"submission": "attack-of-others", "as_of": time.strftime("%Y-%m-%d"), "words": "越权"}
    ).encode()
    for role in (one for one in ("unit_head", "unit_officer", "auditor", "administrator") if one in browsers):
        token = token_of(browsers[role])
        leaks, failures, tried = [], [], 0
        others = _others(target, keys, own[role], released)
        for key in others[: 12 if target.short else None]:
            place = f"/api/v1/tasks/{key}"
            asked: list[tuple[str, str, bytes | None]] = [("POST", f"{place}/progress", body)]
            # Who reads every task reads these, too; nobody of these reports on them.
            if key not in released and role.startswith("unit_"):
                asked += [("GET", place, None), ("GET", f"{place}/progress", None)]
            for method, path, sent in asked:
                answer = browsers[role].ask(method, path, sent, "application/json", bearer(token))
                tried += 1
                if answer.failed:
                    failures.append(f"{method} {path} {answer.status}")
                elif not was_refused(answer):
                    leaks.append(f"{method} {path} {answer.status}")
        yield _counted(f"access, API as {role}", tried, leaks, failures)
    yield _scopes(browsers)


def _scopes(browsers: Mapping[str, Browser]) -> Row:
    """No token opens more than its person may, or for longer than a token lasts."""
    browser = browsers.get("unit_officer")
    if browser is None:
        raise NoHolderError("unit_officer")
    made = []
    for scopes, days in (
        (["task.release"], "1"),
        (["account.manage", "task.read"], "1"),
        (["task.read"], "9999"),
    ):
        pairs = [("token_name", "attack"), ("days", days), *(("scopes", one) for one in scopes)]
        answer = browser.post("/people/me/tokens/make/", pairs)
        if answer.failed or _SECRET.search(answer.page):
            made.append(f"{scopes} {days}")
    return Row("access, tokens that open more", f"3 tried, made: {made or 'none'}", not made)


def token_of(browser: Browser) -> str:
    """A token of the person with all that the person may; empty where none was made."""
    offered = _SCOPE.findall(browser.get("/people/me/tokens/make/").page)
    pairs = [("token_name", "attack"), ("days", "1"), *(("scopes", one) for one in offered)]
    found = _SECRET.search(browser.post("/people/me/tokens/make/", pairs).page)
    return found[1] if found else ""


def bearer(token: str) -> dict[str, str]:
    """The header of a program that shows its token, and no cookies."""
    return {"Authorization": f"Bearer {token}", "Cookie": ""}


def few_of_each_shape(paths: Sequence[str], few: int) -> list[str]:
    """The first so many of each shape."""
    counts, kept = Counter[str](), []
    for path in paths:
        counts[shape_of(path)] += 1
        if counts[shape_of(path)] <= few:
            kept.append(path)
    return kept


def _apart(browsers: dict[str, Browser]) -> Iterator[Row]:
    """Whoever manages posts gives themselves none, nor somebody one that excludes theirs."""
    tried = (
        ("administrator", "office", "admin"),
        ("administrator", "mayor", "admin"),
        ("administrator", "auditor", "admin"),
        ("supervision_office", "mayor", "office"),
        ("administrator", "office", "auditor"),
    )
    today = datetime.now(_HERE).date().isoformat()
    for role, post, person in tried:
        answer = browsers[role].post(f"/people/posts/{post}/appoint/", {"person": person, "since": today})
        held = answer.status in (*_REFUSED, 409)
        yield Row(f"access, {role} makes {person} {post}", f"{answer.status}", held)


def _asked(
    target: Target, what: str, browser: Browser, method: str, paths: Sequence[str], allowed: frozenset[str]
) -> Row:
    leaks, failures, tried = [], [], 0
    for path in paths:
        # Some of each are asked however short the time is.
        if tried > target.floor and not target.left:
            break
        tried += 1
        answer = browser.get(path) if method == "GET" else browser.post(path)
        if answer.failed:
            failures.append(f"{path} {answer.status}")
        elif path not in allowed and not was_refused(answer):
            leaks.append(f"{path} {answer.status}")
    return _counted(what, tried, leaks, failures)


def _counted(what: str, tried: int, leaks: Sequence[str], failures: Sequence[str]) -> Row:
    found = [f"; leak {one}" for one in leaks[:5]] + [f"; failed {one}" for one in failures[:5]]
    result = f"{tried} tried, {len(leaks)} leaks, {len(failures)} failures" + "".join(found)
    return Row(what, result, not (leaks or failures))


def may_open(role: str, path: str, own: frozenset[str], released: frozenset[str]) -> bool:
    """Whether the table of permissions opens this address to the role, of tasks its own or public ones."""
    plain = urlsplit(path).path
    try:
        view = resolve(plain).func
    except Resolver404:
        return False
    permission = getattr(view, "permission", None)
    if permission is None:
        return True
    known: Role = role  # type: ignore[assignment]
    scope = scope_of(known, permission)
    found = _TASK.match(plain)
    if scope in ("none", "all") or not found:
        return scope != "none"
    as_public = found[1] in released and plain == found[0]
    return as_public or (scope != "released" and found[1] in own)


def was_refused(answer: Answer) -> bool:
    """Whether the answer gives nothing: refused, not there, or sent to sign in."""
    to_sign_in = answer.status == 302 and "/account/login/" in answer.location
    return answer.status in _REFUSED or to_sign_in


def own_tasks(browser: Browser) -> frozenset[str]:
    """The keys of the tasks that are in the list of whoever is signed in."""
    listed = browser.get("/tasks/export/csv/?year=all")
    rows = csv.reader(io.StringIO(listed.page)) if listed.status == 200 else ()
    return frozenset(cell for row in rows for cell in row[:2] if _KEY_OF_TASK.fullmatch(cell))


def _released(browser: Browser, years: Sequence[str]) -> frozenset[str]:
    """The keys of the tasks that the public sees."""
    pages = [browser.get(f"/public/tasks.csv?year={year}").page for year in years]
    return frozenset(key for page in pages for key in _KEY_OF_TASK.findall(page))
