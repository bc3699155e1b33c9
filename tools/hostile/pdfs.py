"""PDFs of a few kilobytes that unpack to gigabytes, or have no end."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import partial

from hostile.model import Hostile
from hostile.streams import MEGABYTE, deflated, filled

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_FLATE = b"/Filter/FlateDecode"
_TWICE = b"/Filter[/FlateDecode/FlateDecode]"
_BOX = b"/MediaBox[0 0 595 842]"
LEVELS, DOS = 24, 10


def pdf(objects: Sequence[bytes]) -> bytes:
    """A sound file of numbered objects, the first of which is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        start,
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def one_page(content: bytes, resources: bytes = b"/Font<</F 5 0 R>>", more: Sequence[bytes] = ()) -> bytes:
    """A file of one page: object 4 is its content, 5 its font, further objects follow from 6."""
    page = b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources<<%s>>>>" % (_BOX, resources)
    return pdf([_CATALOGUE, _pages(b"3 0 R", 1), page, content, _FONT, *more])


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def _pages(kids: bytes, count: int) -> bytes:
    return b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)


def deflated_twice(megabytes: int = 2048) -> bytes:
    """A page whose content was deflated twice: each pass makes it a thousand times larger."""
    inner = deflated(filled(b"0 0 m\n"), megabytes)
    return one_page(stream(zlib.compress(inner, 9), _TWICE))


def swelling_text(megabytes: int = 256) -> bytes:
    """Short texts by the million, each an object in memory many times its size."""
    block = filled(b"BT/F 1 Tf(a)Tj ET\n")
    return one_page(stream(deflated(block, megabytes), _FLATE))


def nested_forms(levels: int = LEVELS, dos: int = DOS) -> bytes:
    """A form that draws the next one ten times, and so on."""
    forms = []
    for level in range(levels):
        last = level == levels - 1
        drawn = b"BT/F 9 Tf(a)Tj ET" if last else b"/N Do " * dos
        inside = b"/Font<</F 5 0 R>>" if last else b"/XObject<</N %d 0 R>>" % (7 + level)
        forms.append(stream(drawn, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % inside))
    return one_page(stream(b"/N Do"), b"/XObject<</N 6 0 R>>", forms)


def shared_pages(levels: int = 6, kids: int = 10) -> bytes:
    """A million pages that are one page: every node of the tree names the next one ten times."""
    nodes = [
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (kids ** (levels - level), b"%d 0 R " % (3 + level) * kids)
        for level in range(levels)
    ]
    number = 2 + levels
    page = b"<</Type/Page/Parent %d 0 R%s/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
    page %= (number - 1, _BOX, number + 1, number + 2)
    content = stream(b"BT/F 9 Tf(page)Tj ET")
    return pdf([_CATALOGUE, *nodes, page, content, _FONT])


def endless_pages() -> bytes:
    """A tree of pages that is its own branch, and says that it has two thousand million of them."""
    return pdf([_CATALOGUE, _pages(b"2 0 R " * 100, 2_147_483_647)])


def huge_picture(side: int = 99_000) -> bytes:
    """A page as large as a field, filled by a picture of ten thousand million pixels."""
    row = bytes(side // 8)
    rows_at_once = 100
    packed = zlib.compress(deflated(row * rows_at_once, side // rows_at_once), 9)
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray%s"
    picture = stream(packed, entries % (side, side, _TWICE))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
    content = stream(b"%d 0 0 %d 0 0 cm/I Do" % (side, side))
    return pdf([_CATALOGUE, _pages(b"3 0 R", 1), page % (side, side), content, picture])


def wide_rows() -> bytes:
    """A stream undone by a predictor whose rows are as long as a number can say."""
    entries = b"%s/DecodeParms<</Predictor 12/Columns 2147483647/Colors 4/BitsPerComponent 16>>" % _FLATE
    return one_page(stream(deflated(filled(b"\2" * 1024), 64), entries))


def many_objects(count: int = 8_000_000) -> bytes:
    """A stream of cross references, deflated twice, which lists eight million objects in six kilobytes."""
    listed = deflated(filled(b"\1\0\0\0\x0f\0\0"), count * 7 // MEGABYTE + 1)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    entries = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R%s" % (count, _TWICE)
    table = b"3 0 obj\n%s\nendobj\n" % stream(zlib.compress(listed, 9), entries)
    return head + table + b"startxref\n%d\n%%%%EOF\n" % len(head)


PDFS = (
    Hostile("PDF deflated twice", "二次压缩.pdf", "2 GB of one page", deflated_twice),
    Hostile("PDF of swelling text", "文字膨胀.pdf", "10 GB of text objects", swelling_text),
    Hostile("PDF of nested forms", "层层嵌套.pdf", "10^24 drawings", nested_forms),
    Hostile("PDF of shared pages", "百万页.pdf", "a million pages", shared_pages),
    Hostile("PDF of endless pages", "无尽页.pdf", "a tree that is its own branch", endless_pages),
    Hostile("PDF of a huge picture", "巨幅.pdf", "10^10 pixels", huge_picture),
    Hostile("PDF of wide rows", "宽行.pdf", "rows of 16 GB", wide_rows),
    Hostile("PDF of many objects", "百万对象.pdf", "8 million objects", partial(many_objects)),
)
