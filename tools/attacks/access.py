"""All addresses that anybody is shown, asked for by everybody else: what opens that should not."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.urls import Resolver404, resolve

from attacks.browser import Answer, Browser
from attacks.target import ROLES, Row, Target
from luoshi.city.rules.permissions import Role, scope_of

_TASK = re.compile(r"/(?:tasks|public)/(\d{4}-\d{4})/")
_LINK = re.compile(r'(?:href|action|hx-get|hx-post)="(/[^"#?]*)(?:\?[^"#]*)?')
_POSTED = re.compile(r'<form[^>]*method="post"[^>]*>', re.IGNORECASE)
_ACTION = re.compile(r'action="(/[^"#?]*)')
_KEY_OF_TASK = re.compile(r"\b\d{4}-\d{4}\b")
_STARTS = (
    "/",
    "/desk/",
    "/tasks/?year=all",
    "/reports/",
    "/people/",
    "/papers/",
    "/tasks/decompose/",
    "/people/me/",
)
_KEY = re.compile(r"\d{4}-\d{4}|(?<=/)(?:r|c)?[0-9a-f]{12,}[\w-]*|(?<=/)\d+(?=/|$)")
# Leaving, and what changes one's own settings, is everybody's own.
_OWN = ("/account/", "/language/", "/people/me/", "/static/", "/health/", "/tasks/notices/")
_HERE = ZoneInfo("Asia/Shanghai")
_REFUSED = (401, 403, 404, 405)


@dataclass
class Seen:
    """What one role was shown: pages that opened, and addresses that its forms go to."""

    pages: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    own: frozenset[str] = frozenset()


def shape_of(path: str) -> str:
    """The address with its keys left out: pages of one shape are one view."""
    return _KEY.sub("*", path)


def crawl(browser: Browser, *, pages: int, alike: int) -> Seen:
    """Follow links from the start pages: at most so many pages, and so many of one shape."""
    seen, shapes = Seen(), Counter[str]()
    waiting = list(_STARTS)
    known = set(waiting)
    while waiting and len(seen.pages) < pages:
        path = waiting.pop(0)
        answer = browser.get(path)
        if answer.status != 200:
            continue
        seen.pages.add(path)
        seen.forms |= forms_on(answer.page, path)
        for link in dict.fromkeys(_LINK.findall(answer.page)):
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
    """Crawl as every role, then ask for everything as every other."""
    browsers = {role: target.browser(username) for role, username in ROLES.items()}
    pages, alike = (45, 2) if target.short else (300, 6)
    seen = {role: crawl(browser, pages=pages, alike=alike) for role, browser in browsers.items()}
    for role, one in seen.items():
        one.own = _own_tasks(browsers[role])
    years = {key[:4] for one in seen.values() for key in one.own}
    released = _released(browsers["public"], sorted(years))
    every = sorted(set().union(*(one.pages for one in seen.values())))
    places = sorted(set().union(*(one.forms for one in seen.values())))
    if target.short:
        places = _few_of_each_shape(places, 2)
    for method, paths in (("GET", every), ("POST", places)):
        for role, browser in browsers.items():
            allowed = [one for one in paths if may_open(role, one, seen[role].own, released)]
            # The attack is not to write what one may write.
            tried = paths if method == "GET" else [one for one in paths if one not in allowed]
            yield _asked(role, browser, method, tried, frozenset(allowed))
    yield from _apart(browsers)


def _few_of_each_shape(paths: list[str], few: int) -> list[str]:
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


def _asked(role: str, browser: Browser, method: str, paths: Sequence[str], allowed: frozenset[str]) -> Row:
    leaks, failures = [], []
    for path in paths:
        answer = browser.get(path) if method == "GET" else browser.post(path)
        if answer.failed:
            failures.append(f"{path} {answer.status}")
        elif path not in allowed and not was_refused(answer):
            leaks.append(f"{path} {answer.status}")
    found = [f"; leak {one}" for one in leaks[:5]] + [f"; failed {one}" for one in failures[:5]]
    result = f"{len(paths)} tried, {len(leaks)} leaks, {len(failures)} failures" + "".join(found)
    return Row(f"access, {method} as {role}", result, not (leaks or failures))


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


def _own_tasks(browser: Browser) -> frozenset[str]:
    """The keys of the tasks that are in the list of whoever is signed in."""
    listed = browser.get("/tasks/export/csv/?year=all")
    rows = csv.reader(io.StringIO(listed.page)) if listed.status == 200 else ()
    return frozenset(cell for row in rows for cell in row[:2] if _KEY_OF_TASK.fullmatch(cell))


def _released(browser: Browser, years: Sequence[str]) -> frozenset[str]:
    """The keys of the tasks that the public sees."""
    pages = [browser.get(f"/public/tasks.csv?year={year}").page for year in years]
    return frozenset(key for page in pages for key in _KEY_OF_TASK.findall(page))
