"""The decomposition table as rows: out of the tasks, and from a file into a plan of what would change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from luoshi.city.reports.models import Report
from luoshi.city.rules.doubts import year_is_over
from luoshi.city.site.confirmations import Question
from luoshi.city.site.tables.columns import CellFault, Choice, Column
from luoshi.city.site.tables.imports import Plan
from luoshi.city.site.tables.read import Part, Row, Table
from luoshi.city.tasks.actions.confirmations import about_days, about_others, about_report
from luoshi.city.tasks.actions.drafts import Source, about_change, checked
from luoshi.city.tasks.breakdown.catalog import Catalog, label_of
from luoshi.city.tasks.breakdown.columns import QUARTERS, decided_columns
from luoshi.city.tasks.breakdown.deadlines import quarter_ends, quarter_of
from luoshi.city.tasks.breakdown.queries import Line
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.terms import OPTIONAL, PLAIN, MilestoneTerms, TaskTerms, terms_of
from luoshi.errors import LuoshiError

# what offices number their rows by, which is no key of ours: 3, 1-2
_OWN_NUMBER = re.compile(r"\d{1,3}(?:[.-]\d{1,3})*")
# a row with nothing but these decides nothing
_UNDECIDED = frozenset(("kind", "target_bound", "target_unit"))


@dataclass(frozen=True)
class Change:
    """A row that would add a task (``task`` is ``None``) or change a draft; ``fields`` are what differs.

    ``others`` are the tasks that the promise has already; ``known`` the keys of those that the table names.
    """

    sheet: str
    row: int
    draft: TaskTerms
    task: Task | None = None
    promise: str = ""
    source: Source | None = None
    fields: tuple[str, ...] = ()
    others: tuple[Task, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BreakdownPlan(Plan):
    """What a table would do to the tasks; ``left`` is how many rows change nothing."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    left: int = 0

    def effects(self) -> list[Any]:
        """Each row that would be written, with the task as it was."""
        return [
            [
                one.sheet,
                one.row,
                *((one.task.key, one.task.version) if one.task else ("", 0)),
                list(one.fields),
            ]
            for one in (*self.changed, *self.added)
        ]


def table_rows(
    lines: Iterable[Line], columns: Sequence[Column], remarks: Mapping[str, str]
) -> list[list[object]]:
    """A row for each task, and one for each promise without; ``remarks`` by state, and for ``excluded``."""
    rows: list[list[object]] = []
    for line in lines:
        promise = line.promise
        for task in line.tasks or (None,):
            values: dict[str, object] = {
                "key": task.key if task else promise.key,
                "position": promise.position,
                "section": " / ".join(promise.section_path),
                "words": promise.text,
                "remark": remarks.get(task.state if task else promise.state, ""),
            }
            if task is not None:
                values |= cells_of(terms_of(task))
            elif not promise.counts:
                values["remark"] = f"{remarks['excluded']}：{promise.exclusion_reason}"
            rows.append([_shown(column, values.get(column.key)) for column in columns])
    return rows


def cells_of(draft: TaskTerms) -> dict[str, Any]:
    """What a person decides, by column."""
    cells: dict[str, Any] = {name: getattr(draft, name) for name in decided_columns() if name in PLAIN}
    cells |= {
        "lead": draft.lead_unit.name if draft.lead_unit else "",
        "supporting": "、".join(unit.name for unit in draft.supporting),
        "sponsor": label_of(draft.sponsor) if draft.sponsor else "",
        "officer": label_of(draft.officer) if draft.officer else "",
    }
    for quarter in QUARTERS:
        nodes = _of_quarter(draft, quarter)
        amounts = [node.amount for node in nodes if node.amount is not None]
        cells[f"q{quarter}_words"] = "；".join(node.words for node in nodes if node.words)
        cells[f"q{quarter}_amount"] = amounts[-1] if amounts else None
    return cells


def plan_of(
    tables: Sequence[Table], lines: Sequence[Line], catalog: Catalog, year: int, today: date
) -> BreakdownPlan:
    """What a decomposition table would change; issued tasks and original words stay as they are."""
    found = _Found(catalog, lines, year, today)
    for table in tables:
        found.faults += table.faults
        found.notices += table.notices
        for row in table.rows:
            found.take(table, row)
    found.tell_of_others()
    added = [
        replace(one, known=frozenset(task.key for task in one.others if task.key in found.seen))
        for one in found.added
    ]
    return BreakdownPlan(
        tuple(found.faults), tuple(found.notices), tuple(added), tuple(found.changed), found.left
    )


def questions_of(plan: BreakdownPlan, report: Report | None, today: date) -> list[Question]:
    """What a person confirms before the table is written, as the write will ask it."""
    if plan.faults:
        return []
    questions = about_report(report, today) if report is not None and (plan.added or plan.changed) else []
    others = {task.key: task for one in plan.added for task in one.others if task.key not in one.known}
    questions += about_others(list(others.values()))
    over = report is not None and year_is_over(report.year, today)
    for one in () if over else plan.added:
        title = one.draft.title
        questions += about_days(one.promise or title, title, one.draft.due, today)
    for one in plan.changed:
        questions += about_change(one.task, one.draft, today) if one.task else []
    return questions


class _Found:
    """What the rows of a decomposition table would do, as far as they are looked at."""

    def __init__(self, catalog: Catalog, lines: Sequence[Line], year: int, today: date) -> None:
        self._today = today
        self._catalog = catalog
        self._year = year
        self._tasks = {task.key: (line, task) for line in lines for task in line.tasks}
        self._by_key = {line.promise.key: line for line in lines}
        self._by_words = {_bare(line.promise.text): line for line in lines}
        self.seen: set[str] = set()
        self.added: list[Change] = []
        self.changed: list[Change] = []
        self.faults: list[CellFault] = []
        self.notices: list[CellFault] = []
        self.left = 0
        self._beside: list[tuple[Table, Row, Change]] = []

    def take(self, table: Table, row: Row) -> None:
        """Take a row as a change, a fault, or one that changes nothing, with the reason."""
        key = "" if _OWN_NUMBER.fullmatch(row["key"] or "") else row["key"]
        line, task = self._tasks.get(key, (self._by_key.get(key), None))
        if not key:
            line = self._by_words.get(_bare(row["words"] or ""))
        fault = _row_fault(table, row, key, line, task, self.seen)
        if fault is not None or line is None:
            self.faults += [fault] if fault else []
            return
        found = _change(table, row, line, task, self._catalog, self._year)
        if isinstance(found, list):
            self.faults += found
        elif found is None:
            self.left += 1
            self.notices.append(table.fault(row, "", "table_same" if task else "table_undecided"))
        else:
            (self.changed if task else self.added).append(found)
            self.notices += _past(table, row, found.draft)
            if found.draft.due < self._today <= date(self._year, 12, 31) and "due" in found.fields:
                self.notices.append(table.fault(row, "due", "table_due_past", due=found.draft.due))
            if found.others:
                self._beside.append((table, row, found))

    def tell_of_others(self) -> None:
        """Notice the rows that add a task to a promise which has one that the table does not name."""
        for table, row, change in self._beside:
            unseen = "、".join(one.key for one in change.others if one.key not in self.seen)
            if unseen:
                self.notices.append(table.fault(row, "", "table_promise_taken", tasks=unseen))


def plan_elsewhere(tables: Sequence[Table], catalog: Catalog, today: date) -> BreakdownPlan:
    """What a table of tasks from elsewhere would add."""
    added: list[Change] = []
    faults = [fault for one in tables for fault in one.faults]
    notices = [notice for one in tables for notice in one.notices]
    for table, row in [(one, row) for one in tables for row in one.rows]:
        if row["origin"] is None or not row["words"]:
            continue  # a fault of the table
        due = row["due"]
        start = row["start"] or today
        if due is not None and due < today:
            notices.append(table.fault(row, "due", "table_due_past", due=due))
            # a task that is entered late began before its day
            start = row["start"] or date(due.year, 1, 1)
        before = TaskTerms(title=row["words"][:60], start=start, due=date(start.year, 12, 31))
        draft = _draft(table, row, before, catalog)
        if isinstance(draft, list):
            faults += draft
        else:
            source = Source(origin=row["origin"], origin_words=row["origin_words"] or "", words=row["words"])
            added.append(Change(table.sheet, row.number, draft, source=source))
            notices += _past(table, row, draft)
    return BreakdownPlan(tuple(faults), tuple(notices), tuple(added))


def _past(table: Table, row: Row, draft: TaskTerms) -> list[CellFault]:
    """A notice where milestones that the row gives have passed."""
    past = "、".join(f"{node.due}" for node in draft.milestones if node.due <= timezone.localdate())
    return [table.fault(row, "", "table_milestone_past", days=past)] if past else []


def _row_fault(
    table: Table, row: Row, key: str, line: Line | None, task: Task | None, seen: set[str]
) -> CellFault | None:
    if line is None:
        return table.fault(
            row, "key" if key else "words", "table_key_unknown" if key else "table_words_unknown", task=key
        )
    if row["words"] and _bare(row["words"]) != _bare(line.promise.text):
        return table.fault(row, "words", "table_words_changed")
    if task is not None and key in seen:
        return table.fault(row, "key", "table_twice", task=key)
    seen.add(key)
    return None


def _change(
    table: Table, row: Row, line: Line, task: Task | None, catalog: Catalog, year: int
) -> Change | list[CellFault] | None:
    """What a row changes; ``None`` for nothing."""
    before = terms_of(task) if task else _empty(line, year)
    shown = cells_of(before)
    if task is None and all(_given(row[name]) is None for name in shown if name not in _UNDECIDED):
        return None
    if task is None and not line.promise.counts:
        return [table.fault(row, "", "table_excluded")]
    given = {name: value for name, value in row.values.items() if name in shown and name in table.places}
    differing = [name for name, value in given.items() if _given(value) != _given(shown[name])]
    if task is not None and not differing:
        return None
    draft = _draft(table, row, before, catalog)
    if isinstance(draft, list):
        return draft
    # a post whose holder changed, a unit by its short name: other words, nothing changed
    becomes = cells_of(draft)
    fields = tuple(name for name in becomes if becomes[name] != shown[name])
    if task is not None and not fields:
        return None
    if task is not None and task.phase != "draft":
        return [table.fault(row, fields[0], "table_issued", task=task.key)]
    others = () if task else line.tasks
    return Change(table.sheet, row.number, draft, task, line.promise.key, fields=fields, others=others)


def _given(value: object) -> object:
    """What a cell says; ``None`` where it is empty, which 0 is not."""
    return None if value == "" else value


def _empty(line: Line, year: int) -> TaskTerms:
    return TaskTerms(
        title=line.promise.text[:60], kind=line.promise.kind, start=date(year, 1, 1), due=date(year, 12, 31)
    )


def _draft(table: Table, row: Row, before: TaskTerms, catalog: Catalog) -> TaskTerms | list[CellFault]:
    """The draft as the row has it; a column that the table lacks leaves what was."""
    shown = cells_of(before)
    cells = {
        # a unit may come with the number, without a column of its own
        name: row.values.get(name) if name in table.places or row.values.get(name) else value
        for name, value in shown.items()
    }
    faults: list[CellFault] = []

    def found(name: str, find: Callable[[str], Any], nothing: Any, cell: Part | None = None) -> Any:
        place, said = cell or (table.places.get(name), cells[name])
        if not said:
            return nothing
        try:
            return find(said)
        except LuoshiError as error:
            fault = table.fault_at(place, row, name, error.code)
            faults.append(replace(fault, details=error.details))
            return nothing

    lead, others = found("lead", catalog.lead_in, (None, ()))
    for cell in row.parts.get("supporting") or (None,):
        others += found("supporting", catalog.units_in, (), cell)
    draft = replace(
        before,
        **{name: _decided(cells[name], name, before) for name in PLAIN if name in cells},
        lead_unit=lead,
        supporting=others,
        sponsor=found("sponsor", catalog.sponsor, None),
        officer=found("officer", lambda name: catalog.officer(name, lead), None),
    )
    draft = replace(draft, milestones=_nodes(before, draft, cells, shown))
    if not faults:
        try:
            return checked(draft)
        except LuoshiError as error:
            faults.append(replace(table.fault(row, "", error.code), details=error.details))
    return faults


def _decided(cell: object, name: str, before: TaskTerms) -> Any:
    """What a cell decides of a term: empty, that there is none, or what was where there must be one."""
    return OPTIONAL.get(name, getattr(before, name)) if _given(cell) is None else cell


def _nodes(
    before: TaskTerms, draft: TaskTerms, cells: Mapping[str, Any], shown: Mapping[str, Any]
) -> tuple[MilestoneTerms, ...]:
    """The milestones: those of a quarter whose cells did not change stay as they were."""
    year = draft.start.year
    nodes = [node for node in before.milestones if node.due.year != year]
    for quarter, end in zip(QUARTERS, quarter_ends(year), strict=True):
        said, amount = cells[f"q{quarter}_words"] or "", cells[f"q{quarter}_amount"]
        if (said, amount) == (shown[f"q{quarter}_words"], shown[f"q{quarter}_amount"]):
            nodes += _of_quarter(before, quarter)
        elif said or amount is not None:
            nodes.append(MilestoneTerms(due=max(draft.start, min(end, draft.due)), amount=amount, words=said))
    return tuple(node for node in nodes if draft.start <= node.due <= draft.due)


def _of_quarter(draft: TaskTerms, quarter: int) -> list[MilestoneTerms]:
    year = draft.start.year
    return [node for node in draft.milestones if node.due.year == year and quarter_of(node.due) == quarter]


def _shown(column: Column, value: object) -> object:
    chosen: Choice | None = next((one for one in column.choices if one.value == value), None)
    return chosen.names[0] if chosen else value


def _bare(text: str) -> str:
    return "".join(text.split())
