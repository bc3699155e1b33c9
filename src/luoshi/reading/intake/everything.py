"""All the words in a file, wherever they stand: not to be read as a report, but to be looked through.

Headers, footers, text boxes, notes, comments, names of sheets, titles and properties are words, too; their
order does not matter here. What could not be looked at makes the result less than whole.
"""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
from typing import Any

import msgspec

from luoshi.errors import InputError
from luoshi.reading.intake.decoding import decode
from luoshi.reading.intake.packages import BROKEN_ZIP, WORKBOOK, check_package

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_MARKED_UP = (".xml", ".rels", ".vml")
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg")
_WORDLESS = (".odttf", ".fntdata", ".ttf", ".ds_store")
_DEPTH = 2
# Below this size there are no pages, only signs and lines.
_SMALLEST_PICTURE = 10_000
_MOST_PICTURES = 30
_TAG = re.compile(r"<[^<>]*>")
# Where a line ends in an office file; everything else stands in the line, however it is set.
_BREAKS = frozenset(
    ("p", "tc", "tr", "si", "is", "c", "row", "comment", "sheet", "title", "subject", "creator",
     "description", "keywords", "category", "lpwstr", "oddHeader", "oddFooter", "evenHeader", "evenFooter",
     "firstHeader", "firstFooter")
)  # fmt: skip
_ATTRIBUTES = frozenset({"name", "title", "descr", "alt", "string", "caption", "val"})
_NAMED = frozenset({"sheet", "docPr", "cNvPr", "textpath", "definedName", "tableColumn", "alias", "tag"})
_WINGDINGS = {"F0AB": "★", "00AB": "★"}
_WORDS_16 = re.compile(
    "[\t\n\r -~\xa0-ÿ\u2000-\u27bf\u2b50\u3000-\u9fff\uf0ab\uf900-\ufaff\ufe00-\ufe0f\uff00-\uffef]{2,}"
)
_ENCRYPTED = tuple(
    name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo", "EncryptedSummary")
)
_FIRST_SECTOR = 512


class Within(msgspec.Struct, frozen=True):
    """The words in a file; ``whole`` where nothing in it was left unlooked at."""

    text: str
    whole: bool


def text_within(data: bytes, name: str, ocr: bool = True) -> Within:
    """The words in the bytes of a file called ``name``; never raises for what is wrong with the file.

    ``ocr``  whether pictures are recognised, where the extra is installed.
    """
    return _looked(data, name, ocr=ocr, depth=0)


def _looked(data: bytes, name: str, *, ocr: bool, depth: int) -> Within:
    try:
        if data.startswith(b"%PDF-"):
            return _in_pdf(data, name, ocr=ocr)
        if data.startswith(_PICTURES):
            return _in_picture(data, name, ocr=ocr)
        if data.startswith(_ZIP):
            return _in_package(data, name, ocr=ocr, depth=depth)
        if data.startswith(_OLE):
            return _in_compound(data)
        return _in_text(data, name)
    except InputError:
        return Within("", whole=False)


def _in_text(data: bytes, name: str) -> Within:
    text, _ = decode(data, name)
    if "<" not in text and "&" not in text:
        return Within(text, whole=True)
    # What tags hide is words to the reader, and what stands in them may be, too.
    plain = html.unescape(text)
    return Within("\n".join((text, plain, _TAG.sub("", plain))), whole=True)


def _in_pdf(data: bytes, name: str, *, ocr: bool) -> Within:
    from luoshi.reading.intake.pdf import look_through

    text, whole = look_through(data, name, ocr=ocr)
    return Within(f"{text}\n{_properties(data)}", whole)


def _in_picture(data: bytes, name: str, *, ocr: bool) -> Within:
    from luoshi.reading.intake.pictures import read_picture

    about = _properties(data)
    try:
        return Within(f"{read_picture(data, name, ocr=ocr)}\n{about}", whole=True)
    except InputError as error:
        return Within(about, whole=error.code == "picture_without_text")


def _properties(data: bytes) -> str:
    """The title and the rest of what a picture or PDF says about itself (XMP)."""
    start = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", start)
    return html.unescape(_TAG.sub("", data[start:end].decode("utf-8", "ignore"))) if 0 <= start < end else ""


def _in_package(data: bytes, name: str, *, ocr: bool, depth: int) -> Within:
    check_package(data, name, WORKBOOK)
    found: list[Within] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            pictures = 0
            for member in package.infolist():
                ending = member.filename.lower()
                found.append(Within(member.filename, whole=True))
                pictures += ending.endswith(_PICTURE_ENDINGS)
                if _holds_no_words(member, ending):
                    continue
                seen = ocr and pictures <= _MOST_PICTURES
                content = package.read(member)
                if ending.endswith(_MARKED_UP):
                    found.append(_in_markup(content))
                elif depth < _DEPTH:
                    found.append(_looked(content, ending, ocr=seen, depth=depth + 1))
                else:
                    found.append(Within("", whole=False))
    except BROKEN_ZIP as error:
        raise InputError("damaged_archive", name) from error
    return Within("\n".join(one.text for one in found if one.text), all(one.whole for one in found))


def _holds_no_words(member: zipfile.ZipInfo, ending: str) -> bool:
    """Whether a part is a folder, a font, a printer's settings, or a picture too small for words."""
    is_small = ending.endswith(_PICTURE_ENDINGS) and member.file_size < _SMALLEST_PICTURE
    return member.is_dir() or is_small or ending.endswith(_WORDLESS) or "printersettings" in ending


def _in_markup(data: bytes) -> Within:
    """The words of a part of an office file: those of a paragraph or a cell together, a line for each."""
    from lxml import etree

    pieces: list[str] = []
    try:
        parser = etree.iterparse(
            io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=True
        )
        for event, node in parser:
            if not isinstance(node.tag, str):
                continue
            local = node.tag.rpartition("}")[2]
            if event == "start":
                pieces += _signs(node, local)
                continue
            if node.text and not len(node):  # words stand in the innermost elements
                pieces.append(node.text)
            if local in _BREAKS:
                pieces.append("\n")
            node.clear()
            while node.getprevious() is not None:
                del node.getparent()[0]
    except (etree.LxmlError, ValueError):
        return Within("".join(pieces), whole=False)
    return Within("".join(pieces), whole=True)


def _signs(node: Any, local: str) -> list[str]:
    """What an element shows without having words: a sign of a font, a tab, a name."""
    if local == "sym":
        sign = next((value for key, value in node.attrib.items() if key.endswith("char")), "")
        return [_WINGDINGS.get(sign.upper(), "\ufffd")]
    if local == "tab":
        return ["\t"] if node.getparent() is None or node.getparent().tag.rpartition("}")[2] == "r" else []
    if local in ("br", "cr"):
        return ["\n"]
    if local in _NAMED:
        return [f"{value}\n" for key, value in node.attrib.items() if key.rpartition("}")[2] in _ATTRIBUTES]
    return []


def _in_compound(data: bytes) -> Within:
    """What an old Word or Excel file holds as UTF-16, read over the whole file at both alignments."""
    found = [
        run for start in (0, 1) for run in _WORDS_16.findall(data[start:].decode("utf-16-le", "replace"))
    ]
    return Within("\n".join(found), whole=not _is_locked(data))


def _is_locked(data: bytes) -> bool:
    """Whether an old file is encrypted, or begins in a way that does not tell."""
    if any(name in data for name in _ENCRYPTED):
        return True
    head = data[_FIRST_SECTOR : _FIRST_SECTOR + 4096]
    if head.startswith(b"\xec\xa5") and len(head) > 12:
        return bool(struct.unpack_from("<H", head, 10)[0] & 0x0100)
    if head.startswith(b"\x09\x08"):
        return _has_filepass(head)
    return True


def _has_filepass(head: bytes) -> bool:
    """Whether a workbook's records begin with the one that says it is encrypted."""
    place = 0
    while place + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, place)
        if kind == 0x2F:
            return True
        place += 4 + length
    return False
