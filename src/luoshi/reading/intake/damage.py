"""A few bad bytes in a text that is otherwise sound: each becomes ``�``, and reading goes on behind it."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from luoshi.reading.intake.everyday import are_everyday, everyday_share

REPLACED = "�"
RESYNCING = "luoshi.resyncing"
"""The name of the handler of errors with which texts are decoded."""

_CHUNK = 1 << 20
_SAMPLE = 4_000
_MOST_BAD = 20
_BAD_FOR_ONE = 20  # that many may not decode behind one that is lost, up to where characters begin again
_FEWEST_CHARACTERS = 20
_ASCII = re.compile(rb"[\x00-\x7f]")
_RUN = 400
_LONGEST_STEP = 3


def decode_damaged(data: bytes, encoding: str) -> str | None:
    """The text of ``data`` with ``�`` for a few bytes that do not decode; ``None`` where there are more."""
    if _is_noise(data, encoding):
        return None
    text = data.decode(encoding, RESYNCING)
    return text if is_nearly_sound(text[:_SAMPLE], text.count(REPLACED), len(data)) else None


def is_damaged_stream(stream: BinaryIO, encoding: str) -> bool:
    """Whether a stream, read from its start, is text in ``encoding`` but for a few bytes."""
    decoder = codecs.getincrementaldecoder(encoding)(RESYNCING)
    sample, bad, size = "", 0, 0
    while chunk := stream.read(_CHUNK):
        if _is_noise(chunk, encoding):
            return False
        text = decoder.decode(chunk)
        bad += text.count(REPLACED)
        size += len(chunk)
        sample = sample or text[:_SAMPLE]
    return is_nearly_sound(sample, bad, size)


def _is_noise(data: bytes, encoding: str) -> bool:
    """Whether far too many bytes do not decode for each to be worth a look at what stands behind it."""
    bad = data.decode(encoding, "replace").count(REPLACED)
    return bad > _BAD_FOR_ONE * (_MOST_BAD + len(data) // 1_000_000)


def is_nearly_sound(sample: str, bad: int, size: int) -> bool:
    """Whether a text of ``size`` bytes beginning with ``sample`` is Chinese but for a few ``bad`` ones."""
    beyond = [character for character in sample if character > "\x7f" and character != REPLACED]
    few = bad * 2_000 <= size + 2_000 and bad <= _MOST_BAD + size // 1_000_000
    return few and len(beyond) >= _FEWEST_CHARACTERS and are_everyday(beyond)


def first_bad_byte(data: bytes, encoding: str) -> int | None:
    """The offset of the first byte that does not decode; ``None`` where all do."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _resync(error: UnicodeError) -> tuple[str, int]:
    """Go on behind a bad byte, or behind it and the ones that belonged to its character.

    In GB18030 a lost first half of a character would turn all characters up to the next digit or line end
    into others: the step after which they are everyday ones is taken.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if not error.encoding.startswith("gb"):
        return REPLACED, error.end
    start, data = error.start, error.object
    end = _ASCII.search(data, start + 1, start + _LONGEST_STEP)
    last = end.start() if end else min(start + _LONGEST_STEP, len(data))
    return REPLACED, max(range(start + 1, last + 1), key=lambda place: _share_behind(data, place))


def _share_behind(data: bytes, start: int) -> float:
    end = _ASCII.search(data, start, start + _RUN)
    run = data[start : end.start() if end else start + _RUN]
    return everyday_share(run.decode("gb18030", "replace"))


codecs.register_error(RESYNCING, _resync)
