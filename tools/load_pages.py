"""What 20 people do at the site: the pages that each kind of person opens, and how often."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlencode

# How many people of each kind there are among 20; the public and machines are among them.
PEOPLE = {"leader": 2, "office": 4, "head": 4, "officer": 6, "public": 2, "machine": 2}


@dataclass(frozen=True)
class Keys:
    """Keys of records to open: tasks of this year, among them a unit's own, reports, posts."""

    tasks: tuple[str, ...]
    own: Mapping[str, tuple[str, ...]]  # open tasks by user name
    released: tuple[str, ...]
    reports: tuple[str, ...]
    units: tuple[str, ...]
    today: str
    year: int


class Act(NamedTuple):
    """One thing that is done: its name in the table, its share, the address, and a body for a write."""

    name: str
    share: int
    path: str
    body: bytes | None = None


def acts(kind: str, username: str, keys: Keys, draw: random.Random) -> list[Act]:
    """What a person of ``kind`` does next, by share."""
    task = draw.choice(keys.tasks)
    report = draw.choice(keys.reports)
    word = quote(draw.choice(("菜店", "老旧小区", "学校", "公路 改造", "农田")))
    lists = [
        Act("tasks of the year", 6, "/tasks/"),
        Act("tasks, red", 3, "/tasks/?light=red"),
        Act("tasks, by unit and state", 3, f"/tasks/?unit={draw.choice(keys.units)}&state=in_progress"),
        Act("tasks, by due date, page 5", 2, "/tasks/?sort=due&page=5"),
        Act("tasks, words of every year", 3, f"/tasks/?year=all&q={word}"),
        Act("tasks, two characters", 2, f"/tasks/?q={quote('建设')}"),
        Act("a task", 10, f"/tasks/{task}/"),
    ]
    if kind == "leader":
        return [Act("leader's page", 6, "/dashboards/leader/"), *lists]
    if kind == "office":
        return [
            Act("office's page", 5, "/dashboards/office/"),
            Act("units compared", 2, "/dashboards/units/"),
            Act("what awaits review", 3, "/tasks/review/"),
            Act("obstacles", 2, "/tasks/obstacles/"),
            Act("reports", 2, "/reports/"),
            Act("a report", 2, f"/reports/{report}/"),
            Act("breakdown", 1, f"/tasks/breakdown/{report}/"),
            Act("units and posts", 2, "/people/"),
            Act("the log", 1, "/audit/"),
            *lists,
        ]
    if kind in ("head", "officer"):
        mine = draw.choice(keys.own[username])
        return [
            Act("unit's page", 8, "/dashboards/unit/"),
            Act("notifications", 2, "/tasks/notifications/"),
            Act("form of a progress entry", 3, f"/tasks/{mine}/progress/"),
            Act("POST a progress entry", 3, f"/tasks/{mine}/progress/", b"form"),
            Act("a task", 8, f"/tasks/{mine}/"),
            *lists[:1],
        ]
    if kind == "public":
        return [
            Act("public page", 4, "/"),
            Act("public page, words", 2, f"/?q={word}"),
            Act("public task", 4, f"/public/{draw.choice(keys.released)}/"),
        ]
    mine = draw.choice(keys.own[username])
    written = {"submission": uuid.uuid4().hex, "as_of": keys.today, "words": "已完成部分任务。", "amount": 12}
    return [
        Act("API: tasks", 4, "/api/v1/tasks"),
        Act("API: tasks, filtered", 3, f"/api/v1/tasks?year={keys.year}&state=in_progress"),
        Act("API: a task", 4, f"/api/v1/tasks/{mine}"),
        Act("API: progress of a task", 3, f"/api/v1/tasks/{mine}/progress"),
        Act("API: POST progress", 2, f"/api/v1/tasks/{mine}/progress", _json(written)),
        Act("API: reports", 2, "/api/v1/reports"),
        Act("API: figures of a report", 2, f"/api/v1/reports/{report}/figures"),
        Act("API: verdicts", 2, "/api/v1/verdicts"),
        Act("API: results", 2, "/api/v1/results"),
        Act("API: units", 2, "/api/v1/units"),
    ]


def _json(value: object) -> bytes:
    import json

    return json.dumps(value, ensure_ascii=False).encode()


def form_of(page: str, today: str) -> bytes:
    """The fields of the form of a progress entry as a person fills it in: hidden ones as they stand."""
    form = next(part for part in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="words"' in part)
    hidden = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            hidden[name[1]] = value[1] if value else ""
    filled = {
        "as_of": today,
        "words": "本期按计划推进。",
        "next_step": "继续推进。",
        "amount": "10",
        "then": "send",
    }
    return urlencode(hidden | filled).encode()
