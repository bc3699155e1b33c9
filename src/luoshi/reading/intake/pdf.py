"""The text of a PDF: its text layer, and, for pages that are pictures, character recognition.

Pages are separated by form feeds; line ends are those of the page.
"""

from __future__ import annotations

import re
from typing import Any

from luoshi.errors import InputError
from luoshi.reading.intake import limits, recognition
from luoshi.reading.intake.everyday import are_everyday
from luoshi.reading.intake.reading_order import Box, follows, has_columns, joined, lines_in_order, segments

# So many pieces of text in the right half of a page may be a column.
_FEWEST_RIGHT = 4
_FEWEST_TO_TELL = 30
_FEWEST_FOREIGN = 200
_CHINESE = re.compile("[\u4e00-\u9fff\u2e80-\u2fdf\uf900-\ufaff]")
_CONTROLS = frozenset(map(chr, (*range(1, 9), *range(14, 32))))

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

    A page without a text layer, or with one that holds no Chinese characters, is recognised as a
    picture where that is possible (``ocr``, and the extra installed); where it is not, ``InputError``
    if most pages are such, else they stay empty.
    ``InputError`` also for encrypted and damaged files and for those without any text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise InputError("encrypted_pdf" if encrypted else "damaged_pdf", name) from error
    try:
        layers = [_layer(document, index) for index in range(len(document))]
        is_foreign = _is_foreign(layers)
        pages = ["" if is_foreign or layer is None else layer for layer in layers]
        unread = [index for index, text in enumerate(pages) if not text]
        garbled = [index for index in unread if layers[index] is None or layers[index]]
        shown = [index for index in unread if index in garbled or _has_picture(document, index)]
        for index in _recognisable(shown, len(garbled), pages, name, ocr=ocr):
            pages[index] = _recognised(document, index)
    except pypdfium2.PdfiumError as error:
        raise InputError("damaged_pdf", name) from error
    finally:
        document.close()
    if not any(pages):
        raise InputError("pdf_without_text", name)
    return PAGE_END.join(pages)


def _layer(document: Any, index: int) -> str | None:
    """The text layer of a page, empty if there is none, ``None`` if its characters make no sense."""
    page = document[index]
    try:
        layer = page.get_textpage()
        try:
            raw = _text_of(layer, page.get_size()) if layer.count_chars() > 0 else ""
        finally:
            layer.close()
    finally:
        page.close()
    text = _HYPHENS.sub("-\n", raw).replace("\r\n", "\n").replace(PAGE_END, "\n").strip()
    return None if _is_garbled(text) else text


def _text_of(layer: Any, size: tuple[float, float]) -> str:
    """The text of a page as it was drawn, but two columns one after the other."""
    places = [layer.get_rect(index) for index in range(layer.count_rects())]
    boxes = [Box(left, -top, right, -bottom, "") for left, bottom, right, top in places]
    middle = size[0] / 2
    right_of_it = sum(box.left > middle for box in boxes)
    if right_of_it < _FEWEST_RIGHT or not has_columns(segments(boxes)):
        return str(layer.get_text_range())
    runs = _runs(layer)
    return (
        "\n".join(lines_in_order(segments(runs)))
        if has_columns(segments(runs))
        else str(layer.get_text_range())
    )


def _runs(layer: Any) -> list[Box]:
    """Stretches of characters drawn one after the other on a line without a gap."""
    from pypdfium2 import raw

    runs: list[Box] = []
    for index in range(layer.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(layer, index))
        if raw.FPDFText_IsGenerated(layer, index) == 1 or character in "\r\n":
            continue
        left, bottom, right, top = layer.get_charbox(index, loose=True)
        box = Box(left, -top, right, -bottom, character)
        if runs and follows(runs[-1], box):
            runs[-1] = joined(runs[-1], box)
        else:
            runs.append(box)
    return [run for run in runs if run.text.strip()]


def _is_garbled(text: str) -> bool:
    """Whether a text layer is of a font that does not say which characters it shows."""
    if len(_MEANINGLESS.findall(text)) * 3 > len(text):
        return True
    beyond = [character for character in text if character > "\x7e" or character in _CONTROLS]
    return len(beyond) >= _FEWEST_TO_TELL and not are_everyday(beyond)


def _is_foreign(layers: list[str | None]) -> bool:
    """Whether no page has a Chinese character, though there is a text layer: its font is named wrongly."""
    text = "".join(filter(None, layers))
    return len(text) >= _FEWEST_FOREIGN and not _CHINESE.search(text)


def _has_picture(document: Any, index: int) -> bool:
    from pypdfium2 import raw

    page = document[index]
    try:
        return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_NESTING))
    finally:
        page.close()


def _recognisable(shown: list[int], garbled: int, pages: list[str], name: str, *, ocr: bool) -> list[int]:
    """The pages to recognise; ``InputError`` where most of a document needs it and it cannot be done."""
    if not shown or (ocr and recognition.is_installed()):
        return shown
    if len(shown) * 2 > len(pages):
        needed = "pdf_without_characters" if garbled * 2 > len(shown) else "scanned_pdf_needs_ocr"
        raise InputError(needed if ocr else "ocr_off", name)
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


def look_through(data: bytes, name: str, *, ocr: bool = True) -> tuple[str, bool]:
    """All the words of a PDF with its title and other properties, and whether every page could be looked at.

    ``InputError`` for encrypted and damaged files.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise InputError("encrypted_pdf" if encrypted else "damaged_pdf", name) from error
    try:
        pages, unread = [], False
        for index in range(len(document)):
            layer = _layer(document, index)
            if layer is None or (not layer and _has_picture(document, index)):
                if ocr and recognition.is_installed():
                    layer = _recognised(document, index)
                else:
                    unread = True
            pages.append(layer or "")
        about = [value for value in document.get_metadata_dict().values() if value]
    except pypdfium2.PdfiumError as error:
        raise InputError("damaged_pdf", name) from error
    finally:
        document.close()
    return PAGE_END.join((*pages, *about)), not unread
