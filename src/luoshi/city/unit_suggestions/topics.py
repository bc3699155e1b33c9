"""Which departments the words of a promise and of its headings point to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from luoshi.city.unit_suggestions.knowledge import Topics, laid_over, table
from luoshi.city.unit_suggestions.records import Reason
from luoshi.reading.lexicon import alternation


class Found(NamedTuple):
    """A topic word and where it stands (half-open)."""

    word: str
    start: int
    end: int


class Touch(NamedTuple):
    """How strongly a promise touches a department, and the reasons, the weightiest first."""

    weight: float
    reasons: tuple[Reason, ...]


class _Sign(NamedTuple):
    weight: float
    word: str
    code: str


class TopicWords:
    """The topic words of all departments as one pattern; ``own`` are an office's own words."""

    def __init__(self, own: Topics | None = None) -> None:
        self._words: Mapping[str, Mapping[str, str]] = laid_over(own or {})
        # looked ahead for, so that words may overlap: 粮食产业园 holds 粮食产业 and 产业园
        self._pattern = re.compile(f"(?=({alternation(self._words)}))")
        self._weights: dict[str, Any] = table("weights.toml")

    def found(self, text: str) -> Iterator[Found]:
        """The topic words of ``text`` in order; 农村公路 hides the 公路 inside it."""
        covered = 0
        for match in self._pattern.finditer(text):
            start, end = match.span(1)
            if end > covered:
                covered = end
                yield Found(match[1], start, end)

    def touched(self, text: str, headings: Sequence[str], kind: str) -> dict[str, Touch]:
        """The departments that ``text``, its ``headings`` (outermost first) and its ``kind`` point to."""
        signs: dict[str, dict[str, _Sign]] = {}
        self._read(signs, text, kind)
        share = 1.0
        for heading in reversed(headings):
            share *= self._weights["signs"]["heading"]
            self._read_heading(signs, heading, share)
        touches = {name: self._summed(tuple(by_word.values())) for name, by_word in signs.items()}
        for name, weight in self._weights["prior"].get(kind, {}).items():
            before = touches.get(name, Touch(0.0, ()))
            touches[name] = Touch(before.weight + weight, before.reasons or (Reason("usual_keeper"),))
        return {name: touch for name, touch in touches.items() if touch.weight > 0}

    def _read(self, signs: dict[str, dict[str, _Sign]], text: str, kind: str) -> None:
        for found in self.found(text):
            word = found.word
            listed = self._weights["signs"]["listed"] if _is_listed(text, found) else 1.0
            for name, tier in self._words[word].items():
                weight = self._weight(word, tier) * listed
                code = "topic_word"
                if tier == "indicators" and kind == "headline_target":
                    weight *= self._weights["signs"]["headline"]
                    code = "headline_indicator"
                _keep(signs.setdefault(name, {}), _Sign(weight, word, code))

    def _read_heading(self, signs: dict[str, dict[str, _Sign]], heading: str, share: float) -> None:
        for word, _, _ in self.found(heading):
            for name, tier in self._words[word].items():
                _keep(
                    signs.setdefault(name, {}), _Sign(self._weight(word, tier) * share, word, "heading_word")
                )

    def _weight(self, word: str, tier: str) -> float:
        lengths = self._weights["length"]
        weight: float = self._weights["tiers"][tier] * lengths.get(str(len(word)), lengths["6"])
        return weight

    def _summed(self, signs: tuple[_Sign, ...]) -> Touch:
        """The best word counts whole and each further one less, so that long lists gain nothing."""
        ordered = sorted(signs, key=lambda sign: -sign.weight)
        again = self._weights["signs"]["again"]
        weight = sum(
            sign.weight * (again**place if sign.weight > 0 else 1.0) for place, sign in enumerate(ordered)
        )
        return Touch(weight, _reasons(ordered))


def _is_listed(text: str, found: Found) -> bool:
    """Whether the word is one of a list: 石化, 机场 and 公路 in ``对石化、机场、公路等领域的重点项目``."""
    return text.startswith("、", found.end) or text.endswith("、", 0, found.start)


def _keep(by_word: dict[str, _Sign], sign: _Sign) -> None:
    """A word counts once, where it weighs most."""
    before = by_word.get(sign.word)
    if before is None or abs(sign.weight) > abs(before.weight):
        by_word[sign.word] = sign


def _reasons(ordered: Sequence[_Sign]) -> tuple[Reason, ...]:
    words: dict[str, list[str]] = {}
    for sign in ordered:
        if sign.weight > 0:
            words.setdefault(sign.code, []).append(sign.word)
    return tuple(Reason(code, tuple(listed)) for code, listed in words.items())  # type: ignore[arg-type]
