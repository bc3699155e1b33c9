"""Released tasks as files: CSV, Excel, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from django.utils import timezone

from luoshi.city.public.records import PublicTask
from luoshi.city.public.wording import done_line, event_line, node_line, state_words, target_words
from luoshi.city.rules.words import name_of
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.export import table_file
from luoshi.city.site.words import say_in
from luoshi.errors import Language

FORMATS = ("csv", "xlsx", "json")
_COLUMNS = (
    ("key", 12), ("year", 8), ("title", 40), ("words", 48), ("kind", 12), ("section", 24), ("promise", 16),
    ("lead_unit", 18), ("supporting_units", 24), ("start", 12), ("due", 12), ("first_due", 12),
    ("target", 14), ("milestones", 40), ("state", 10), ("verdict", 10), ("done_on", 12), ("closed_on", 12),
    ("newest_on", 12), ("newest_amount", 10), ("newest_words", 48), ("done", 60), ("events", 60),
)  # fmt: skip


def download(tasks: Iterable[PublicTask], kind: str) -> bytes:
    """The file. CSV and Excel have a row a task, what it has several of in one cell; JSON has records."""
    if kind == "json":
        made = {"made_at": timezone.now().isoformat(), "tasks": list(tasks)}
        return msgspec.json.format(msgspec.json.encode(made), indent=1)
    language = language_now()
    columns = [Column(key, say_in(language, f"public.{key}"), width=width) for key, width in _COLUMNS]
    rows = (row_of(task, language) for task in tasks)
    return table_file(kind, say_in(language, "public.sheet"), columns, rows)


def cells_of(task: PublicTask, language: Language) -> list[tuple[str, object]]:
    """The row of a task with the name of each column, as a person looks through it before the release."""
    names = (say_in(language, f"public.{key}") for key, _ in _COLUMNS)
    return list(zip(names, row_of(task, language), strict=True))


def row_of(task: PublicTask, language: Language) -> Sequence[object]:
    """The row of a task in CSV and Excel."""
    newest = task.newest
    return (
        task.key,
        task.year,
        task.title,
        task.words,
        name_of("task_kind", task.kind, language),
        task.section,
        task.promise,
        task.lead_unit,
        "、".join(task.supporting_units),
        task.start,
        task.due,
        task.first_due,
        target_words(task, language),
        [node_line(node, task, language) for node in task.milestones],
        state_words(task, language),
        name_of("verdict", task.verdict, language) if task.verdict else "",
        task.done_on,
        task.closed_on,
        newest.as_of if newest else None,
        newest.amount if newest else None,
        newest.words if newest else "",
        [done_line(one, task) for one in task.done],
        [event_line(event, language) for event in task.events],
    )
