# ruff: noqa: E402 - Django is set up before its models are imported
"""Run by test_reports_killed.py in a process of its own: a child is killed at each point, then all is tried again.

Prints a line of JSON for each point: how the child ended, what was there after it, what after the second try.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])
os.environ |= {
    "LUOSHI_DATA": str(FOLDER),
    "LUOSHI_DEMO": "1",
    "LUOSHI_HTTPS": "0",
    "LUOSHI_SECRET_KEY": "k" * 50,
}
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.city.config.settings"
os.environ.pop("LUOSHI_DATABASE_URL", None)

import django

django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.chain.writing import writing
from luoshi.city.config.worker import job_worker, take_up_lost_jobs
from luoshi.city.people.actors import Actor, actor_for
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.reports import jobs
from luoshi.city.reports.actions import correcting, uploading
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.projection import Settlement, settle

KILLED = 137
TEXT = Path(sys.argv[2]).read_bytes()


def people() -> None:
    with writing():
        unit = Unit.objects.create(key="supervision", name="市政府督查室", kind="supervision_office")
        post = Post.objects.create(key="office", unit=unit, name="督查专员", role="supervision_office")
        person = Person.objects.create_user("office", None, name="林一")
        holding = Holding.objects.create(person=person, post=post, since=date(2020, 1, 1))
        for row in (unit, post, person, holding):
            record(Signature.program("tests"), f"{row._meta.model_name}.add", row)


def actor() -> Actor:
    return actor_for(Person.objects.get(username="office"), date.today())  # noqa: DTZ011 - any day will do


def upload() -> None:
    uploading.upload_report(actor=actor(), file=SimpleUploadedFile("青岚市-2026.txt", TEXT))


def work() -> None:
    take_up_lost_jobs()
    worker = job_worker()
    worker.batch = True
    worker.run()


def everything() -> None:
    upload()
    work()
    promise = Promise.objects.filter(state="unconfirmed").first()
    if promise is not None and not Correction.objects.exists():
        correcting.confirm_promise(actor=actor(), report_key=promise.report.key, key=promise.key)


def die(*_: Any, **__: Any) -> None:
    os._exit(KILLED)


def after(act: Callable[..., Any]) -> Callable[..., Any]:
    def acted(*given: Any, **named: Any) -> None:
        act(*given, **named)
        os._exit(KILLED)

    return acted


# Where the process dies: the module, its name there, before (die) or after it was done.
POINTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "while the file is being kept": (os, "fsync", die),
    "when the file is kept and there is no row": (jobs, "enqueue", die),
    "when the row is written and not committed": (jobs.read_report.__class__, "enqueue", die),
    "when reading has begun": (jobs, "opened_in_job", die),
    "when all was read": (jobs, "record_of", die),
    "when the promises are settled and not committed": (Settlement, "write", after(Settlement.write)),
    "when a correction is written and not settled": (correcting, "settle", die),
    "when a correction is settled and not committed": (correcting, "settle", after(settle)),
}


def there() -> dict[str, Any]:
    report = Report.objects.first()
    found: dict[str, Any] = {
        "reports": Report.objects.count(),
        "state": report.state if report else None,
        "promises": Promise.objects.count(),
        "figures": Figure.objects.count(),
        "corrections": Correction.objects.count(),
        "confirmed": Promise.objects.filter(state="confirmed").count(),
        "faults": [fault.code for fault in faults()],
    }
    found["files"] = sum(1 for path in settings.FILES.rglob("*") if path.is_file() and path.name[0] != ".")
    found["read"] = Entry.objects.filter(action="report.read").count()
    return found


def use(name: str) -> None:
    connection.close()
    base = FOLDER / "base.sqlite3"
    here = FOLDER / f"{name}.sqlite3"
    shutil.copy(base, here)
    connection.settings_dict["NAME"] = str(here)
    settings.FILES = FOLDER / f"files-{name}"


def killed_at(number: int, name: str, point: tuple[Any, str, Callable[..., Any]]) -> dict[str, Any]:
    use(str(number))
    child = os.fork()
    if not child:
        setattr(*point)
        everything()
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    between = there()
    everything()
    once = there()
    jobs.read_report.call(Report.objects.get().pk)
    return {"point": name, "ended": ended, "between": between, "after": once, "twice": there()}


connection.settings_dict["NAME"] = str(FOLDER / "base.sqlite3")
call_command("migrate", verbosity=0)
people()
connection.close()
for one, (name, point) in enumerate(POINTS.items()):
    print(json.dumps(killed_at(one, name, point)), flush=True)  # noqa: T201 - read by the test
