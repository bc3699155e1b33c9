"""The words before and behind the names of a clause: where they end, where they start, what they say."""

from __future__ import annotations

from luoshi.reading.projects.words import (
    ABOUT,
    KIND_OF,
    LEAD_WORD,
    LEADS,
    MIDDLE,
    NOUNS,
    PLACES,
    PROGRESS,
    STATISTICS,
    STRONG_TAIL,
    TAIL,
    TAIL_ENDS,
    TRANSITIVE,
    Lead,
)

_LONGEST_PROGRESS = 10


def is_told(text: str, start: int, end: int) -> bool:
    """Whether a clause has a verb of building, or words of building behind: a look before reading it."""
    lead = LEADS.match(text, start, end)
    return (
        text.startswith(ABOUT, start)
        or (lead is not None and kind_of(text, start, lead.end()) is not None)
        or without_tail(text, start + 2, end) < end
        or STRONG_TAIL.search(text, start, end) is not None
        or MIDDLE.search(text, start, end) is not None
        or PROGRESS.search(text, start, end) is not None
    )


def kind_of(text: str, start: int, end: int) -> Lead | None:
    """What sort of verb opens a clause; one of building wins: ``加快建设`` builds, ``加快`` pushes."""
    found = [KIND_OF[word] for word in LEAD_WORD.findall(text, start, end)]
    return min(found)[1] if found else None


def behind_lead(text: str, low: int, high: int, *, first: bool) -> int:
    """Where a name starts behind verbs and adverbs: ``全力加快甲港`` -> ``甲港``.

    In the first piece of a clause others may act before: ``支持青石县推进甲港`` -> ``甲港``.
    """
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


def without_tail(text: str, low: int, high: int) -> int:
    """``甲港改造项目选址等前期工作`` -> at 选址."""
    if text[high - 1] not in TAIL_ENDS:
        return high
    tail = TAIL.search(text, low, high)
    return tail.start() if tail is not None else high


def tail_start(text: str, low: int, high: int) -> int:
    """Where the words behind a name start: ``甲港顺利开工`` -> at 顺利; ``甲港落户青石`` -> at 落户."""
    at = without_tail(text, low, high)
    if at == high:
        at = _progress(text, low, high)
    return at if at < high else _strong_tail(text, low, high)


def _progress(text: str, low: int, high: int) -> int:
    """``甲港建设如火如荼`` -> at 建设."""
    progress = PROGRESS.search(text, low, high)
    if (
        progress is not None
        and high - progress.end() <= _LONGEST_PROGRESS
        and PLACES.end(text, low, progress.start())
        and not PLACES.end(text, progress.end(), high)
    ):
        return progress.start()
    return high


def _strong_tail(text: str, low: int, high: int) -> int:
    strong = STRONG_TAIL.search(text, low, high)
    if strong is None or strong[0] in TRANSITIVE or text.startswith(STATISTICS, strong.end(), high):
        return high
    tail = TAIL.search(text, low, strong.end())
    at = tail.start() if tail is not None else strong.start()
    return at if PLACES.end(text, low, at) else high
