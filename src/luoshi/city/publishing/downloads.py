"""Released tasks as files: CSV, Excel, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from django.utils import timezone

from luoshi.city.frame.columns import Column
from luoshi.city.frame.templatetags.frame import language_now
from luoshi.city.frame.words import say
from luoshi.city.frame.workbooks import Sheet, separated, workbook
from luoshi.city.publishing.records import Event, PublicTask
from luoshi.city.publishing.wording import event_words
from luoshi.city.rules.words import name_of, number
from luoshi.errors import Language

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_COLUMNS = (
    ("key", 12), ("year", 8), ("title", 40), ("words", 48), ("kind", 12), ("section", 24), ("lead_unit", 18),
    ("due", 12), ("first_due", 12), ("target", 14), ("state", 10), ("verdict", 10), ("done_on", 12),
    ("done_amount", 10), ("done_words", 48), ("events", 60),
)  # fmt: skip


def download(tasks: Iterable[PublicTask], kind: str) -> bytes:
    """The file. CSV and Excel have a row a task with its newest progress; JSON has everything."""
    if kind == "json":
        made = {"made_at": timezone.now().isoformat(), "tasks": list(tasks)}
        return msgspec.json.format(msgspec.json.encode(made), indent=1)
    language = language_now()
    columns = [Column(key, say(f"publishing.{key}", language), width=width) for key, width in _COLUMNS]
    rows = _rows(tasks, language)
    if kind == "csv":
        return separated(columns, rows)
    return workbook([Sheet(say("publishing.sheet", language), columns, rows)])


def _rows(tasks: Iterable[PublicTask], language: Language) -> Iterator[Sequence[object]]:
    for task in tasks:
        newest = task.newest
        amounts = {number(one) for one in (task.target_low, task.target_high) if one is not None}
        yield (
            task.key,
            task.year,
            task.title,
            task.words,
            name_of("task_kind", task.kind, language),
            task.section,
            task.lead_unit,
            task.due,
            task.first_due,
            f"{'–'.join(sorted(amounts, key=float))}{task.target_unit}" if amounts else "",
            say(f"publishing.{task.state}", language),
            name_of("verdict", task.verdict, language) if task.verdict else "",
            newest.as_of if newest else None,
            newest.amount if newest else None,
            newest.words if newest else "",
            [_event_line(event, language) for event in task.events],
        )


def _event_line(event: Event, language: Language) -> str:
    changed = "，".join(f"{one.before} → {one.after}" for one in event.changed)
    return " ".join(filter(None, (f"{event.on}", event_words(event.action, language), event.reason, changed)))
