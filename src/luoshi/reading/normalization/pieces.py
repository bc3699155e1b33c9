"""Building a text out of stretches of another, with the map back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import sub

from luoshi.reading.text import Pieces


def join(text: str, stretches: Iterable[tuple[int, int]]) -> tuple[str, Pieces]:
    """The ``(start, end)`` stretches of ``text`` put together in the order given, and the map back."""
    pieces = Pieces([], [], [])
    chunks: list[str] = []
    at = 0
    for start, end in stretches:
        chunks.append(text[start:end])
        _append(pieces, at, start, end - start)
        at += end - start
    return "".join(chunks), pieces


def keep(text: str, starts: list[int], ends: list[int]) -> tuple[str, Pieces]:
    """``text`` without the stretches from each of ``starts`` to each of ``ends``, and the map back.

    Both lists ascend and the stretches do not overlap.
    """
    begins = [0, *ends]
    finishes = [*starts, len(text)]
    lengths = list(map(sub, finishes, begins))
    normalized = "".join([text[begin:finish] for begin, finish in zip(begins, finishes, strict=True)])
    at = list(accumulate(lengths, initial=0))
    at.pop()
    return normalized, Pieces(at, begins, lengths)


def insert_line_ends(text: str, offsets: list[int]) -> tuple[str, Pieces]:
    """``text`` with a line end put in at each of ``offsets``, which ascend, and the map back."""
    begins = [0, *offsets]
    finishes = [*offsets, len(text)]
    lengths = list(map(sub, finishes, begins))
    at = [begin + number for number, begin in enumerate(begins)]
    chunks = [text[begin:finish] for begin, finish in zip(begins, finishes, strict=True)]
    return "\n".join(chunks), Pieces(at, begins, lengths)


def compose(outer: Pieces, inner: Pieces) -> Pieces:
    """The map from the last text to the first: ``outer`` maps the last to the middle one, ``inner`` that."""
    only = [index for index, length in enumerate(inner.lengths) if length] if len(inner.lengths) < 4 else []
    if len(only) == 1:
        shift = inner.source[only[0]]
        return Pieces(outer.normalized, [middle + shift for middle in outer.source], outer.lengths)
    result = Pieces([], [], [])
    for start, middle, length in zip(outer.normalized, outer.source, outer.lengths, strict=True):
        done = 0
        index = bisect_right(inner.normalized, middle) - 1
        while done < length:
            within = middle + done - inner.normalized[index]
            step = min(length - done, inner.lengths[index] - within)
            if step > 0:
                _append(result, start + done, inner.source[index] + within, step)
                done += step
            index += 1
            if index < len(inner.normalized):  # characters that were put in have no source
                done = max(done, min(length, inner.normalized[index] - middle))
            elif done < length:
                break
    return result


def _append(pieces: Pieces, normalized: int, source: int, length: int) -> None:
    """Add a piece, grown onto the one before where the source goes on without a gap."""
    if not length:
        return
    goes_on = bool(pieces.source) and pieces.source[-1] + pieces.lengths[-1] == source
    if goes_on and pieces.normalized[-1] + pieces.lengths[-1] == normalized:
        pieces.lengths[-1] += length
        return
    pieces.normalized.append(normalized)
    pieces.source.append(source)
    pieces.lengths.append(length)
