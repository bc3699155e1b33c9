"""What two places show of one thing is one number: desks, lists, comparison, bulletin, public pages, API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Q

from city.agreement.reading import LEADER, OFFICE, UNIT, Pages
from city.agreement.world import LED, TODAY, YEAR, ago, make_world
from luoshi.city.dashboards import views
from luoshi.city.dashboards.queries import overview
from luoshi.city.dashboards.queries import unit as of_unit
from luoshi.city.dashboards.queries import units as of_units
from luoshi.city.documents import bulletin
from luoshi.city.public import queries as of_public
from luoshi.city.rules.rates import OnTime
from luoshi.city.rules.states import OPEN, Phase, task_lifecycle
from luoshi.city.rules.words import name_of
from luoshi.city.tasks import selectors
from luoshi.city.tasks.models import COLOURS, VERDICTS, ChangeRequest, Obstacle, ProgressEntry, Task
from luoshi.city.tasks.task_list import queries as task_list

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db
Reader = Callable[[Pages], Any]


@pytest.fixture
def world(office: Office, make_task: Callable[..., Task]) -> dict[str, Task]:
    return make_world(office, make_task)


# ── Where a number stands ────────────────────────────────────────────────────────────────────────


def leader(field: str) -> Reader:
    return lambda pages: pages.sentence("mayor", LEADER, "dashboards.leader_page.says")[field]


def office_desk(field: str) -> Reader:
    return lambda pages: pages.sentence("office", OFFICE, "dashboards.office_page.says")[field]


def shown(part: str) -> Reader:
    """The lines of a part of the office's desk."""
    return lambda pages: len(pages.lines(part))


def unit_desk(unit: str, field: str) -> Reader:
    return lambda pages: pages.sentence(f"{unit}-head", UNIT, "dashboards.unit_page.says")[field]


def review(field: str) -> Reader:
    return lambda pages: pages.sentence("office", "/tasks/review/", "tasks.delivery.review_says")[field]


def obstacles(field: str, query: str = "") -> Reader:
    address = f"/tasks/obstacles/?{query}"
    return lambda pages: pages.sentence("office", address, "tasks.delivery.obstacles_says")[field]


def orders(field: str, query: str = "") -> Reader:
    address = f"/tasks/supervision-orders/?{query}"
    return lambda pages: pages.sentence("office", address, "tasks.delivery.supervision_orders_says")[field]


def orders_shown(query: str) -> Reader:
    address = f"/tasks/supervision-orders/?{query}"
    return lambda pages: len(pages.page("office", address).xpath(f"//main//a[contains(., '{YEAR}-D')]"))


def found_lights(field: str, query: str = "") -> Reader:
    address = f"/tasks/?year={YEAR}&{query}"
    return lambda pages: pages.sentence("office", address, "tasks.task_list.found_lights")[field]


def public(field: str) -> Reader:
    return lambda pages: pages.sentence(None, "/", "public.says")[field]


def public_file(query: str) -> Reader:
    address = f"/public/tasks.json?{query}"
    return lambda pages: len(json.loads(pages.served(None, address).content)["tasks"])


def listed(query: str, *phases: Phase, who: str = "office") -> Reader:
    """The count of the list, over the states of ``phases`` where some are given."""
    states = [f"state={state}&" for state in task_lifecycle().states_in(*phases)] or [""]
    return lambda pages: sum(pages.listed(f"{state}{query}", who) for state in states)


def issued(query: str) -> Reader:
    """The count of the list that desks lead to: without drafts, of which they do not speak."""
    return lambda pages: pages.listed(f"issued=1&{query}")


def api(phase: Phase) -> Reader:
    """How many tasks the API gives of a phase."""
    states = task_lifecycle().states_in(phase)
    return lambda pages: sum(pages.api(f"state={state}") for state in states)


def paper(words: str) -> Reader:
    """A number in the words of the bulletin."""
    return lambda pages: pages.told(words)


def paper_rows(column: str) -> Reader:
    return lambda pages: len(pages.rows(column))


def paper_cells(unit: str, *columns: str) -> Reader:
    return lambda pages: sum(pages.of_unit(unit, column) for column in columns)


def compared(unit: str, column: str, field: str) -> Reader:
    key = f"dashboards.units_page.{column}_words"
    return lambda pages: pages.compared(unit, column, key)[field]


def days_since_last_entry(unit: str) -> Reader:
    """Of the newest entry that the office's desk names; without one, of the first task's beginning."""

    def read(pages: Pages) -> int:
        line = pages.line("silent", LED[unit])
        days = [(TODAY - day).days for day in (ago(number) for number in range(400)) if f"{day}" in line]
        return days[0] if days else (TODAY - FIRST_BEGUN[unit]).days

    return read


FIRST_BEGUN = {"audit": ago(50)}


def silent_tasks(unit: str) -> Reader:
    key = "dashboards.office_page.silent_words"
    return lambda pages: pages.numbers_in(pages.line("silent", LED[unit]), key)["silent"]


def late_days(title: str) -> Reader:
    return lambda pages: pages.numbers_in(pages.line("overdue", title), "dashboards.late_days")["count"]


def paper_late_days(title: str) -> Reader:
    return lambda pages: next(int(row["逾期天数"]) for row in pages.rows("逾期天数") if row["任务"] == title)


# ── The table: what, and where it stands ─────────────────────────────────────────────────────────

NUMBERS: dict[str, dict[str, Reader]] = {
    "tasks issued": {
        "leader": leader("total"),
        "list": issued(""),
        "comparison": lambda pages: sum(pages.compared(unit, "tasks") for unit in LED),
        "bulletin": paper("已下达任务{n}项"),
        "API": lambda pages: pages.api("") - api("draft")(pages),
    },
    "tasks settled": {
        "list": listed("", "settled"),
        "bulletin": paper("办结销号{n}项"),
    },
    "tasks open": {
        "list": listed("", *OPEN),
        "bulletin": paper("正在办理{n}项"),
    },
    "tasks suspended": {
        "list": listed("", "paused"),
        "bulletin": paper("中止{n}项"),
    },
    "tasks with a verdict": {
        "leader": leader("settled"),
        "list": lambda pages: sum(pages.listed(f"verdict={verdict}") for verdict in VERDICTS),
    },
    "tasks overdue": {
        "leader": leader("overdue"),
        "office": office_desk("overdue"),
        "office, the list below": shown("overdue"),
        "list": listed("overdue=1"),
        "list, its sentence": found_lights("overdue"),
        "comparison": lambda pages: sum(pages.of_unit(unit, "在办逾期") for unit in LED),
        "bulletin": paper("逾期任务{n}项"),
        "bulletin, its table": paper_rows("逾期天数"),
    },
    "to review": {
        "office": office_desk("review"),
        "office, the list below": shown("review"),
        "review": lambda pages: review("tasks")(pages) + review("reports")(pages),
    },
    "tasks to review": {
        "review": review("tasks"),
        "list": listed("", "review"),
        "API": api("review"),
    },
    "change requests": {
        "office": office_desk("decide"),
        "review": review("change_requests"),
    },
    "obstacles open": {
        "list": obstacles("open"),
        "bulletin": paper("待解决的问题{n}个"),
        "bulletin, its table": paper_rows("解决单位"),
    },
    "obstacles overdue": {
        "list": obstacles("overdue"),
        "office": shown("obstacles"),
    },
    "orders to answer": {
        "list": orders("open"),
        "list, unanswered": orders_shown("unanswered=1"),
        "list, by unit": lambda pages: sum(orders("open", f"unit={unit}")(pages) for unit in LED),
    },
    "silent units": {
        "office": office_desk("silent"),
        "office, the list below": shown("silent"),
        "bulletin": lambda pages: len(pages.candidates("silent")),
    },
    "public promises": {
        "home": public("total"),
        "file": public_file(""),
        "home, by verdict": lambda pages: public("settled")(pages) + public("open")(pages),
    },
    "public promises under way": {
        "home": public("open"),
        "file": public_file("verdict=none"),
    },
    "open tasks of 市商务局": {
        "desk": unit_desk("commerce", "open"),
        "list, as its head": listed("", *OPEN, who="commerce-head"),
        "list, of the unit": listed("unit=commerce", *OPEN),
    },
    "red tasks of 市水务局": {
        "desk": unit_desk("water", "red"),
        "list, as its head": listed("light=red", *OPEN, who="water-head"),
        "comparison": lambda pages: pages.lit("water", "red"),
    },
}  # fmt: skip


def of_colour(colour: str) -> dict[str, Reader]:
    return {
        "leader": lambda pages: pages.chart("mayor", LEADER, f"light={colour}"),
        "office": lambda pages: pages.chart("office", OFFICE, f"light={colour}"),
        "list": issued(f"light={colour}"),
        "comparison": lambda pages: sum(pages.lit(unit, colour) for unit in LED),
        "bulletin": paper(f"{name_of('light', colour)}{{n}}项"),
    }


def of_verdict(verdict: str) -> dict[str, Reader]:
    return {
        "leader": lambda pages: pages.chart("mayor", LEADER, f"verdict={verdict}"),
        "list": listed(f"verdict={verdict}"),
        "bulletin": paper(f"{name_of('verdict', verdict)}{{n}}项"),
    }


def of_unit_led(unit: str) -> dict[str, dict[str, Reader]]:
    return {
        f"tasks of {unit}": {
            "comparison": lambda pages: pages.compared(unit, "tasks"),
            "list": issued(f"unit={unit}"),
            "bulletin": paper_cells(unit, "任务"),
        },
        f"on time of {unit}": {
            "comparison": compared(unit, "rate", "kept"),
            "bulletin": paper_cells(unit, "按期办结"),
        },
        f"due of {unit}": {
            "comparison": compared(unit, "rate", "all"),
            "bulletin": paper_cells(unit, "按期办结", "超期办结", "在办逾期"),
        },
        f"overdue of {unit}": {
            "list": listed(f"unit={unit}&overdue=1"),
            "bulletin": paper_cells(unit, "在办逾期"),
        },
        f"silent days of {unit}": {
            "office": days_since_last_entry(unit),
            "comparison": lambda pages: pages.compared(unit, "silent", "dashboards.days")["count"],
        },
        f"silent tasks of {unit}": {
            "office": silent_tasks(unit),
            "bulletin": paper(rf"{LED[unit]}（{{n}}项）"),
        },
        f"orders to answer of {unit}": {
            "list": orders("open", f"unit={unit}"),
            "list, unanswered": orders_shown(f"unit={unit}&unanswered=1"),
        },
    }


NUMBERS |= {f"tasks {colour}": of_colour(colour) for colour in COLOURS}
NUMBERS |= {f"tasks {verdict}": of_verdict(verdict) for verdict in VERDICTS}
for led in LED:
    NUMBERS |= of_unit_led(led)
NUMBERS |= {
    f"days overdue: {title}": {"office": late_days(title), "bulletin": paper_late_days(title)}
    for title in ("extension asked", "submitted late", "not accepted", "overdue")
}


def told(pages: Pages, what: str) -> dict[str, Any]:
    return {where: read(pages) for where, read in NUMBERS[what].items()}


def test_two_places_never_disagree_on_one_number(
    world: dict[str, Task], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_MOST_ASKED", 2)  # a number is no count of the rows that a page has room for
    pages = Pages(office)
    numbers = {what: told(pages, what) for what in NUMBERS}
    assert {what: places for what, places in numbers.items() if len(set(places.values())) > 1} == {}


# ── The table sees a difference ──────────────────────────────────────────────────────────────────


def late_by(days: int) -> Callable[..., Q]:
    """What is overdue, by the date alone."""
    return lambda day: Q(due__lt=day - timedelta(days=days))


SEEDS: dict[str, tuple[Any, str, Any]] = {
    "tasks issued": (overview, "tasks_in", lambda *_: Q(pk__in=())),
    "tasks grey": (overview, "tasks_in", lambda *_: Q(pk__in=())),
    "tasks open": (bulletin, "OPEN", ("working", "review")),
    "tasks overdue": (overview, "overdue_on", late_by(0)),
    "overdue of water": (task_list, "overdue_on", late_by(0)),
    "days overdue: overdue": (bulletin, "overdue_days", lambda facts, day: (day - facts.due).days + 1),
    "to review": (views, "progress_to_review", lambda *_: ProgressEntry.objects.none()),
    "tasks to review": (selectors, "finals_to_review", lambda *_: Task.objects.none()),
    "change requests": (views, "change_requests_to_decide", lambda *_: ChangeRequest.objects.none()),
    "obstacles overdue": (views, "overdue_obstacles", lambda *_: Obstacle.objects.none()),
    "silent units": (bulletin, "is_silent", lambda *_: False),
    "silent tasks of water": (bulletin, "is_silent", lambda *_: True),
    "silent days of commerce": (of_units, "unit_silent_days", lambda _facts, _day: 19),
    "on time of water": (bulletin, "on_time", lambda *_: OnTime(9, 9, 0, 0, 0)),
    "due of audit": (of_units, "on_time", lambda *_: OnTime(9, 9, 0, 0, 0)),
    "open tasks of 市商务局": (of_unit, "tasks_in", lambda *_: ~Q(pk__in=())),
    "public promises": (of_public, "counted", lambda _: dict.fromkeys(("total", "", *VERDICTS), 9)),
}  # fmt: skip


def test_a_difference_is_seen(
    world: dict[str, Task], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseen = []
    for what, (module, name, faulty) in SEEDS.items():
        with monkeypatch.context() as patch:
            patch.setattr(module, name, faulty)
            if len(set(told(Pages(office), what).values())) == 1:
                unseen.append(what)
    assert unseen == []
