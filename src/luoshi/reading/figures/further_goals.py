"""Goals set beyond a goal: ``增长15%以上、力争达到20%``.

A word of firmness between a thing and its number, or between its goal and a further one, holds for
that thing only; one that opens a list holds for all of it (``力争新增企业20家、机构30家``).
"""

from __future__ import annotations

import re

from luoshi.reading.figures.cues import Cue
from luoshi.reading.figures.numbers import Number

# Behind a number that is a goal by itself, not the count of a noun (力争90%的村庄…).
_NOTHING_COUNTED = re.compile("(?:新?台阶|关口|的?目标)?(?:[，。；、）]|$)", re.MULTILINE)
_TONES = frozenset(("strive", "firm"))


class FurtherGoals:
    """Follows, through a sentence, the words of firmness that hold for one thing only."""

    __slots__ = ("_inner", "_unit", "is_further")

    def __init__(self) -> None:
        self._inner: list[Cue] = []
        self._unit: str | None = None
        self.is_further = False

    def enter_sentence(self, cues: list[Cue]) -> bool:
        """Begin a sentence, in which nothing is named yet; whether one of ``cues`` is a word of firmness."""
        self._inner, self._unit, self.is_further = [], None, False
        return bool(cues) and any(cue.kind in _TONES for cue in cues)

    def in_force(
        self, text: str, cues: list[Cue], predicate: int, number: Number, *, named: bool
    ) -> list[Cue]:
        """The cues of the sentence that bear on a number and on what follows it.

        ``predicate`` is where the words between a thing and its number begin, ``named`` says that the
        thing is named there and not carried over.
        """
        inner = [cue for cue in cues if cue.kind in _TONES and predicate <= cue.start < number.start]
        goes_on = not named and self._unit is not None
        if self.is_further and (not goes_on or (not inner and number.unit == self._unit)):
            cues = [cue for cue in cues if cue not in self._inner]
            self.is_further = False
        if not goes_on:
            self._inner = []
        elif inner and _NOTHING_COUNTED.match(text, number.after):
            self.is_further = True
        self._inner += inner
        self._unit = number.unit
        return cues
