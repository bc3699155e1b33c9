"""A list takes from its address what makes sense, orders its rows the same on every database, and pages them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.audit.queries import LogFilters, entries
from luoshi.city.people.filters import ACCOUNT_STATES, PersonFilters, UnitFilters
from luoshi.city.people.queries import listed_persons, listed_units
from luoshi.city.public.filters import ORDERS as PUBLIC_ORDERS
from luoshi.city.public.filters import PublicFilters
from luoshi.city.site.lists import (
    Filters,
    KeysetPage,
    choice,
    day,
    flag,
    number_below,
    order,
    page_of,
    page_size,
    search,
    text,
    year,
)
from luoshi.city.site.tables.columns import CellFault
from luoshi.city.site.tables.imports import lines_of
from luoshi.city.tasks.delivery.filters import ObstacleFilters, SupervisionOrderFilters
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.task_list.filters import ORDERS, TaskFilters

MakeTask = Callable[..., Task]


@dataclass(frozen=True)
class Everything(Filters):
    """A filter of each kind."""

    q: str = search(5)
    year: int | None = year("year", every="all")
    unit: str = text("unit__key", "other__key", longest=5)
    state: str = choice(("open", "closed"), "state", nothing="closed")
    named: str = choice({"late": Q(late=True), "all": Q()}, default="late")
    on: date | None = day()
    mine: bool = flag(Q(mine=True))
    size: int = page_size(50, 100)
    sort: str = order(("due", "title"), "due")
    before: int | None = number_below("number__lt")


PLAIN = Everything(year=2026)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("q", "  菜店  ", "菜店"),
        ("q", "一二三四五六七", "一二三四五"),
        ("year", "2025", 2025),
        ("year", "all", None),
        ("year", "", 2026),
        ("year", "20x6", 2026),
        ("year", "-025", 2026),
        ("year", "20260", 2026),
        ("unit", "water-bureau", "water"),
        ("state", "open", "open"),
        ("state", "OPEN", ""),
        ("state", "'; DROP TABLE", ""),
        ("named", "all", "all"),
        ("named", "nonsense", "late"),
        ("on", "2026-02-28", date(2026, 2, 28)),
        ("on", "2026-02-30", None),
        ("on", "0001-01-01", None),
        ("on", "9999-12-31", None),
        ("mine", "1", True),
        ("mine", "yes", False),
        ("size", "100", 100),
        ("size", "1e9", 50),
        ("sort", "-title", "-title"),
        ("sort", "--title", "due"),
        ("sort", "pk", "due"),
        ("before", "17", 17),
        ("before", "9" * 19, None),
        ("before", "²", None),
        ("unknown", "x", None),
    ],
)
def test_what_makes_no_sense_in_an_address_filters_nothing(name: str, written: str, value: object) -> None:
    filters = Everything.read({name: written}, year=2026)
    assert getattr(filters, name, None) == value
    others = {field: getattr(filters, field) for field in PLAIN.__dict__ if field != name}
    assert others == {field: getattr(PLAIN, field) for field in others}


@given(st.dictionaries(st.sampled_from([*PLAIN.__dict__, "page"]), st.text(max_size=30)))
def test_no_address_is_refused_and_each_filter_is_bounded(query: dict[str, str]) -> None:
    filters = Everything.read(query, year=2026)
    assert len(filters.q) <= 5
    assert len(filters.unit) <= 5
    assert filters.state in ("", "open", "closed")
    assert filters.size in (50, 100)
    filters.condition()


def test_a_filter_that_is_set_is_a_condition_and_one_that_is_not_is_none() -> None:
    assert Everything().condition() == Q(late=True)
    assert Everything(named="all").condition() == Q()
    assert Everything(named="all", unit="a").condition() == Q(unit__key="a") | Q(other__key="a")
    assert Everything(named="all", state="closed").condition() == Q(state="")
    assert Everything(named="all", mine=True, year=2026).condition("mine") == Q(mine=True)
    assert Everything(named="late", size=100, sort="title", year=2025).chosen == 0
    assert Everything(q="a", mine=True, named="all").narrowing() == {"q", "mine", "named"}


@pytest.mark.parametrize(
    "filters",
    [
        TaskFilters,
        PublicFilters,
        LogFilters,
        ObstacleFilters,
        SupervisionOrderFilters,
        UnitFilters,
        PersonFilters,
    ],
)
def test_every_list_names_its_filters_in_both_languages(filters: type[Filters], office: Any) -> None:
    form = filters().form("/", {})
    assert form.label
    assert all(control.label for control in (*form.controls, *form.folded))


@pytest.fixture
def many(make_task: MakeTask, office: Any) -> list[Task]:
    """Tasks that are equal in everything but their number, or have nothing there."""
    units = [office.units["commerce"], office.units["water"]]
    rows = [
        make_task(title="同名", lead_unit=units[n % 2], state="in_progress", section="同") for n in range(7)
    ]
    rows.append(make_task(title="无单位", lead_unit=None, state="drafted"))
    Task.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(last_progress_on=timezone.localdate())
    return rows


@pytest.mark.django_db
@pytest.mark.parametrize("name", [sign + name for name in ORDERS.by for sign in ("", "-")])
def test_every_order_of_tasks_is_total(name: str, many: list[Task]) -> None:
    ordered = ORDERS.apply(Task.objects.all(), name)
    whole = [task.pk for task in ordered]
    pages = [page_of(ordered, f"{number}", 3) for number in (1, 2, 3)]
    assert [task.pk for page in pages for task in page] == whole
    assert sorted(whole) == sorted(task.pk for task in many)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["unit", "-unit"])
def test_what_has_no_value_stands_last_on_every_database(name: str, many: list[Task]) -> None:
    assert [task.pk for task in ORDERS.apply(Task.objects.all(), name)][-1] == many[-1].pk


@pytest.mark.django_db
def test_who_never_wrote_progress_stands_before_those_who_did(many: list[Task]) -> None:
    wrote = {task.pk for task in many[:2]}
    assert {task.pk for task in ORDERS.apply(Task.objects.all(), "reported")[6:]} == wrote
    assert {task.pk for task in ORDERS.apply(Task.objects.all(), "-reported")[:2]} == wrote


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC_ORDERS.by)
def test_every_order_of_the_public_list_is_total(name: str, many: list[Task]) -> None:
    ordered = PUBLIC_ORDERS.apply(Task.objects.all(), name)
    again = [task.pk for number in (1, 2) for task in Paginator(ordered, 5).page(number)]
    assert again == [task.pk for task in ordered]


def _csv(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "unit=water", "sort=-title", "section=同&overdue=1", "state=nonsense"])
def test_the_list_of_tasks_its_count_and_its_file_are_the_same(
    query: str, many: list[Task], office: Any
) -> None:
    Task.objects.filter(pk=many[1].pk).update(due=timezone.localdate() - timedelta(days=9))
    client = office.client("office")
    page = client.get(f"/tasks/?{query}").context
    file = _csv(client.get(f"/tasks/export/csv/?{query}"))
    assert [task.key for task, _ in page["rows"]] == [row[0] for row in file]
    assert page["counts"].total == len(file)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "unit=water", "by=unit", "verdict=none", "kind=nonsense"])
def test_the_public_list_its_count_and_its_file_are_the_same(
    query: str, many: list[Task], office: Any
) -> None:
    Task.objects.exclude(pk=many[-1].pk).update(released_at=timezone.now())
    client = office.client(None)
    page = client.get(f"/?{query}").context
    file = _csv(client.get(f"/public/tasks.csv?{query}"))
    assert [task.key for _, _, tasks in page["groups"] for task in tasks] == [row[0] for row in file]
    assert page["counts"]["total"] == len(file)


@pytest.mark.django_db
def test_the_log_its_pages_and_its_file_are_the_same(many: list[Task], office: Any) -> None:
    client = office.client("auditor")
    client.get("/audit/")
    file = [int(row[0]) for row in _csv(client.get("/audit/export/"))]
    page = KeysetPage.read(entries(LogFilters()), 3, "number")
    read = [entry.number for entry in page.rows]
    while page.older is not None:
        page = KeysetPage.read(entries(LogFilters(before=page.older)), 3, "number")
        read += [entry.number for entry in page.rows]
    assert read == sorted(read, reverse=True)
    assert set(file) <= set(read)


@pytest.mark.django_db
def test_units_and_people_are_counted_as_listed(office: Any) -> None:
    actor, today = office.actor("admin"), timezone.localdate()
    assert {unit.key for unit in listed_units(actor, UnitFilters(q="水"), today)} == {"water"}
    whole = listed_persons(actor, PersonFilters(), today).count()
    parts = [listed_persons(actor, PersonFilters(state=state), today).count() for state in ACCOUNT_STATES]
    assert sum(parts) == whole


def test_notices_that_say_the_same_of_rows_below_one_another_are_one_line() -> None:
    def fault(row: int, code: str = "row_hidden", sheet: str = "一") -> CellFault:
        return CellFault(sheet, row, "", "", code, {})

    faults = [fault(2), fault(3), fault(4), fault(6), fault(7, "cell_empty"), fault(8, sheet="二")]
    lines = lines_of(faults, joined=("row_hidden",))
    assert [(line.sheet, line.rows) for line in lines] == [
        ("一", "2–4"),
        ("一", "6"),
        ("一", "7"),
        ("二", "8"),
    ]
    assert len(lines_of(faults)) == len(faults)
    assert len(lines_of(faults, most=2)) == 2
