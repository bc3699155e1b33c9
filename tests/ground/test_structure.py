"""No address is written by hand, no template has long lines, and the counters of both see what is seeded."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus import ROOT
from structure_places import addresses, roots
from structure_size import template_lines
from structure_source import Place, Source, folder_source

CITY = "src/luoshi/city"


@pytest.fixture(scope="module")
def program() -> Source:
    return folder_source(ROOT)


def told(places: Sequence[Place]) -> str:
    return "\n".join(f"{place.file}:{place.line}: {place.text}" for place in places)


def seeded(path: str, text: str) -> Source:
    """A city of two files, one of them with a fault."""
    return Source(
        "seeded",
        {
            f"{CITY}/config/addresses.py": 'urlpatterns = [path("tasks/", include("luoshi.city.tasks.urls"))]\n',
            f"{CITY}/{path}": text,
        },
    )


def test_the_counter_knows_the_pages(program: Source) -> None:
    assert {"tasks", "reports", "people", "static"} <= roots(program)


def test_no_address_is_written_by_hand(program: Source) -> None:
    places = [place for place in addresses(program) if place.kind != "prefix"]
    assert not places, told(places)


def test_no_line_of_a_template_is_too_long(program: Source) -> None:
    places = template_lines(program.templates).above
    assert not places, told(places)


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
        (
            "dashboards/templates/a.html",
            "{% include 'tasks/tasks/a.html' %}<a href=\"{% url 'task' key %}\">",
        ),
        ("dashboards/templates/a.html", "<br/><img src=\"{% static 'a.svg' %}\"/>"),
    ],
)
def test_what_only_looks_like_an_address_is_none(path: str, text: str) -> None:
    assert not [place for place in addresses(seeded(path, text)) if place.kind != "prefix"]
