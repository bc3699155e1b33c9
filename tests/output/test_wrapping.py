"""Lines and columns for a terminal: as wide as they look, and no mark at the wrong end of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from luoshi.output.grid import grid
from luoshi.output.wrapping import padded, shortened, wrapped, wrapped_styled


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("新建公园", 8, ["新建公园"]),
        ("新建公园12个，绿道", 14, ["新建公园12个，", "绿道"]),
        ("新建公园12个，绿道", 13, ["新建公园12", "个，绿道"]),
        ("改造（一期", 6, ["改造", "（一期"]),
        ("产值1564.7亿元", 8, ["产值", "1564.7亿", "元"]),
        ("read what people have", 10, ["read what", "people", "have"]),
        ("见https://a.example/very/long", 10, ["见", "https://a.", "example/ve", "ry/long"]),
        ("称为“云汀”。", 8, ["称为“云", "汀”。"]),
    ],
)
def test_lines_break_between_words(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


_TEXT = st.text(alphabet="新建公园，。；（）“”12.3%ab ", max_size=60)


@given(_TEXT, st.integers(12, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert [line.plain for line in wrapped_styled(Text(text), width)] == lines
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize(
    ("text", "width", "said"),
    [("新建公园", 8, "新建公园"), ("新建公园", 7, "新建公…"), ("新建公园", 6, "新建…")],
)
def test_long_text_is_shortened_to_its_width(text: str, width: int, said: str) -> None:
    assert shortened(text, width) == said
    assert cell_len(padded(said, 20)) == 20


def test_columns_begin_below_each_other() -> None:
    rows = [["地区生产总值", "增长6%", "2031"], ["GDP", "1.2%", "2031—2035"]]
    assert grid(rows, 80) == [["地区生产总值  增长6%  2031"], ["GDP           1.2%    2031—2035"]]


def test_numbers_end_below_each_other() -> None:
    assert grid([["数字", "文件"], ["7", "a"], ["210", "b"]], 80, right=[0]) == [
        ["数字  文件"],
        ["   7  a"],
        [" 210  b"],
    ]


def test_the_widest_column_goes_on_in_the_next_line() -> None:
    rows = [["改造老旧小区四十五个", "任务"], ["新建公园\n已完成", "项目"]]
    assert grid(rows, 20, indent=2) == [
        ["  改造老旧小区  任务", "  四十五个"],
        ["  新建公园      项目", "  已完成"],
    ]
