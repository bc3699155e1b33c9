"""Bodies and addresses that no program of an office sends: refused in the API's one shape, no failure."""

from __future__ import annotations

import json
import random
import string
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from attacks.access import bearer, own_tasks, token_of
from attacks.browser import Answer, Browser
from attacks.target import Row, Target

_JSON = "application/json"
_WORDS = (
    "'",
    '"',
    "%",
    "_",
    "\\",
    "*",
    "'; DROP TABLE tasks; --",
    "' OR 1=1 --",
    "％",
    "\u202e",
    "\u200b",
    "😀" * 50,
    "长" * 3000,
    "a" * 9000,
    "((((((",
    "[[[",
    "AND OR NOT",
    '"菜店',
    "菜店*",
    "NEAR(",
    "^菜",
    "-菜",
    "菜:店",
    "\t\n",
    "0x00",
    "\ufffe",
    "${jndi:ldap://x}",
    "{{7*7}}",
)
_QUERIES = (
    "year=0",
    "year=-1",
    "year=99999999999999999999",
    "year=1e9",
    "year=",
    "year=%00",
    "page=-1",
    "page=0",
    "page=99999999999",
    "page=a",
    "limit=-1",
    "limit=0",
    "limit=1000000",
    "cursor=x",
    "cursor=%ff",
    "cursor=" + "A" * 5000,
    "state=x",
    "light='",
    "unit=%27",
    "q=%ff%fe",
    "q=%00",
    "sort=;",
    "sort=-due,--",
    "year=2026&year=2027",
    "from=0001-01-01",
    "to=9999-12-31",
    "light[]=red",
    "__proto__=1",
)
_SEARCHED = ("/", "/tasks/", "/people/", "/reports/")


def sent_to_api(target: Target) -> Iterator[Row]:
    """Known bodies, fields nobody may set, odd addresses, then mixes until the time is over."""
    officer = target.browser(target.who("unit_officer"))
    token = token_of(officer)
    if not token:
        yield Row("API", "no token could be made", held=False)
        return
    key = _reportable(officer, token)
    yield _bodies(officer, token, key)
    yield _mass_assignment(officer, token, key)
    yield _addresses(target, officer, token)
    yield _searched(target)
    yield _mixes(target, officer, token, key)


def _good(**others: object) -> dict[str, object]:
    return {
        "submission": f"attack-{time.time_ns():x}",
        "as_of": time.strftime("%Y-%m-%d"),
        "words": "本期按计划推进。",
        "amount": 1,
    } | others


def _reportable(officer: Browser, token: str) -> str:
    """A task on which the officer reports through the API; of the others any."""
    keys = sorted(own_tasks(officer))
    for key in keys:
        body = json.dumps(_good()).encode()
        answer = officer.ask("POST", f"/api/v1/tasks/{key}/progress", body, _JSON, bearer(token))
        if answer.status == 201:
            return key
    return keys[0] if keys else "2026-0001"


def fault_of(answer: Answer, *, shaped: bool = True) -> str:
    """What is wrong with an answer of the API; empty where it is one of success or of refusal."""
    if answer.failed:
        return f"{answer.status or answer.page[:60]}"
    if shaped and answer.status >= 400:
        try:
            if set(json.loads(answer.page)["error"]) != {"code", "message", "details"}:
                return f"{answer.status} of another shape"
        except (ValueError, KeyError, TypeError):
            return f"{answer.status}, no JSON: {answer.page[:40]!r}"
    return ""


def _known() -> dict[str, tuple[bytes, str, bool]]:
    """Bodies by name, with their type, and whether one may be taken as a report."""
    good = json.dumps(_good())
    deep = 100_000

    def with_(name: str, value: str) -> bytes:
        fields = {one: json.dumps(held) for one, held in _good().items()} | {name: value}
        return ("{" + ",".join(f'"{one}":{held}' for one, held in fields.items()) + "}").encode(
            "utf-8", "surrogatepass"
        )

    bodies: dict[str, bytes] = {
        "nothing": b"",
        "null": b"null",
        "a list": b"[]",
        "a word": b'"x"',
        "cut short": good.encode()[:-9],
        "two": good.encode() * 2,
        "bad UTF-8": good.encode().replace("本".encode(), b"\xff\xfe"),
        "UTF-16": good.encode("utf-16"),
        "NaN": with_("amount", "NaN"),
        "endless": with_("amount", "Infinity"),
        "1e999": with_("amount", "1e999"),
        "-1e308": with_("amount", "-1e308"),
        "a million digits": with_("amount", "9" * 1_000_000),
        "a true amount": with_("amount", "true"),
        "deep lists": b"[" * deep + b"]" * deep,
        "deep objects": b'{"a":' * deep + b"1" + b"}" * deep,
        "deep amount": with_("amount", "[" * deep + "]" * deep),
        "half a sign": with_("words", '"\\ud800"'),
        "NUL": with_("words", '"\\u0000\\u0000"'),
        "NUL within": with_("words", '"a\\u0000b"'),
        "words of 10 MB": with_("words", '"' + "长" * 3_600_000 + '"'),
        "words of 4 MB": with_("words", '"' + "a" * 4_000_000 + '"'),
        "words as list": with_("words", '["a"]'),
        "words as number": with_("words", "1"),
        "day as number": with_("as_of", "20260101"),
        "day of no month": with_("as_of", '"2026-02-30"'),
        "year 1": with_("as_of", '"0001-01-01"'),
        "year 9999": with_("as_of", '"9999-12-31"'),
        "short submission": with_("submission", '"a"'),
        "long submission": with_("submission", '"' + "a" * 5000 + '"'),
        "NUL submission": with_("submission", '"abcdefgh\\u0000"'),
        "other claim": with_("claim", '"done"'),
        "proto": with_("__proto__", '{"state":"accepted"}'),
        "many names": with_("a", "1")[:-1] + b"".join(b',"k%d":1' % n for n in range(50_000)) + b"}",
    }
    found = {name: (body, _JSON, True) for name, body in bodies.items()}
    found["as a form"] = (b"words=a", "application/x-www-form-urlencoded", False)
    found["as text"] = (good.encode(), "text/plain", True)
    found["as XML"] = (b"<?xml version='1.0'?><a/>", "application/xml", False)
    found["as nothing"] = (good.encode(), "\u00e9".encode().decode("latin-1"), True)
    found["broken multipart"] = (b"--x\r\n", "multipart/form-data; boundary=y", False)
    return found


def _bodies(officer: Browser, token: str, key: str) -> Row:
    faults, counted = [], Counter[int]()
    bodies = _known()
    for name, (body, kind, _) in bodies.items():
        answer = officer.ask("POST", f"/api/v1/tasks/{key}/progress", body, kind, bearer(token))
        counted[answer.status] += 1
        fault = fault_of(answer)
        # A number that is none, half a sign or a NUL must not be kept.
        if not fault and answer.status == 201 and name.startswith(("NaN", "endless", "1e999", "half", "NUL")):
            fault = "201, kept"
        if fault:
            faults.append(f"{name}: {fault}")
    return _row("API, bodies", sum(counted.values()), counted, faults)


def _mass_assignment(officer: Browser, token: str, key: str) -> Row:
    """Fields that the person may not set are as if they had not been sent."""
    others = {
        "state": "accepted", "final": True, "signed_at": "2026-01-01T00:00:00Z", "id": 1, "task": "2026-0001",
        "author": 1,
        "evidence": [1], "version": 99, "accepted_at": "2026-01-01", "person": "admin",
    }  # fmt: skip
    body = json.dumps(_good(**others)).encode()
    answer = officer.ask("POST", f"/api/v1/tasks/{key}/progress", body, _JSON, bearer(token))
    fault = fault_of(answer)
    if answer.status == 201:
        made = json.loads(answer.page)
        wrong = {
            name: made.get(name) for name, value in others.items() if name in made and made[name] == value
        }
        fault = f"set: {wrong}" if wrong else ""
    return Row(
        "API, fields nobody may set",
        f"{len(others)} tried, {answer.status}{'; ' + fault if fault else ''}",
        not fault,
    )


def _addresses(target: Target, officer: Browser, token: str) -> Row:
    faults, counted = [], Counter[int]()
    paths = [
        f"/api/v1/{name}?{query}"
        for name in ("tasks", "reports", "units", "verdicts", "results", "posts", "memberships")
        for query in (_QUERIES[::4] if target.short else _QUERIES)
    ]
    paths += [
        f"/api/v1/tasks/{key}" for key in ("x", "%00", "%ff", "..%2f..", "2026-" + "9" * 500, "%E2%80%AE", "")
    ]
    paths += ["/api/v1/nothing", "/api/v1/", "/api/v2/tasks", "/api/v1/tasks/2026-0001/nothing"]
    for path in paths:
        answer = officer.ask("GET", path, headers=bearer(token))
        counted[answer.status] += 1
        fault = fault_of(answer, shaped=path.startswith("/api/v1/") and path != "/api/v1/")
        if fault:
            faults.append(f"{path[:50]}: {fault}")
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        answer = officer.ask(method, "/api/v1/tasks", headers=bearer(token))
        counted[answer.status] += 1
        fault = fault_of(answer) or ("" if answer.status >= 400 else f"{answer.status}")
        if fault:
            faults.append(f"{method} /api/v1/tasks: {fault}")
    for header in (
        "Bearer",
        "Bearer ",
        "Bearer x" + "y" * 4000,
        "Basic YTph",
        "bearer \u00ff".encode().decode("latin-1"),
        f"Bearer {token[:-1]}",
    ):
        answer = officer.ask("GET", "/api/v1/reports", headers={"Authorization": header, "Cookie": ""})
        counted[answer.status] += 1
        fault = fault_of(answer) or ("" if answer.status in (400, 401) else f"{answer.status}")
        if fault:
            faults.append(f"{header[:20]!r}: {fault}")
    return _row("API, addresses, methods and tokens", sum(counted.values()), counted, faults)


def _searched(target: Target) -> Row:
    faults, counted = [], Counter[int]()
    office = target.browser(target.who("supervision_office"))
    words = _WORDS[::3] if target.short else _WORDS
    paths = [f"{place}?q={quote(word, safe='')}" for place in _SEARCHED for word in words]
    paths += [
        f"{place}?{query}" for place in _SEARCHED for query in (_QUERIES[::4] if target.short else _QUERIES)
    ]
    for path in paths:
        answer = office.get(path)
        counted[answer.status] += 1
        if answer.failed:
            faults.append(f"{path[:60]}: {answer.status}")
    return _row("API and pages, words searched for", sum(counted.values()), counted, faults)


def _mixes(target: Target, officer: Browser, token: str, key: str) -> Row:
    """Good bodies with a few bytes or values that are not, as they are drawn, until the time is over."""
    faults, counted = [], Counter[int]()
    while target.left or sum(counted.values()) < target.floor:
        body = _mixed(target.draw)
        answer = officer.ask("POST", f"/api/v1/tasks/{key}/progress", body, _JSON, bearer(token))
        counted[answer.status] += 1
        fault = fault_of(answer)
        if fault:
            faults.append(f"{body[:80]!r}: {fault}")
            if len(faults) > 20:
                break
    return _row("API, mixes as drawn", sum(counted.values()), counted, faults)


def _mixed(draw: random.Random) -> bytes:
    fields = _good(next_step="继续", claim="on_track")
    for name in draw.sample(sorted(fields), draw.randint(1, 3)):
        fields[name] = _value(draw, 3)
    data = bytearray(json.dumps(fields, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass"))
    for _ in range(draw.choice((0, 0, 1, 3))):
        place = draw.randrange(len(data))
        data[place : place + draw.randint(0, 2)] = bytes(
            draw.randrange(256) for _ in range(draw.randint(0, 3))
        )
    return bytes(data)


def _value(draw: random.Random, depth: int) -> object:
    kinds = (
        lambda: draw.choice((None, True, False, "", 0, -1, 1e308, 2**63, 10**30, float("inf"), float("nan"))),
        lambda: "".join(
            draw.choice(string.printable + "长\u202e\u0000\ud800😀") for _ in range(draw.randint(0, 60))
        ),
        lambda: draw.choice(string.ascii_letters + "长") * draw.choice((40, 41, 4000, 4001, 20_000)),
        lambda: f"{draw.randint(0, 10_000):04}-{draw.randint(0, 13):02}-{draw.randint(0, 32):02}",
        lambda: [_value(draw, depth - 1) for _ in range(draw.randint(0, 3))] if depth else [],
        lambda: (
            {str(_value(draw, 0)): _value(draw, depth - 1) for _ in range(draw.randint(0, 3))}
            if depth
            else {}
        ),
    )
    return draw.choice(kinds)()


def _row(what: str, tried: int, counted: Counter[int], faults: list[str]) -> Row:
    statuses = ", ".join(f"{status or 'none'}: {many}" for status, many in sorted(counted.items()))
    return Row(what, f"{tried} tried ({statuses})" + "".join(f"; {one}" for one in faults[:6]), not faults)
