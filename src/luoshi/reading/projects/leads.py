"""The words that open a clause, looked up by their first two characters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from luoshi.reading.projects.words import LEAD_PATTERNS, LEAD_WORDS, Lead

_RANKS: tuple[Lead, ...] = ("build", "claim", "plan", "push", "wish")
_OTHER = len(_RANKS)


class _Word(NamedTuple):
    text: str
    size: int
    rank: int
    not_before: tuple[str, ...]


class Leads:
    """Verbs by kind, adverbs and patterns, any number of which may open a clause.

    A word may say what must not follow: ``研究(?!院|所)`` is no verb in 研究院.
    """

    def __init__(self, kinds: Mapping[str, Sequence[str]], patterns: Sequence[str], starts: str) -> None:
        words: dict[str, _Word] = {}
        for kind, entries in kinds.items():
            rank = _RANKS.index(kind) if kind in _RANKS else _OTHER
            for entry in entries:
                text, _, exceptions = entry.partition("(?!")
                if text not in words or rank < words[text].rank:
                    not_before = tuple(exceptions.rstrip(")").split("|")) if exceptions else ()
                    words[text] = _Word(text, len(text), rank, not_before)
        verbs = [word for word in words.values() if word.rank < _OTHER]
        listed: dict[str, list[_Word]] = {}
        for word in sorted(words.values(), key=lambda word: -word.size):
            # 突出抓好 is of the kind of 抓好
            rank = min([word.rank, *(verb.rank for verb in verbs if verb.text in word.text)])
            listed.setdefault(word.text[:2], []).append(word._replace(rank=rank))
        # Behind longer words stands the one of their first character alone.
        self._words: dict[str, tuple[_Word, ...]] = {
            start: (*longer, *(listed.get(start[0], ()) if len(start) > 1 else ()))
            for start, longer in listed.items()
        }
        self._pattern = re.compile("|".join(patterns))
        self._starts = frozenset(starts)

    def read(self, text: str, start: int, end: int) -> tuple[int, Lead | None]:
        """Where the opening words end, and of what kind they are; a verb of building wins over others.

        ``全力加快建设甲港`` -> at 甲港, build; ``加快甲港`` -> at 甲港, push.
        """
        words, rank = self._words, _OTHER
        while start < end:
            found = words.get(text[start : start + 2]) or words.get(text[start], ())
            for word, size, sort, not_before in found:
                if text.startswith(word, start, end) and not (
                    not_before and text.startswith(not_before, start + size)
                ):
                    rank = min(rank, sort)
                    start += size
                    break
            else:
                match = self._pattern.match(text, start, end) if text[start] in self._starts else None
                if match is None:
                    break
                start = match.end()
        return start, _RANKS[rank] if rank < _OTHER else None


LEADS = Leads(LEAD_WORDS, *LEAD_PATTERNS)
