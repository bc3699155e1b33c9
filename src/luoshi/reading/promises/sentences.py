"""What a sentence of a plan is in its paragraph: a head, what leads to others, or one with edges to trim."""

from __future__ import annotations

import re
from itertools import pairwise

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.promises.cutting import Part, end_of

_VERBS = table("promises", "verbs.toml")
FRONT = frozenset(("slogans", "talk"))
_LONGEST_HEAD = 16
_LONGEST_ITEM_HEAD = 40
_MOST_IN_HEAD = 2  # clauses
_FEWEST_HEADS = 2
_LONGEST_OPENING = 1  # sentences before the first head
_NO_HEADS = frozenset(("gains", "titles", "helps"))
_NO_HEAD_ENDINGS = tuple(_VERBS["no_heads"]["endings"])
_NO_HEAD = re.compile(f"[^，]{{0,4}}?(?:{alternation(_VERBS['no_heads']['words'])})")
_LEADS = frozenset(("slogans", "settings"))
_ABSTRACT = frozenset(("slogans", "settings", "aims", "mottos", "talk"))
_ABSTRACT_IN_THREAD = frozenset(("ways", "carries", "speeds", "other"))


def only_leads(text: str, parts: list[Part]) -> bool:
    """Whether the first sentence of a paragraph says what the others are for, and no act of its own.

    ``聚焦群众关切，提高服务水平，让城市更有温度``
    """
    return parts[0].kind in _LEADS and all(
        part.last == part.first
        and (
            part.kind in _ABSTRACT
            or (part.kind in _ABSTRACT_IN_THREAD and end_of(text, part.end) == "thread")
        )
        for part in parts
    )


def is_head(text: str, parts: list[Part]) -> bool:
    """Whether a sentence is short, of one clause, without a figure, and no act itself: ``守牢安全底线``."""
    part = parts[0]
    return (
        len(parts) == 1
        and part.end - part.start <= _LONGEST_HEAD
        and part.last == part.first
        and part.kind not in _NO_HEADS
        and not text.endswith(_NO_HEAD_ENDINGS, part.start, part.end)
        and _NO_HEAD.match(text, part.start, part.end) is None
    )


def is_item_head(parts: list[Part], following: list[list[Part]]) -> bool:
    """Whether a numbered sentence is the head of the ``following``: ``一是扩大消费。提高工资，…``."""
    return (
        bool(following)
        and not following[0][0].item
        and len(parts) <= _MOST_IN_HEAD
        and parts[-1].end - parts[0].start <= _LONGEST_ITEM_HEAD
    )


def before_heads(text: str, sentences: list[list[Part]]) -> int:
    """How many sentences stand before the first of several heads inside a paragraph, itself included.

    Short sentences in a row are no heads but short promises.
    """
    if len(sentences) <= _FEWEST_HEADS:
        return 0
    short = [number for number, parts in enumerate(sentences) if len(parts) == 1 and is_head(text, parts)]
    if len(short) < _FEWEST_HEADS or short[0] > _LONGEST_OPENING or short[-1] == len(sentences) - 1:
        return 0
    in_a_row = any(following - number == 1 for number, following in pairwise(short))
    return 0 if in_a_row else short[0] + 1


def trimmed(parts: list[Part]) -> list[Part]:
    """Without slogans at the front and mere aims at the back that have no figure."""
    first, last = 0, len(parts)
    while first < last and parts[first].kind in FRONT and parts[first].last == parts[first].first:
        first += 1
    while (
        last > first + 1
        and parts[last - 1].kind == "mottos"
        and parts[last - 1].last == parts[last - 1].first
    ):
        last -= 1
    return parts if last - first == len(parts) else parts[first:last]
