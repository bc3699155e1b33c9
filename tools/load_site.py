"""One database under load, in a process of its own: fill, count queries, start the site, let people work.

usage: load_site.py OUT SCALE SECONDS PAUSE, with the site's settings in the environment
"""

from __future__ import annotations

import hashlib
import json
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from luoshi.city.config.setup import prepare

prepare()

from django.conf import settings  # noqa: E402 - Django is ready only now
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from load_city import City, make_city  # noqa: E402
from load_pages import PEOPLE, Keys, acts, form_of  # noqa: E402
from load_people import Times, Worker, let_work  # noqa: E402
from luoshi.city.chain.entries import record  # noqa: E402
from luoshi.city.chain.models import Entry  # noqa: E402
from luoshi.city.chain.verifying import faults  # noqa: E402
from luoshi.city.chain.writing import writing  # noqa: E402
from luoshi.city.config.tables import migrate  # noqa: E402
from luoshi.city.people.actors import actor_for  # noqa: E402
from luoshi.city.people.models import Person, Token, Unit  # noqa: E402
from luoshi.city.reports.models import Figure, Report  # noqa: E402
from luoshi.city.search.index import rebuild  # noqa: E402
from luoshi.city.tasks.models import ProgressEntry, Task  # noqa: E402

_BACKEND = "luoshi.city.people.backends.PersonBackend"
_WARM = 0.2


def workers_of(city: City) -> list[Worker]:
    """The people, signed in by rows of the session's table and of tokens, as signing in would make them."""
    posts = {
        "leader": city.leaders,
        "office": city.offices,
        "head": list(city.heads.values()),
        "officer": list(city.officers.values()),
        "machine": list(city.officers.values())[PEOPLE["officer"] :],
    }
    workers = []
    for kind, count in PEOPLE.items():
        for index in range(count):
            if kind == "public":
                workers.append(Worker(kind, "", {}))
                continue
            person = city.people[posts[kind][index % len(posts[kind])].id]
            headers = _token(person) if kind == "machine" else session_of(person)
            workers.append(Worker(kind, person.username or "", headers))
    return workers


def session_of(person: Person) -> dict[str, str]:
    """Headers of somebody signed in, as the site's own signing in leaves the session."""
    client = Client()
    client.force_login(person, _BACKEND)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    forged = "a" * 32
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={forged}"}


def _token(person: Person) -> dict[str, str]:

    value = f"load-{person.key}"
    with writing():
        token = Token.objects.create(
            person=person, name="load", digest=hashlib.sha256(value.encode()).hexdigest(),
            scopes=["report.read", "task.read", "progress.write", "unit.read", "public.read"],
            expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        record(actor_for(person, timezone.localdate()).signature(), "token.add", token)
    return {"Authorization": f"Bearer {value}"}


def keys_of(city: City, workers: Sequence[Worker]) -> Keys:
    """What there is to open."""
    year = city.today.year
    own = {}
    for worker in workers:
        if worker.kind in ("head", "officer", "machine"):
            unit = Person.objects.get(username=worker.username).holdings.get().post.unit_id
            rows = Task.objects.filter(lead_unit=unit, state="in_progress", year=year)
            own[worker.username] = tuple(rows.values_list("key", flat=True)[:40])
    of_year = Task.objects.filter(year=year)
    return Keys(
        tasks=tuple(of_year.values_list("key", flat=True)[:2000]),
        own=own,
        released=tuple(of_year.filter(released_at__isnull=False).values_list("key", flat=True)[:500]),
        reports=tuple(Report.objects.order_by("pk").values_list("key", flat=True)[:20]),
        units=tuple(unit.key for unit in city.units[3:40]),
        today=city.today.isoformat(),
        year=year,
    )


def queries_of(workers: Sequence[Worker], keys: Keys) -> dict[str, int]:
    """How many queries each page takes, the most of three."""
    counts: dict[str, int] = {}
    draw = random.Random(3)  # noqa: S311 - the same pages every time
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    for worker in {one.kind: one for one in workers}.values():
        for _ in range(3):
            for act in acts(worker.kind, worker.username, keys, draw):
                body, kind = act.body, "application/json"
                if body == b"form":
                    page = client.get(act.path, headers=worker.headers).content.decode()
                    body, kind = form_of(page, keys.today), "application/x-www-form-urlencoded"
                with CaptureQueriesContext(connection) as captured:
                    if body:
                        client.post(act.path, body, content_type=kind, headers=worker.headers)
                    else:
                        client.get(act.path, headers=worker.headers)
                counts[act.name] = max(counts.get(act.name, 0), len(captured))
    return counts


@contextmanager
def site() -> Iterator[str]:
    """The site as an office runs it; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(sys.executable).parent
    if connection.vendor == "postgresql":
        command = [folder / "gunicorn", "luoshi.city.config.wsgi", "--workers", "3", "--threads", "4"]
        command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--keep-alive", "20"]
    else:
        command = [folder / "luoshi", "serve", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"{address}/health/ready", process)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - our own site
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.2)
    sys.exit("load: the site did not get ready")


def _megabytes() -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return float(cursor.fetchone()[0]) / 1e6
    return Path(settings.DATABASES["default"]["NAME"]).stat().st_size / 1e6


def percentiles(values: Sequence[float]) -> list[float]:
    """The median, and what 95 of a hundred stay below."""
    ordered = sorted(values)
    return [ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]]


def main() -> None:
    """Fill, count, measure, write."""
    out, scale, seconds, pause = sys.argv[1], *map(float, sys.argv[2:])
    migrate()
    begun = time.monotonic()
    city = make_city(scale, timezone.localdate())
    rebuild()
    filled = time.monotonic() - begun
    _say(f"{connection.vendor}: filled in {filled:.0f} s")
    begun = time.monotonic()
    wrong = [f"log: {fault.code} {fault.subject}" for _, fault in zip(range(5), faults(), strict=False)]
    verified = time.monotonic() - begun
    workers = workers_of(city)
    keys = keys_of(city, workers)
    queries = queries_of(workers, keys)
    _say(f"{connection.vendor}: log checked in {verified:.0f} s; queries {queries}")
    with site() as address:
        let_work(workers, address, keys, seconds=seconds * _WARM, pause=pause)
        times: Times = let_work(workers, address, keys, seconds=seconds, pause=pause)
    every = [one for values in times.by_name.values() for one in values]
    result: dict[str, Any] = {
        "size": {
            "units": Unit.objects.count(), "people": Person.objects.count(), "tasks": Task.objects.count(),
            "progress entries": ProgressEntry.objects.count(), "figures": Figure.objects.count(),
            "entries of the log": Entry.objects.count(),
        },
        "queries": queries,
        "times": {name: percentiles(values) for name, values in times.by_name.items()},
        "all": percentiles(every) if every else None,
        "count": len(every),
        "seconds": seconds,
        "filled": filled,
        "verified": verified,
        "megabytes": _megabytes(),
        "faults": wrong + times.faults,
    }  # fmt: skip
    Path(out).write_text(json.dumps(result), encoding="utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
