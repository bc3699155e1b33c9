"""The word that opens a clause, looked up after the adverbs before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Openings:
    """Words by kind, found by their first two characters (a word of one character by that).

    ``passed_over`` are the words that may stand before the opening word, ``characters`` single
    characters of that sort. A clause opened by no word of any kind is of the kind ``other``.
    """

    def __init__(
        self, kinds: Mapping[str, Sequence[str]], passed_over: Sequence[str], characters: str
    ) -> None:
        self._words: dict[str, list[tuple[str, int, str]]] = {}
        for kind, words in (*kinds.items(), ("", passed_over)):
            for word in words:
                self._words.setdefault(word[:2], []).append((word, len(word), kind))
        for candidates in self._words.values():
            candidates.sort(key=lambda entry: -entry[1])
        self._characters = frozenset(characters)

    def of(self, text: str, start: int, end: int) -> str:
        """The kind of the word that opens ``text[start:end]``: for ``要加快建设港口`` that of ``建设``."""
        words = self._words
        while start < end:
            candidates = words.get(text[start : start + 2]) or words.get(text[start])
            if candidates is None:
                if text[start] not in self._characters:
                    return "other"
                start += 1
                continue
            for word, size, kind in candidates:
                if size <= 2 or text.startswith(word, start):
                    if kind:
                        return kind
                    start += size
                    break
            else:
                return "other"
        return "other"
