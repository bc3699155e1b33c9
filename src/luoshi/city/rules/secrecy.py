"""Marks of state secrets in a text (机密★1年) as printed, typed, broken over lines or misread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from luoshi.city.rules.secrecy_patterns import BLANK, LINE, patterns
from luoshi.city.rules.words import table
from luoshi.errors import LuoshiError

# In signs: no mark is longer, no more is looked at before one, the first lines of a text are within these.
_REACH = 1_000
_BEFORE = 80
_HEAD = 400
_EVENT = 10_000


class Mark(msgspec.Struct, frozen=True):
    """A mark of a state secret: its grade (秘密, 机密, 绝密; 密级不清) and its span in the text."""

    level: str
    start: int
    end: int


def allowed_grades() -> tuple[str, ...]:
    """The grades that a field of the site may offer."""
    return tuple(table("secrecy.toml")["allowed"])


class StateSecretError(LuoshiError):
    """Words or a file with the mark of a state secret; pages and API answer 422."""

    status = 422


def refuse_secret_text(text: str, name: str) -> None:
    """Nothing, or ``StateSecretError`` for a text with a mark; ``name`` says where it stands."""
    mark = secrecy_mark(text)
    if mark is not None:
        raise StateSecretError("state_secret", where=name, level=mark.level)


def secrecy_mark(text: str) -> Mark | None:
    """The first mark of a state secret in ``text``; ``None`` where there is none."""
    return mark_in((text,))


def mark_in(chunks: Iterable[str]) -> Mark | None:
    """The first mark in a text that comes in ``chunks``, wherever they are cut."""
    for text, since, until, offset in _windows(chunks):
        found = [_in_head(text)] if not offset and not since else []
        found += [look(text, since, until) for look in (_marked, _in_field, _unclear)]
        first = min((one for one in found if one is not None), key=lambda one: one.start, default=None)
        if first is not None:
            return Mark(first.level, first.start + offset, first.end + offset)
    return None


def _windows(chunks: Iterable[str]) -> Iterator[tuple[str, int, int, int]]:
    """Pieces of the text, where in them marks are to begin (from, to before), and how much came before.

    In front there is enough to see what stands before a mark, behind as much as one is long.
    """
    text, since, offset = "", 0, 0
    for chunk in chunks:
        text += chunk
        until = len(text) - _REACH
        if until - since < _EVENT:
            continue
        yield text, since, until, offset
        cut = max(until - _BEFORE, 0)
        text, since, offset = text[cut:], until - cut, offset + cut
    yield text, since, len(text) + 1, offset


def _marked(text: str, since: int, until: int) -> Mark | None:
    return _first(patterns().mark, text, since, until, _is_mark)


def _in_field(text: str, since: int, until: int) -> Mark | None:
    return _first(patterns().field, text, since, until, lambda _found, _before: True)


def _unclear(text: str, since: int, until: int) -> Mark | None:
    """A line of its own that is a mark but for one of the signs of the grade."""
    start = patterns().line_start
    return _first(
        patterns().unclear, text, since, until, lambda _found, before: start.search(before) is not None
    )


def _first(
    pattern: re.Pattern[str],
    text: str,
    since: int,
    until: int,
    is_mark: Callable[[re.Match[str], str], bool],
) -> Mark | None:
    for found in pattern.finditer(text, since):
        if found.start() >= until:
            break
        if is_mark(found, text[max(found.start() - _BEFORE, 0) : found.start()]):
            level = patterns().levels.get(found["first"] or "", patterns().unclear_level)
            return Mark(level, max(found.start("first"), found.start()), found.end())
    return None


def _is_mark(found: re.Match[str], before: str) -> bool:
    if patterns().other.search(before):
        return False
    if found["alone"] is not None:
        return patterns().line_start.search(before) is not None
    if found["stars"] is None or found["period"] is not None:
        return True
    is_one = len(BLANK.sub("", found["stars"])) == 1
    is_misread = bool({found["first"], found["second"]} & patterns().misread)
    return is_one and not is_misread and not patterns().slogan.search(before)


def _in_head(text: str) -> Mark | None:
    """The grade alone in a line at the start, as older papers have it; a list of grades is none."""
    most = patterns().head_lines
    lines = [line for line in LINE.finditer(text, 0, _HEAD) if BLANK.sub("", line[0])]
    if len(text) > _HEAD and lines and lines[-1].end() == _HEAD:
        lines.pop()  # cut off
    looked = [patterns().head_line.fullmatch(text, line.start(), line.end()) for line in lines[: most + 1]]
    found = [(number, one) for number, one in enumerate(looked) if one is not None]
    if len(found) != 1 or found[0][0] >= most:
        return None
    one = found[0][1]
    return Mark(patterns().levels[one["first"]], one.start("first"), one.end("level"))
