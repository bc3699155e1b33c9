"""Many rows at once beside single writes: nobody waits for somebody who waits for him."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count, cycle

from attacks.access import bearer, token_of
from attacks.browser import Answer, Browser
from attacks.killed import TABLE, confirmation, table
from attacks.target import Row, Target
from load_pages import form_of

_OWN_TASK = re.compile(r'href="/tasks/(\d{4}-\d{4})/')
_REPORT = re.compile(r'href="/tasks/decompose/([\w-]+)/"')
_PROMISE = re.compile(r'href="/tasks/decompose/[\w-]+/([\w-]+)/"')
_READ = re.compile(r'href="/reports/([\w-]+)/"')
_WRITERS = 4
Step = Callable[[], Answer | None]


def loaded(target: Target) -> Iterator[Row]:
    """Officers report while many rows are released, brought in, drafted and corrected, and the daily run goes on."""
    office = target.browser(target.who("supervision_office"))
    other = target.browser(target.who("supervision_office", 1))
    keys = sorted(set(_OWN_TASK.findall(office.get("/tasks/?year=all").page)))
    steps: dict[str, Sequence[Iterator[Step]]] = {
        "reports, drafts and problems": [_reports(*one) for one in _writers(target)],
        "reports through the API": [_through_api(*one) for one in _writers(target)[:1]],
        "releases of all tasks": [_releases(office, keys)],
        "imports of tables": [_imports(other, target.short)],
        "drafting": [_drafting(target.browser(target.who("supervision_office", 1)))],
        "corrections": [_corrections(target.browser(target.who("supervision_office")))],
        "units and posts": [_units(target.browser(target.who("administrator")))],
    }
    if target.variables:
        steps["daily runs"] = [_daily(target)]
    begun = time.monotonic()
    until = begun + max(12.0, target.left)
    counted: dict[str, Counter[int]] = {name: Counter() for name in steps}
    people = [
        threading.Thread(target=_work, args=(one, until, counted[name]), daemon=True)
        for name, many in steps.items()
        for one in many
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    for name, statuses in counted.items():
        failed = sum(many for status, many in statuses.items() if not status or status > 499)
        said = ", ".join(f"{status or 'none'}: {many}" for status, many in sorted(statuses.items()))
        what = f"locks, {name} beside {len(people) - len(steps[name])} others, {until - begun:.0f} s"
        yield Row(
            what,
            f"{sum(statuses.values())} tried ({said})" if said else "nothing was written",
            bool(said) and not failed,
        )
    if target.variables:
        code, said = target.run("city", "verify-log")
        yield Row("locks, the log afterwards", said.replace("\n", " ")[-120:], code == 0)


def _work(steps: Iterator[Step], until: float, statuses: Counter[int]) -> None:
    for step in steps:
        if time.monotonic() >= until:
            return
        answer = step()
        if answer is not None:
            statuses[answer.status] += 1


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


def _reports(officer: Browser, keys: list[str]) -> Iterator[Step]:
    """A draft of a report and a problem by turns, on one task after another."""
    today = time.strftime("%Y-%m-%d")

    def write(key: str, place: str) -> Answer | None:
        page = officer.get(f"/tasks/{key}/{place}/")
        if page.failed:
            return page
        if page.status != 200 or 'name="words"' not in page.page:
            return None
        fields = form_of(page.page, today).replace(b"then=send", b"then=draft")
        return officer.post_body(f"/tasks/{key}/{place}/", fields)

    for key, place in cycle([(key, place) for key in keys for place in ("report", "problems")]):
        yield partial(write, key, place)


def _through_api(officer: Browser, keys: list[str]) -> Iterator[Step]:
    headers = bearer(token_of(officer))
    for number, key in zip(count(), cycle(reversed(keys)), strict=False):
        fields = {
            "submission": f"locks-{time.time_ns():x}-{number}",
            "as_of": time.strftime("%Y-%m-%d"),
            "words": "推进中。",
        }
        body = json.dumps(fields).encode()
        yield partial(officer.ask, "POST", f"/api/v1/tasks/{key}/progress", body, "application/json", headers)


def _releases(office: Browser, keys: list[str]) -> Iterator[Step]:
    """All tasks at once, from the first to the last and from the last to the first."""
    for released in cycle("10"):
        pairs = [("key", key) for key in (reversed(keys) if released == "1" else keys)]
        yield partial(office.post, "/tasks/release/", [*pairs, ("released", released)])


def _imports(office: Browser, short: bool) -> Iterator[Step]:
    """A table of new tasks, brought in and confirmed."""

    def bring(number: int) -> Answer:
        preview = office.upload(
            TABLE, "file", "表.xlsx", table(f"并发{time.time_ns():x}-{number}-", 20 if short else 100)
        )
        fields = confirmation(preview.page)
        return office.post(TABLE, fields) if fields else preview

    for number in count():
        yield partial(bring, number)


def _drafting(office: Browser) -> Iterator[Step]:
    """Promises excluded, and taken up again by the form as it stands, in each report."""
    places = []
    for key in dict.fromkeys(_REPORT.findall(office.get("/tasks/decompose/").page)):
        page = office.get(f"/tasks/decompose/{key}/").page
        found = [
            one for one in dict.fromkeys(_PROMISE.findall(page)) if one not in ("drafts", "section", "import")
        ]
        sections = dict.fromkeys(re.findall(rf'href="(/tasks/decompose/{key}/section/[^"]+)"', page))
        for section in list(sections)[:3]:
            found += _PROMISE.findall(office.get(section).page)
        places += [f"/tasks/decompose/{key}/{one}/" for one in dict.fromkeys(found)]

    def keep(place: str) -> Answer:
        page = office.get(place)
        if page.status != 200:
            return page
        form = re.search(rf'<form[^>]*action="({place}keep/)"[^>]*>.*?</form>', page.page, re.DOTALL)
        fields = dict(re.findall(r'name="([^"]+)"[^>]*?value="([^"]*)"', form[0])) if form else {}
        return office.post(f"{place}keep/", fields)

    for place in cycle(places[:40]) if places else ():
        yield partial(keep, place)
        yield partial(office.post, f"{place}exclude/", {"reason": "并发"})


def _corrections(office: Browser) -> Iterator[Step]:
    """Promises of a report excluded and included by turns, then all that are left confirmed."""
    for key in cycle(dict.fromkeys(_READ.findall(office.get("/reports/").page))):
        if key == "upload":
            continue
        page = office.get(f"/reports/{key}/").page
        promises = list(dict.fromkeys(re.findall(rf"/reports/{key}/promises/([\w-]+)/", page)))[:6]
        if not promises:
            yield partial(office.get, f"/reports/{key}/")
        for promise in promises:
            place = f"/reports/{key}/promises/{promise}/"
            seen = dict(
                re.findall(
                    r'type="hidden" name="(seen\w*|start|end)" value="([^"]*)"', office.get(place).page
                )
            )
            yield partial(office.post, f"{place}exclude/", {**seen, "reason": "other"})
            yield partial(office.post, f"{place}include/", seen)
            yield partial(office.post, f"{place}confirm/", seen)


def _units(administrator: Browser) -> Iterator[Step]:
    """Units saved again as they are, one after another."""
    places = sorted(set(re.findall(r'href="(/people/units/[\w.-]+/)"', administrator.get("/people/").page)))

    def save(place: str) -> Answer:
        page = administrator.get(f"{place}change/").page
        fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
        fields |= dict(
            re.findall(r'<select name="(\w+)".*?<option value="([^"]*)" selected', page, re.DOTALL)
        )
        return administrator.post(f"{place}change/", fields)

    for place in cycle(places):
        yield partial(save, place)


def _daily(target: Target) -> Iterator[Step]:
    """The daily run, which looks at every task."""

    def run() -> Answer:
        code, said = target.run("city", "daily")
        return Answer(200 if code == 0 else 500, said, "", 0)

    while True:
        yield run
        time.sleep(2)
