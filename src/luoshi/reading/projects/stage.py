"""The stage that the words around a name tell."""

from __future__ import annotations

from luoshi.reading.projects.predicates import without_tail
from luoshi.reading.projects.words import DONE, GOAL, GOING_ON, STAGE_NAMES, STAGE_RANKS, STAGE_WORD
from luoshi.reading.records import Stage, Status

_BUILDING: Stage = "under_construction"
_BEGUN = frozenset(("completed", "continued"))
_PREPARING = STAGE_NAMES.index("preparing")
_FINISHED = frozenset(("in_production", "completed", "started"))


def stage_of(text: str, lead: tuple[int, int], tail: tuple[int, int], status: Status) -> Stage | None:
    """Words behind the names come first: ``推动甲港竣工`` is completed, ``启动甲港建设`` started."""
    behind = _stage(text, *tail)
    if behind is not None and behind != _BUILDING:
        return behind
    before = _stage(text, *lead)
    if before == _BUILDING and behind is None and status == "actual" and _is_done(text, *lead):
        return "completed"
    return before or behind


def goal_of(text: str, start: int, end: int) -> Stage | None:
    """What the next clause asks of the same works: ``加快甲港前期工作，力争年内开工`` is to be started."""
    goal = GOAL.match(text, start, end)
    if goal is None or without_tail(text, goal.end(), end) > goal.end():
        return None
    stage = _stage(text, goal.end(), end)
    return stage if stage in _FINISHED else None


def _stage(text: str, start: int, end: int) -> Stage | None:
    """The latest stage of those named; preliminary work that is completed stays preliminary work."""
    if start >= end:
        return None
    ranks = sorted({STAGE_RANKS[word] for word in STAGE_WORD.findall(text, start, end)})
    if not ranks:
        return None
    stage = STAGE_NAMES[ranks[0]]
    return "preparing" if stage in _BEGUN and _PREPARING in ranks else stage


def _is_done(text: str, start: int, end: int) -> bool:
    """``新建甲港`` in a review says that it stands; ``加快新建甲港`` does not."""
    return DONE.search(text, start, end) is not None and GOING_ON.search(text, start, end) is None
