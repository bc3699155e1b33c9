"""The clauses of a sentence as lists: what opens them, their items, what closes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec.structs import replace

from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.projects.predicates import behind_lead, tail_start, without_tail
from luoshi.reading.projects.words import (
    BAD_STARTS,
    COUNTED,
    NO_CLOSERS,
    NO_WORKS,
    NOUNS,
    NOUNS_OR_LOOSE,
    PLACES,
    PROGRAMMES,
    PROJECTS,
    SOFT_ACTS,
    STAGE_WORD,
    STRONG_TAIL,
    WEAK_CLOSERS,
    WITH_IT,
    Lead,
)

Closer = Literal["projects", "works", "weak", "open", "none"]
Stretch = tuple[int, int]

# Sets of characters stand first, so that the search can leap to them.
_SEPARATOR = re.compile(
    "[“（《、和及以](?:(?<=“)[^”]*”|(?<=（)[^）]*）|(?<=《)[^》]*》|(?<=[、和及])|(?<=以)及)"
)
_MARKS = frozenset(("、", "和", "及", "以及"))
_A_LIST = re.compile(f"[、和及以等条座个项处](?:(?<=[、和及以等])|(?<=[两{NUMERALS}0-9].))")
_AND_OTHERS = re.compile("(?<![平高中同均初优])等(?![级候待于同])")
_IN_ALL = re.compile(f"[两{NUMERALS}0-9]{{1,3}}(?:条|座|个|项|处)(?=[一-龥])")
_HOW_MANY = re.compile(f"一大?批|{COUNTED.pattern}")
_HOW_MANY_BEHIND = re.compile("[0-9][0-9.]*(?:余|多)?(?:个|项|条|座|处|所|家|宗|件|公里)(?:以上)?$")
_SOME_PROJECTS = re.compile("[^、，的企园]{0,10}?(?:项目|工程)(?![审管储库])")
_SIZED = re.compile("[0-9][万亿千百余多]*[一-龥]{1,4}$")
_LONGEST_ITEM = 60
_SHORTEST_BEFORE_AND = 3


class Run(msgspec.Struct, frozen=True, gc=False):
    """Items that share their opening words, their closing noun and the words behind.

    ``加快甲港、乙桥等12个项目建设``: ``lead`` 加快, ``items`` 甲港 and 乙桥, a ``closer`` that says projects,
    ``rest`` 12个项目, ``tail`` 建设. An empty stretch has nothing there.
    """

    lead: Stretch
    kind: Lead | None
    items: list[Stretch]
    closer: Closer
    tail: Stretch
    rest: Stretch


class _Piece(msgspec.Struct, frozen=True, gc=False):
    """What stands between two marks of a list: its name ends at ``end``, other words follow."""

    end: int
    tail: Stretch
    closer: Closer
    rest: Stretch

    @property
    def closes(self) -> bool:
        return self.closer != "none" or self.tail[0] < self.tail[1] or self.rest[0] < self.rest[1]


def runs(text: str, start: int, end: int) -> list[Run]:
    """The runs of the clause ``text[start:end]``: ``甲港开工、乙桥竣工`` has two.

    A list that closes without a word of its own takes those behind the next one:
    ``甲海等3座水库和乙海等2座大桥加快建设``.
    """
    if _A_LIST.search(text, start, end) is None:
        return _one_run(text, start, end)
    found = list(_runs(text, start, end))
    for index in range(len(found) - 2, -1, -1):
        run, following = found[index], found[index + 1]
        if run.kind is None and run.tail[0] == run.tail[1]:
            found[index] = replace(run, tail=following.tail)
    return found


def _one_run(text: str, start: int, end: int) -> list[Run]:
    """The run of a clause with one name at most, none where it cannot be one: ``加快甲港建设``."""
    tail = tail_start(text, start + 2, end)
    name, kind = behind_lead(text, start, tail, first=True)
    if not 2 <= tail - name <= _LONGEST_ITEM or (kind is None and tail == end):
        return []
    if text.startswith(BAD_STARTS, name) or not (
        PLACES.end(text, name, tail)
        or text[tail - 1] in "”）"
        or STRONG_TAIL.search(text, tail, end) is not None
        or _SIZED.search(text, name, tail) is not None
    ):
        return []
    return [Run((start, name), kind, [(name, tail)], "none", (tail, end), (end, end))]


def _runs(text: str, start: int, end: int) -> Iterator[Run]:
    lead, kind = (start, start), None
    items: list[Stretch] = []
    for low, high in _pieces(text, start, end):
        piece = _piece(text, low, high)
        at, sort = behind_lead(text, low, piece.end, first=not items)
        if at > low:
            if items:
                yield Run(lead, kind, items, "none", (low, low), (low, low))
                items = []
            lead, kind = (low, at), sort or kind
        if at < piece.end:
            items.append((at, piece.end))
        if piece.closes:
            yield Run(lead, kind, items, piece.closer, piece.tail, piece.rest)
            items = []
    if items:
        yield Run(lead, kind, items, "none", (end, end), (end, end))


def _pieces(text: str, start: int, end: int) -> list[Stretch]:
    """Between the marks of a list: ``甲港、乙桥和丙路`` -> three; ``甲港开工、投产`` is one."""
    found: list[Stretch] = []
    low = start
    for separator in _SEPARATOR.finditer(text, start, end):
        mark = separator[0]
        if mark not in _MARKS:
            continue
        at = separator.start()
        if mark not in ("、", "以及") and not _parts_names(text, low, at, listed=bool(found)):
            continue
        _add(text, found, low, at)
        low = separator.end()
    _add(text, found, low, end)
    return found


def _parts_names(text: str, low: int, at: int, *, listed: bool) -> bool:
    """Whether 和 or 及 at ``at`` stands between two names: not in ``集约利用和效益评价平台``.

    What belongs to works stays with them: ``甲桥及连接线项目`` is one name.
    """
    if text.startswith(WITH_IT, at + 1):
        return False
    if text.endswith("建设", low, at):
        at -= 2
    if at - low < _SHORTEST_BEFORE_AND or not (PLACES if listed else NOUNS).end(text, low, at):
        return False
    size = SOFT_ACTS.size_at_end(text, low, at)
    return not size or PLACES.end(text, low, at - size)


def _add(text: str, found: list[Stretch], low: int, high: int) -> None:
    """Add a piece; words that only tell a stage belong to the piece before them."""
    if found and low < high and without_tail(text, low, high) == low:
        found[-1] = (found[-1][0], high)
    elif low < high:
        found.append((low, high))


def _piece(text: str, low: int, high: int) -> _Piece:
    others = _others(text, low + 2, high)
    if others is None:
        at = tail_start(text, low + 2, high)
        return _Piece(at, (at, high), "none", (high, high))
    names_end, behind = others
    count = _HOW_MANY.match(text, behind, high)
    noun = count.end() if count is not None else behind
    at = tail_start(text, noun, high)
    if at == high:
        at = _behind_projects(text, noun, high)
    closer = _closer(text, noun, at, counted=count is not None)
    end = without_tail(text, low + 2, names_end)
    return _Piece(end, (at, high), closer, (behind, at))


def _others(text: str, low: int, high: int) -> Stretch | None:
    """等, or the empty stretch before the number of works just listed: ``甲路、乙路两条道路``."""
    others = _AND_OTHERS.search(text, low, high) if text.find("等", low, high) >= 0 else None
    if others is not None:
        return others.span()
    number = _IN_ALL.search(text, low, high)
    if number is None or not NOUNS_OR_LOOSE.end(text, low - 2, number.start()):
        return None
    return number.start(), number.start()


def _behind_projects(text: str, noun: int, high: int) -> int:
    """``等一批项目落户青石港`` -> at 落户, where those words tell a stage."""
    projects = _SOME_PROJECTS.match(text, noun, high)
    if projects is None or STAGE_WORD.search(text, projects.end(), high) is None:
        return high
    return projects.end()


def _closer(text: str, start: int, end: int, *, counted: bool) -> Closer:
    """What the noun that closes a list says: ``等12个项目`` projects, ``等园区`` perhaps, ``等企业`` none."""
    behind = _HOW_MANY_BEHIND.search(text, start, end)
    if behind is not None:
        end = behind.start()
    if start == end:
        return "none" if counted else "open"
    if NO_WORKS.search(text, start, end) is not None:
        return "none"
    if text[end - 1] == "”":
        end -= 1
    if not counted and text.endswith(PROGRAMMES, start, end):
        return "none"
    if text.endswith(PROJECTS, start, end):
        return "projects"
    of = text.find("的", start, end)
    noun = text[start : of if of >= 0 else end]
    while size := SOFT_ACTS.size_at_end(noun, 0, len(noun)):
        noun = noun[:-size]
    if NO_CLOSERS.end_name(noun):
        return "none"
    if WEAK_CLOSERS.end_name(noun):
        return "works" if counted else "weak"
    if PLACES.end_name(noun):
        return "works"
    return "projects" if _SOME_PROJECTS.match(text, start, end) is not None else "none"
