"""What a page of another site, a forged address or a cache between could do: nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

from attacks.access import crawl, few_of_each_shape, was_refused
from attacks.browser import Answer, Browser
from attacks.target import Row, Target

_EVIL = "evil.example"
_ELSEWHERE = (
    f"//{_EVIL}", f"https://{_EVIL}/", f"///{_EVIL}", f"/\\{_EVIL}", f"\\\\{_EVIL}", f"https:{_EVIL}",
    f"http:///{_EVIL}", f"/%09/{_EVIL}", f"/\t/{_EVIL}", f" //{_EVIL}", f"https://127.0.0.1@{_EVIL}/",
    f"//{_EVIL}%2f..", "javascript:alert(1)", "data:text/html,1", f"\x01https://{_EVIL}",
)  # fmt: skip
_HOSTS = (
    _EVIL,
    f"{_EVIL}:80",
    f"127.0.0.1@{_EVIL}",
    "[::1",
    f"127.0.0.1.{_EVIL}",
    f"{_EVIL}#127.0.0.1",
    "a b",
    "",
)
_FORWARDED = (
    "X-Forwarded-Host",
    "X-Host",
    "X-Forwarded-Server",
    "X-Original-URL",
    "X-Rewrite-URL",
    "Forwarded",
)
_FORBIDS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_ODD = (
    "/nowhere/", "/static/nothing.css", "/api/v1/nothing", "/tasks/%ff/", "/tasks/1999-9999/",
    "/account/nothing/", "/tasks/?year=0&page=-1", "/%2e%2e/%2e%2e/etc/passwd", "/health/live",
)  # fmt: skip
_OUT_OF_STATIC = (
    "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc/passwd",
    "/static/%252e%252e/etc/passwd", "/static/....//....//etc/passwd", "/static/..\\..\\etc\\passwd",
    "/static/%00", "/static/site/%00.css", "/static//etc/passwd", "/static/.git/config", "/.git/config",
    "/.env", "/db.sqlite3", "/files/", "/media/", "/static/",
)  # fmt: skip
_TOLD = re.compile(
    r"Traceback \(most recent|django\.|site-packages|SECRET_KEY|psycopg|sqlite3\.|/src/luoshi|root:x:0"
)
# Forms that a page shows only where there is something to send.
_WRITTEN_TO = (
    "/tasks/release/", "/tasks/notifications/read/", "/tasks/other-sources/", "/tasks/other-sources/import/",
    "/reports/upload/",
    "/people/me/language/", "/people/me/tokens/make/", "/people/units/add/", "/people/persons/add/",
    "/people/exchange/",
)  # fmt: skip
_LINK = re.compile(r'(?:href|action|formaction)="([^"]+)"')
_PUBLIC = (
    "/",
    "/account/login/",
    "/public/tasks.csv",
    "/api/v1/tasks",
    "/api/v1/openapi.json",
    "/health/live",
)


def forged(target: Target) -> Iterator[Row]:
    """Each kind in turn, as the office, who may do most, or whoever is there."""
    office = target.browser(target.anybody().username)
    seen = crawl(office, pages=40 if target.short else 250, alike=1 if target.short else 3)
    places = sorted({*few_of_each_shape(sorted(seen.forms), 1 if target.short else 3), *_WRITTEN_TO})
    pages = few_of_each_shape(sorted(seen.pages), 1 if target.short else 3)
    yield _redirects(target, office)
    yield _tokens(target, office, places)
    yield _methods(office, places)
    yield _hosts(target, office)
    yield from _answers(target, office, pages)
    yield _heads(target)
    yield _paths(target)


def _said(what: str, tried: int, faults: Sequence[str]) -> Row:
    return Row(
        what,
        f"{tried} tried, {len(faults)} got through" + "".join(f"; {one}" for one in faults[:6]),
        not faults,
    )


def leads_away(address: str, path: str, place: str) -> bool:
    """Whether a browser on ``path`` would go to another site: it drops tabs and turns backslashes."""
    plain = re.sub(r"[\t\r\n]", "", place).lstrip("\x00\x01 ").replace("\\", "/")
    found = urlsplit(urljoin(address + path, plain))
    return bool(plain) and (found.scheme not in ("http", "https") or found.netloc != urlsplit(address).netloc)


def _redirects(target: Target, office: Browser) -> Row:
    faults, tried = [], 0
    somebody = target.anybody()
    for where in _ELSEWHERE:
        signing = Browser(target.address)
        query = f"/account/login/?next={quote(where, safe='')}"
        # Who is signed in is sent on at once, who is not after the password.
        asked = [
            (signing, query, {"login": somebody.username, "password": somebody.password, "next": where}),
            (office, "/language/", {"language": "zh", "next": where}),
            (office, "/tasks/notifications/read/", {"next": where}),
            (office, "/tasks/release/", {"released": "1", "next": where}),
            (office, f"/account/logout/?next={quote(where, safe='')}", None),
            (office, query, None),
        ]
        for browser, path, fields in asked:
            answer = browser.get(path) if fields is None else browser.post(path, fields)
            tried += 1
            places = [answer.location, *(unescape(one) for one in _LINK.findall(answer.page))]
            if answer.failed or any(leads_away(target.address, path, one) for one in places):
                faults.append(f"{path[:40]} {where!r}: {answer.status} {answer.location[:60]}")
    return _said("other pages, redirects to elsewhere", tried, faults)


def _tokens(target: Target, office: Browser, places: Sequence[str]) -> Row:
    faults, tried = [], 0
    kinds: Mapping[str, Mapping[str, str]] = {
        "an evil origin": {"Origin": f"https://{_EVIL}", "Referer": f"https://{_EVIL}/"},
        "no origin": {"Origin": "null", "Referer": ""},
        "a neighbour": {"Origin": target.address.replace("://", f"://{_EVIL}."), "Referer": ""},
    }
    for path in (*places, "/account/logout/", "/language/"):
        answers = {"no token": office.without_token(path)}
        answers |= {name: office.forged(path, {}, headers) for name, headers in kinds.items()}
        tried += len(answers)
        faults += [f"{path} {name}: {one.status}" for name, one in answers.items() if one.status != 403]
    if not office.is_in():
        faults.append("somebody was signed out")
    return _said("other pages, forged forms", tried, faults)


def _methods(office: Browser, places: Sequence[str]) -> Row:
    faults, tried = [], 0
    for path in (*places, "/", "/account/login/", "/api/v1/tasks"):
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "LUOSHI"):
            answer = office.ask(method, path, headers={"X-Marked": "luoshi-marked"})
            tried += 1
            if (
                (answer.failed and answer.status != 501)
                or answer.status < 400
                or "luoshi-marked" in answer.page
            ):
                faults.append(f"{method} {path}: {answer.status}")
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        answer = office.ask("GET", "/account/logout/", headers={header: "POST"})
        tried += 1
        if answer.failed or not office.is_in():
            faults.append(f"{header}: {answer.status}")
    return _said("other pages, methods nobody offers", tried, faults)


def _hosts(target: Target, office: Browser) -> Row:
    faults, tried = [], 0
    for host in _HOSTS:
        for path in ("/", "/account/login/", "/account/password/reset/"):
            answer = Browser(target.address).ask("GET", path, headers={"Host": host})
            tried += 1
            if answer.status > 499 or answer.status == 200 or _EVIL in answer.location:
                faults.append(f"Host {host!r} {path}: {answer.status} {answer.location[:60]}")
    for name in _FORWARDED:
        for path in ("/", "/dashboards/", "/account/login/"):
            answer = office.ask(
                "GET", path, headers={name: f"host={_EVIL}" if name == "Forwarded" else _EVIL}
            )
            tried += 1
            if answer.failed or _EVIL in answer.page or _EVIL in answer.location:
                faults.append(f"{name} {path}: {answer.status} {answer.location[:60]}")
    return _said("other pages, hosts", tried, faults)


def faults_of(answer: Answer) -> Iterator[str]:
    """What an answer does not forbid a browser, or tells."""
    policy = {
        one.split()[0]: one.split()[1:]
        for one in answer.headers.get("content-security-policy", "").split(";")
        if one.strip()
    }
    # What is only handed out is in a sandbox instead.
    if policy.get("default-src") != ["'none'"] or not {"frame-ancestors", "sandbox"} & set(policy):
        yield "policy"
    if any(set(values) - {"'none'", "'self'"} for name, values in policy.items() if name != "sandbox"):
        yield "policy of others"
    yield from (name for name, value in _FORBIDS.items() if answer.headers.get(name) != value)
    if "access-control-allow-origin" in answer.headers:
        yield "access-control-allow-origin"
    if _TOLD.search(answer.page):
        yield "tells of its inside"


def _answers(target: Target, office: Browser, pages: Sequence[str]) -> Iterator[Row]:
    """Headers that forbid, nothing kept by caches, cookies that no script reads; on refusals, too."""
    faults, kept, tried = Counter[str](), [], 0
    for path in (*pages, *_ODD):
        answer = office.get(path)
        tried += 1
        faults.update(f"{one} on {path}" for one in faults_of(answer))
        if answer.failed:
            faults[f"{answer.status} on {path}"] += 1
        private = not path.startswith(("/static/", "/health/", "/api/"))
        if private and answer.status == 200 and "no-store" not in answer.headers.get("cache-control", ""):
            kept.append(path)
    yield _said("other pages, what answers forbid a browser", tried, list(faults))
    yield _said("other pages, pages of people kept by caches", tried, kept)
    account = target.anybody()
    signing = Browser(target.address)
    signing.get("/account/login/")
    answer = signing.post("/account/login/", {"login": account.username, "password": account.password})
    open_ones = []
    for cookie in answer.headers.get("set-cookie", "").split("\n"):
        flags = cookie.lower()
        needs = ["httponly", "samesite"] + (["secure"] if target.address.startswith("https") else [])
        # No script of ours reads the token, either; Django sends it to pages as a field.
        open_ones += [f"{cookie.partition('=')[0]}: no {one}" for one in needs if cookie and one not in flags]
    yield _said("other pages, cookies that scripts or other sites get", 1, open_ones)


def _heads(target: Target) -> Row:
    faults = []
    for path in _PUBLIC:
        browser = Browser(target.address)
        got, head = browser.get(path), browser.ask("HEAD", path)
        same = head.status == got.status and head.headers.get("content-type") == got.headers.get(
            "content-type"
        )
        if not same or head.data:
            faults.append(f"{path}: {head.status} for {got.status}")
    return _said("other pages, HEAD as GET", len(_PUBLIC), faults)


def _paths(target: Target) -> Row:
    faults = []
    for path in _OUT_OF_STATIC:
        answer = Browser(target.address).get(path)
        if not (was_refused(answer) or answer.status in (301, 302, 400)) or _TOLD.search(answer.page):
            faults.append(f"{path}: {answer.status}")
    return _said("other pages, paths out of what is public", len(_OUT_OF_STATIC), faults)
