"""Marks of state secrets in a text: 机密★1年, as printed, typed, broken over lines or misread, by ``secrecy.toml``.

Every repetition is bounded, so that the time grows with the text and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec

from luoshi.city.rules.words import table
from luoshi.errors import LuoshiError

_GAPS = 20
_REACH = 1_000
_BEFORE = 80
_HEAD = 400
# Spaces of every width, line ends, and signs that are not seen.
_UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_GAP = rf"[\s{_UNSEEN}]{{0,{_GAPS}}}+"
_ROOM = rf"(?:[^\S\r\n\f\v\u2028\u2029]|[{_UNSEEN}]){{0,{_GAPS}}}+"
_SHORT = "[ \t\u3000]?"
_BREAKS = r"\r\n\f\v\u2028\u2029"
_CLOSING = rf"(?:{_GAP}[)）】\]」』》〉>＞”’\"']){{0,2}}"
_CHINESE = "[\u3400-\u9fff]"
_LINE = re.compile(rf"[^{_BREAKS}]+")
_BLANK = re.compile(rf"[\s{_UNSEEN}]+")


class Mark(msgspec.Struct, frozen=True):
    """A mark of a state secret: its grade (秘密, 机密, 绝密) and its span in the text."""

    level: str
    start: int
    end: int


class _Rules(msgspec.Struct, frozen=True):
    """The patterns made of the table."""

    levels: Mapping[str, str]
    misread: frozenset[str]
    mark: re.Pattern[str]
    field: re.Pattern[str]
    other: re.Pattern[str]
    slogan: re.Pattern[str]
    line_start: re.Pattern[str]
    head_line: re.Pattern[str]
    head_lines: int


def allowed_grades() -> tuple[str, ...]:
    """The grades that a field of the site may offer."""
    return tuple(table("secrecy.toml")["allowed"])


class StateSecret(LuoshiError):  # noqa: N818 - the field's word
    """Words or a file with the mark of a state secret; pages and API answer 422."""

    status = 422


def refuse_secret_text(text: str, name: str) -> None:
    """Nothing, or ``StateSecret`` for a text with a mark; ``name`` says where it stands."""
    mark = secrecy_mark(text)
    if mark is not None:
        raise StateSecret("state_secret", where=name, level=mark.level)


def secrecy_mark(text: str) -> Mark | None:
    """The first mark of a state secret in ``text``; ``None`` where there is none."""
    return mark_in((text,))


def mark_in(chunks: Iterable[str]) -> Mark | None:
    """The first mark in a text that comes in ``chunks``, wherever they are cut."""
    for text, since, until, offset, is_head in _windows(chunks):
        found = [_in_head(text)] if is_head else []
        found += [_first(_rules().mark, text, since, until), _first(_rules().field, text, since, until)]
        first = min((one for one in found if one is not None), key=lambda one: one.start, default=None)
        if first is not None:
            return Mark(first.level, first.start + offset, first.end + offset)
    return None


def _windows(chunks: Iterable[str]) -> Iterator[tuple[str, int, int, int, bool]]:
    """Pieces of the text: marks are to begin from ``since`` to before ``until``, ``offset`` is what came before.

    Before ``since`` there is enough to see what stands before a mark, after ``until`` as much as one is long.
    """
    text, since, offset, is_head = "", 0, 0, True
    for chunk in chunks:
        text += chunk
        until = len(text) - _REACH
        if until <= since:
            continue
        yield text, since, until, offset, is_head
        cut = max(until - _BEFORE, 0)
        text, since, offset, is_head = text[cut:], until - cut, offset + cut, False
    yield text, since, len(text) + 1, offset, is_head


def _first(pattern: re.Pattern[str], text: str, since: int, until: int) -> Mark | None:
    for found in pattern.finditer(text, since):
        if found.start() >= until:
            break
        if pattern is _rules().field or _is_mark(found, text):
            return Mark(_rules().levels[found["first"]], found.start("first"), found.end())
    return None


def _is_mark(found: re.Match[str], text: str) -> bool:
    rules = _rules()
    before = text[max(found.start() - _BEFORE, 0) : found.start()]
    if rules.other.search(before):
        return False
    if found["alone"] is not None:
        return rules.line_start.search(before) is not None
    if found["stars"] is None or found["period"] is not None:
        return True
    is_one = len(_BLANK.sub("", found["stars"])) == 1
    is_misread = bool({found["first"], found["second"]} & rules.misread)
    return is_one and not is_misread and not rules.slogan.search(before)


def _in_head(text: str) -> Mark | None:
    """The grade alone in a line at the start, as older papers have it; a list of grades is none."""
    rules = _rules()
    most = rules.head_lines + 1
    lines = [line for line in _LINE.finditer(text, 0, _HEAD) if _BLANK.sub("", line[0])]
    if len(text) > _HEAD and lines and lines[-1].end() == _HEAD:
        lines.pop()  # cut off
    alone = [(number, rules.head_line.fullmatch(*_place(line))) for number, line in enumerate(lines[:most])]
    found = [(number, one) for number, one in alone if one is not None]
    if len(found) != 1 or found[0][0] >= rules.head_lines:
        return None
    one = found[0][1]
    return Mark(rules.levels[one["first"]], one.start("first"), one.end("level"))


def _place(line: re.Match[str]) -> tuple[str, int, int]:
    return line.string, line.start(), line.end()


@cache
def _rules() -> _Rules:
    known = table("secrecy.toml")
    levels, second, star, period = known["levels"], known["second"], known["star"], known["period"]
    written = "".join(one["written"] for one in levels.values())
    misread = "".join(one["misread"] for one in levels.values())
    grade = rf"(?P<first>[{written}{misread}]){_GAP}(?P<second>[{second['written']}{second['misread']}])(?:{_GAP}级)?"
    plain = rf"(?P<first>[{written}]){_GAP}{second['written']}(?:{_GAP}级)?"
    another = rf"[{written}]{_GAP}{second['written']}"
    stars, asterisks, signs = (_signs(star[name]) for name in ("stars", "asterisks", "misread"))
    digits = _signs(period["digits"] + period["misread_digits"])
    numbers = rf"{digits}(?:{_GAP}{digits}){{0,3}}+{_GAP}{_words(period['units'])}"
    numerals = rf"{_signs(period['numerals'])}(?:{_GAP}{_signs(period['numerals'])}){{0,3}}+{_GAP}{_words(period['units'])}"
    words = _words(period["words"])
    behind = rf"{_GAP}[(（]?{_GAP}(?:{numbers}|{numerals}|{words})"
    urgency = rf"{_ROOM}{_words(known['head']['urgency'])}?{_ROOM}"
    mark = (
        rf"{grade}{_CLOSING}(?:"
        rf"{_GAP}(?P<stars>{stars}(?:{_GAP}{stars}){{0,8}}+)(?P<period>{behind})?"
        rf"|{_GAP}{asterisks}(?!{_GAP}{asterisks}){behind}"
        rf"|{_GAP}{signs}{behind}(?!{_CHINESE})"
        rf"|(?P<alone>{_GAP}[:：]?{_GAP}(?:{numbers}|{words})(?={urgency}(?:[{_BREAKS}]|\Z)))"
        rf")"
    )
    field = (
        rf"{_words(known['field']['names'])}(?:{_GAP}[:：]{_GAP}|[ \u3000]{{0,{_GAPS}}}+[\t|｜{_BREAKS}]{_GAP}){plain}"
        rf"(?!{_GAP}[、/／或和与及至到□☐○◯])(?!{_GAP}[,，]?{_GAP}{another})(?=[\s;；。.,，)）】|｜]|\Z)"
    )
    head_line = rf"{_ROOM}[0-9]{{0,8}}+{_ROOM}[(（【\[]?(?P<level>{plain})[)）】\]]?{_ROOM}(?:{asterisks}{_ROOM})?{urgency}"
    return _Rules(
        levels={sign: level for level, one in levels.items() for sign in one["written"] + one["misread"]},
        misread=frozenset(misread + second["misread"]),
        mark=re.compile(mark),
        field=re.compile(field),
        other=re.compile(rf"{_words(known['others']['words'], _SHORT)}{_SHORT}\Z"),
        slogan=re.compile(rf"{_words(known['others']['slogans'], _SHORT)}{_SHORT}\Z"),
        line_start=re.compile(rf"(?:\A|[{_BREAKS}]){_ROOM}[0-9]{{0,8}}+{_ROOM}\Z"),
        head_line=re.compile(head_line),
        head_lines=known["head"]["lines"],
    )


def _signs(signs: str) -> str:
    return f"[{re.escape(signs)}]"


def _words(words: Iterable[str], gap: str = _GAP) -> str:
    """Any of ``words``, the longest first, with ``gap`` between their signs."""
    ordered = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(gap.join(map(re.escape, word)) for word in ordered)})"
