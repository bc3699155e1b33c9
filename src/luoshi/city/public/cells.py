"""A released task in cells: a row of the downloads, and the data on its page.

A public field is a column by itself, with the words ``public.<field>``. What is here are the fields that read
better otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from luoshi.city.public.wording import done_line, event_line, milestone_line, state_words, target_words
from luoshi.city.rules.publicity import public_fields
from luoshi.city.rules.words import name_of
from luoshi.city.site.tables.cells import Cell, cell_columns, cell_row
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.words import say_in
from luoshi.city.tasks.public import TASK
from luoshi.errors import Language

Task = Mapping[str, Any]
"""A task as outsiders get it, see ``tasks.public``."""


def _plain(name: str) -> Cell[Task]:
    text = TASK.is_text(name)
    return Cell(name, _WIDTHS.get(name, 24 if text else 12), lambda task, _: task[name], text)


_WIDTHS: Final[Mapping[str, float]] = {"year": 8, "title": 40, "words": 48, "lead_unit": 18}
_CELLS: Final[Mapping[str, tuple[Cell[Task], ...]]] = {
    "key": (Cell("key", 12, lambda task, _: task["key"]),),
    "kind": (Cell("kind", 12, lambda task, language: name_of("task_kind", task["kind"], language)),),
    "promise": (Cell("promise", 16, lambda task, _: task["promise"]),),
    "supporting_units": (
        Cell("supporting_units", 24, lambda task, _: "、".join(task["supporting_units"]), own_words=True),
    ),
    "target_low": (Cell("target", 14, target_words, own_words=True),),
    "target_high": (),
    "target_unit": (),
    "target_bound": (),
    "milestones": (
        Cell(
            "milestones",
            40,
            lambda task, language: [milestone_line(one, task, language) for one in task["milestones"]],
            own_words=True,
        ),
    ),
    "state": (Cell("state", 10, state_words),),
    "verdict": (
        Cell(
            "verdict",
            10,
            lambda task, language: name_of("verdict", task["verdict"], language) if task["verdict"] else "",
        ),
    ),
    "done": (
        Cell("newest_on", 12, lambda task, _: _newest(task, "as_of")),
        Cell("newest_amount", 10, lambda task, _: _newest(task, "amount")),
        Cell("newest_words", 48, lambda task, _: _newest(task, "words") or "", own_words=True),
        Cell("done", 60, lambda task, _: [done_line(one, task) for one in task["done"]], own_words=True),
    ),
    "newest": (),
    "events": (
        Cell(
            "events",
            60,
            lambda task, language: [event_line(one, language) for one in task["events"]],
            own_words=True,
        ),
    ),
}
# On the page these stand in its head and in sections of their own, and what names the task stands last.
_ELSEWHERE: Final = frozenset(("title", "words", "state", "verdict", "done", "newest", "events"))
_LAST: Final = ("kind", "section", "year", "key", "promise")


def columns(language: Language) -> list[Column]:
    """The columns of the downloads."""
    cells = (cell for name in public_fields(TASK.name, "pages") for cell in _cells(name))
    return cell_columns(cells, "public", language)


def row_of(task: Task, language: Language) -> list[object]:
    """The row of a task in the downloads."""
    return cell_row((cell for name in task for cell in _cells(name)), task, language)


def named_row_of(task: Task, language: Language) -> list[tuple[str, object]]:
    """The row of a task with the name of each column, as a person looks through it before the release."""
    names = (column.name for column in columns(language))
    return list(zip(names, row_of(task, language), strict=True))


def data_of(task: Task, language: Language) -> list[tuple[str, list[object], bool]]:
    """The data on a task's page: name, lines, whether people wrote them; without what it does not have."""
    fields = [name for name in task if name not in _ELSEWHERE]
    fields.sort(key=lambda name: _LAST.index(name) if name in _LAST else -1)
    data = []
    for name in fields:
        for cell in _cells(name):
            value = cell.of(task, language)
            lines = value if isinstance(value, list) else [value]
            if any(line not in (None, "") for line in lines) and not _says_nothing_new(name, task):
                data.append((say_in(language, f"public.{cell.name}"), lines, cell.own_words))
    return data


def _cells(name: str) -> tuple[Cell[Task], ...]:
    return _CELLS[name] if name in _CELLS else (_plain(name),)


def _newest(task: Task, field: str) -> Any:
    return task["newest"][field] if task["newest"] else None


def _says_nothing_new(name: str, task: Task) -> bool:
    return name == "first_due" and task["first_due"] == task["due"]
