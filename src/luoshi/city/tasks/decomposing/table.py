"""The decomposition table as rows: out of the tasks, and from a file into a plan of what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from luoshi.city.frame.columns import CellFault, Choice, Column
from luoshi.city.frame.workbooks import Row, Table
from luoshi.city.tasks.actions.drafting import Draft, Node, Source, checked
from luoshi.city.tasks.decomposing.catalog import Catalog, label_of
from luoshi.city.tasks.decomposing.columns import QUARTERS
from luoshi.city.tasks.decomposing.deadlines import quarter_ends, quarter_of
from luoshi.city.tasks.decomposing.forms import draft_of
from luoshi.city.tasks.decomposing.queries import Line
from luoshi.city.tasks.models import Task
from luoshi.errors import LuoshiError


@dataclass(frozen=True)
class Change:
    """A row that would add a task (``task`` is ``None``) or change a draft; ``fields`` are what differs."""

    row: int
    draft: Draft
    task: Task | None = None
    promise: str = ""
    source: Source | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a table would do: nothing of it is done where there are faults."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    left: int = 0
    faults: tuple[CellFault, ...] = ()


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
                values |= cells_of(draft_of(task))
            elif promise.state == "excluded":
                values["remark"] = f"{remarks['excluded']}：{promise.exclusion_reason}"
            rows.append([_shown(column, values.get(column.key)) for column in columns])
    return rows


def cells_of(draft: Draft) -> dict[str, Any]:
    """What a person decides, by column."""
    names = ("title", "kind", "target_bound", "target_low", "target_high", "target_unit", "start", "due")
    cells: dict[str, Any] = {name: getattr(draft, name) for name in names}
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


def plan_of(table: Table, lines: Sequence[Line], catalog: Catalog, year: int) -> Plan:
    """What a decomposition table would change; issued tasks and original words stay as they are."""
    tasks = {task.key: (line, task) for line in lines for task in line.tasks}
    by_key = {line.promise.key: line for line in lines}
    by_words = {line.promise.text: line for line in lines}
    added: list[Change] = []
    changed: list[Change] = []
    faults = list(table.faults)
    seen: set[str] = set()
    left = 0
    for row in table.rows:
        key = row["key"]
        line, task = tasks.get(key, (by_key.get(key), None))
        if not key:
            line = by_words.get(row["words"] or "")
        fault = _row_fault(table, row, line, task, seen)
        if fault is not None or line is None:
            faults += [fault] if fault else []
            continue
        found = _change(table, row, line, task, catalog, year)
        if isinstance(found, list):
            faults += found
        elif found is None:
            left += 1
        else:
            (changed if task else added).append(found)
    return Plan(tuple(added), tuple(changed), left, tuple(faults))


def plan_elsewhere(table: Table, catalog: Catalog, today: date) -> Plan:
    """What a table of tasks from elsewhere would add."""
    added: list[Change] = []
    faults = list(table.faults)
    for row in table.rows:
        if row["origin"] is None or not row["words"]:
            continue
        start = row["start"] or today
        before = Draft(title=row["words"][:60], start=start, due=date(start.year, 12, 31))
        draft = _draft(table, row, before, catalog)
        if isinstance(draft, list):
            faults += draft
        else:
            source = Source(origin=row["origin"], origin_words=row["origin_words"] or "", words=row["words"])
            added.append(Change(row.number, draft, source=source))
    return Plan(tuple(added), (), 0, tuple(faults))


def _row_fault(
    table: Table, row: Row, line: Line | None, task: Task | None, seen: set[str]
) -> CellFault | None:
    key = row["key"]
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
    if task is None and all(_given(row[name]) is None for name in ("title", "lead", "due", "target_low")):
        return None
    if task is None and line.promise.state == "excluded":
        return [table.fault(row, "", "table_excluded")]
    before = draft_of(task) if task else _empty(line, year)
    shown = cells_of(before)
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
    if task is not None and task.state != "drafted":
        return [table.fault(row, fields[0], "table_issued", task=task.key)]
    return Change(row.number, draft, task, line.promise.key, fields=fields)


def _given(value: object) -> object:
    """What a cell says; ``None`` where it is empty, which 0 is not."""
    return None if value == "" else value


def _empty(line: Line, year: int) -> Draft:
    return Draft(
        title=line.promise.text[:60], kind=line.promise.kind, start=date(year, 1, 1), due=date(year, 12, 31)
    )


def _draft(table: Table, row: Row, before: Draft, catalog: Catalog) -> Draft | list[CellFault]:
    """The draft as the row has it; a column that the table lacks leaves what was."""
    shown = cells_of(before)
    cells = {name: row.values.get(name) if name in table.places else value for name, value in shown.items()}
    faults: list[CellFault] = []

    def found(name: str, find: Any, nothing: Any) -> Any:
        if not cells[name]:
            return nothing
        try:
            return find(cells[name])
        except LuoshiError as error:
            faults.append(replace(table.fault(row, name, error.code), details=error.details))
            return nothing

    lead = found("lead", catalog.unit, None)
    draft = replace(
        before,
        title=cells["title"] or before.title,
        kind=cells["kind"] or before.kind,
        start=cells["start"] or before.start,
        due=cells["due"] or before.due,
        target_low=cells["target_low"],
        target_high=cells["target_high"],
        target_unit=cells["target_unit"] or "",
        target_bound=cells["target_bound"] or "",
        lead_unit=lead,
        supporting=found("supporting", catalog.units_in, ()),
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


def _nodes(
    before: Draft, draft: Draft, cells: Mapping[str, Any], shown: Mapping[str, Any]
) -> tuple[Node, ...]:
    """The milestones: those of a quarter whose cells did not change stay as they were."""
    year = draft.start.year
    nodes = [node for node in before.milestones if node.due.year != year]
    for quarter, end in zip(QUARTERS, quarter_ends(year), strict=True):
        said, amount = cells[f"q{quarter}_words"] or "", cells[f"q{quarter}_amount"]
        if (said, amount) == (shown[f"q{quarter}_words"], shown[f"q{quarter}_amount"]):
            nodes += _of_quarter(before, quarter)
        elif said or amount is not None:
            nodes.append(Node(due=max(draft.start, min(end, draft.due)), amount=amount, words=said))
    return tuple(node for node in nodes if draft.start <= node.due <= draft.due)


def _of_quarter(draft: Draft, quarter: int) -> list[Node]:
    year = draft.start.year
    return [node for node in draft.milestones if node.due.year == year and quarter_of(node.due) == quarter]


def _shown(column: Column, value: object) -> object:
    chosen: Choice | None = next((one for one in column.choices if one.value == value), None)
    return chosen.names[0] if chosen else value


def _bare(text: str) -> str:
    return "".join(text.split())
