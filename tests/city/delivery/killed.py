"""Run by ``test_delivery_killed``: kills a process in the middle of a write, and says what is left.

Works on a SQLite file of its own. Each scenario forks; the child dies at its hook, the parent looks at the
database and sends the same form again. Prints one JSON object: scenario -> what was found.
"""

# ruff: noqa: E402 - settings come before what reads them
from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])
os.environ.update(LUOSHI_DATA=str(FOLDER), LUOSHI_DEMO="1", LUOSHI_HTTPS="0", LUOSHI_SECRET_KEY="k" * 60)
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.city.config.settings"
for name in ("LUOSHI_DATABASE_URL", "LUOSHI_TEST_DATABASE_URL"):
    os.environ.pop(name, None)

import django
from django.conf import settings

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.ALLOWED_HOSTS = ["testserver"]
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.3
settings.BUSY_SECONDS = settings.BUSY_SECONDS_OF_IMPORTS = 0.3
# A killed process, not a power cut: what it wrote is in the system's hands.
settings.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
settings.LOGGING_CONFIG = None
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from luoshi.city.chain import writing as log
from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.models import Entry, chained
from luoshi.city.chain.verifying import faults
from luoshi.city.chain.writing import writing as history_writing
from luoshi.city.people.actions import importing
from luoshi.city.people.exchange import COLUMNS, POSTS, UNITS
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.people.views import exchange
from luoshi.city.site.tables.write import Sheet, workbook
from luoshi.city.tasks.actions import events, progress, transitions
from luoshi.city.tasks.delivery import progress_views, writing
from luoshi.city.tasks.models import Evidence, ProgressEntry, Task
from luoshi.city.tasks.notifications.send import notify

DATABASE = Path(settings.DATABASES["default"]["NAME"])
KEPT = FOLDER / "kept.sqlite3"
KEY = "2026-0001"
SYSTEM = Signature.program("tests")


def fill() -> None:
    """A lead unit with a head, the office, an administrator, one task under way."""
    since = date(2020, 1, 1)
    rows: list[Any] = []
    for key, kind, role in (
        ("commerce", "department", "unit_head"),
        ("desk", "supervision_office", "supervision_office"),
        ("it", "other", "administrator"),
    ):
        unit = Unit.objects.create(key=key, name=key, kind=kind, since=since)
        post = Post.objects.create(key=key, unit=unit, name="岗位", role=role, since=since)
        person = Person.objects.create_user(key, "x", name=key)
        rows += [unit, post, person, Holding.objects.create(person=person, post=post, since=since)]
    rows.append(
        Task.objects.create(
            key=KEY, year=2026, number=1, title="建设菜店", words="建设菜店", lead_unit=Unit.objects.get(key="commerce"),
            start=date(2026, 1, 1), due=date(2026, 12, 31), state="in_progress", target_low=40.0, target_unit="个",
        )
    )  # fmt: skip
    for row in rows:
        record(SYSTEM, "add", row)


def client(name: str) -> Client:
    """A signed-in browser whose session is written already."""
    made = Client(raise_request_exception=False)
    made.force_login(Person.objects.get(username=name), backend="luoshi.city.people.backends.PersonBackend")
    made.get(f"/tasks/{KEY}/")
    return made


def report(browser: Client) -> int:
    """The head's final report, signed at once."""
    form = {"submission": "form-1", "version": 0, "as_of": timezone.localdate().isoformat(), "amount": "40",
            "words": "全部建成", "final": "on", "own_verdict": "kept", "then": "sign",
            "evidence": SimpleUploadedFile("验收.txt", "合格".encode())}  # fmt: skip
    return browser.post(f"/tasks/{KEY}/progress/", form).status_code


def review(browser: Client, version: int | None = None) -> int:
    """The office approves."""
    form = {"version": Task.objects.get().version if version is None else version, "verdict": "kept"}
    return browser.post(f"/tasks/{KEY}/move/approve/", form).status_code


def bring_in(browser: Client) -> int:
    """The office imports a unit with a post."""
    rows = {
        UNITS: {"key": "water", "name": "市水务局", "kind": "部门"},
        POSTS: {"key": "water-head", "unit": "市水务局", "name": "局长", "role": "单位负责人"},
    }
    sheets = [
        Sheet(name, COLUMNS[name], [[row.get(column.key) for column in COLUMNS[name]]])
        for name, row in rows.items()
    ]
    form = {"step": "import", "file": SimpleUploadedFile("单位.xlsx", workbook(sheets))}
    return browser.post("/people/exchange/", form).status_code


def die(*_args: Any, **_kwargs: Any) -> None:
    """The process is killed here."""
    os._exit(9)


def dying_after(function: Callable[..., Any]) -> Callable[..., None]:
    """``function``, and then the process is killed."""

    def killed(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        os._exit(9)

    return killed


HOOKS: dict[str, tuple[str, Any, str, Callable[..., Any]]] = {
    "report while its file is written": ("report", os, "fsync", die),
    "report with its file kept": ("report", progress_views, "write_progress", die),
    "report before the log": ("report", progress, "record", die),
    "report while the log is chained": ("report", log, "chained", dying_after(chained)),
    "report before the commit": ("report", events, "notify", dying_after(notify)),
    "report before the answer": ("report", progress_views, "to_task", die),
    "review before the log": ("review", transitions, "record", die),
    "review before the commit": ("review", events, "notify", dying_after(notify)),
    "review before the answer": ("review", writing, "to_task", die),
    "import between two sheets": ("import", importing, "import_posts", die),
    "import before the commit": ("import", importing, "check_administrators", die),
    "import before the answer": ("import", exchange, "render", die),
}
WRITES = {"report": ("commerce", report), "review": ("desk", review), "import": ("desk", bring_in)}


def found() -> dict[str, Any]:
    """What is in the database."""
    return {
        "faults": [str(fault) for fault in faults()],
        "state": Task.objects.get().state,
        "reports": ProgressEntry.objects.count(),
        "evidence": Evidence.objects.count(),
        "approved": Entry.objects.filter(action="task.approve").count(),
        "units": Unit.objects.count(),
        "posts": Post.objects.count(),
        "half": len(list(FOLDER.glob("files/.part-*"))),
    }


def restore() -> None:
    """The database as it was kept."""
    connections.close_all()
    for old in FOLDER.glob(f"{DATABASE.name}*"):
        old.unlink()
    shutil.copy(KEPT, DATABASE)


def killed(name: str) -> dict[str, Any]:
    """Kill one write, look, send it again, look again."""
    restore()
    write, room, attribute, hook = HOOKS[name]
    who, act = WRITES[write]
    if write == "review" and report(client("commerce")) != 302:
        raise SystemExit("the report was not taken")
    connections.close_all()
    child = os.fork()
    if not child:
        browser = client(who)
        setattr(room, attribute, hook)
        act(browser)
        os._exit(0)  # the hook was not reached
    _, status = os.waitpid(child, 0)
    after = found()
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "after": after,
        "again": act(client(who)),
        "then": found(),
    }


def locked() -> dict[str, Any]:
    """Somebody else holds the database for longer than a write waits."""
    restore()
    browser = client("commerce")
    other = sqlite3.connect(DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = browser.get(f"/tasks/{KEY}/").status_code
    refused = browser.post(f"/tasks/{KEY}/progress/", {"submission": "s", "version": 0, "words": "在建",
                                                     "as_of": timezone.localdate().isoformat()})  # fmt: skip
    other.execute("ROLLBACK")
    other.close()
    again = report(browser)
    page = refused.content.decode()
    return {"read": answer, "refused": refused.status_code, "retry": refused.headers.get("Retry-After"),
            "lines": page.count("别人的大批写入还没有完成"), "again": again, "then": found()}  # fmt: skip


def at_once(write: str) -> dict[str, Any]:
    """Two people send the same form at the same moment."""
    restore()
    who, act = WRITES[write]
    if write == "review":
        report(client("commerce"))
    connections.close_all()
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 20
    moment = time.time() + 1
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            browser = client(who)
            version = Task.objects.get().version
            time.sleep(max(0.0, moment - time.time()))
            os._exit((act(browser) if write == "report" else review(browser, version)) - 300)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) + 300 for child in children]
    return {"answers": sorted(codes), "then": found()}


def main() -> None:
    """Every scenario."""
    call_command("migrate", verbosity=0)
    with history_writing():
        fill()
    connections.close_all()
    shutil.copy(DATABASE, KEPT)
    results = {name: killed(name) for name in HOOKS}
    results["locked"] = locked()
    results["two reports"], results["two reviews"] = at_once("report"), at_once("review")
    sys.stdout.write(json.dumps(results, ensure_ascii=False))


if __name__ == "__main__":
    main()
