"""A list of tasks as a file: exactly the tasks that its filters leave, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from luoshi.city.rules.words import Reason, in_words, name_of
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.export import refuse_too_many, table_file
from luoshi.city.site.words import say_in
from luoshi.city.tasks.models import Task
from luoshi.errors import Language

_COLUMNS = (
    ("key", 12), ("title", 40), ("words", 48), ("kind", 12), ("origin", 14), ("origin_words", 20),
    ("section", 24), ("lead_unit", 18), ("supporting_units", 24), ("sponsor", 16), ("officer", 16),
    ("start", 12), ("due", 12), ("state", 12), ("light", 10), ("light_reason", 36), ("target_low", 10),
    ("target_high", 10), ("target_unit", 10), ("done_amount", 10), ("last_progress_on", 12), ("verdict", 12),
)  # fmt: skip


def exported(tasks: QuerySet[Task], count: int, kind: str) -> bytes:
    """The file, ``xlsx`` or ``csv``. Raises ``InvalidError``."""
    refuse_too_many(count, "list_too_long")
    language = language_now()
    columns = [
        Column(key, say_in(language, f"tasks.task_list.{key}"), width=width) for key, width in _COLUMNS
    ]
    return table_file(kind, say_in(language, "tasks.task_list.tasks"), columns, _rows(tasks, language))


def _rows(tasks: QuerySet[Task], language: Language) -> Iterator[Sequence[object]]:
    joined = tasks.select_related("lead_unit", "sponsor", "officer").prefetch_related("supports__unit")
    for task in joined.iterator(chunk_size=2000):
        first = task.light_reasons[0] if task.light_reasons else None
        yield (
            task.key,
            task.title,
            task.words,
            name_of("task_kind", task.kind, language),
            name_of("origin", task.origin, language),
            task.origin_words,
            task.section,
            task.lead_unit.name if task.lead_unit else "",
            [support.unit.name for support in task.supports.all()],
            task.sponsor.name if task.sponsor else "",
            task.officer.name if task.officer else "",
            task.start,
            task.due,
            name_of("task_state", task.state, language),
            name_of("light", task.light, language),
            in_words(Reason(first["code"], first.get("details", {})), language) if first else "",
            task.target_low,
            task.target_high,
            task.target_unit,
            task.done_amount,
            task.last_progress_on,
            name_of("verdict", task.verdict, language) if task.verdict else "",
        )
