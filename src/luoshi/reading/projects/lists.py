"""The clauses of a sentence as lists: what opens them, their items, what closes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from luoshi.reading.projects.words import (
    BAD_STARTS,
    COUNTED,
    KIND_OF,
    LEAD_WORD,
    LEADS,
    MIDDLE,
    NO_CLOSERS,
    NOUNS,
    NOUNS_OR_LOOSE,
    PLACES,
    SOFT_ACTS,
    STAGE_WORD,
    STRONG_TAIL,
    TAIL,
    TAIL_ENDS,
    WEAK_CLOSERS,
    Lead,
)

Closer = Literal["projects", "works", "weak", "open", "none"]

_SEPARATOR = re.compile("“[^”]*”|（[^）]*）|《[^》]*》|(?P<mark>、|以及|[和及])")
_A_LIST = re.compile("[、和及以等]|[两三四五六七八九十0-9][条座个项处]")
_AND_OTHERS = re.compile("(?<![平高中同均初优])等(?![级候待于同])")
_IN_ALL = re.compile("(?=[两三四五六七八九十0-9]{1,3}(?:条|座|个|项|处)[一-龥])")
_HOW_MANY = re.compile(f"一大?批|{COUNTED.pattern}")
_HOW_MANY_BEHIND = re.compile("[0-9][0-9.]*(?:余|多)?(?:个|项|条|座|处|所|家|宗|件|公里)(?:以上)?$")
_SIZED = re.compile("[0-9][万亿千百余多]*[一-龥]{1,4}$")
_LONGEST_ITEM = 60
_SHORTEST_BEFORE_AND = 3
# 对甲港等项目，加快前期工作: what is said of them stands in the clauses behind
ABOUT = ("对", "针对")
_PROJECTS = ("项目", "工程")
_NO_WORKS = re.compile("科研|攻关|领域|方面|行业|企业|地区|部门|条件|人员|^产业")
_SOME_PROJECTS = re.compile("[^、，的企园]{0,10}?(?:项目|工程)(?![审管储库])")
_TRANSITIVE = frozenset(("建成", "开通", "启用", "贯通", "封关"))
_PROGRESS = re.compile("(?:开工|加快)?(?:建设|前期)(?![用领资项工标施])")
_LONGEST_PROGRESS = 10
_NOT_TOLD = ("里程", "总里程", "率", "数", "量", "面积", "条件", "规模", "通车里程")


class Run(NamedTuple):
    """Items that share their opening words, their closing noun and the words behind.

    ``加快甲港、乙桥等12个项目建设``: lead ``加快``, items ``甲港`` and ``乙桥``, a closer of works,
    tail ``建设``. Spans are offsets; an empty one has nothing there.
    """

    lead: tuple[int, int]
    kind: Lead | None
    items: list[tuple[int, int]]
    closer: Closer
    tail: tuple[int, int]
    rest: tuple[int, int]


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
            found[index] = run._replace(tail=following.tail)
    return found


def is_told(text: str, start: int, end: int) -> bool:
    """Whether a clause has a verb of building, or words of building behind: a quick look before ``runs``."""
    lead = LEADS.match(text, start, end)
    return (
        text.startswith(ABOUT, start)
        or (lead is not None and _kind(text, start, lead.end()) is not None)
        or (text[end - 1] in TAIL_ENDS and TAIL.search(text, start + 2, end) is not None)
        or STRONG_TAIL.search(text, start, end) is not None
        or MIDDLE.search(text, start, end) is not None
        or _PROGRESS.search(text, start, end) is not None
    )


def _one_run(text: str, start: int, end: int) -> list[Run]:
    """The run of a clause with one name at most: ``加快甲港建设``."""
    tail = _tail_start(text, start + 2, end)
    name = _behind_lead(text, start, tail, first=True)
    kind = _kind(text, start, name) if name > start else None
    if not 2 <= tail - name <= _LONGEST_ITEM or (kind is None and tail == end):
        return []
    if text.startswith(BAD_STARTS, name) or not (
        PLACES.end(text, name, tail)
        or text[tail - 1] in "”）"
        or "0" <= text[end - 1] <= "9"
        or STRONG_TAIL.search(text, tail, end) is not None
        or _SIZED.search(text, name, tail) is not None
    ):
        return []
    return [Run((start, name), kind, [(name, tail)], "none", (tail, end), (end, end))]


def _runs(text: str, start: int, end: int) -> Iterator[Run]:
    lead, kind = (start, start), None
    items: list[tuple[int, int]] = []
    for low, high in _pieces(text, start, end):
        name_end, tail, closer, rest = _parts(text, low, high)
        at = _behind_lead(text, low, name_end, first=not items)
        if at > low:
            if items:
                yield Run(lead, kind, items, "none", (low, low), (low, low))
                items = []
            lead, kind = (low, at), _kind(text, low, at) or kind
        if at < name_end:
            items.append((at, name_end))
        if tail[1] > tail[0] or closer != "none" or rest[1] > rest[0]:
            yield Run(lead, kind, items, closer, tail, rest)
            items = []
    if items:
        yield Run(lead, kind, items, "none", (end, end), (end, end))


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Between the marks of a list: ``甲港、乙桥和丙路`` -> three; ``甲港开工、投产`` is one."""
    found: list[tuple[int, int]] = []
    low = start
    for separator in _SEPARATOR.finditer(text, start, end):
        mark = separator["mark"]
        if mark is None:
            continue
        at = separator.start()
        if mark not in ("、", "以及") and not _parts_names(text, low, at, listed=bool(found)):
            continue
        _add(text, found, low, at)
        low = separator.end()
    _add(text, found, low, end)
    return found


def _parts_names(text: str, low: int, at: int, *, listed: bool) -> bool:
    """Whether 和 or 及 at ``at`` stands between two names: not in ``集约利用和效益评价平台``."""
    if text.endswith("建设", low, at):
        at -= 2
    if at - low < _SHORTEST_BEFORE_AND or not (PLACES if listed else NOUNS).end(text, low, at):
        return False
    size = SOFT_ACTS.size_at_end(text, low, at)
    return not size or PLACES.end(text, low, at - size)


def _add(text: str, found: list[tuple[int, int]], low: int, high: int) -> None:
    if found and text[high - 1] in TAIL_ENDS and TAIL.match(text, low, high) is not None:
        found[-1] = (found[-1][0], high)
    elif low < high:
        found.append((low, high))


def _parts(text: str, low: int, high: int) -> tuple[int, int, tuple[int, int], Closer, tuple[int, int]]:
    """Where the name of a piece starts and ends, its tail, its closer, and what stands between both."""
    others = _AND_OTHERS.search(text, low + 2, high) or _in_all(text, low + 2, high)
    if others is None:
        at = _tail_start(text, low + 2, high)
        return low, at, (at, high), "none", (high, high)
    rest = others.end()
    count = _HOW_MANY.match(text, rest, high)
    noun = count.end() if count is not None else rest
    at = _tail_start(text, noun, high)
    closer = _closer(text, noun, at, counted=count is not None)
    if closer == "projects" and at == high and not text.endswith(_PROJECTS, noun, high):
        at = _behind_projects(text, noun, high)
    return low, _without_tail(text, low + 2, others.start()), (at, high), closer, (rest, at)


def _in_all(text: str, low: int, high: int) -> re.Match[str] | None:
    """Before the number of works just listed: ``甲路、乙路两条道路`` -> behind ``乙路``."""
    number = _IN_ALL.search(text, low, high)
    return number if number is not None and NOUNS_OR_LOOSE.end(text, low - 2, number.start()) else None


def _without_tail(text: str, low: int, high: int) -> int:
    """``甲港改造项目选址等前期工作`` -> at 选址."""
    if text[high - 1] not in TAIL_ENDS:
        return high
    tail = TAIL.search(text, low, high)
    return tail.start() if tail is not None else high


def _tail_start(text: str, low: int, high: int) -> int:
    """Where the words behind a name start: ``甲港顺利开工`` -> at 顺利; ``甲港落户青石`` -> at 落户."""
    at = _without_tail(text, low, high)
    if at < high:
        return at
    progress = _PROGRESS.search(text, low, high)
    if (
        progress is not None
        and high - progress.end() <= _LONGEST_PROGRESS
        and PLACES.end(text, low, progress.start())
        and not PLACES.end(text, progress.end(), high)
    ):
        return progress.start()
    strong = STRONG_TAIL.search(text, low, high)
    if strong is not None:
        tail = TAIL.search(text, low, strong.end())
        at = tail.start() if tail is not None else strong.start()
        if (
            strong[0] not in _TRANSITIVE
            and PLACES.end(text, low, at)
            and not text.startswith(_NOT_TOLD, strong.end(), high)
        ):
            return at
    return high


def _behind_projects(text: str, noun: int, high: int) -> int:
    """``等一批项目落户青石港`` -> at 落户, where those words tell a stage."""
    projects = _SOME_PROJECTS.match(text, noun, high)
    if projects is None or STAGE_WORD.search(text, projects.end(), high) is None:
        return high
    return projects.end()


def _closer(text: str, start: int, end: int, *, counted: bool) -> Closer:
    """What the noun that closes a list says: ``等12个项目`` works, ``等园区`` perhaps, ``等企业`` none."""
    behind = _HOW_MANY_BEHIND.search(text, start, end)
    if behind is not None:
        end = behind.start()
    if start == end:
        return "none" if counted else "open"
    if _NO_WORKS.search(text, start, end) is not None:
        return "none"
    if text.endswith(_PROJECTS, start, end):
        return "projects"
    of = text.find("的", start, end)
    if of >= 0:
        end = of
    noun = text[start:end]
    while size := SOFT_ACTS.size_at_end(noun, 0, len(noun)):
        noun = noun[:-size]
    if NO_CLOSERS.end_name(noun):
        return "none"
    if WEAK_CLOSERS.end_name(noun):
        return "works" if counted else "weak"
    if PLACES.end_name(noun):
        return "works"
    return "projects" if _SOME_PROJECTS.match(text, start, end) is not None else "none"


def _behind_lead(text: str, low: int, high: int, *, first: bool) -> int:
    """Where a name starts behind verbs and adverbs: ``全力加快甲港`` -> ``甲港``."""
    lead = LEADS.match(text, low, high)
    at = lead.end() if lead is not None else low
    if not first:
        return at
    for middle in MIDDLE.finditer(text, at, high):
        if NOUNS.end(text, at, middle.start()) and not middle[0].endswith("建设"):
            continue
        further = LEADS.match(text, middle.start(), high)
        if further is not None and further.end() <= high - 2:
            at = further.end()
    return at


def _kind(text: str, start: int, end: int) -> Lead | None:
    """What sort of verb opens a clause; one of building wins: ``加快建设`` builds, ``加快`` pushes."""
    found = [KIND_OF[word] for word in LEAD_WORD.findall(text, start, end)]
    return min(found)[1] if found else None
