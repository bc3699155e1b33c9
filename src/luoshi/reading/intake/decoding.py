"""From bytes to characters: UTF-8, GB18030 (with GBK and GB2312 inside it) and UTF-16.

The name of the encoding that is given back is one with which Python decodes the same bytes to
the same characters: ``data.decode(encoding) == text``. A few bad bytes in a text that is otherwise sound
are no reason to refuse it: they become ``�``.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from luoshi.errors import InputError, UsageError
from luoshi.reading.intake.damage import decode_damaged, is_damaged_stream
from luoshi.reading.intake.everyday import are_everyday

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SUBSETS_OF_GB18030 = frozenset({"gb2312", "gbk", "cp936"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_CHUNK = 1 << 20
_SAMPLE = 4_000


def checked_encoding(encoding: str) -> str:
    """The encoding to use where ``encoding`` was asked for; ``UsageError`` if there is none of that name.

    GB2312 and GBK become GB18030, which holds them: files so labelled often use more than they say.
    """
    try:
        name = codecs.lookup(encoding).name
        " ".encode(name)  # refuses codecs that make no text, such as rot13
    except (LookupError, UnicodeError, ValueError) as error:
        raise UsageError("unknown_encoding", encoding=encoding) from error
    return "gb18030" if name in _SUBSETS_OF_GB18030 else name


def byte_order_mark(data: bytes) -> str | None:
    """The encoding that the first bytes of ``data`` announce."""
    return next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The characters of ``data`` and the encoding found, without the byte order mark.

    ``encoding`` is one that ``checked_encoding`` gave, or ``None`` to find out. Line ends stay as
    they are. ``InputError`` named after ``name``: ``unknown_format`` for binary data,
    ``undecodable`` (with the offset of the first bad byte) for text in another encoding.
    """
    if encoding is not None:
        return _decode_as_told(data, name, encoding)
    marked = byte_order_mark(data)
    if marked is not None:
        return _strictly(data, name, marked), marked
    if b"\0" in data:
        raise InputError("unknown_format", name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _decode_otherwise(data, name, error.start)


def stream_encoding(stream: BinaryIO, name: str, encoding: str | None = None) -> str:
    """The encoding of a whole seekable ``stream``, which is read once and set back to its start.

    Errors are those of ``decode``; after this the stream decodes without error where bad bytes are
    handled as ``damage.RESYNCING`` does.
    """
    head = stream.read(4)
    stream.seek(0)
    candidates = [encoding or byte_order_mark(head) or "utf-8"]
    if candidates == ["utf-8"] and encoding is None:
        candidates.append("gb18030")
    first_bad: int | None = None
    for candidate in candidates:
        bad, sample = _first_bad_byte(stream, name, candidate)
        stream.seek(0)
        if bad is None and (candidate != "gb18030" or encoding or _is_plausible(sample)):
            return candidate
        first_bad = bad if first_bad is None else first_bad
        if candidate == "utf-8" and _begins_as_utf8(sample):
            break
    for candidate in candidates:
        damaged = is_damaged_stream(stream, candidate)
        stream.seek(0)
        if damaged:
            return candidate
    raise InputError("undecodable", name, offset=first_bad, encoding=_shown(candidates))


def replace_surrogates(text: str) -> str:
    """``text`` without lone surrogates, which JSON escapes can spell but no file can hold."""
    return _SURROGATE.sub("\ufffd", text)


def _decode_as_told(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    if encoding == "utf-8" and data.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    text = _strictly(data, name, encoding)
    found = _SURROGATE.search(text)
    if found:
        raise InputError("undecodable", name, offset=found.start(), encoding=encoding)
    return text, encoding


def _strictly(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        text = decode_damaged(data, encoding)
        if text is not None:
            return text
        raise InputError("undecodable", name, offset=error.start, encoding=encoding) from error
    except UnicodeError as error:
        raise InputError("undecodable", name, offset=0, encoding=encoding) from error


def _decode_otherwise(data: bytes, name: str, utf8_fails_at: int) -> tuple[str, str]:
    """``data`` as GB18030, unless it is rather UTF-8 with a damaged byte, or neither of the two."""
    if not _begins_as_utf8(data[:utf8_fails_at].decode("utf-8")):
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            if _is_plausible(text):
                return text, "gb18030"
    for encoding in ("utf-8", "gb18030"):
        damaged = decode_damaged(data, encoding)
        if damaged is not None:
            return damaged, encoding
    raise InputError("undecodable", name, offset=utf8_fails_at, encoding="UTF-8, GB18030")


def _begins_as_utf8(text: str) -> bool:
    """Whether what decodes before the first bad byte shows that the whole was meant as UTF-8."""
    return sum(character > "\u07ff" for character in text[:_SAMPLE]) >= 8


def _is_plausible(text: str) -> bool:
    """Whether most of the characters beyond ASCII are everyday ones (the first level of GB2312).

    Almost any bytes decode as GB18030; this tells Chinese from noise.
    """
    sample = [character for character in text if character > "\x7f"][:_SAMPLE]
    noise = sum(character < " " and character not in "\t\n\r\f\v" for character in text[:_SAMPLE])
    return are_everyday(sample) and noise * 20 <= len(text[:_SAMPLE])


def _first_bad_byte(stream: BinaryIO, name: str, encoding: str) -> tuple[int | None, str]:
    """Offset of the first byte that does not decode (``None``: all do), and a sample of the text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    sample = ""
    done = 0
    while True:
        chunk = stream.read(_CHUNK)
        if encoding in {"utf-8", "gb18030"} and b"\0" in chunk:
            raise InputError("unknown_format", name)
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(encoding, "ignore")
            return done - pending + error.start, (sample + good)[:_SAMPLE]
        except UnicodeError:
            return done, sample
        if len(sample) < _SAMPLE:
            sample += text[:_SAMPLE]
        done += len(chunk)
        if not chunk:
            return None, sample


def _shown(encodings: list[str]) -> str:
    return ", ".join(encoding.upper() for encoding in encodings)
