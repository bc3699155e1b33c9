"""Rows are found again by their place, keys are never given twice, whatever is read and corrected in whatever order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.city.reports.clause_edges import clauses, found_words, moved, parts, sentence
from luoshi.city.reports.matching import found_again
from luoshi.reading.text import Span


def spans(*pairs: tuple[int, int]) -> list[Span]:
    return [Span(*pair) for pair in pairs]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([(0, 10), (10, 20)], [(10, 20), (0, 10)], [1, 0]),
        ([(0, 10)], [(0, 12)], [0]),
        ([(0, 30)], [(0, 10), (10, 30)], [None, 0]),
        ([(0, 10), (12, 30)], [(0, 30)], [1]),
        ([(0, 10)], [(8, 30)], [None]),
        ([(0, 10)], [], []),
        ([], [(0, 10)], [None]),
        ([(0, 10), (0, 10)], [(0, 10)], [0]),
    ],
)
def test_spans_are_found_again(before: Any, after: Any, expected: list[int | None]) -> None:
    assert found_again(spans(*before), spans(*after)) == expected


def test_a_row_with_a_task_goes_before_one_that_shares_more() -> None:
    assert found_again(spans((0, 10), (12, 30)), spans((0, 30)), [True, False]) == [0]
    assert found_again(spans((0, 10), (0, 10)), spans((0, 10)), [False, True]) == [1]


some_spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=12
)


@given(some_spans, some_spans)
def test_each_row_is_found_at_most_once_and_shares_half_of_the_shorter(
    before: list[Span], after: list[Span]
) -> None:
    found = [one for one in found_again(before, after) if one is not None]
    assert len(found) == len(set(found))
    for index, span in zip(found_again(before, after), after, strict=True):
        if index is not None:
            shared = min(before[index].end, span.end) - max(before[index].start, span.start)
            assert 2 * shared >= min(before[index].end - before[index].start, span.end - span.start)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=10))
def test_spans_that_did_not_change_are_all_found(lengths: list[int]) -> None:
    ends = [sum(lengths[: index + 1]) for index in range(len(lengths))]
    same = [Span(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    assert found_again(same, same) == list(range(len(same)))


WORDS = "（一）办好实事。新建菜店40个，改造小区52个；建成步行桥。\n　　推进修复，投资1,200万元。"


def at(words: str) -> Span:
    return Span(WORDS.index(words), WORDS.index(words) + len(words))


@pytest.mark.parametrize(
    ("extent", "way", "expected"),
    [
        ("改造小区52个", "start-left", "新建菜店40个，改造小区52个"),
        ("新建菜店40个，改造小区52个", "start-right", "改造小区52个"),
        ("新建菜店40个，改造小区52个", "end-left", "新建菜店40个"),
        ("改造小区52个", "end-right", "改造小区52个；建成步行桥"),
        ("改造小区52个", "start-right", "改造小区52个"),
        ("改造小区52个", "end-left", "改造小区52个"),
        ("（一）办好实事", "start-left", "（一）办好实事"),
        ("投资1,200万元", "end-right", "投资1,200万元"),
        ("投资1,200万元", "nonsense", "投资1,200万元"),
    ],
)
def test_ends_move_by_clauses(extent: str, way: str, expected: str) -> None:
    assert moved(WORDS, at(extent), way).of(WORDS) == expected


def test_clauses_keep_numbers_whole() -> None:
    assert [one.of(WORDS) for one in clauses(WORDS, 0, len(WORDS))] == [
        "（一）办好实事", "新建菜店40个", "改造小区52个", "建成步行桥", "推进修复", "投资1,200万元",
    ]  # fmt: skip


def test_parts_and_sentences() -> None:
    whole = at("新建菜店40个，改造小区52个；建成步行桥")
    cuts = [at("建成").start, at("改造").start, 3, 999]
    assert [one.of(WORDS) for one in parts(WORDS, whole, cuts)] == [
        "新建菜店40个",
        "改造小区52个",
        "建成步行桥",
    ]
    assert sentence(WORDS, at("52个")).of(WORDS) == "新建菜店40个，改造小区52个"


@given(st.text("，。；\n 　甲乙丙1,", max_size=60), st.data())
def test_extents_stay_inside_the_text_and_are_never_empty(text: str, data: st.DataObject) -> None:
    for clause in clauses(text, 0, len(text)):
        way = data.draw(st.sampled_from(["start-left", "start-right", "end-left", "end-right"]))
        after = moved(text, clause, way)
        assert 0 <= after.start < after.end <= len(text)
        assert (after.start == clause.start) or (after.end == clause.end)


def test_words_are_found_whatever_their_line_breaks() -> None:
    assert found_words("甲乙。\n新建菜\n店40个", "新建菜店40个", Span(0, 0)) == Span(4, 12)
    assert found_words("甲乙", "丙", Span(0, 0)) is None
    assert found_words("甲乙", "  ", Span(0, 0)) is None


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_corrected_keys_are_new_or_their_own_and_withdrawing_all_gives_the_reading_back(
    data: st.DataObject, office: Any, report: Any
) -> None:
    from django.db import transaction

    from luoshi.city.reports.actions import correcting
    from luoshi.city.reports.models import Correction, Promise
    from luoshi.city.reports.queries import promises_of
    from luoshi.errors import LuoshiError

    actor, key = office.actor("office"), report.key
    read = [(one.start, one.end, one.text, one.state) for one in promises_of(report)]
    point = transaction.savepoint()
    given_before = set(Promise.objects.values_list("key", flat=True))
    for _ in range(data.draw(st.integers(1, 6))):
        now = list(promises_of(report))
        one = data.draw(st.sampled_from(now))
        act = data.draw(st.sampled_from(["confirm", "exclude", "include", "edit", "join", "split", "add"]))
        start = data.draw(st.integers(0, len(report.text) - 1))
        end = data.draw(st.integers(start + 1, min(len(report.text), start + 80)))
        numbers = {row.key for row in Promise.objects.filter(report=report)}
        try:
            if act in ("confirm", "include"):
                getattr(correcting, f"{act}_promise")(actor=actor, report_key=key, key=one.key)
            elif act == "exclude":
                correcting.exclude_promise(actor=actor, report_key=key, key=one.key, reason="理由")
            elif act == "edit":
                correcting.edit_promise(
                    actor=actor, report_key=key, key=one.key, start=start, end=end, kind="task"
                )
            elif act == "add":
                correcting.add_promise(actor=actor, report_key=key, start=start, end=end, kind="task")
            elif act == "join":
                correcting.join_promises(
                    actor=actor, report_key=key, keys=[one.key, data.draw(st.sampled_from(now)).key]
                )
            else:
                pieces = [(part.start, part.end) for part in clauses(report.text, one.start, one.end)]
                correcting.split_promise(actor=actor, report_key=key, key=one.key, parts=pieces)
        except LuoshiError:
            pass
        after = {row.key for row in Promise.objects.filter(report=report)}
        fresh = after - numbers
        assert not fresh & given_before, "a key is never given to another promise"
        given_before |= after
        places = [(row.start, row.end) for row in promises_of(report).exclude(state="excluded")]
        assert len(places) == len(set(places))
    for row in Correction.objects.filter(report=report):
        correcting.withdraw_correction(actor=actor, report_key=key, number=row.pk)
    assert [(one.start, one.end, one.text, one.state) for one in promises_of(report)] == read
    transaction.savepoint_rollback(point)
