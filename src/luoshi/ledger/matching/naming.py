"""What a figure is about, in words that can be compared with those of another report."""

from __future__ import annotations

import re
from functools import cache

from luoshi.ledger.matching.knowledge import essence, is_generic, table
from luoshi.ledger.matching.prose import Prose
from luoshi.reading.records import Figure, Measure

# Of these, what is said of several things together is said of each; amounts are summed up.
_SAID_OF_EACH: frozenset[Measure] = frozenset({"growth", "share", "rank"})
_JOINED = re.compile(r"[和与及]")
_CUT_SHORT = 3
_OPENS_THRESHOLD = frozenset("0123456789千百亿")
_LONGEST_THRESHOLD = 12


def named(prose: Prose, figure: Figure, subject: str, clause: str) -> str:
    """What the figure is about: its subject; where that says too little, after the clause before it."""
    subject = _threshold_behind(prose, figure) + subject
    core = essence(subject)
    if core and not is_generic(core):
        return subject
    first, _ = prose.clause(figure.start, figure.end)
    if first <= prose.sentence(figure.start, figure.end)[0]:
        return subject if core else clause
    before = prose.one_spelling(*prose.clause(first - 1, first))
    return before + (subject if core else clause)


def _threshold_behind(prose: Prose, figure: Figure) -> str:
    """The threshold between a figure and its noun: ``279个5000万元以上项目`` -> ``5000万元以上``."""
    if prose.text[figure.end : figure.end + 1] not in _OPENS_THRESHOLD:
        return ""
    match = _threshold().match(prose.one_spelling(figure.end, figure.end + _LONGEST_THRESHOLD))
    return match[0] if match and match[0] not in figure.subject else ""


def in_all(subject: str, before: str) -> str:
    """``subject`` without what was added, where the words ``before`` the figure tell of all there is.

    ``新增高企551户、总量达2302户``: the second figure is about ``高企``.
    """
    return _added().sub("", subject) if "总" in before and _total().search(before) else subject


def things(prose: Prose, figure: Figure, subject: str) -> tuple[str, ...]:
    """The things that share a figure, each by its full name; none where it is about a single one.

    ``城镇、农村居民人均可支配收入均增长7.3%`` -> ``城镇居民人均可支配收入``, ``农村居民人均可支配收入``;
    a count of several things (``公园、绿道12处``) is their sum and stays one.
    """
    if figure.measure not in _SAID_OF_EACH:
        return ()
    first, _ = prose.clause(figure.start, figure.end)
    ahead = prose.one_spelling(first, figure.start)
    both = _both().search(ahead) if "均" in ahead else None
    words = both["things"] if both and "、" in both["things"] else subject
    parts = words.split("、") if "、" in words else _JOINED.split(words)
    if len(parts) == 1 or not all(parts):
        return ()
    return tuple(_completed(part, parts[-1]) for part in parts)


def _completed(part: str, last: str) -> str:
    """A thing of a list with what it shares with the last: ``国控``, ``省控断面`` -> ``国控断面``."""
    if part == last:
        return part
    if len(part) <= _CUT_SHORT:
        return part + last[len(part) :]
    ending = _measured().search(last)
    return part if ending is None or _measured().search(part) else part + ending[0]


@cache
def _total() -> re.Pattern[str]:
    return re.compile("|".join(table()["words"]["total"]))


@cache
def _added() -> re.Pattern[str]:
    return re.compile("|".join(table()["words"]["added"]))


@cache
def _threshold() -> re.Pattern[str]:
    return re.compile(table()["threshold"]["pattern"])


@cache
def _both() -> re.Pattern[str]:
    return re.compile(table()["words"]["both"])


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(table()['words']['measured'])})$")
