"""Corrections to figures, and how corrections are stored."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from luoshi.city.rules.anchors import Anchor, anchor
from luoshi.city.rules.correction_codec import Stored, check_complete, loaded, stored
from luoshi.city.rules.corrections import Correction
from luoshi.city.rules.figure_corrections import FigureCorrection, FigureEdit, corrected_figures
from luoshi.errors import UsageError
from luoshi.reading.records import Figure

TEXT = "地区生产总值增长6%左右，新建学校100所，改造小区50个。"
GROWTH = Figure(
    8, 10, quote="6%", subject="地区生产总值", measure="growth", low=6.0, high=6.0, unit="%", bound="exact",
    status="target", tone="plain", period="2026", section=3, place=None,
)  # fmt: skip
SCHOOLS = replace(
    GROWTH,
    start=17,
    end=21,
    quote="100所",
    subject="新建学校",
    measure="level",
    low=100.0,
    high=100.0,
    unit="所",
)
HOUSES = replace(SCHOOLS, start=26, end=29, quote="50个", subject="改造小区", low=50.0, high=50.0, unit="个")


def at(figure: Figure, start: int = 0, end: int = 0) -> Anchor:
    return anchor(TEXT, figure.start + start, figure.end + end)


def test_the_text_is_that_of_the_figures() -> None:
    assert [TEXT[one.start : one.end] for one in (GROWTH, SCHOOLS, HOUSES)] == [
        one.quote for one in (GROWTH, SCHOOLS, HOUSES)
    ]


def test_an_edit_sets_its_fields_and_leaves_the_others() -> None:
    edit = FigureCorrection(id=1, kind="edit", at=at(GROWTH), fields=FigureEdit(bound="about", tone=None))
    first, second = corrected_figures([GROWTH, SCHOOLS], [edit], TEXT).figures
    assert first.figure == replace(GROWTH, bound="about", tone=None)
    assert (first.origin, first.state, first.corrections, first.read) == ("person", "confirmed", (1,), 0)
    assert (second.figure, second.origin, second.state) == (SCHOOLS, "read", "unconfirmed")


def test_fields_that_nobody_set_follow_the_newest_reading() -> None:
    edit = FigureCorrection(id=1, kind="edit", at=at(GROWTH), fields=FigureEdit(bound="about"), was=GROWTH)
    better = replace(GROWTH, subject="GDP")
    (one,) = corrected_figures([better], [edit], TEXT).figures
    assert (one.figure.subject, one.figure.bound) == ("GDP", "about")


def test_a_correction_outlives_the_reading_of_its_figure() -> None:
    edit = FigureCorrection(
        id=1, kind="edit", at=at(SCHOOLS), fields=FigureEdit(low=120.0, high=120.0), was=SCHOOLS
    )
    (one,) = corrected_figures([], [edit], TEXT).figures
    assert (one.figure.low, one.figure.subject, one.read, one.figure.section) == (
        120.0,
        "新建学校",
        None,
        None,
    )
    alone = replace(edit, was=None)
    assert corrected_figures([], [alone], TEXT).unplaced == (alone,)


def test_a_shifted_cut_is_still_the_same_figure() -> None:
    edit = FigureCorrection(id=1, kind="edit", at=at(SCHOOLS), fields=FigureEdit(unit="座"))
    (one,) = corrected_figures([replace(SCHOOLS, start=15)], [edit], TEXT).figures
    assert (one.figure.start, one.figure.end, one.figure.unit) == (17, 21, "座")


@pytest.mark.parametrize(
    ("kind", "state"), [("confirm", "confirmed"), ("exclude", "excluded"), ("include", "confirmed")]
)
def test_judging_changes_the_state_only(kind: Any, state: str) -> None:
    judged = FigureCorrection(id=1, kind=kind, at=at(HOUSES), reason="上年数")
    (one,) = corrected_figures([HOUSES], [judged], TEXT).figures
    assert (one.figure, one.state, one.origin, one.reason) == (HOUSES, state, "read", "上年数")


def test_a_figure_is_added_and_found_again_in_a_moved_text() -> None:
    added = FigureCorrection(id=1, kind="add", at=at(HOUSES), was=HOUSES)
    (one,) = corrected_figures([], [added], "各位代表：\n" + TEXT).figures
    assert (one.figure.start, one.figure.quote, one.origin) == (HOUSES.start + 6, "50个", "person")


def test_an_added_figure_takes_the_place_of_one_that_was_read_there() -> None:
    added = FigureCorrection(id=1, kind="add", at=at(HOUSES), was=replace(HOUSES, subject="改造老旧小区"))
    (one,) = corrected_figures([replace(HOUSES, subject="小区")], [added], TEXT).figures
    assert (one.figure.subject, one.origin, one.state) == ("改造老旧小区", "person", "confirmed")


def test_words_that_are_gone_leave_it_unplaced() -> None:
    gone = FigureCorrection(id=1, kind="exclude", at=Anchor(17, 21, "300所"))
    found = corrected_figures([SCHOOLS], [gone], TEXT)
    assert found.unplaced == (gone,)
    assert [one.figure for one in found.figures] == [SCHOOLS]


edits = st.builds(
    FigureCorrection,
    id=st.integers(1, 99),
    kind=st.sampled_from(["confirm", "edit", "exclude", "include", "add"]),
    at=st.sampled_from([at(GROWTH), at(SCHOOLS), at(HOUSES), at(SCHOOLS, -4), at(HOUSES, -2, -1)]),
    fields=st.sampled_from([FigureEdit(), FigureEdit(subject="学校"), FigureEdit(low=1.0, tone=None)]),
    was=st.sampled_from([SCHOOLS, HOUSES]),
)


@given(st.lists(edits, max_size=4), st.sets(st.sampled_from([0, 1, 2])))
def test_no_correction_is_lost_and_none_counts_twice(steps: list[FigureCorrection], left: set[int]) -> None:
    figures = [one for number, one in enumerate((GROWTH, SCHOOLS, HOUSES)) if number not in left]
    found = corrected_figures(figures, steps, TEXT)
    assert not found.unplaced
    assert corrected_figures(figures, [one for step in steps for one in (step, step)], TEXT) == found
    assert not steps or any(steps[-1].id in one.corrections for one in found.figures)
    spans = sorted((one.figure.start, one.figure.end) for one in found.figures)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


CORRECTIONS: list[Correction | FigureCorrection] = [
    Correction(id=4, kind="confirm", at=(at(GROWTH),)),
    Correction(id=5, kind="join", at=(at(SCHOOLS), at(HOUSES)), reason="一件事"),
    Correction(
        id=6, kind="split", at=(anchor(TEXT, 13, 29),), into=(anchor(TEXT, 13, 21), anchor(TEXT, 22, 29))
    ),
    Correction(id=7, kind="edit", at=(at(SCHOOLS),), promise_kind="project", words="学校"),
    FigureCorrection(id=8, kind="edit", at=at(GROWTH), fields=FigureEdit(tone=None, low=5.5), was=GROWTH),
    FigureCorrection(id=9, kind="exclude", at=at(GROWTH), reason="上年数"),
]


@pytest.mark.parametrize("one", CORRECTIONS, ids=lambda one: f"{type(one).__name__}-{one.kind}")
def test_a_correction_survives_its_row(one: Correction | FigureCorrection) -> None:
    row = stored(one)
    plain = json.loads(json.dumps(to_builtins(row.detail)))
    assert loaded(row._replace(detail=plain)) == one
    assert (row.start, row.end, row.quote) == (at(GROWTH).start, at(GROWTH).end, "6%") or one.id not in {
        4,
        8,
        9,
    }


def test_a_field_that_is_set_to_nothing_is_not_one_that_is_not_set() -> None:
    assert stored(CORRECTIONS[4]).detail["fields"] == {"tone": None, "low": 5.5}


@pytest.mark.parametrize(
    "row",
    [
        Stored(1, "delete", 0, 2, "地区", {}),
        Stored(1, "confirm", 0, 2, "地区", {"span": 3}),
        Stored(1, "edit", 0, 2, "地区", {"promise_kind": "wish"}),
        Stored(1, "figure", 0, 2, "地区", {}),
        Stored(1, "figure", 0, 2, "地区", {"what": "edit", "fields": {"low": "many"}}),
        Stored(1, "figure", 0, 2, "地区", {"what": "edit", "fields": {"start": 3}}),
    ],
)
def test_a_row_that_is_wrong_is_refused(row: Stored) -> None:
    with pytest.raises(UsageError, match="请撤回后重新更正"):
        loaded(row)


@pytest.mark.parametrize(
    ("one", "missing"),
    [
        (CORRECTIONS[0], None),
        (CORRECTIONS[1], None),
        (CORRECTIONS[2], None),
        (CORRECTIONS[5], None),
        (Correction(id=1, kind="exclude", at=(at(GROWTH),)), "“排除”这条更正还缺：理由"),
        (Correction(id=1, kind="join", at=(at(GROWTH),)), "“合并”这条更正还缺：至少两段原文"),
        (
            Correction(id=1, kind="split", at=(at(GROWTH),), into=(at(GROWTH),)),
            "“拆分”这条更正还缺：至少两段原文",
        ),
        (Correction(id=1, kind="add", at=(Anchor(3, 3, " "),)), "“补充”这条更正还缺：所指的原文"),
        (FigureCorrection(id=1, kind="add", at=at(GROWTH)), "“补充”这条更正还缺：完整的数字"),
        (FigureCorrection(id=1, kind="exclude", at=at(GROWTH), reason=" "), "“排除”这条更正还缺：理由"),
    ],
)
def test_a_new_correction_says_enough(one: Correction | FigureCorrection, missing: str | None) -> None:
    if missing is None:
        check_complete(one)
        return
    with pytest.raises(UsageError, match=missing):
        check_complete(one)
