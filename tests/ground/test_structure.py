"""No state stands outside its life cycle, no address is written by hand, no template has long lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus import ROOT
from structure_places import addresses, event_lists, files_naming, roots
from structure_size import alike_blocks, alike_functions, template_lines
from structure_source import Place, Source, folder_source
from structure_states import lifecycles, literals, private_sets, typing_modules

CITY = "src/luoshi/city"
STATES = """
[[task]]
name = "issue_order"
from = ["drafted"]
to = "in_progress"
[[task]]
name = "return_for_more"
from = ["in_progress"]
to = "closed"
[[task]]
name = "reopen"
from = ["closed"]
to = "in_progress"
"""
TYPED = 'State = Literal["drafted", "in_progress", "closed"]\nOPEN = {"drafted", "in_progress"}\n'


@pytest.fixture(scope="module")
def program() -> Source:
    return folder_source(ROOT)


def told(places: Sequence[Place]) -> str:
    return "\n".join(f"{place.file}:{place.line}: {place.text}" for place in places)


def seeded(path: str, text: str) -> Source:
    """A city of three files, one of them with a fault."""
    return Source(
        "seeded",
        {
            f"{CITY}/config/addresses.py": 'urlpatterns = [path("tasks/", include("luoshi.city.tasks.urls"))]\n',
            f"{CITY}/rules/states.py": TYPED,
            f"{CITY}/rules/states.toml": STATES,
            f"{CITY}/{path}": text,
        },
    )


# ── The program. These hold after the refactoring. ───────────────────────────────────────────────


def test_the_counters_know_the_life_cycles_and_the_pages(program: Source) -> None:
    assert sum(bool(cycle.table) for cycle in lifecycles(program)) > 1
    assert {"tasks", "reports", "people", "static"} <= roots(program)


def test_no_states_name_stands_outside_its_life_cycle(program: Source) -> None:
    places = [*literals(program).strict, *literals(program, tabled=False).strict]
    assert not places, told(places)


def test_no_module_keeps_a_set_of_states(program: Source) -> None:
    places = [place for place in private_sets(program) if place.file not in typing_modules(program)]
    assert not places, told(places)


def test_no_address_is_written_by_hand(program: Source) -> None:
    places = [place for place in addresses(program) if place.kind != "prefix"]
    assert not places, told(places)


def test_no_line_of_a_template_is_too_long(program: Source) -> None:
    places = template_lines(program.templates).above
    assert not places, told(places)


# ── The counters find what is seeded, and nothing in what only looks like it. ────────────────────


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tasks/a.py", 'def f(task): return task.state == "drafted"'),
        ("tasks/a.py", 'def f(task): return "closed" != task["state"]'),
        ("tasks/a.py", 'def f(task): return task.state in ("drafted", "else")'),
        ("tasks/a.py", 'rows.filter(lead__state__in=["closed"])'),
        ("tasks/a.py", 'ENDED = frozenset({"closed", "drafted"})'),
        ("tasks/a.py", 'class A:\n    state = CharField(choices=X, default="drafted")'),
        ("tasks/a.py", 'def f(task): task.state = "closed" if task.ended else task.state'),
        ("tasks/a.py", 'def f(task):\n    match task.state:\n        case "closed" | "x": pass'),
        ("tasks/a.py", 'def public_state(task): return "closed"'),
        ("tasks/templates/a.html", '{% if task.state == "closed" %}'),
        ("tasks/templates/a.html", "{% if 'closed' == task.state %}"),
    ],
)
def test_a_states_name_is_seen(path: str, text: str) -> None:
    assert literals(seeded(path, text)).strict


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tasks/a.py", 'def f(request): return request.POST["then"] == "drafted"'),
        ("tasks/a.py", 'def f(task): return task.phase == "closed"'),
        ("tasks/a.py", 'rows.filter(phase__in=("closed", "paused"))'),
        ("tasks/a.py", '"""closed"""'),
        ("people/views/a.py", 'STATES = ("closed", "none")\ndef f(state): return state == "closed"'),
        ("tasks/templates/a.html", '<button name="then" value="closed">{% if task.phase == "closed" %}'),
    ],
)
def test_what_only_looks_like_a_state_is_none(path: str, text: str) -> None:
    assert not literals(seeded(path, text)).strict


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("dashboards/a.py", 'HOME = "/tasks/"'),
        ("dashboards/a.py", 'def f(key): return redirect(f"/tasks/{key}/")'),
        ("dashboards/a.py", 'def f(request): return redirect("/")'),
        ("dashboards/a.py", 'def f(request): return request.path.startswith("/tasks/")'),
        ("dashboards/templates/a.html", '<a href="/tasks/{{ key }}/">'),
        ("dashboards/templates/a.html", '<a href="/">'),
        ("dashboards/templates/a.html", '{% include "b.html" with back="/tasks/" %}'),
        ("dashboards/templates/a.txt", "{{ site }}/tasks/"),
        ("dashboards/static/a.js", "fetch('/tasks/')"),
    ],
)
def test_an_address_by_hand_is_seen(path: str, text: str) -> None:
    assert [place for place in addresses(seeded(path, text)) if place.kind != "prefix"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("dashboards/a.py", 'def f(key): return redirect(reverse("task", args=[key]))'),
        ("dashboards/a.py", 'def f(request): return request.path_info.startswith("/tasks/")'),
        ("dashboards/a.py", 'def f(text): return text.strip("/") + f"{text}/tasks/"'),
        ("dashboards/a.py", 'PROGRAM = "/usr/lib/tasks/"'),
        ("api/tasks.py", '@router.get("/tasks/{key}")\ndef f(key): ...'),
        ("dashboards/templates/a.html", "{% include 'desk/tasks/a.html' %}<a href=\"{% url 'task' key %}\">"),
        ("dashboards/templates/a.html", "<br/><img src=\"{% static 'a.svg' %}\"/>"),
    ],
)
def test_what_only_looks_like_an_address_is_none(path: str, text: str) -> None:
    assert not [place for place in addresses(seeded(path, text)) if place.kind != "prefix"]


def test_a_set_of_states_is_seen_and_so_is_a_list_of_events() -> None:
    source = seeded(
        "dashboards/a.py", 'PUBLIC = {"issue_order", "reopen"}\nAT_WORK = ("drafted", "in_progress")\n'
    )
    assert [place.file for place in private_sets(source)] == [
        f"{CITY}/rules/states.py",
        f"{CITY}/dashboards/a.py",
    ]
    assert [(place.file, place.kind) for place in event_lists(source)] == [
        (f"{CITY}/rules/states.toml", "life cycle"),
        (f"{CITY}/dashboards/a.py", "python"),
    ]


def test_a_field_is_counted_by_files() -> None:
    source = seeded("dashboards/a.py", "sponsor = 1\nsponsor = 2\nsponsored = 3\n")
    assert files_naming(source, "sponsor") == {"city/dashboards": 1}


def test_what_stands_twice_is_seen() -> None:
    body = "".join(f"    total = step_{number}(total)\n" for number in range(7))
    other = body.replace("total", "amount")
    source = seeded("dashboards/a.py", f"def f(total):\n{body}def g(amount):\n{other}def h(total):\n{body}")
    (group,) = alike_functions(source.modules)
    assert [place.line for place in group] == [1, 9, 17]
    assert [[place.line for place in places] for places in alike_blocks(source.modules)] == [[2, 18]]
