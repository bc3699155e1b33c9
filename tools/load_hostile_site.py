"""One database under hostile uploads, in a process of its own: quiet, with uploads, and after a restart.

usage: load_hostile_site.py OUT SECONDS PAUSE PATIENCE MOST, with the site's settings in the environment
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from luoshi.city.config.setup import prepare

prepare()

from django.db import connection  # noqa: E402 - Django is ready only now
from django.utils import timezone  # noqa: E402

from load_city import City, make_city  # noqa: E402
from load_hostile_verdict import verdict  # noqa: E402
from load_pages import Keys  # noqa: E402
from load_people import Times, Worker, let_work  # noqa: E402
from load_site import keys_of, percentiles, session_of, workers_of  # noqa: E402
from load_supervised import (  # noqa: E402
    Supervised,
    end_when_told,
    free_port,
    pages_and_worker,
    whole_site,
)
from load_uploads import Sent, Uploads  # noqa: E402
from luoshi.city.chain.entries import record  # noqa: E402
from luoshi.city.chain.verifying import faults  # noqa: E402
from luoshi.city.chain.writing import writes  # noqa: E402
from luoshi.city.config.tables import migrate  # noqa: E402
from luoshi.city.people.actors import actor_for  # noqa: E402
from luoshi.city.people.models import Holding, Person, Post  # noqa: E402
from luoshi.city.reports.models import Report  # noqa: E402
from luoshi.city.reports.views.pieces import failure_of  # noqa: E402
from luoshi.city.search.index import rebuild  # noqa: E402

_SCALE = 0.01
_WARM = 3.0


@writes
def administrator(city: City) -> Person:
    """Somebody who may import people."""
    unit, since = city.units[0], date(2020, 1, 1)
    post = Post.objects.create(unit=unit, key="admin", name="系统管理员", role="administrator", since=since)
    person = Person(key="admin", username="admin", name="司南", password_changed_at=timezone.now())
    person.set_unusable_password()
    person.save()
    holding = Holding.objects.create(person=person, post=post, since=since)
    signature = actor_for(person, timezone.localdate()).signature()
    for action, row in (("post.add", post), ("person.add", person), ("holding.add", holding)):
        record(signature, action, row)
    return person


class Trial:
    """The site, the people who work on it, and how each phase went."""

    def __init__(self, workers: list[Worker], keys: Keys, site: Supervised, pause: float) -> None:
        self.site, self.failed = site, list[str]()
        self.phases: dict[str, dict[str, Any]] = {}
        self._workers, self._keys, self._pause = workers, keys, pause

    def work(self, name: str, seconds: float) -> None:
        """A phase: its answers, how long they took, what died and how much memory was held."""
        deaths = len(self.site.deaths)
        self.site.peak_since()
        times = let_work(
            self._workers, self.site.address, self._keys, seconds=seconds, pause=self._pause, steady=True
        )
        phase = {
            "count": len(times.every), "statuses": dict(sorted(times.statuses.items())),
            "times": percentiles(times.every) if times.every else None,
            "deaths": self.site.deaths[deaths:], "megabytes": self.site.peak_since(),
            "slowest": _slowest(times), "odd": _often(times.faults),
        }  # fmt: skip
        self.phases[name] = phase
        _say(f"{connection.vendor}, {name}: {phase}")

    def warm(self) -> None:
        """Let the site load what it needs; no time is taken, but what is not answered counts."""
        times = let_work(
            self._workers, self.site.address, self._keys, seconds=_WARM, pause=_WARM / 4, steady=True
        )
        turned_away = [fault for fault in times.faults if "/account/login/" in fault]
        self.failed += [f"not signed in: {len(turned_away)} times"] if turned_away else []
        self.failed += [f"warming up: {status}" for status in times.statuses if status > 499 or not status]


def _slowest(times: Times) -> list[tuple[str, float]]:
    worst = sorted(((max(values), name) for name, values in times.by_name.items()), reverse=True)[:3]
    return [(name, round(value)) for value, name in worst]


def _often(faults: Sequence[str]) -> list[str]:
    """The commonest answers that were not as they should be, without what differs between them."""
    counted = Counter(fault.partition(": ")[0] + ": " + fault.partition(": ")[2][:140] for fault in faults)
    return [f"{count}× {fault}" for fault, count in counted.most_common(5)]


def settled(key: str) -> bool:
    """Whether the report was read, has failed, or is gone."""
    return not Report.objects.filter(key=key, asked_at__isnull=False).exists()


def wait_for_jobs(seconds: float) -> int:
    """Wait until nothing is being read; how many reports still are after so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        left = Report.objects.filter(asked_at__isnull=False).count()
        if not left:
            return 0
        time.sleep(1)
    return Report.objects.filter(asked_at__isnull=False).count()


def became(sent: Sequence[Sent]) -> list[tuple[str, str, float]]:
    """Of each upload its name, what became of it in words, and how long the form took."""
    rows = []
    for one in sent:
        end = (
            "cut off by the kill" if one.cut and not one.status else f"{one.status or ''} {one.said}".strip()
        )
        report = Report.objects.defer("text", "record").filter(key=one.key).first() if one.key else None
        if report is not None:
            promises = report.promises.count()
            words = {"read": f"read, {promises} promises", "failed": f"failed: {failure_of(report)}"}
            end = words.get(report.state, f"still {report.state}, {report.progress} %")
        end += f" (after {one.tries} tries)" if one.tries > 1 else ""
        rows.append((one.hostile.name, end, round(one.seconds, 1)))
    return rows


def main() -> None:
    """Fill, start, let work and be attacked, kill, start again, write what was found."""
    end_when_told()
    out = sys.argv[1]
    seconds, pause, patience, most = map(float, sys.argv[2:])
    migrate()
    city = make_city(_SCALE, timezone.localdate())
    rebuild()
    workers = workers_of(city)
    keys = keys_of(city, workers)
    headers = {
        "office": next(one.headers for one in workers if one.kind == "office"),
        "administrator": session_of(administrator(city)),
    }
    port = free_port()
    commands = pages_and_worker(port) if connection.vendor == "postgresql" else whole_site(port)
    log = Path(out).with_name("site.log")
    site = Supervised(commands, port, variables=os.environ, log=log, most=int(most))
    trial = Trial(workers, keys, site, pause)
    uploads = Uploads(site.address, headers, settled)
    site.start()
    try:
        trial.warm()
        trial.work("quiet", seconds)
        uploads.begin()
        trial.work("ten uploads", seconds)
        uploads.stop()
        jobs = Report.objects.filter(asked_at__isnull=False).count()
        site.kill()
        sent = uploads.join()
        site.start()
        trial.warm()
        trial.work("after a restart", seconds)
        unread = wait_for_jobs(patience)
        left_over = site.left_over()
    finally:
        site.stop()
    wrong = [*trial.failed, *verdict(trial.phases, sent)]
    wrong += [f"{unread} reports are still being read"] if unread else []
    wrong += [f"a process outlived the site that began it: {one}" for one in left_over]
    wrong += [f"log: {fault.code} {fault.subject}" for _, fault in zip(range(5), faults(), strict=False)]
    result = {"phases": trial.phases, "became": became(sent), "jobs": jobs, "wrong": wrong}
    Path(out).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
