"""The words before and behind the names of a clause: where they end, where they start, what they say."""

from __future__ import annotations

from luoshi.reading.projects.leads import LEADS
from luoshi.reading.projects.words import (
    ABOUT,
    MIDDLE,
    NOUNS,
    PLACES,
    PROGRESS,
    PROGRESS_WORDS,
    STATISTICS,
    STRONG_TAIL,
    TAIL_WORDS,
    TRANSITIVE,
    Lead,
)

_LONGEST_PROGRESS = 10


def is_told(text: str, start: int, end: int) -> bool:
    """Whether a clause has a verb of building, or words of building behind: a look before reading it."""
    return (
        text.startswith(ABOUT, start)
        or LEADS.read(text, start, end)[1] is not None
        or without_tail(text, start + 2, end) < end
        or STRONG_TAIL.search(text, start, end) is not None
        or MIDDLE.search(text, start, end) is not None
        or (holds_progress(text, start, end) and PROGRESS.search(text, start, end) is not None)
    )


def behind_lead(text: str, low: int, high: int, *, first: bool) -> tuple[int, Lead | None]:
    """Where a name starts behind verbs and adverbs, and their kind: ``全力加快甲港`` -> at 甲港, push.

    In the first piece of a clause others may act before: ``支持青石县推进甲港`` -> at 甲港.
    """
    at, kind = LEADS.read(text, low, high)
    if not first:
        return at, kind
    for middle in MIDDLE.finditer(text, at, high):
        if NOUNS.end(text, at, middle.start()) and not middle[0].endswith("建设"):
            continue
        further, sort = LEADS.read(text, middle.start(), high)
        if middle.start() < further <= high - 2:
            at, kind = further, sort or kind
    return at, kind


def without_tail(text: str, low: int, high: int) -> int:
    """Where the words start that end a stretch: ``甲港改造项目选址`` -> at 选址, ``甲港`` -> its end."""
    while size := TAIL_WORDS.size_at_end(text, low, high):
        high -= size
    return high


def tail_start(text: str, low: int, high: int) -> int:
    """Where the words behind a name start: ``甲港顺利开工`` -> at 顺利; ``甲港落户青石`` -> at 落户."""
    at = without_tail(text, low, high)
    if at == high:
        at = _progress(text, low, high)
    return at if at < high else _strong_tail(text, low, high)


def holds_progress(text: str, low: int, high: int) -> bool:
    """Whether 建设 or the like stands there: a look before ``PROGRESS``."""
    for word in PROGRESS_WORDS:  # noqa: SIM110  # any() takes as long as the pattern
        if text.find(word, low, high) >= 0:
            return True
    return False


def _progress(text: str, low: int, high: int) -> int:
    """``甲港建设如火如荼`` -> at 建设."""
    progress = PROGRESS.search(text, low, high) if holds_progress(text, low, high) else None
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
    at = min(without_tail(text, low, strong.end()), strong.start())
    return at if PLACES.end(text, low, at) else high
