"""Hostile files at every form that takes one, while somebody else opens pages."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence

from attacks.browser import Answer, Browser
from attacks.target import Row, Target
from hostile.catalogue import EVERY, named
from hostile.model import Hostile
from hostile.packages import body, paragraph, word_parts, zipped
from load_uploads import ALWAYS, FIRST, UPLOAD, form_for, said_on

_MOST_WAIT = 5.0
_PATIENCE = 240
_WHO = {"office": "supervision_office", "administrator": "administrator"}
_TASK = re.compile(r'href="/tasks/(\d{4}-\d{4})/')
_UNREAD = ("hx-get", "/progress/")
# Nothing that a machine would run by its ending, or with macros inside, is kept as evidence.
_ENDINGS = (
    "验收.bat",
    "验收.hta",
    "验收.js",
    "验收.ps1",
    "验收.vbs",
    "验收.xlsx.exe",
    "验收.cmd",
    "验收.lnk",
    "验收.svg",
)
_SHORT_MORE = ("workbook with lying strings", "template, center", "text of pasted table")


class _Beside(threading.Thread):
    """Somebody who opens a page again and again."""

    def __init__(self, browser: Browser) -> None:
        super().__init__(daemon=True)
        self._browser, self._stopped = browser, threading.Event()
        self.slowest, self.failed = 0.0, list[int]()
        self.start()

    def run(self) -> None:
        while not self._stopped.wait(0.3):
            for path in ("/dashboards/", "/health/ready"):
                answer = self._browser.get(path)
                self.slowest = max(self.slowest, answer.seconds)
                if answer.failed:
                    self.failed.append(answer.status)

    def taken(self) -> tuple[float, list[int]]:
        """The slowest page and the failures since this was asked."""
        found = self.slowest, self.failed
        self.slowest, self.failed = 0.0, []
        return found

    def stop(self) -> None:
        self._stopped.set()
        self.join(_PATIENCE)


def brought(target: Target) -> Iterator[Row]:
    """Every file through its form, then what became of the reports, then what evidence is taken."""
    people = {who: target.browser(target.who(role)) for who, role in _WHO.items()}
    beside = _Beside(target.browser(target.who("leader")))
    reports: list[tuple[str, str]] = []
    for number, hostile in enumerate(_chosen(target), 1):
        # The sharpest come first, however short the time is; some is kept for what follows.
        if number > len(ALWAYS) + 1 and target.left < (12 if target.short else 40):
            break
        row, key = _sent(target, people, hostile, number, beside)
        if key:
            reports.append((hostile.name, key))
        yield row
    yield from _removed(target, people["office"])
    yield from _settled(target, people["office"], reports, beside)
    beside.stop()
    yield from _as_evidence(target)


def _chosen(target: Target) -> Sequence[Hostile]:
    first = [named(one) for one in (*ALWAYS, *FIRST, *_SHORT_MORE)]
    others = [one for one in EVERY if one not in first]
    target.draw.shuffle(others)
    return first if target.short else [*first, *others]


def _sent(
    target: Target, people: dict[str, Browser], hostile: Hostile, number: int, beside: _Beside
) -> tuple[Row, str]:
    form = form_for(hostile, number)
    data = hostile.numbered(hostile.make(), number + int(time.time()) % 100_000 * 100)
    target.wait()
    deaths = len(target.deaths())
    beside.taken()
    answer = people[form.who].upload(form.path, form.field, hostile.file_name, data, form.others)
    time.sleep(0.5)
    slowest, failed = beside.taken()
    died = target.deaths()[deaths:]
    held = not (answer.failed or failed or died) and slowest < _MOST_WAIT
    said = f"{answer.status or 'no answer'} in {answer.seconds:.1f} s, page beside {slowest:.1f} s"
    said += f", {len(failed)} pages failed" if failed else ""
    said += "".join(f", {one}" for one in died)
    said += f": {said_on(answer.page)[:100]}" if answer.status in (400, 413, 415) else ""
    return Row(f"file, {hostile.name}", said, held), report_of(answer) if form == UPLOAD else ""


def report_of(answer: Answer) -> str:
    """The key of the report that an upload became."""
    parts = answer.location.strip("/").split("/")
    return parts[-1] if answer.status == 302 and parts[-2:-1] == ["reports"] else ""


def is_read(office: Browser, key: str) -> tuple[bool, str]:
    """Whether the report was read or failed, and with which words."""
    answer = office.get(f"/reports/{key}/")
    if answer.status == 200 and not all(one in answer.page for one in _UNREAD):
        return True, said_on(answer.page)[:110] or "read"
    return answer.status == 404, f"{answer.status}"


def _settled(
    target: Target, office: Browser, reports: list[tuple[str, str]], beside: _Beside
) -> Iterator[Row]:
    """Wait until every report was read or failed with its words."""
    deaths, until = len(target.deaths()), time.monotonic() + _PATIENCE
    waiting, ends = dict(reports), dict[str, str]()
    while waiting and time.monotonic() < until:
        for name, key in list(waiting.items()):
            done, said = is_read(office, key)
            if done:
                ends[name] = said
                del waiting[name]
        time.sleep(1)
    for name, _ in reports:
        yield Row(f"file, what became of {name}", ends.get(name, "is still being read"), name in ends)
    slowest, failed = beside.taken()
    died = target.deaths()[deaths:]
    said = f"slowest page {slowest:.1f} s, {len(failed)} failed, peak {target.peak()} MB" + "".join(
        f", {one}" for one in died
    )
    yield Row("file, pages while all were read", said, slowest < _MOST_WAIT and not failed and not died)


def _removed(target: Target, office: Browser) -> Iterator[Row]:
    """An upload can be taken back while it is being read."""
    target.wait()
    hostile = named("PDF of nested forms")
    data = hostile.numbered(hostile.make(), int(time.time()))
    key = report_of(office.upload(UPLOAD.path, UPLOAD.field, hostile.file_name, data))
    if not key:
        yield Row("file, removed while it is read", "was not taken", held=False)
        return
    time.sleep(1)
    answer = office.post(f"/reports/{key}/remove/")
    gone = office.get(f"/reports/{key}/").status == 404
    said = f"{answer.status}, {'gone' if gone else 'still there'}"
    yield Row("file, removed while it is read", said, gone and not answer.failed)


def _as_evidence(target: Target) -> Iterator[Row]:
    target.wait()
    officer = target.browser(target.who("unit_officer"))
    key = task_in_progress(officer)
    if not key:
        yield Row("evidence", "no task that takes evidence", held=False)
        return
    taken, failed = [], []
    for name in _ENDINGS:
        answer = officer.upload(f"/tasks/{key}/evidence/", "evidence", name, f"{name} {time.time()}".encode())
        if answer.failed:
            failed.append(f"{name} {answer.status}")
        elif answer.status == 302:
            taken.append(name)
    said = f"{len(_ENDINGS)} tried, taken: {'、'.join(taken) or 'none'}" + "".join(
        f"; {one}" for one in failed
    )
    yield Row("evidence whose ending runs", said, not (taken or failed))
    macros = zipped({**word_parts(body(paragraph("一"))), "word/vbaProject.bin": b"\xcc\x61"})
    answer = officer.upload(f"/tasks/{key}/evidence/", "evidence", "验收.docx", macros)
    yield Row("evidence with macros", f"{answer.status}", answer.status == 400)
    if not target.left:
        return
    beside = _Beside(target.browser(target.who("leader")))
    many = named("Word file of a million members")
    answer = officer.upload(f"/tasks/{key}/evidence/", "evidence", "验收.docx", many.make())
    slowest, failures = beside.taken()
    beside.stop()
    said = f"{answer.status or 'no answer'} in {answer.seconds:.1f} s, page beside {slowest:.1f} s"
    yield Row(f"evidence, {many.name}", said, not answer.failed and not failures and slowest < _MOST_WAIT)


def task_in_progress(officer: Browser) -> str:
    """A task at which the officer may add evidence."""
    for key in dict.fromkeys(_TASK.findall(officer.get("/tasks/?state=in_progress").page)):
        if f'action="/tasks/{key}/evidence/"' in officer.get(f"/tasks/{key}/").page:
            return str(key)
        if officer.get(f"/tasks/{key}/evidence/").status == 200:
            return str(key)
    return ""
