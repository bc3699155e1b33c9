"""Answers in words to a whole group of promises: ``各项约束性指标全面完成``."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.ledger.matching.items import Item
from luoshi.ledger.matching.knowledge import says_all_done

_SHORTEST_NAME = 5


def answered_together(promise: Item, told: Sequence[int], theirs: Sequence[Item]) -> int | None:
    """Which of the statements ``told`` says that all of the group of ``promise`` was done.

    ``约束性指标是：能耗下降3%，…`` is answered by ``各项约束性指标全面完成``: the group is named ahead of
    the promise in its sentence. The longest name counts.
    """
    named = [index for index in told if theirs[index].core in promise.ahead]
    return max(named, key=lambda index: len(theirs[index].core), default=None)


def told_of_all(theirs: Sequence[Item]) -> list[int]:
    """The statements without a figure that say of everything of a name that it was done."""
    return [
        index
        for index, item in enumerate(theirs)
        if item.figure is None and len(item.core) >= _SHORTEST_NAME and says_all_done(item.clause)
    ]
