"""Marks of notes in text that is set above the line."""

from __future__ import annotations

import re

_MARK = re.compile(r"[\[［(（〔【]?\s*(?:[0-9]{1,3}|[①-⑳]|注[0-9]{0,2}|\*{1,3})\s*[\]］)）〕】]?")


def is_note_mark(raised: str, before: str) -> bool:
    """Whether the raised characters are the mark of a note, not a power: 增长6.5%¹ is one, 万m² is none."""
    power = before[-1:].isascii() and before[-1:].isalpha()
    return not power and _MARK.fullmatch(raised.strip()) is not None
