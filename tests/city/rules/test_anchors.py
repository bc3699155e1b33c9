"""Anchors are found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.rules.anchors import Anchor, anchor, locate, locate_all, squeezed
from luoshi.reading.text import Span

TEXT = "新建学校100所。改造老旧小区50个。新建学校100所。"


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        (Anchor(0, 8, "新建学校100所"), TEXT, (0, 8)),
        (Anchor(19, 27, "新建学校100所"), TEXT, (19, 27)),
        (Anchor(3, 11, "新建学校100所"), TEXT, (0, 8)),  # the nearest
        (Anchor(15, 23, "新建学校100所"), TEXT, (19, 27)),
        (Anchor(900, 908, "新建学校100所"), TEXT, (19, 27)),
        (Anchor(0, 9, "新建学校200所"), TEXT, None),
        (Anchor(0, 9, ""), TEXT, None),
        (Anchor(0, 0, " \n"), TEXT, None),
        (Anchor(0, 9, "新建学校100所"), "", None),
        (Anchor(0, 9, "新建学校100所"), "一、\n新建\n学校 100所。", (3, 13)),  # lines broken elsewhere
        (Anchor(0, 11, "新建\n学校\n100所"), TEXT, (0, 8)),
        (Anchor(0, 3, "a.b"), "axb a.b", (4, 7)),  # no pattern
    ],
)
def test_locate(wanted: Anchor, text: str, expected: tuple[int, int] | None) -> None:
    found = locate(wanted, text)
    assert (None if found is None else (found.start, found.end)) == expected


def test_anchors_of_one_correction_stay_together_and_apart() -> None:
    wanted = [anchor(TEXT, 19, 23), anchor(TEXT, 23, 28)]
    moved = "序。" + TEXT
    assert locate_all(wanted, moved) == (Span(21, 25), Span(25, 30))
    # what the first moved by tells which of two the second is
    pieces = [Anchor(0, 4, "改造小区"), Anchor(4, 7, "50个")]
    assert locate_all(pieces, "共50个。改造小区50个") == (Span(5, 9), Span(9, 12))
    assert locate_all(pieces, "新增泊位50个。改造小区50个") == (Span(8, 12), Span(12, 15))
    twice = [Anchor(0, 2, "建设"), Anchor(4, 6, "建设")]
    assert locate_all(twice, "建设和建设") == (Span(0, 2), Span(3, 5))
    assert locate_all(twice, "建设") is None


@given(st.text("新建学校所。\n ", min_size=1, max_size=30), st.data())
def test_what_is_anchored_is_found_at_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = locate(anchor(text, start, end), text)
    assert (found is None) == (not squeezed(text[start:end]))
    assert found is None or found == Span(start, end)


@given(st.text("新建学校所。", min_size=1, max_size=30), st.text("新建学校所。\n", max_size=20), st.data())
def test_words_are_found_again_wherever_the_text_moves(text: str, before: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = locate(anchor(text, start, end), before + text)
    assert found is not None
    assert squeezed(found.of(before + text)) == text[start:end]
