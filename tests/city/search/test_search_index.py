"""Words are found in tasks, two Chinese characters too, on whichever database runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.city.search.bigrams import bigrams, terms
from luoshi.city.search.index import hits, index_rows, rebuild
from luoshi.city.search.models import Document
from luoshi.city.tasks.models import Task

pytestmark = pytest.mark.django_db
MakeTask = Callable[..., Task]


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("建设5G基站", "建设 设 5g 基站 站"),
        ("ＧＤＰ增长6%", "gdp 增长 长 6"),
        ("区", "区"),
        ("一、二", "一 二"),
        ("2026-0012", "2026 0012"),
        ("——！", ""),
        ("", ""),
    ],
)
def test_pieces_of_a_text(text: str, indexed: str) -> None:
    assert bigrams(text) == indexed


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("社区", [["社区"]]),
        ("社区菜店", [["社区", "区菜", "菜店"]]),
        ("社", [["社"]]),
        ("社区 菜", [["社区"], ["菜"]]),
        ("设5G", [["设", "5g"]]),
        ('"* OR (', [["or"]]),
        ("%", []),
    ],
)
def test_what_a_query_looks_for(query: str, wanted: list[list[str]]) -> None:
    assert terms(query) == wanted


@pytest.fixture
def tasks(make_task: MakeTask) -> dict[str, Task]:
    return {
        "shops": make_task(title="建设社区菜店40个", words="年内建设社区菜店40个，方便居民买菜。"),
        "base": make_task(title="新建5G基站1200个", words="新建5G基站1200个以上"),
        "growth": make_task(title="地区生产总值（GDP）增长6%左右", words="GDP增长6%左右"),
        "asked": make_task(title="老旧小区加装电梯", words="加装电梯", origin_words="人大建议第27号"),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("店", {"shops"}),
        ("菜", {"shops"}),
        ("社区", {"shops"}),
        ("社区菜店", {"shops"}),
        ("社区 居民", {"shops"}),
        ("菜社", set()),
        ("社区菜电", set()),
        ("小区", {"asked"}),
        ("地区", {"growth"}),
        ("区", {"shops", "growth", "asked"}),
        ("gdp", {"growth"}),
        ("GD", {"growth"}),
        ("ＧＤＰ增长", {"growth"}),
        ("5g基站", {"base"}),
        ("5G", {"base"}),
        ("基站1200", {"base"}),
        ("建议第27", {"asked"}),
        ("2026-0002", {"base"}),
        ("建设 电梯", set()),
        ("", set()),
        ("!?%_", set()),
    ],
)
def test_words_are_found(query: str, found: set[str], tasks: dict[str, Task]) -> None:
    by_key = {task.pk: name for name, task in tasks.items()}
    assert {
        by_key[pk] for pk in Task.objects.filter(pk__in=hits(Task, query)).values_list("pk", flat=True)
    } == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=30) | st.text(alphabet="社区'\"\\*():|&!<->^~AND OR NEAR\x00", max_size=20))
def test_nothing_a_person_types_is_an_error(query: str, db: None) -> None:
    list(hits(Task, query))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="一二三四五六AB12，、 ", min_size=1, max_size=12), data=st.data())
def test_whatever_stands_in_a_title_is_found(text: str, data: st.DataObject, tasks: dict[str, Task]) -> None:
    task = tasks["shops"]
    task.title = text
    task.save(update_fields=["title"])
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    # A word of another script is found from its beginning.
    if start and part[0] in "AB12" and text[start - 1] in "AB12":
        return
    if terms(part):
        assert task.pk in set(hits(Task, part))


def test_change_and_removal_are_followed(tasks: dict[str, Task]) -> None:
    task = tasks["shops"]
    task.title, task.words = "改造农贸市场", "改造农贸市场6个"
    task.save()
    assert not hits(Task, "菜店").exists()
    assert list(hits(Task, "农贸")) == [task.pk]
    pk = task.pk
    task.supports.all().delete()
    task.delete()
    assert not Document.objects.filter(ref=pk).exists()
    assert not hits(Task, "农贸").exists()


def test_saving_other_fields_writes_no_index(
    tasks: dict[str, Task], django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        tasks["shops"].save(update_fields=["light"])


def test_index_keeps_the_transaction_of_the_write(tasks: dict[str, Task]) -> None:
    task = tasks["shops"]
    try:
        with transaction.atomic():
            task.title = "农贸市场"
            task.save()
            raise LookupError
    except LookupError:
        pass
    assert not hits(Task, "农贸").exists()
    assert hits(Task, "菜店").exists()


def test_index_is_made_anew(tasks: dict[str, Task], capsys: pytest.CaptureFixture[str]) -> None:
    Document.objects.all().delete()
    assert not hits(Task, "菜店").exists()
    call_command("rebuild_search")
    assert "task 4" in capsys.readouterr().out
    assert hits(Task, "菜店").exists()
    Task.objects.filter(pk=tasks["base"].pk).update(title="智慧灯杆", words="智慧灯杆")
    assert index_rows(Task.objects.all()) == 4
    assert list(hits(Task, "灯杆")) == [tasks["base"].pk]
    assert rebuild()["task"] == 4
