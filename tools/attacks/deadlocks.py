"""Many rows at once beside single writes: nobody waits for somebody who waits for him."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, count, cycle, islice

from attacks.access import bearer, token_of
from attacks.browser import Answer, Browser
from attacks.forms import forms_in
from attacks.killed import TABLE, confirmation, table
from attacks.target import Row, Target
from load_pages import form_of

_OWN_TASK = re.compile(r'href="/tasks/(\d{4}-\d{4})/')
_REPORT = re.compile(r'href="/tasks/breakdown/([\w-]+)/"')
_READ = re.compile(r'href="/reports/([\w-]+)/"')
_WRITERS = 4
_AGAIN, _COMES_AGAIN_AFTER = "busy, came again", 2.0
Event = Callable[[], Answer | None]


def loaded(target: Target) -> Iterator[Row]:
    """Officers report while many rows are released, brought in, drafted, corrected and looked through."""
    office = target.browser(target.who("supervision_office"))
    other = target.browser(target.who("supervision_office", 1))
    keys = sorted(set(_OWN_TASK.findall(office.get("/tasks/?year=all").page)))
    writers = _writers(target)
    written = frozenset(key for _, own in writers for key in own)
    steps: dict[str, Sequence[Iterator[Event]]] = {
        "reports, drafts and obstacles": [_reports(*one) for one in writers],
        "reports through the API": [_through_api(*one) for one in _writers(target)[:1]],
        "releases of all tasks": [_releases(office, keys, written)],
        "imports of tables": [_imports(other, target.short)],
        "drafting": [_drafting(target.browser(target.who("supervision_office", 1)))],
        "corrections": [_corrections(target.browser(target.who("supervision_office")))],
        "units and posts": [_units(target.browser(target.who("administrator")))],
    }
    if target.variables:
        steps["daily runs"] = [_daily(target)]
    steps = {name: [_ready(one) for one in many] for name, many in steps.items()}
    begun = time.monotonic()
    until = begun + max(12.0, target.left)
    counted: dict[str, Counter[str]] = {name: Counter() for name in steps}
    # SQLite has one writer at a time: who is told that the site is busy comes again. On PostgreSQL a writer
    # waits for his own rows only, and being told so is what a deadlock looks like.
    patience = 0 if "LUOSHI_DATABASE_URL" in target.variables else 3
    people = [
        threading.Thread(target=_work, args=(one, until, counted[name], patience), daemon=True)
        for name, many in steps.items()
        for one in many
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    for name, statuses in counted.items():
        answered = {status: many for status, many in statuses.items() if status != _AGAIN}
        failed = any(status == "none" or status > "499" for status in answered)
        said = ", ".join(f"{status}: {many}" for status, many in sorted(statuses.items()))
        what = f"locks, {name} beside {len(people) - len(steps[name])} others, {until - begun:.0f} s"
        result = f"{sum(answered.values())} tried ({said})" if said else "nothing was written"
        yield Row(what, result, bool(answered) and not failed)
    if target.variables:
        code, said = target.run("city", "verify-log")
        yield Row("locks, the log afterwards", said.replace("\n", " ")[-120:], code == 0)


def _ready(steps: Iterator[Event]) -> Iterator[Event]:
    """What is looked up before the first step is looked up before the clock runs."""
    return chain([*islice(steps, 1)], steps)


def _work(steps: Iterator[Event], until: float, counted: Counter[str], patience: int) -> None:
    for step in steps:
        if time.monotonic() >= until:
            return
        answer = step()
        for _ in range(patience):
            if answer is None or not _is_busy(answer):
                break
            counted[_AGAIN] += 1
            time.sleep(_COMES_AGAIN_AFTER)
            answer = step()
        if answer is not None:
            counted[str(answer.status or "none")] += 1


def _is_busy(answer: Answer) -> bool:
    return answer.status == 503 and "retry-after" in answer.headers


def _writers(target: Target) -> list[tuple[Browser, list[str]]]:
    """Officers with tasks that they work on, signed in."""
    found: list[tuple[Browser, list[str]]] = []
    for account in target.accounts.get("unit_officer", ()):
        browser = target.browser(account.username)
        keys = sorted(set(_OWN_TASK.findall(browser.get("/tasks/?state=in_progress").page)))
        if keys:
            found.append((browser, keys))
        if len(found) == _WRITERS:
            break
    return found


def _reports(officer: Browser, keys: list[str]) -> Iterator[Event]:
    """A draft of a report and an obstacle by turns, on one task after another."""
    today = time.strftime("%Y-%m-%d")

    def write(key: str, place: str) -> Answer | None:
        page = officer.get(f"/tasks/{key}/{place}/")
        if page.failed:
            return page
        if page.status != 200 or 'name="words"' not in page.page:
            return None
        fields = form_of(page.page, today).replace(b"then=send", b"then=draft")
        return officer.post_body(f"/tasks/{key}/{place}/", fields)

    for key, place in cycle([(key, place) for key in keys for place in ("report", "obstacles")]):
        yield partial(write, key, place)


def _through_api(officer: Browser, keys: list[str]) -> Iterator[Event]:
    headers = bearer(token_of(officer))
    for number, key in zip(count(), cycle(reversed(keys)), strict=False):
        fields = {
            "submission": f"locks-{time.time_ns():x}-{number}",
            "as_of": time.strftime("%Y-%m-%d"),
            "words": "推进中。",
        }
        body = json.dumps(fields).encode()
        yield partial(officer.ask, "POST", f"/api/v1/tasks/{key}/progress", body, "application/json", headers)


def _releases(office: Browser, keys: list[str], written: frozenset[str]) -> Iterator[Event]:
    """All tasks withheld at once, from the first or from the last, and those on the page released again.

    What was looked at before somebody wrote is refused; by turns those that others write are left out.
    """
    place = "/tasks/release/"

    def release(left_out: frozenset[str]) -> Answer | None:
        form = next((one for one in forms_in(office.get(place), place) if one.path == place), None)
        if form is None:
            return None
        fields = [(name, value) for name, value in form.fields if name != "key" or value not in left_out]
        return office.post(place, fields)

    for number in count():
        pairs = [("key", key) for key in (reversed(keys) if number % 2 else keys)]
        yield partial(office.post, place, [*pairs, ("released", "0")])
        yield partial(release, written if number % 2 else frozenset())


def _imports(office: Browser, short: bool) -> Iterator[Event]:
    """A table of new tasks, brought in and confirmed."""

    def bring(number: int) -> Answer:
        preview = office.upload(
            TABLE, "file", "表.xlsx", table(f"并发{time.time_ns():x}-{number}-", 20 if short else 100)
        )
        fields = confirmation(preview.page)
        return office.post(TABLE, fields) if fields else preview

    for number in count():
        yield partial(bring, number)


def _drafting(office: Browser) -> Iterator[Event]:
    """Tasks drafted of promises, promises excluded and taken up again, in each report."""
    reports = dict.fromkeys(_REPORT.findall(office.get("/tasks/breakdown/").page))
    places = [
        place
        for key in reports
        for place in dict.fromkeys(
            re.findall(
                rf'href="(/tasks/breakdown/{key}/[^"/?#]+/)"', office.get(f"/tasks/breakdown/{key}/").page
            )
        )
        if not place.endswith(("/drafts/", "/import/"))
    ]

    def send(place: str, ending: str, filled: dict[str, str]) -> Answer | None:
        answer = office.get(place)
        form = next((one for one in forms_in(answer, place) if one.path == place + ending), None)
        return form.sent(office, filled) if form else None

    for place in cycle(places[:40]) if places else ():
        yield partial(send, place, "exclude/", {"reason": "并发"})
        yield partial(send, place, "exclude/", {})
        yield partial(send, place, "", {"stay": "yes"})
        yield partial(send, place, "keep/", {})


def _corrections(office: Browser) -> Iterator[Event]:
    """Promises of a report excluded, included and confirmed, one after another."""
    links = dict.fromkeys(_READ.findall(office.get("/reports/").page))
    places: list[str] = []
    for key in (one for one in links if one != "upload"):
        page = office.get(f"/reports/{key}/").page
        keys = dict.fromkeys(re.findall(rf"/reports/{key}/promises/([\w-]+)", page))
        places += [f"/reports/{key}/promises/{one}/" for one in list(keys)[:10]]

    def send(place: str, step: str, filled: dict[str, str]) -> Answer | None:
        form = next((one for one in forms_in(office.get(place), place) if one.path == place + step), None)
        return form.sent(office, filled) if form else None

    for place in cycle(places) if places else ():
        yield partial(send, place, "exclude/", {"reason": "other", "own_words": "并发"})
        yield partial(send, place, "include/", {})
        yield partial(send, place, "confirm/", {})


def _units(administrator: Browser) -> Iterator[Event]:
    """Units saved again as they are, one after another."""
    places = sorted(set(re.findall(r'href="(/people/units/[\w.-]+/)"', administrator.get("/people/").page)))

    def save(place: str) -> Answer | None:
        path = f"{place}change/"
        form = next((one for one in forms_in(administrator.get(path), path) if one.path == path), None)
        return form.sent(administrator) if form else None

    for place in cycle(places) if places else ():
        yield partial(save, place)


def _daily(target: Target) -> Iterator[Event]:
    """The daily run, which looks at every task."""

    def run() -> Answer:
        code, said = target.run("city", "daily")
        return Answer(200 if code == 0 else 500, said, "", 0)

    while True:
        yield run
        time.sleep(5)
