"""Words that a stretch of text may end in, found by their last character."""

from __future__ import annotations

from collections.abc import Iterable


class Suffixes:
    """A set of words, asked whether a stretch ends in one; quicker than ``str.endswith`` over hundreds."""

    def __init__(self, *lists: Iterable[str]) -> None:
        by_last: dict[str, list[str]] = {}
        for words in lists:
            for word in words:
                by_last.setdefault(word[-1], []).append(word)
        self.by_last = {
            last: tuple(sorted(set(words), key=len, reverse=True)) for last, words in by_last.items()
        }

    @property
    def last_characters(self) -> str:
        """Their last characters, each once."""
        return "".join(sorted(self.by_last))

    def end(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` ends in one of them."""
        words = self.by_last.get(text[end - 1]) if end > start else None
        return words is not None and text.endswith(words, start, end)

    def end_name(self, name: str) -> bool:
        """Whether ``name`` ends in one of them."""
        words = self.by_last.get(name[-1]) if name else None
        return words is not None and name.endswith(words)

    def size_at_end(self, text: str, start: int, end: int) -> int:
        """The length of the longest one that ``text[start:end]`` ends in, 0 for none."""
        for word in self.by_last.get(text[end - 1], ()) if end > start else ():
            if text.endswith(word, start, end):
                return len(word)
        return 0
