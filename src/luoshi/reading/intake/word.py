"""The text of a Word file (.docx), one paragraph or table row a line."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from luoshi.errors import InputError
from luoshi.reading.intake.notes import is_note_mark
from luoshi.reading.intake.notices import notice
from luoshi.reading.intake.packages import check_package

if TYPE_CHECKING:
    from luoshi.reading.intake.numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
# Properties have tab stops, which are no tabs; deleted text, the reading above a character and the second
# copy of a text box are not shown.
_UNSEEN = frozenset(
    {_W + "pPr", _W + "rPr", _W + "del", _W + "moveFrom", _W + "instrText", _W + "rt", _FALLBACK}
)
_TEXT_BOX = _W + "txbxContent"
_NOTE_REFERENCES = frozenset({_W + "footnoteReference", _W + "endnoteReference"})
_OFF = frozenset({"0", "false", "off"})
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)(?: ?heading| ?标题| ?\d)?", re.IGNORECASE)
_CONTENTS_GALLERY = "Table of Contents"
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


def read_word(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The paragraphs and tables of the document's body in order, and notices of what is left out.

    List numbers are written out. Cells of a table row are separated by tabs; a cell of several
    paragraphs gives a line for each. Text boxes follow the paragraph that they hang on. Headers,
    footers, notes with their marks and a table of contents are left out.
    ``InputError`` for what is damaged, encrypted, too large when unpacked, or without text.
    """
    check_package(data, name)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import InvalidXmlError
    from lxml import etree

    from luoshi.reading.intake.strict import usual

    try:
        body = _Body(Document(io.BytesIO(usual(data))), name)
        text = body.text()
    except (OpcError, InvalidXmlError, etree.LxmlError, *_DAMAGED) as error:
        raise InputError("damaged_word", name) from error
    if not text.strip():
        raise InputError("empty_file", name)
    return text, body.notices()


class _Body:
    """Reads the body of one document, once; counts what it leaves out."""

    def __init__(self, document: Any, name: str) -> None:
        from luoshi.reading.intake.numbering import Numbering

        self._name = name
        self._element = document.element.body
        self._relations = document.part.rels
        numbering, styles = self._part("numbering"), self._part("styles")
        self._numbering: Numbering = Numbering(numbering, styles)
        self._contents_styles = _contents_styles(styles)
        self._notes = 0
        self._contents = 0

    def text(self) -> str:
        return "\n".join(self._lines(self._element))

    def notices(self) -> tuple[str, ...]:
        left_out = (("note_marks", self._notes), ("contents", self._contents))
        return tuple(notice(kind, count=count) for kind, count in left_out if count)

    def _part(self, kind: str) -> Any:
        """The root of the part ``numbering`` or ``styles``, ``None`` where it is missing."""
        for relation in self._relations.values():
            if relation.reltype.rpartition("/")[2] == kind and not relation.is_external:
                return getattr(relation.target_part, "element", None)
        return None

    def _lines(self, container: Any) -> Iterator[str]:
        """The lines of everything in ``container``: paragraphs, tables, and what is wrapped around them."""
        pieces: list[str] = []
        boxes: list[Any] = []
        for child in container:
            if child.tag == _W + "p":
                self._paragraph(child, pieces, boxes)
                if _is_mark_deleted(child):
                    continue  # a tracked change has joined it to the next one, whose number is shown
                text = "".join(pieces)
                yield self._numbering.prefix(child) + text if text.strip() else text
                for box in boxes:
                    yield from self._lines(box)
                pieces, boxes = [], []
            elif child.tag == _W + "tbl":
                for row in _wrapped(child, _W + "tr"):
                    yield from self._row_lines(row)
            elif child.tag == _W + "altChunk":
                yield from self._chunk_lines(child)
            elif _is_contents(child):
                self._contents += sum(1 for _ in child.iter(_W + "p"))
            elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                yield from self._lines(child)
        if pieces:
            yield "".join(pieces)

    def _row_lines(self, row: Any) -> Iterator[str]:
        if row.find(f"{_W}trPr/{_W}del") is not None:
            return
        cells = [list(filter(str.strip, self._lines(cell))) for cell in _wrapped(row, _W + "tc")]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join("".join(cell) for cell in cells)
        else:
            for cell in cells:
                yield from cell

    def _paragraph(self, paragraph: Any, pieces: list[str], boxes: list[Any]) -> None:
        """Put the characters of a paragraph into ``pieces``, its text boxes into ``boxes``."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(_W + "val") in self._contents_styles:
            self._contents += 1
        else:
            self._characters(paragraph, pieces, boxes)

    def _characters(self, node: Any, pieces: list[str], boxes: list[Any]) -> None:
        for child in node:
            if child.tag == _W + "t":
                pieces.append(child.text or "")
            elif child.tag in _CHARACTERS:
                pieces.append(_CHARACTERS[child.tag])
            elif child.tag == _TEXT_BOX:
                boxes.append(child)
            elif child.tag in _NOTE_REFERENCES:
                self._notes += 1
            elif child.tag == _W + "r" and self._is_unread(child, pieces):
                continue
            elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                self._characters(child, pieces, boxes)

    def _is_unread(self, run: Any, pieces: list[str]) -> bool:
        """Whether a run is hidden, or a mark of a note that was typed and raised: 增长6.5%¹."""
        properties = run.find(_W + "rPr")
        if properties is None:
            return False
        hidden = properties.find(_W + "vanish")
        if hidden is not None and hidden.get(_W + "val") not in _OFF:
            return True
        raised = properties.find(_W + "vertAlign")
        if raised is None or raised.get(_W + "val") != "superscript":
            return False
        before = next((piece for piece in reversed(pieces) if piece), "")
        is_mark = is_note_mark("".join(run.itertext(_W + "t")), before)
        self._notes += is_mark
        return is_mark

    def _chunk_lines(self, chunk: Any) -> Iterator[str]:
        """The lines of a file inside the file, which Word shows as if it were part of the text."""
        from luoshi.reading.intake.decoding import decode
        from luoshi.reading.intake.webpages import decode_page, text_of_markup

        relation = self._relations.get(chunk.get(_R_ID) or "")
        if relation is None or relation.is_external:
            return
        part = relation.target_part
        kind = part.content_type.lower()
        if "html" in kind:
            yield from text_of_markup(decode_page(part.blob, self._name)[0]).splitlines()
        elif kind.startswith("text/plain"):
            yield from decode(part.blob, self._name)[0].splitlines()
        else:
            raise InputError("word_chunk", self._name)


def _contents_styles(styles: Any) -> frozenset[str]:
    """The identifiers of the styles of a table of contents: those called ``toc 1``, ``TOC Heading``."""
    found: set[str] = set()
    for style in () if styles is None else styles.iter(_W + "style"):
        named = style.find(_W + "name")
        if named is not None and _CONTENTS_STYLE.fullmatch(named.get(_W + "val") or ""):
            found.add(style.get(_W + "styleId") or "")
    return frozenset(found)


def _is_contents(node: Any) -> bool:
    """Whether a content control is the table of contents that Word makes."""
    if node.tag != _W + "sdt":
        return False
    gallery = node.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(_W + "val") == _CONTENTS_GALLERY


def _is_mark_deleted(paragraph: Any) -> bool:
    """Whether the end of a paragraph is deleted."""
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _wrapped(parent: Any, tag: str) -> Iterator[Any]:
    """The children ``tag`` of ``parent``, also those inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"}:
            yield from _wrapped(child, tag)
