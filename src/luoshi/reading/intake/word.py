"""The text of a Word file (.docx), one paragraph or table row a line."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from luoshi.errors import InputError
from luoshi.reading.intake.packages import check_package

if TYPE_CHECKING:
    from luoshi.reading.intake.numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
# Properties have tab stops, which are no tabs; deleted text and the second copy of a text box are not shown.
_UNSEEN = frozenset({_W + "pPr", _W + "rPr", _W + "del", _W + "moveFrom", _W + "instrText", _FALLBACK})
_TEXT_BOX = _W + "txbxContent"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read_word(data: bytes, name: str) -> str:
    """The paragraphs and tables of the document's body in order; list numbers are written out.

    Cells of a table row are separated by tabs; a cell of several paragraphs gives a line for each.
    Text boxes follow the paragraph that they hang on. Headers, footers and notes are left out.
    ``InputError`` for what is damaged, encrypted, too large when unpacked, or without text.
    """
    check_package(data, name)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import InvalidXmlError
    from lxml import etree

    from luoshi.reading.intake.numbering import Numbering

    try:
        document = Document(io.BytesIO(data))
        numbering = Numbering(*_parts(document))
        text = "\n".join(_lines(document.element.body, numbering))
    except (OpcError, InvalidXmlError, etree.LxmlError, *_DAMAGED) as error:
        raise InputError("damaged_word", name) from error
    if not text.strip():
        raise InputError("empty_file", name)
    return text


def _parts(document: Any) -> tuple[Any, Any]:
    """The roots of the parts ``numbering`` and ``styles``, ``None`` for one that is missing."""
    found: dict[str, Any] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in {"numbering", "styles"} and not relation.is_external:
            found[kind] = getattr(relation.target_part, "element", None)
    return found.get("numbering"), found.get("styles")


def _lines(container: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of everything in ``container``: paragraphs, tables, and what is wrapped around them."""
    for child in container:
        if child.tag == _W + "p":
            yield from _paragraph_lines(child, numbering)
        elif child.tag == _W + "tbl":
            for row in _wrapped(child, _W + "tr"):
                yield from _row_lines(row, numbering)
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _lines(child, numbering)


def _wrapped(parent: Any, tag: str) -> Iterator[Any]:
    """The children ``tag`` of ``parent``, also those inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"}:
            yield from _wrapped(child, tag)


def _row_lines(row: Any, numbering: Numbering) -> Iterator[str]:
    cells = [list(filter(str.strip, _lines(cell, numbering))) for cell in _wrapped(row, _W + "tc")]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join("".join(cell) for cell in cells)
    else:
        for cell in cells:
            yield from cell


def _paragraph_lines(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_characters(paragraph, boxes))
    yield (numbering.prefix(paragraph) + text) if text.strip() else text
    for box in boxes:
        yield from _lines(box, numbering)


def _characters(node: Any, boxes: list[Any]) -> Iterator[str]:
    """The characters of a paragraph in order; text boxes found on the way are put into ``boxes``."""
    for child in node:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == _TEXT_BOX:
            boxes.append(child)
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _characters(child, boxes)
