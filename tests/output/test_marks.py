"""Marks nest whatever way their spans overlap, and no character is lost."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.output.page.marks import Mark, around_whole, nested
from luoshi.reading.text import Span


def mark(start: int, end: int, name: str, rank: int = 0) -> Mark:
    return Mark(start, end, rank, f'<i id="{name}">', f'<i class="{name}">', "</i>")


def shown(text: str, *marks: Mark) -> str:
    html = str(nested(text, Span(0, len(text)), marks))
    return re.sub(r'<i (?:id|class)="(\w)">', r"<\1>", html).replace("</i>", ">")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "abcdef"),
        ([(1, 3)], "a<x>bc>def"),
        ([(1, 3), (3, 5)], "a<x>bc><y>de>f"),
        ([(1, 5), (2, 4)], "a<x>b<y>cd>e>f"),
        ([(2, 4), (1, 5)], "a<y>b<x>cd>e>f"),
        ([(1, 4), (2, 5)], "a<x>b<y>cd>><y>e>f"),
        ([(0, 6), (0, 6)], "<x><y>abcdef>>"),
        ([(0, 3), (1, 4), (2, 5)], "<x>a<y>b<z>c>>><z><y>d>e>f"),
        ([(-2, 2)], "<x>ab>cdef"),
        ([(4, 9)], "abcd<x>ef>"),
        ([(7, 9)], "abcdef"),
    ],
)
def test_spans_nest(spans: list[tuple[int, int]], expected: str) -> None:
    marks = [mark(start, end, name) for (start, end), name in zip(spans, "xyz", strict=False)]
    assert shown("abcdef", *marks) == expected


def test_lower_ranks_lie_outside() -> None:
    assert shown("ab", mark(0, 2, "x", rank=2), mark(0, 2, "y", rank=1)) == "<y><x>ab>>"


def test_text_is_escaped() -> None:
    assert shown('<b>&"', mark(0, 3, "x")) == "<x>&lt;b&gt;>&amp;&#34;"


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((3, 6), (2, 6)),
        ((0, 3), (0, 4)),
        ((2, 4), (2, 4)),
        ((0, 2), (0, 2)),
        ((4, 6), (4, 6)),
        ((3, 3), (2, 4)),
    ],
)
def test_ends_inside_a_whole_move_outward(span: tuple[int, int], expected: tuple[int, int]) -> None:
    (moved,) = around_whole([mark(*span, "x")], [Span(2, 4)])
    assert (moved.start, moved.end) == expected


spans = st.tuples(st.integers(0, 12), st.integers(1, 6), st.integers(0, 3)).map(
    lambda drawn: (drawn[0], drawn[0] + drawn[1], drawn[2])
)


@given(st.text(alphabet="ab<&中\n", max_size=14), st.lists(spans, max_size=6))
def test_any_spans_give_well_formed_html_with_every_character(
    text: str, drawn: list[tuple[int, int, int]]
) -> None:
    marks = [mark(start, end, f"m{index}", rank) for index, (start, end, rank) in enumerate(drawn)]
    tree = ET.fromstring(f"<p>{nested(text, Span(0, len(text)), marks)}</p>")  # noqa: S314  our own
    assert "".join(tree.itertext()) == text
    for index, (start, end, _) in enumerate(drawn):
        pieces = [node for node in tree.iter("i") if f"m{index}" in (node.get("id"), node.get("class"))]
        assert "".join("".join(piece.itertext()) for piece in pieces) == text[start:end]
        assert sum(piece.get("id") is not None for piece in pieces) == (start < len(text))
