"""Shapes of characters: widths, blanks, radicals, points, separators, marks of notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import count, cycle

from shapes_model import Plain, Shape, text_shape

_WIDE_OFFSET = 0xFEE0
_KANGXI = range(0x2F00, 0x2FD6)
# Radicals that PDF fonts write for simplified characters; Unicode names no counterpart for them.
_SIMPLIFIED = dict(
    zip("民长见门车马龙鱼贝页风飞食黄齐青麦西", "⺠⻓⻅⻔⻋⻢⻰⻥⻉⻚⻛⻜⻝⻩⻬⻘⻨⻄", strict=True)
)
_COMPATIBILITY = range(0xF900, 0xFAD9)
_HALF = str.maketrans({"，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")"})
_WIDE = {
    ord(char): ord(char) + _WIDE_OFFSET
    for char in "0123456789.%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
_NUMBER = re.compile(r"([0-9.]+)")
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_LARGE = re.compile(r"(?<![0-9.])([0-9]{4,})(?=(?:\.[0-9]+)?[万亿个人户家公元吨])")
_NOTED = re.compile(r"(?<=[一-龥]{2})(?:工程|行动|计划|机制|项目)(?=[，。、])")
_POINTS = {"·": "·", "．": "．", "。": "。", "﹒": "﹒"}
_MARKS = {
    "①": lambda number: chr(0x2460 + (number - 1) % 20),
    "[1]": lambda number: f"[{number}]",
    "［7］": lambda number: f"［{number}］",
}


@cache
def _lookalikes(codes: range) -> dict[int, str]:
    """Each character to the one among ``codes`` that looks the same."""
    table: dict[int, str] = {}
    for code in codes:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table.setdefault(ord(plain), chr(code))
    return table


def _radicals(report: Plain) -> str:
    simplified = {ord(plain): radical for plain, radical in _SIMPLIFIED.items()}
    return report.text.translate({**simplified, **_lookalikes(_KANGXI)})


def _spaced(blank: str) -> Callable[[Plain], str]:
    """Blanks on both sides of each number: 增长 6.5 %."""
    return lambda report: _NUMBER.sub(rf"{blank}\1{blank}", report.text)


def _pointed(point: str) -> Callable[[Plain], str]:
    return lambda report: _POINT.sub(point, report.text)


def _grouped(comma: str) -> Callable[[Plain], str]:
    """Thousands set apart: ``12345万元`` -> ``12,345万元``."""
    return lambda report: _LARGE.sub(lambda match: f"{int(match[1]):,}".replace(",", comma), report.text)


def _noted(mark: Callable[[int], str]) -> Callable[[Plain], str]:
    """Marks of notes behind words: ``重点工程①，``."""

    def change(report: Plain) -> str:
        numbers = count(1)
        return _NOTED.sub(lambda match: match[0] + mark(next(numbers)), report.text)

    return change


def _noted_all(report: Plain) -> str:
    marks, numbers = cycle(_MARKS.values()), count(1)
    return _NOTED.sub(lambda match: match[0] + next(marks)(next(numbers)), report.text)


SHAPES: tuple[Shape, ...] = (
    text_shape("full-width letters and digits", lambda report: report.text.translate(_WIDE)),
    text_shape("half-width punctuation", lambda report: report.text.translate(_HALF)),
    text_shape("blanks around numbers", _spaced(" ")),
    text_shape("no-break blanks around numbers", _spaced("\xa0")),
    text_shape("zero-width blanks in numbers", lambda report: re.sub("([0-9])", "\u200b\\1", report.text)),
    text_shape("byte order marks in numbers", lambda report: re.sub("([0-9])", "\\1\ufeff", report.text)),
    text_shape("Kangxi radicals", _radicals),
    text_shape("compatibility forms", lambda report: report.text.translate(_lookalikes(_COMPATIBILITY))),
    *(text_shape(f"decimal point {name}", _pointed(point)) for name, point in _POINTS.items()),
    text_shape("thousands by ,", _grouped(",")),
    text_shape("thousands by ，", _grouped("，")),
    *(text_shape(f"note marks {name}", _noted(mark)) for name, mark in _MARKS.items()),
    text_shape("note marks mixed", _noted_all),
)
