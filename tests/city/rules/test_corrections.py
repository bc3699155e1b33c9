"""Corrections win over what was read, and are never lost."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import luoshi
from corpus import demo_folder
from luoshi.city.rules.anchors import Anchor, anchor
from luoshi.city.rules.corrections import Corrected, Correction, CorrectionKind, EffectivePromise, corrected
from luoshi.reading.records import Promise

TEXT = "新建改建学校一百所，改造老旧小区五十个，新增停车泊位两万个。支持企业加快发展壮大。"
A, B, C, D = (0, 9), (10, 19), (20, 29), (30, 40)


def read(*spans: tuple[int, int], text: str = TEXT) -> tuple[Promise, ...]:
    return tuple(
        Promise(
            start, end, text[start:end], kind="livelihood", period="2026", section=0, figures=(), place=None
        )
        for start, end in spans
    )


def says(
    kind: CorrectionKind, *at: tuple[int, int], into: Iterable[tuple[int, int]] = (), **more: Any
) -> Correction:
    return Correction(
        id=more.pop("id", 1),
        kind=kind,
        at=tuple(anchor(TEXT, *span) for span in at),
        into=tuple(anchor(TEXT, *span) for span in into),
        **more,
    )


def shown(found: Corrected) -> list[tuple[int, int, str, str]]:
    return [(one.start, one.end, one.origin, one.state) for one in found.promises]


READ = [
    (*A, "read", "unconfirmed"),
    (*B, "read", "unconfirmed"),
    (*C, "read", "unconfirmed"),
    (*D, "read", "unconfirmed"),
]


@pytest.mark.parametrize(
    ("correction", "changed"),
    [
        (says("confirm", B), {B: [(*B, "read", "confirmed")]}),
        (says("exclude", D, reason="没有可办的事"), {D: [(*D, "read", "excluded")]}),
        (says("include", D), {D: [(*D, "read", "confirmed")]}),
        (says("edit", B, promise_kind="project"), {B: [(*B, "person", "confirmed")]}),
        (says("edit", B, into=[(12, 19)]), {B: [(12, 19, "person", "confirmed")]}),
        (says("edit", B, into=[(10, 29)]), {B: [(10, 29, "person", "confirmed")], C: []}),
        (says("edit", (0, 29), into=[A]), {A: [(*A, "person", "confirmed")], B: [], C: []}),
        (says("split", (0, 29), into=[A, C]), {A: [(*A, "person", "confirmed")], B: [], C: [(*C, "person", "confirmed")]}),
        (says("join", A, B), {A: [(0, 19, "person", "confirmed")], B: []}),
        (says("join", A, C), {A: [(0, 29, "person", "confirmed")], B: [], C: []}),
        (says("split", D, into=[(30, 34), (34, 40)]), {D: [(30, 34, "person", "confirmed"), (34, 40, "person", "confirmed")]}),
    ],
)  # fmt: skip
def test_each_kind_of_correction(
    correction: Correction, changed: dict[tuple[int, int], list[object]]
) -> None:
    expected: list[object] = []
    for one in READ:
        expected += changed.get(one[:2], [one])
    found = corrected(read(A, B, C, D), [correction], TEXT)
    assert shown(found) == expected
    assert found.unplaced == ()


def test_what_was_not_read_is_added() -> None:
    found = corrected(read(A, B), [says("add", C, promise_kind="project")], TEXT)
    assert shown(found) == [*READ[:2], (*C, "person", "confirmed")]
    assert (found.promises[2].text, found.promises[2].kind) == ("新增停车泊位两万个", "project")


def test_words_kind_reason_and_provenance() -> None:
    steps = [
        says("edit", B, id=1, words="改造老旧小区50个", promise_kind="task"),
        says("confirm", B, id=2),
        says("exclude", A, id=3, reason="上年任务"),
    ]
    first, second, third = corrected(read(A, B, C), steps, TEXT).promises
    assert (first.state, first.reason, first.corrections) == ("excluded", "上年任务", (3,))
    assert (second.text, second.kind, second.corrections, second.read) == (
        "改造老旧小区50个",
        "task",
        (1, 2),
        (1,),
    )
    assert (third.text, third.kind, third.corrections, third.read) == (TEXT[20:29], "livelihood", (), (2,))


def test_a_later_correction_wins() -> None:
    once = [says("exclude", B, id=1, reason="重复"), says("include", B, id=2)]
    assert corrected(read(A, B), once, TEXT).promises[1].state == "confirmed"
    assert corrected(read(A, B), once[::-1], TEXT).promises[1].state == "excluded"
    joined = [says("join", A, B, id=1), says("split", (0, 19), into=[A, B], id=2)]
    assert shown(corrected(read(A, B), joined, TEXT)) == [
        (*A, "person", "confirmed"),
        (*B, "person", "confirmed"),
    ]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        # a reader that cuts coarser: what the person did not speak of is not lost
        ([(0, 29), D], [(*A, "read"), (*B, "person"), (*C, "read"), (*D, "read")]),
        # … that cuts finer, or shifted: no fragments beside the person's span
        ([(10, 14), (14, 19)], [(*B, "person")]),
        ([(8, 17), (18, 29)], [(*B, "person"), (*C, "read")]),
        ([(10, 22)], [(*B, "person")]),
        # … that does not read it at all
        ([A], [(*A, "read"), (*B, "person")]),
        ([], [(*B, "person")]),
    ],
)
def test_reading_again_loses_no_correction(
    spans: list[tuple[int, int]], expected: list[tuple[int, int, str]]
) -> None:
    found = corrected(read(*spans), [says("confirm", B)], TEXT)
    assert [(one.start, one.end, one.origin) for one in found.promises] == expected
    assert [one.state for one in found.promises if (one.start, one.end) == B] == ["confirmed"]


def test_an_exclusion_stays_where_the_reader_no_longer_reads() -> None:
    (one,) = corrected((), [says("exclude", D, reason="口号")], TEXT).promises
    assert (one.state, one.origin, one.reason, one.read) == ("excluded", "person", "口号", ())


def test_a_promise_inside_an_excluded_stretch_stands_beside_it() -> None:
    steps = [says("exclude", (0, 29), id=1, reason="合并句"), says("add", B, id=2)]
    assert shown(corrected(read((0, 29)), steps, TEXT)) == [
        (0, 29, "read", "excluded"),
        (*B, "person", "confirmed"),
    ]


def test_what_is_left_of_a_confirmed_promise_is_not_confirmed() -> None:
    steps = [says("confirm", (0, 29), id=1), says("exclude", B, id=2, reason="重复")]
    left = [(*A, "read", "unconfirmed"), (*B, "person", "excluded"), (*C, "read", "unconfirmed")]
    assert shown(corrected(read((0, 29)), steps, TEXT)) == left


def test_what_is_left_ends_where_its_promise_ended() -> None:
    found = corrected(read((0, 16), (16, 19), C), [says("edit", A, into=[C])], TEXT)
    assert shown(found) == [
        (10, 16, "read", "unconfirmed"),
        (16, 19, "read", "unconfirmed"),
        (*C, "person", "confirmed"),
    ]


def test_words_that_are_gone_leave_the_correction_unplaced() -> None:
    gone = Correction(id=1, kind="exclude", at=(Anchor(10, 19, "改造棚户区六十个"),), reason="重复")
    half = Correction(
        id=2,
        kind="split",
        at=(anchor(TEXT, *D),),
        into=(anchor(TEXT, 30, 34), Anchor(34, 40, "快速发展壮大")),
    )
    found = corrected(read(A, D), [gone, half], TEXT)
    assert found.unplaced == (gone, half)
    assert shown(found) == [READ[0], READ[3]]


def test_an_edit_whose_old_words_are_gone_still_stands() -> None:
    edit = Correction(id=1, kind="edit", at=(Anchor(9, 19, "，改造旧小区五十个"),), into=(anchor(TEXT, *B),))
    assert shown(corrected(read(A, (10, 18)), [edit], TEXT)) == [READ[0], (*B, "person", "confirmed")]


def test_corrections_follow_their_words() -> None:
    moved = "各位代表：\n" + TEXT.replace("老旧小区", "老旧\n小区")
    found = corrected((), [says("confirm", B), says("add", C, id=2)], moved)
    assert [moved[one.start : one.end] for one in found.promises] == [
        "改造老旧\n小区五十个",
        "新增停车泊位两万个",
    ]
    assert found.promises[0].text == "改造老旧小区五十个"


def test_pieces_that_overlap_are_unplaced_rather_than_doubled() -> None:
    split = says("split", A, into=[(0, 6), (4, 9)])
    found = corrected(read(A), [split], TEXT)
    assert found.unplaced == (split,)


# ── Properties, over a text whose words are all different and cuts of every kind ─────────────────

LONG = "".join(chr(0x4E00 + number) + ("，" if number % 7 == 6 else "") for number in range(70))


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Promise, ...]:
    """What some reader reads of the text: stretches that do not overlap."""
    marks = sorted(draw(st.sets(st.integers(0, len(LONG)), min_size=2, max_size=14)))
    spans = [span for span in pairwise(marks) if draw(st.booleans())]
    return read(*spans, text=LONG)


@st.composite
def corrections(draw: st.DrawFn) -> list[Correction]:
    steps = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["confirm", "edit", "join", "split", "exclude", "include", "add"]))
        marks = sorted(draw(st.sets(st.integers(0, len(LONG)), min_size=6, max_size=6)))
        spans = [anchor(LONG, *marks[index : index + 2]) for index in (0, 2, 4)]
        at = tuple(spans[:2]) if kind == "join" else tuple(spans[:1])
        into: tuple[Anchor, ...] = ()
        if kind == "split":
            at, into = (anchor(LONG, marks[0], marks[3]),), (spans[0], spans[1])
        elif kind == "edit" and draw(st.booleans()):
            into = (spans[1],)
        steps.append(Correction(id=number, kind=kind, at=at, into=into, reason=kind))  # type: ignore[arg-type]
    return steps


def disjoint(promises: Iterable[EffectivePromise]) -> bool:
    """Whether no two promises overlap that are not excluded."""
    standing = sorted((one.start, one.end) for one in promises if one.state != "excluded")
    return all(left[1] <= right[0] for left, right in pairwise(standing))


def by_person(found: Corrected) -> list[tuple[int, int, str, tuple[int, ...]]]:
    """What persons made, whatever the reader read below it."""
    return sorted(
        (one.start, one.end, one.state, one.corrections)
        for one in found.promises
        if one.corrections and one.state != "unconfirmed"
    )


@given(cuts(), corrections())
def test_effective_promises_never_overlap_unless_excluded(
    promises: tuple[Promise, ...], steps: list[Correction]
) -> None:
    found = corrected(promises, steps, LONG)
    assert disjoint(found.promises)
    assert found.unplaced == ()
    assert all(LONG[one.start : one.end] == one.text for one in found.promises)
    assert list(found.promises) == sorted(
        found.promises, key=lambda one: (one.start, -one.end, one.state == "excluded")
    )


@given(cuts(), cuts(), corrections())
def test_reading_again_with_other_cuts_keeps_every_span_a_person_made(
    first: tuple[Promise, ...], second: tuple[Promise, ...], steps: list[Correction]
) -> None:
    assert by_person(corrected(first, steps, LONG)) == by_person(corrected(second, steps, LONG))


@given(cuts(), corrections())
def test_the_last_correction_is_never_touched(promises: tuple[Promise, ...], steps: list[Correction]) -> None:
    last = steps[-1]
    wanted = {(one.start, one.end) for one in last.into or last.at}
    if last.kind == "join" and not last.into:
        wanted = {(min(start for start, _ in wanted), max(end for _, end in wanted))}
    state = "excluded" if last.kind == "exclude" else "confirmed"
    found = {
        (one.start, one.end)
        for one in corrected(promises, steps, LONG).promises
        if last.id in one.corrections and one.state == state
    }
    assert wanted <= found


@given(cuts(), corrections())
def test_applying_a_correction_twice_is_applying_it_once(
    promises: tuple[Promise, ...], steps: list[Correction]
) -> None:
    doubled = [one for step in steps for one in (step, step)]
    assert corrected(promises, doubled, LONG) == corrected(promises, steps, LONG)


@given(cuts(), corrections())
def test_only_corrections_take_words_away(promises: tuple[Promise, ...], steps: list[Correction]) -> None:
    found = corrected(promises, steps, LONG)
    kept = {place for one in found.promises for place in range(one.start, one.end)}
    spoken = {
        place for step in steps for one in (*step.at, *step.into) for place in range(one.start, one.end)
    }
    for one in promises:
        left = [place for place in range(one.start, one.end) if place not in kept and place not in spoken]
        runs = "".join(LONG[place] if place in left else " " for place in range(one.start, one.end))
        assert all(len(run.strip("，")) < 6 for run in runs.split())


@given(cuts())
def test_without_corrections_all_is_as_read(promises: tuple[Promise, ...]) -> None:
    found = corrected(promises, [], LONG)
    assert [(one.start, one.end, one.text, one.kind) for one in found.promises] == [
        (one.start, one.end, one.text, one.kind) for one in promises
    ]
    assert [one.read for one in found.promises] == [(index,) for index in range(len(promises))]


@pytest.mark.parametrize("name", ["青岚市-2025.txt", "青岚市-2026.md"])
def test_corrections_survive_a_coarser_reading_of_a_whole_report(name: str) -> None:
    fine, coarse = (luoshi.read(demo_folder() / name, cut=cut) for cut in ("fine", "coarse"))
    text = fine.text
    steps = [
        Correction(
            id=number,
            kind="exclude" if number % 5 == 0 else "confirm",
            at=(anchor(text, one.start, one.end),),
            reason="重复",
        )
        for number, one in enumerate(fine.promises)
        if number % 3
    ]
    before, after = corrected(fine.promises, steps, text), corrected(coarse.promises, steps, text)
    assert not before.unplaced
    assert not after.unplaced
    assert by_person(before) == by_person(after)
    assert disjoint(after.promises)
    # the same report with a line before it: everything moves, nothing is lost
    moved = corrected((), steps, "青岚市人民政府\n" + text)
    assert not moved.unplaced
    assert len(moved.promises) == len(steps)


def test_a_correction_can_be_withdrawn() -> None:
    steps = [says("exclude", B, id=1), says("join", A, C, id=2)]
    assert corrected(read(A, B, C), steps[:1], TEXT) == corrected(read(A, B, C), [replace(steps[0])], TEXT)
    assert shown(corrected(read(A, B, C, D), [], TEXT)) == READ
