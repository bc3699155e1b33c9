"""The text of a PDF: its text layer, and, for pages that are pictures, character recognition.

Pages are separated by form feeds; line ends are those of the page.
"""

from __future__ import annotations

import re
from typing import Any

from luoshi.errors import InputError
from luoshi.reading.intake import limits, recognition

PAGE_END = "\f"

_DOTS_PER_INCH = 150
_POINTS_PER_INCH = 72
_WRONG_PASSWORD = 4
_NESTING = 8
# A hyphen at a line's end, for which pdfium gives a mark in place of both.
_HYPHENS = re.compile("\ufffe(?:\r\n)?")
# Characters of fonts that do not say which characters they show.
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")


def read_pdf(data: bytes, name: str, *, ocr: bool = True) -> str:
    """The pages of a PDF, separated by form feeds.

    A page without a text layer is recognised as a picture where that is possible (``ocr``, and the
    extra installed); where it is not, ``InputError`` if most pages are such, else they stay empty.
    ``InputError`` also for encrypted and damaged files and for those without any text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise InputError("encrypted_pdf" if encrypted else "damaged_pdf", name) from error
    try:
        pages = [_page_text(document, index) for index in range(len(document))]
        scanned = [index for index, text in enumerate(pages) if not text and _has_picture(document, index)]
        for index in _recognisable(scanned, pages, name, ocr=ocr):
            pages[index] = _recognised(document, index)
    except pypdfium2.PdfiumError as error:
        raise InputError("damaged_pdf", name) from error
    finally:
        document.close()
    if not any(pages):
        raise InputError("pdf_without_text", name)
    return PAGE_END.join(pages)


def _page_text(document: Any, index: int) -> str:
    """The text layer of a page, empty if there is none that makes sense."""
    page = document[index]
    try:
        layer = page.get_textpage()
        try:
            raw = str(layer.get_text_range()) if layer.count_chars() > 0 else ""
        finally:
            layer.close()
    finally:
        page.close()
    text = _HYPHENS.sub("-\n", raw).replace("\r\n", "\n").replace(PAGE_END, "\n").strip()
    return "" if len(_MEANINGLESS.findall(text)) * 3 > len(text) else text


def _has_picture(document: Any, index: int) -> bool:
    from pypdfium2 import raw

    page = document[index]
    try:
        return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_NESTING))
    finally:
        page.close()


def _recognisable(scanned: list[int], pages: list[str], name: str, *, ocr: bool) -> list[int]:
    if ocr and recognition.is_installed():
        return scanned
    if len(scanned) * 2 > len(pages):
        raise InputError("scanned_pdf_needs_ocr" if ocr else "ocr_off", name)
    return []


def _recognised(document: Any, index: int) -> str:
    page = document[index]
    try:
        longest = max(1.0, *page.get_size())
        scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, limits.MAX_OCR_SIDE / longest)
        bitmap = page.render(scale=scale)
        try:
            return recognition.recognise(bitmap.to_pil())
        finally:
            bitmap.close()
    finally:
        page.close()
