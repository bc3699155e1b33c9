"""A list of tasks as a file: exactly the tasks that its filters leave, in its order."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from luoshi.city.rules.words import Reason, in_words, name_of
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.cells import Cell, cell_columns, cell_row
from luoshi.city.site.tables.export import refuse_too_many, table_file
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Task
from luoshi.errors import Language


def _light_reason(task: Task, language: Language) -> str:
    if not task.light_reasons:
        return ""
    first = task.light_reasons[0]
    return in_words(Reason(first["code"], first.get("details", {})), language)


def _verdict(task: Task, language: Language) -> str:
    return name_of("verdict", task.verdict, language) if task.verdict else ""


CELLS: Final[tuple[Cell[Task], ...]] = (
    Cell("key", 12, lambda task, _: task.key),
    Cell("title", 40, lambda task, _: task.title),
    Cell("words", 48, lambda task, _: task.words),
    Cell("kind", 12, lambda task, language: name_of("task_kind", task.kind, language)),
    Cell("origin", 14, lambda task, language: name_of("origin", task.origin, language)),
    Cell("origin_words", 20, lambda task, _: task.origin_words),
    Cell("section", 24, lambda task, _: task.section),
    Cell("lead_unit", 18, lambda task, _: task.lead_unit.name if task.lead_unit else ""),
    Cell("supporting_units", 24, lambda task, _: [support.unit.name for support in task.supports.all()]),
    Cell("sponsor", 16, lambda task, _: task.sponsor.name if task.sponsor else ""),
    Cell("officer", 16, lambda task, _: task.officer.name if task.officer else ""),
    Cell("start", 12, lambda task, _: task.start),
    Cell("due", 12, lambda task, _: task.due),
    Cell("state", 12, lambda task, language: name_of("task_state", task.state, language)),
    Cell("light", 10, lambda task, language: name_of("light", task.light, language)),
    Cell("light_reason", 36, _light_reason),
    Cell("target_low", 10, lambda task, _: task.target_low),
    Cell("target_high", 10, lambda task, _: task.target_high),
    Cell("target_unit", 10, lambda task, _: task.target_unit),
    Cell("done_amount", 10, lambda task, _: task.done_amount),
    Cell("last_progress_on", 12, lambda task, _: task.last_progress_on),
    Cell(
        "verdict",
        12,
        lambda task, language: name_of("verdict", task.verdict, language) if task.verdict else "",
    ),
)


def exported(tasks: QuerySet[Task], count: int, kind: str) -> bytes:
    """The file, ``xlsx`` or ``csv``. Raises ``InvalidError`` where there are too many."""
    refuse_too_many(count, "list_too_long")
    language = language_now()
    joined = tasks.select_related("lead_unit", "sponsor", "officer").prefetch_related("supports__unit")
    rows = (cell_row(CELLS, task, language) for task in joined.iterator(chunk_size=2000))
    return table_file(
        kind, say("tasks.task_list.tasks"), cell_columns(CELLS, "tasks.task_list", language), rows
    )
