"""Words that a stretch of text may end in, found by their last two characters."""

from __future__ import annotations

from collections.abc import Iterable


class Suffixes:
    """A set of words, asked whether a stretch ends in one; quicker than ``str.endswith`` over hundreds."""

    def __init__(self, *lists: Iterable[str]) -> None:
        words = sorted({word for listed in lists for word in listed}, key=len, reverse=True)
        self.last_characters = "".join(sorted({word[-1] for word in words}))
        self._single = frozenset(word for word in words if len(word) == 1)
        self._longer: dict[str, tuple[str, ...]] = {}
        for word in words:
            if len(word) > 1:
                self._longer[word[-2:]] = (*self._longer.get(word[-2:], ()), word)

    def end(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` ends in one of them."""
        if end <= start:
            return False
        if text[end - 1] in self._single:
            return True
        words = self._longer.get(text[end - 2 : end])
        return words is not None and text.endswith(words, start, end)

    def end_name(self, name: str) -> bool:
        """Whether ``name`` ends in one of them."""
        if name[-1:] in self._single:
            return True
        words = self._longer.get(name[-2:])
        return words is not None and name.endswith(words)

    def size_at_end(self, text: str, start: int, end: int) -> int:
        """The length of the longest one that ``text[start:end]`` ends in, 0 for none."""
        if end <= start:
            return 0
        for word in self._longer.get(text[end - 2 : end], ()):
            if text.endswith(word, start, end):
                return len(word)
        return 1 if text[end - 1] in self._single else 0
