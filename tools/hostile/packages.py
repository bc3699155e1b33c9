"""Zipped office files, written so that what they unpack to is never held whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

_SCHEMAS = "http://schemas.openxmlformats.org"
_R = f"{_SCHEMAS}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument"
WORD_NAMESPACE = f'xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main"'
SHEET_NAMESPACE = f'xmlns="{_SCHEMAS}/spreadsheetml/2006/main"'
RELATION_NAMESPACE = f'xmlns:r="{_R}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
Content = str | bytes | Iterable[bytes]


def zipped(parts: Mapping[str, Content], level: int = 9) -> bytes:
    """A zip of ``parts``, each whole or in pieces; alike at every hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            if isinstance(content, str | bytes):
                package.writestr(member, content)
            else:
                with package.open(member, "w", force_zip64=True) as stream:
                    for piece in content:
                        stream.write(piece)
    return out.getvalue()


def relationships(*entries: tuple[str, str, str]) -> str:
    """A part of relations: of each its id, the last word of its type, and its target."""
    rows = "".join(
        f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{target}"/>' for i, kind, target in entries
    )
    return f'{DECLARATION}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">{rows}</Relationships>'


def types(*overrides: tuple[str, str]) -> str:
    """The part ``[Content_Types].xml``: of each part its name and its kind."""
    rows = "".join(
        f'<Override PartName="{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in overrides
    )
    return (
        f'{DECLARATION}<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def word_parts(document: Content) -> dict[str, Content]:
    """The parts of a Word file around ``word/document.xml``."""
    return {
        "[Content_Types].xml": types(("/word/document.xml", "wordprocessingml.document.main")),
        "_rels/.rels": relationships(("d", "officeDocument", "word/document.xml")),
        "word/document.xml": document,
    }


def body(content: str, before: str = "") -> str:
    """``word/document.xml`` around its paragraphs; ``before`` stands before the root."""
    return f"{DECLARATION}{before}<w:document {WORD_NAMESPACE}><w:body>{content}</w:body></w:document>"


def paragraph(words: str) -> str:
    """A paragraph of Word; ``words`` are XML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
