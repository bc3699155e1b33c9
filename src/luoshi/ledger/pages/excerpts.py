"""The words around a quote: enough of its sentence to be understood, and no more."""

from __future__ import annotations

import re

import msgspec

from luoshi.ledger.records import Evidence

_BREAK = re.compile(r"[，,；;：:。！？]")
_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])|\s+(?=[，。；：、])")
# A number alone says little; a quote of this length speaks for itself.
_SPEAKS = 10
_FEWEST_BEFORE = 8
_MOST_BEFORE = 48
_MOST_AFTER = 26


class Excerpt(msgspec.Struct, frozen=True):
    """``before``, the ``quote`` itself and ``after``; a side that was cut short begins or ends with ``…``."""

    before: str
    quote: str
    after: str

    @property
    def text(self) -> str:
        """The three as one."""
        return self.before + self.quote + self.after


def excerpt(evidence: Evidence, source: str | None = None) -> Excerpt:
    """The clause of ``evidence`` around its quote; ``source`` is the text of its report, where at hand.

    >>> excerpt(Evidence(0, 2, "a", "7%", "办好实事，全年地区生产总值增长7%左右，稳住就业。")).text
    '…全年地区生产总值增长7%左右…'
    """
    at = _position(evidence, source)
    sentence, quote = evidence.sentence, evidence.quote
    if at < 0:
        return Excerpt("", one_line(quote), "")
    fewest = 0 if len(quote) >= _SPEAKS else _FEWEST_BEFORE
    start, end = _left(sentence, at, fewest), _right(sentence, at + len(quote))
    before, after = one_line(sentence[start:at]), one_line(sentence[at + len(quote) : end])
    return Excerpt(
        ("…" if start > 0 else "") + before,
        one_line(quote),
        after + ("…" if sentence[end:].strip("。；！ \n") else ""),
    )


def one_line(text: str) -> str:
    """``text`` without line ends, Markdown's stars, and the spaces that typesetting put beside Chinese."""
    return _SPACE.sub("", " ".join(text.replace("**", "").split()))


def _position(evidence: Evidence, source: str | None) -> int:
    """Where the quote stands in its sentence; by offsets where the sentence is found around them."""
    if source is not None:
        first = max(0, evidence.start - len(evidence.sentence))
        start = source.find(evidence.sentence, first, evidence.end + len(evidence.sentence))
        if 0 <= start <= evidence.start:
            return evidence.start - start
    return evidence.sentence.find(evidence.quote)


def _left(sentence: str, at: int, fewest: int) -> int:
    """The clause's start, or that of the one before where it is too short to say what it is about."""
    for match in reversed([*_BREAK.finditer(sentence, max(0, at - _MOST_BEFORE), at)]):
        if at - match.end() >= fewest:
            return match.end()
    return max(0, at - _MOST_BEFORE) if at > _MOST_BEFORE else 0


def _right(sentence: str, at: int) -> int:
    match = _BREAK.search(sentence, at)
    end = match.start() if match else len(sentence)
    return min(end, at + _MOST_AFTER)
