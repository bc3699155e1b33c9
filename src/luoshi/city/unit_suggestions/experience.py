"""Earlier decisions of an office, and how alike a promise is to them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from luoshi.city.unit_suggestions.knowledge import table
from luoshi.city.unit_suggestions.records import Decision

# figures and marks change from year to year while the task stays the same
_CHANGING = re.compile(r"[\W\d_]+")


class Likeness(NamedTuple):
    """An earlier decision and how alike it is, from 0 to 1."""

    decision: Decision
    likeness: float


class Experience:
    """An index over earlier decisions, to be built once and asked often.

    Likeness is the cosine between the pairs of neighbouring characters of two texts, a pair weighing
    the more the fewer decisions have it (inverse document frequency).
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.decisions = tuple(decisions)
        pairs = [_pairs(decision.text) for decision in self.decisions]
        frequency = Counter(pair for one in pairs for pair in one)
        self._rarity = {pair: math.log(1 + len(pairs) / count) for pair, count in frequency.items()}
        # a pair that no decision has is as rare as one can be: what is new in a promise makes it unlike
        self._unknown = math.log(1 + len(pairs))
        self._age = self._ages()
        holders: dict[str, list[int]] = {}
        for index, one in enumerate(pairs):
            for pair in one:
                holders.setdefault(pair, []).append(index)
        self._holders = {pair: np.array(listed, dtype=np.intp) for pair, listed in holders.items()}
        self._lengths = np.array([self._length(one) for one in pairs], dtype=np.float64)

    def alike(self, text: str) -> tuple[Likeness, ...]:
        """For each unit its most alike decision that is at least related, the most alike first."""
        if not self.decisions:
            return ()
        asked = _pairs(text)
        shared = np.zeros(len(self.decisions))
        for pair in asked & self._holders.keys():
            shared[self._holders[pair]] += self._rarity[pair] ** 2
        length = self._length(asked)
        if not length:
            return ()
        likeness = shared / (length * np.maximum(self._lengths, 1e-9)) * self._age
        best: dict[str, Likeness] = {}
        for index in np.argsort(-likeness, kind="stable"):
            value = float(likeness[index])
            if value < table("weights.toml")["decisions"]["related"]:
                break
            decision = self.decisions[index]
            best.setdefault(decision.unit_key, Likeness(decision, min(value, 1.0)))
        return tuple(best.values())

    def _length(self, pairs: Iterable[str]) -> float:
        return math.sqrt(sum(self._rarity.get(pair, self._unknown) ** 2 for pair in pairs))

    def _ages(self) -> npt.NDArray[np.float64]:
        """What the likeness of each decision is multiplied by: the older, the less."""
        years = np.array([decision.year for decision in self.decisions], dtype=np.float64)
        older: float = table("weights.toml")["decisions"]["older"]
        return older ** (years.max() - years) if len(years) else years


def _pairs(text: str) -> frozenset[str]:
    bare = _CHANGING.sub("", text)
    return frozenset(bare[index : index + 2] for index in range(len(bare) - 1))
