"""The sentence that a figure stands in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from luoshi.reading.lexicon.numerals import NUMERALS

_STOP = re.compile('[。！？!?][”’」』）)"]*|\n')
_ENDED = "。！？!?：:；;|"
_OPENS = re.compile(f"[ \t\u3000]*(?:\n|[#>|*+-]|　　|\u3000|[（(]?[{NUMERALS}0-9]+[）)、.．]|——|$)")
_SHORTEST_WRAPPED_LINE = 20
_LONGEST = 600


class Sentences:
    """Cuts the sentences around offsets of one text.

    A sentence ends at ``。！？`` or at a line's end; a long line that breaks off without a stop goes
    on in the next one, as in text that a PDF gave.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._stops = [0, *(match.end() for match in _STOP.finditer(text) if self._stops_at(match))]

    def around(self, start: int, end: int) -> str:
        """The sentence of ``text[start:end]``, white space as one blank, 600 characters a side at most."""
        before = bisect_right(self._stops, start) - 1
        after = bisect_left(self._stops, end)
        first = max(self._stops[before], start - _LONGEST)
        last = self._stops[after] if after < len(self._stops) else len(self._text)
        return " ".join(self._text[first : min(last, end + _LONGEST)].split())

    def before(self, start: int) -> str:
        """The sentence of ``start`` up to it, without white space, 600 characters at most."""
        first = self._stops[bisect_right(self._stops, start) - 1]
        return "".join(self._text[max(first, start - _LONGEST) : start].split())

    def _stops_at(self, match: re.Match[str]) -> bool:
        return match[0] != "\n" or not self._is_wrapped(match.start())

    def _is_wrapped(self, at: int) -> bool:
        line = self._text[self._text.rfind("\n", 0, at) + 1 : at].rstrip()
        return (
            len(line) >= _SHORTEST_WRAPPED_LINE
            and line[-1] not in _ENDED
            and not line.startswith("#")
            and _OPENS.match(self._text, at + 1) is None
        )
