"""Many rows at once beside single writes: nobody waits for somebody who waits for him."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle

from attacks.browser import Browser
from attacks.target import Row, Target
from load_pages import form_of

_OWN_TASK = re.compile(r'href="/tasks/(\d{4}-\d{4})/')
_WRITERS = 4


def loaded(target: Target) -> Iterator[Row]:
    """Officers report on their tasks while the office releases and withholds all of them."""
    seconds = 12 if target.short else 40
    office = target.browser("office")
    keys = sorted(set(_OWN_TASK.findall(office.get("/tasks/?year=all").page)))
    writers = _writers(target)
    statuses: dict[str, Counter[int]] = {"release": Counter(), "write": Counter()}
    until = time.monotonic() + seconds
    people = [threading.Thread(target=_release, args=(office, keys, until, statuses["release"]))]
    for browser, own in writers:
        people.append(threading.Thread(target=_write, args=(browser, own, until, statuses["write"])))
    for person in people:
        person.start()
    for person in people:
        person.join()
    for name, counted in statuses.items():
        failed = sum(many for status, many in counted.items() if not status or status > 499)
        said = ", ".join(f"{status or 'none'}: {many}" for status, many in sorted(counted.items()))
        held = bool(counted) and not failed
        yield Row(
            f"locks, {name} beside {len(people) - 1} writers, {seconds} s",
            said or "nothing was written",
            held,
        )
    if target.variables:
        code, said = target.run("city", "verify-log")
        yield Row("locks, the log afterwards", said.replace("\n", " ")[-120:], code == 0)


def _writers(target: Target) -> list[tuple[Browser, list[str]]]:
    """Officers with tasks that they work on, signed in."""
    found = []
    for username in (one for one in target.users if one.endswith("-officer")):
        browser = target.browser(username)
        keys = sorted(set(_OWN_TASK.findall(browser.get("/tasks/?state=in_progress").page)))
        if keys:
            found.append((browser, keys))
        if len(found) == _WRITERS:
            break
    return found


def _release(office: Browser, keys: list[str], until: float, statuses: Counter[int]) -> None:
    released = True
    while time.monotonic() < until:
        pairs = [("key", key) for key in reversed(keys)] if released else [("key", key) for key in keys]
        answer = office.post("/tasks/release/", [*pairs, ("released", "1" if released else "0")])
        statuses[answer.status] += 1
        released = not released


def _write(officer: Browser, keys: list[str], until: float, statuses: Counter[int]) -> None:
    """A draft of a report and a problem by turns, on one task after another."""
    today = time.strftime("%Y-%m-%d")
    for key, place in cycle((key, place) for key in keys for place in ("report", "problems")):
        if time.monotonic() >= until:
            return
        page = officer.get(f"/tasks/{key}/{place}/")
        if page.failed:
            statuses[page.status] += 1
        elif page.status == 200 and 'name="words"' in page.page:
            fields = form_of(page.page, today).replace(b"then=send", b"then=draft")
            statuses[officer.post_body(f"/tasks/{key}/{place}/", fields).status] += 1
