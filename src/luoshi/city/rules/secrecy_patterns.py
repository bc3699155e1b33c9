"""The patterns of marks of state secrets, made of ``secrecy.toml``.

Every repetition is bounded and keeps what it took, so that no text makes them slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from luoshi.city.rules.words import table

_GAPS = 20
# Line ends, and signs that are not seen.
BREAKS = r"\r\n\f\v\u2028\u2029"
_UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_GAP = rf"[\s{_UNSEEN}]{{0,{_GAPS}}}+"
_ROOM = rf"(?:[^\S{BREAKS}]|[{_UNSEEN}]){{0,{_GAPS}}}+"
_SHORT = "[ \t\u3000]?"
_CLOSING = rf"(?:{_GAP}[)）】\]」』》〉>＞”’\"']){{0,2}}"
_CHINESE = "[\u3400-\u9fff]"
# A number of copies, 000001, may stand before the grade.
_LINE_START = rf"(?:\A|[{BREAKS}]){_ROOM}[0-9]{{0,8}}+{_ROOM}"
BLANK = re.compile(rf"[\s{_UNSEEN}]+")
LINE = re.compile(rf"[^{BREAKS}]+")


class Patterns(msgspec.Struct, frozen=True):
    """What the table is made into.

    ``levels`` and ``misread`` are of the signs of a grade; ``mark``, ``field`` and ``unclear`` find marks,
    and what stands before one is held against ``other``, ``slogan`` and ``line_start``.
    """

    levels: Mapping[str, str]
    misread: frozenset[str]
    mark: re.Pattern[str]
    field: re.Pattern[str]
    unclear: re.Pattern[str]
    unclear_level: str
    other: re.Pattern[str]
    slogan: re.Pattern[str]
    line_start: re.Pattern[str]
    head_line: re.Pattern[str]
    head_lines: int


@cache
def patterns() -> Patterns:
    """The patterns of the table."""
    known = table("secrecy.toml")
    levels, second = known["levels"], known["second"]
    misread = "".join(one["misread"] for one in levels.values())
    first = "".join(one["written"] for one in levels.values())
    behind, others = known["others"], _signs(second["written"] + second["misread"])
    return Patterns(
        levels={sign: level for level, one in levels.items() for sign in one["written"] + one["misread"]},
        misread=frozenset(misread + second["misread"]),
        mark=re.compile(
            _mark(rf"(?P<first>{_signs(first + misread)}){_GAP}(?P<second>{others})(?:{_GAP}级)?")
        ),
        field=re.compile(_field(_signs(first), second["written"])),
        unclear=re.compile(_unclear(_signs(first), others)),
        unclear_level=known["unclear"]["level"],
        other=re.compile(rf"{_words(behind['words'], _SHORT)}{_SHORT}\Z"),
        slogan=re.compile(rf"{_words(behind['slogans'], _SHORT)}{_SHORT}\Z"),
        line_start=re.compile(rf"{_LINE_START}\Z"),
        head_line=re.compile(_head_line(_signs(first), second["written"])),
        head_lines=known["head"]["lines"],
    )


def _mark(grade: str) -> str:
    """A grade with a star, with what stands for one and a period, or with a period alone in its line."""
    star = table("secrecy.toml")["star"]
    stars, asterisks, misread = (_signs(star[name]) for name in ("stars", "asterisks", "misread"))
    words = _words(table("secrecy.toml")["period"]["words"])
    alone = rf"{_GAP}[:：]?{_GAP}(?:{_numbers()}|{words}){_line_end()}"
    return (
        rf"{grade}{_CLOSING}(?:"
        rf"{_GAP}(?P<stars>{stars}(?:{_GAP}{stars}){{0,8}}+)(?P<period>{_period()})?"
        rf"|{_GAP}{asterisks}(?!{_GAP}{asterisks}){_period()}"
        rf"|{_GAP}{misread}{_period()}(?!{_CHINESE})"
        rf"|(?P<alone>{alone}))"
    )


def _field(first: str, second: str) -> str:
    """密级：机密, but no list of grades to choose from."""
    names = _words(table("secrecy.toml")["field"]["names"])
    between = rf"(?:{_GAP}[:：]{_GAP}|[ \u3000]{{0,{_GAPS}}}+[\t|｜{BREAKS}]{_GAP})"
    return (
        rf"{names}{between}(?P<first>{first}){_GAP}{second}(?:{_GAP}级)?"
        rf"(?!{_GAP}[、/／或和与及至到□☐○◯])(?!{_GAP}[,，]?{_GAP}{first}{_GAP}{second})"
        r"(?=[\s;；。.,，)）】|｜]|\Z)"
    )


def _unclear(first: str, second: str) -> str:
    """A grade of which one sign was misread, with a star and a period that end the line."""
    known = table("secrecy.toml")
    never_first, never_second = (_signs(known["unclear"][name]) for name in ("never_first", "never_second"))
    misread_second = rf"(?P<first>{first}){_GAP}(?!{never_second}){_CHINESE}"
    misread_first = rf"(?!{never_first}){_CHINESE}{_GAP}{second}"
    return (
        rf"(?:{misread_second}|{misread_first}){_GAP}{_signs(known['star']['stars'])}{_period()}{_line_end()}"
    )


def _head_line(first: str, second: str) -> str:
    """A line with the grade alone, in brackets or with an asterisk, and how urgent it is."""
    asterisk = rf"(?:{_signs(table('secrecy.toml')['star']['asterisks'])}{_ROOM})?"
    grade = rf"(?P<level>(?P<first>{first}){_GAP}{second}(?:{_GAP}级)?)"
    return rf"{_ROOM}[0-9]{{0,8}}+{_ROOM}[(（【\[]?{grade}[)）】\]]?{_ROOM}{asterisk}{_urgency()}"


def _period() -> str:
    """A period of secrecy: 1年, 十年, 长期, 启用前."""
    period = table("secrecy.toml")["period"]
    numeral = _signs(period["numerals"])
    numerals = rf"{numeral}(?:{_GAP}{numeral}){{0,3}}+{_GAP}{_words(period['units'])}"
    return rf"{_GAP}[(（]?{_GAP}(?:{_numbers()}|{numerals}|{_words(period['words'])})"


def _numbers() -> str:
    period = table("secrecy.toml")["period"]
    digit = _signs(period["digits"] + period["misread_digits"])
    return rf"{digit}(?:{_GAP}{digit}){{0,3}}+{_GAP}{_words(period['units'])}"


def _line_end() -> str:
    return rf"(?={_urgency()}(?:[{BREAKS}]|\Z))"


def _urgency() -> str:
    return rf"{_ROOM}{_words(table('secrecy.toml')['head']['urgency'])}?{_ROOM}"


def _signs(signs: str) -> str:
    return f"[{re.escape(signs)}]"


def _words(words: Iterable[str], gap: str = _GAP) -> str:
    """Any of ``words``, the longest first, with ``gap`` between their signs."""
    ordered = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(gap.join(map(re.escape, word)) for word in ordered)})"
