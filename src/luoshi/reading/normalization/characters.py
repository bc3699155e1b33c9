"""Characters: what a typist, a typesetter or an OCR engine put instead of the plain one.

Every change is either a replacement of one character by one, or a deletion, so the way back to
the source stays exact. Clean text is passed over by two scans of compiled patterns and two splits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import accumulate

from luoshi.reading.lexicon import table
from luoshi.reading.lexicon.numerals import ORDINAL
from luoshi.reading.normalization.pieces import compose, keep
from luoshi.reading.normalization.thousands import thousands_marks
from luoshi.reading.text import Pieces

_BLANK = " \t\x0b\f\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x85"
_NOTHING = "\r\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_WIDE = "０-９Ａ-Ｚａ-ｚ％．＋／＝＆＃＠＂"
_NARROW = ',;:!?()"'
_UNIT = r"(?:[%％‰万亿倍元吨亩户]|个百分点|美元|公里|公顷|平方米|立方米)"

_STRAY = re.compile(rf"[{_BLANK}{_NOTHING}\\{_WIDE}{_NARROW}]")
_KNOWLEDGE = table("normalization", "characters.toml")
_POINTS, _FOLLOWS = _KNOWLEDGE["decimal"]["points"], _KNOWLEDGE["decimal"]["units"]
_DIGITS = "[0-9０-９]"
_DECIMAL_COMMA = re.compile(rf"，{_DIGITS}{{1,2}} ?{_UNIT}")
# One pattern a point, so that the search can skip from point to point.
_DECIMAL_POINTS = {
    point: re.compile(
        rf"{point}{_DIGITS}{{1,4}} ?"
        rf"(?=[{_FOLLOWS}]|[:：∶]{_DIGITS}|[、和]{_DIGITS}{{1,6}}[{point}{_FOLLOWS}])"
    )
    for point in _POINTS
}
_RATIO_POINT = re.compile(rf"(?<=[:：∶]){_DIGITS}{{1,3}}([{_POINTS}]){_DIGITS}{{1,4}}(?!{_DIGITS})")
_FINE_DUST = re.compile(rf"PM2([{_POINTS}])5")
# All but radicals and compatibility ideographs: one run is taken faster than a search looks for them.
_NO_RADICALS = re.compile("[\u2fe0-\uf8ff\0-\u2e7f\ufb00-\U0010ffff]*")
_STARS = re.compile(r"\*+")
_BREAKS = re.compile(r"\n\n+")
_IDLE_RUN = re.compile(rf"[{_BLANK}{_NOTHING}*\\]+")
_IDLE_BEFORE = re.compile(rf"[{_BLANK}{_NOTHING}*\\]*\Z")
_HAS_BLANK = re.compile(f"[{_BLANK}]").search

_FIRST_CHINESE = "\u4e00"
_PLAIN = {
    chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if re.match(f"[{_WIDE}]", chr(code))
}
_CHINESE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}

_POINT_PART = re.compile(r"(?:(?<=[%％万亿]-)|(?<![第前“:∶：/.．0-9０-９-]))[0-9０-９]{1,6}\Z")
_WHOLE_PART = re.compile(r"(?<![第前“:∶：/.．。，、0-9０-９-])[0-9０-９]{1,6}\Z")
_NUMBER_END = re.compile(r"(?<![-0-9])[0-9]{1,6}\Z")
_NUMBER_START = re.compile(r"([0-9]+)(?:\.[0-9]+)?[ \xa0]*(.?)")
_LONGEST_RUN_IN = 80
_RUN_IN_HEADING = re.compile(rf"[*#\s]*+(?:{ORDINAL}、|（{ORDINAL}）)[^。！*\n]{{2,40}}\*\*\s*\Z")


class _Edits:
    """Stretches to leave out, their ``starts`` and ``ends`` apart, and characters to swap."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.swaps: list[tuple[int, str]] = []

    def drop(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)

    def drop_all(self, mark: str, parts: list[str], kept: int) -> None:
        """Leave out every ``mark`` between ``parts`` but its first ``kept`` characters."""
        size = len(mark)
        at = [end + number * size for number, end in enumerate(accumulate(map(len, parts[:-1])))]
        self.starts += [end + kept for end in at] if kept else at
        self.ends += [end + size for end in at]

    def applied(self, text: str) -> tuple[str, Pieces]:
        return keep(with_swaps(text, self.swaps), sorted(self.starts), sorted(self.ends))


@cache
def _plain_characters() -> dict[int, str]:
    """Radicals and compatibility ideographs, each with the one character it stands for."""
    own = dict(zip(_KNOWLEDGE["radicals"]["stands"], _KNOWLEDGE["radicals"]["for"], strict=True))
    codes = (*range(0x2F00, 0x2FE0), *range(0xF900, 0xFB00))
    mapped = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in codes}
    return {ord(char): plain for char, plain in (mapped | own).items() if len(plain) == 1}


def with_plain_characters(text: str) -> str:
    """``text``, as long as before, with ordinary characters for look-alikes: ``⼯`` -> ``工``."""
    return text if _NO_RADICALS.fullmatch(text) else text.translate(_plain_characters())


def clean(text: str) -> tuple[str, Pieces]:
    """``text`` with plain characters, no idle blanks and one line end between paragraphs; and its map."""
    edits = _Edits()
    _normalize_strays(text, edits)
    _drop_marks(text, edits)
    _drop_second_line_ends(text, edits)
    normalized, pieces = edits.applied(text)
    if "\n\n" in normalized or normalized[:1] == "\n" or normalized[-1:] == "\n":
        return _without_empty_lines(normalized, pieces)
    return normalized, pieces


def _drop_marks(text: str, edits: _Edits) -> None:
    """Markdown's bold marks; a lone star stays where it multiplies: ``2*660兆瓦``."""
    parts = text.split("**")
    if text.count("*") == 2 * (len(parts) - 1):
        edits.drop_all("**", parts, kept=0)
        return
    for match in _STARS.finditer(text):
        start, end = match.span()
        if end - start > 1 or not (text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()):
            edits.drop(start, end)


def _drop_second_line_ends(text: str, edits: _Edits) -> None:
    if "\n\n\n" not in text:
        edits.drop_all("\n\n", text.split("\n\n"), kept=1)
        return
    for match in _BREAKS.finditer(text):
        edits.drop(match.start() + 1, match.end())


def _without_empty_lines(text: str, pieces: Pieces) -> tuple[str, Pieces]:
    edits = _Edits()
    start = len(text) - len(text.lstrip("\n"))
    end = max(start, len(text.rstrip("\n")))
    edits.drop(0, start)
    for match in _BREAKS.finditer(text, start, end):
        edits.drop(match.start() + 1, match.end())
    edits.drop(end, len(text))
    normalized, outer = edits.applied(text)
    return normalized, compose(outer, pieces)


def with_swaps(text: str, swaps: list[tuple[int, str]]) -> str:
    """``text`` with the characters at some positions swapped for others."""
    if not swaps:
        return text
    chunks: list[str] = []
    at = 0
    for position, char in sorted(swaps):
        chunks.append(text[at:position])
        chunks.append(char)
        at = position + 1
    chunks.append(text[at:])
    return "".join(chunks)


def _normalize_strays(text: str, edits: _Edits) -> None:
    swaps = edits.swaps
    swaps += [(at, ".") for at in _decimal_points(text)]
    swaps += [(at, ",") for at in thousands_marks(text)]
    quotes = _quotation_marks(text)
    done = 0
    for match in _STRAY.finditer(text):
        at = match.start()
        if at < done:
            continue
        char = match.group()
        if char == " " and (text[at - 1 : at] >= _FIRST_CHINESE or _is_before_chinese(text, at)):
            edits.drop(at, at + 1)
            continue
        idle = _IDLE_RUN.match(text, at)
        if idle:
            done = idle.end()
            _normalize_idle(text, at, done, edits)
            continue
        new = _PLAIN.get(char) or (quotes.get(at) if char == '"' else _chinese_mark(text, at))
        if new:
            swaps.append((at, new))


def _is_before_chinese(text: str, at: int) -> bool:
    """Whether a Chinese character follows, and no bold mark, which may end a heading, stands before."""
    return text[at + 1 : at + 2] >= _FIRST_CHINESE and text[at - 1 : at] != "*"


def _decimal_points(text: str) -> set[int]:
    """Offsets of what stands for a decimal point: ``增长5。2%``, ``7·4亿元``, ``12。3：39。0``."""
    points = {
        match.start()
        for match in _DECIMAL_COMMA.finditer(text)
        if _WHOLE_PART.search(text, max(0, match.start() - 8), match.start())
    }
    if "PM2" in text:
        points |= {match.start(1) for match in _FINE_DUST.finditer(text)}
    for point, pattern in _DECIMAL_POINTS.items():
        for match in pattern.finditer(text) if point in text else ():
            if _POINT_PART.search(text, max(0, match.start() - 8), match.start()):
                points.add(match.start())
                if text[match.end()] in ":：∶":
                    _add_ratio_points(text, match.end() + 1, points)
    return points


def _add_ratio_points(text: str, start: int, points: set[int]) -> None:
    """The points in the rest of a ratio whose first part has one: ``39。0：48。7`` behind ``12。3：``.

    The rest of a rest is known already.
    """
    while (match := _RATIO_POINT.match(text, start)) and match.start(1) not in points:
        points.add(match.start(1))
        start = match.end() + 1


def _normalize_idle(text: str, start: int, end: int, edits: _Edits) -> None:
    """Blanks ``start:end`` (and marks among them) become one blank between Latin words, or nothing."""
    before = _IDLE_BEFORE.search(text, max(0, start - 8), start)
    first = before.start() if before else start
    left, right = text[first - 1 : first], text[end : end + 1]
    blanks = [at for at in range(start, end) if _HAS_BLANK(text[at])]
    stand_in = ""
    if blanks and left not in ("", "\n") and right not in ("", "\n"):
        if "**" in text[first:end] and _is_run_in_heading(text, first, end):
            stand_in = "\n"
        elif _needs_blank(text, first, end):
            stand_in = " "
    if stand_in:
        edits.swaps.append((blanks[-1], stand_in))
    for at in range(start, end):
        if text[at] != "*" and not (stand_in and at == blanks[-1]):
            edits.drop(at, at + 1)


def _is_run_in_heading(text: str, first: int, end: int) -> bool:
    """Whether the line up to ``end``, with idle marks from ``first`` on, is a heading in bold."""
    reach = max(0, first - _LONGEST_RUN_IN)
    line = text.rfind("\n", reach, first) + 1
    return (line > 0 or reach == 0) and _RUN_IN_HEADING.match(text, line, end) is not None


def _needs_blank(text: str, start: int, end: int) -> bool:
    """Between Latin words; between two numbers unless they are one: ``2 063亿元``, ``2 0 2 1年``."""
    left, right = text[start - 1], text[end]
    if not (left.isascii() and right.isascii()):
        return False
    if left.isdigit() and right.isdigit():
        return not _is_one_number(text, start, end)
    if left.isalpha():
        return right.isalnum() and text[start - 2 : start] != "PM"
    return left in ".,;" and right.isalpha()


def _is_one_number(text: str, start: int, end: int) -> bool:
    left = _NUMBER_END.search(text, max(0, start - 8), start)
    right = _NUMBER_START.match(text, end)
    if not left or not right:
        return False
    digits, after = right.groups()
    if len(left.group()) == 1 and len(digits) == 1:
        return True
    return len(left.group()) <= 4 and (not after.isascii() or after == "%") and after not in "”」"


def _chinese_mark(text: str, at: int) -> str | None:
    """The Chinese mark for a Latin one beside Chinese words; ``None`` in numbers, times and Latin text."""
    char = text[at]
    left = text[at - 1 : at] or "\n"
    right = text[at + 1 : at + 2] or "\n"
    if char == "?":
        return "？" if right in '\n ”"' and not left.isascii() else None
    if char in ",:" and left.isdigit() and right.isdigit():
        return None
    beyond = text[at + 1 : at + 3].strip()[:1]
    if left.isascii() and left.isalpha() and beyond.isascii() and beyond.isalpha():
        return None
    if (char == ":" and right == "/") or (char == "(" and left == "]") or (char == "!" and right == "["):
        return None
    return _CHINESE[char]


def _quotation_marks(text: str) -> dict[int, str]:
    """Where each ``"`` opens or closes: by turns, where its line has an even number of them."""
    marks: dict[int, str] = {}
    start = 0
    for line in text.split("\n") if '"' in text else ():
        parts = line.split('"')
        if len(parts) % 2:
            ends = accumulate(map(len, parts[:-1]))
            marks |= {start + end + number: "“”"[number % 2] for number, end in enumerate(ends)}
        start += len(line) + 1
    return marks
