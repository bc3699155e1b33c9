"""Shapes of PDF files: columns, running heads, fonts that name no characters, scans."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple
from unicodedata import east_asian_width

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from shapes_model import File, Floors, Plain, Shape

_FONT = "STSong-Light"
_SIZE = 12
_LEADING = 18
_LEFT, _TOP = 60, 770
_LINES = 38
_WIDTH = 39
_COLUMN_WIDTH = 18
_SECOND_LEFT = 315
_INDENT = "　　"
_HEAD = 600
_SCANNED_LINES, _SCANNED_WIDTH, _SCANNED_PAGES = 24, 30, 3
_PIXELS = 40
_NARROW = {"Na", "H", "N"}
_NOT_AT_START = "，。；：、！？）”%"


class Placed(NamedTuple):
    """A line of text and where on its page it stands."""

    left: float
    row: int
    text: str


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` ideographs, paragraphs indented, no mark at a line's start."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for char in _INDENT + paragraph:
            step = 0.5 if east_asian_width(char) in _NARROW else 1.0
            if used + step > width and char not in _NOT_AT_START:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + step
        lines.append(line)
    return lines


def drawn(pages: Iterator[Sequence[Placed]]) -> bytes:
    """A PDF with these lines."""
    _register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    for page in pages:
        canvas.setFont(_FONT, _SIZE)
        for line in page:
            canvas.drawString(line.left, _TOP - _LEADING * line.row, line.text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def _register() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))


def _one_column(head: str) -> Callable[[Plain], bytes]:
    """Pages with a running head and their number."""

    def pages(report: Plain) -> Iterator[list[Placed]]:
        lines = wrapped(report.text, _WIDTH)
        for number, at in enumerate(range(0, len(lines), _LINES), 1):
            page = [Placed(_LEFT, row, line) for row, line in enumerate(lines[at : at + _LINES])]
            above = [Placed(_LEFT, -2, head.format(place=report.place, year=report.year))] if head else []
            yield [*above, *page, Placed(290, _LINES + 1, f"— {number} —")]

    return lambda report: drawn(pages(report))


def _two_columns(report: Plain, *, by_lines: bool) -> bytes:
    def pages() -> Iterator[list[Placed]]:
        lines = wrapped(report.text, _COLUMN_WIDTH)
        for number, at in enumerate(range(0, len(lines), 2 * _LINES), 1):
            columns = (lines[at : at + _LINES], lines[at + _LINES : at + 2 * _LINES])
            page = [
                Placed(left, row, line)
                for left, column in zip((_LEFT, _SECOND_LEFT), columns, strict=True)
                for row, line in enumerate(column)
            ]
            if by_lines:
                page.sort(key=lambda line: (line.row, line.left))
            yield [*page, Placed(290, _LINES + 1, f"{number}")]

    return drawn(pages())


def _without_characters(report: Plain) -> bytes:
    """What a font without ToUnicode gives: two letters of Latin-1 in place of each character."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    lines = wrapped(report.text, _WIDTH)
    for at in range(0, len(lines), _LINES):
        for row, line in enumerate(lines[at : at + _LINES]):
            codes = (divmod(ord(char), 61) for char in line)
            text = "".join(chr(0xC0 + high % 61) + chr(0xC0 + low) for high, low in codes)
            canvas.drawString(_LEFT, _TOP - _LEADING * row, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scannable(report: Plain) -> Plain | None:
    """The first paragraphs of the report and of its plan, as many as three scanned pages hold.

    ``None`` where nothing can be recognised, or three pages would show no beginning of a report.
    """
    if find_spec("rapidocr") is None or not _font_file() or "各位代表" not in report.text[:_HEAD]:
        return None
    beginning = _fitting(report.text[: report.plan].split("\n"))
    return report._replace(text="\n".join([*beginning, *_fitting(report.text[report.plan :].split("\n"))]))


def _fitting(paragraphs: list[str]) -> list[str]:
    """As many of the paragraphs as half the scanned lines hold."""
    kept = list(paragraphs)
    while len(wrapped("\n".join(kept), _SCANNED_WIDTH)) > _SCANNED_LINES * _SCANNED_PAGES // 2:
        kept.pop()
    return kept


def _scanned(report: Plain) -> bytes:
    """Pictures of three pages."""
    font = ImageFont.truetype(_font_file(), _PIXELS)
    lines = wrapped(report.text, _SCANNED_WIDTH)
    pictures = []
    for at in range(0, len(lines), _SCANNED_LINES):
        picture = Image.new(
            "L", (_PIXELS * (_SCANNED_WIDTH + 6), 2 * _PIXELS * (_SCANNED_LINES + 3)), "white"
        )
        pen = ImageDraw.Draw(picture)
        for row, line in enumerate(lines[at : at + _SCANNED_LINES]):
            pen.text((3 * _PIXELS, _PIXELS * (2 * row + 3)), line, fill="black", font=font)
        pictures.append(picture)
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return buffer.getvalue()


@cache
def _font_file() -> str:
    """A font of this system with Chinese characters; empty where there is none."""
    command = shutil.which("fc-match")
    if command is None:
        return ""
    asked = [command, "--format=%{lang}\n%{file}", "Noto Sans CJK SC:lang=zh-cn"]
    languages, _, path = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.partition(
        "\n"
    )
    return path if "zh-cn" in languages.split("|") else ""


def _file(write: Callable[[Plain], bytes]) -> Callable[[Sequence[Plain]], File]:
    return lambda reports: File("report.pdf", write(reports[0]))


_WRITERS: dict[str, Callable[[Plain], bytes]] = {
    "one column": _one_column(""),
    "one column, running head": _one_column("{year}年政府工作报告"),
    "one column, head with place": _one_column("{place}人民政府"),
    "two columns, column by column": lambda report: _two_columns(report, by_lines=False),
    "two columns, line by line": lambda report: _two_columns(report, by_lines=True),
}

SHAPES: tuple[Shape, ...] = (
    *(Shape(name=f"pdf: {name}", write=_file(write)) for name, write in _WRITERS.items()),
    Shape(
        name="pdf: no ToUnicode, no OCR",
        write=_file(_without_characters),
        codes=frozenset({"pdf_without_characters"}),
    ),
    Shape(
        name="ocr: three scanned pages",
        write=_file(_scanned),
        has_ocr=True,
        adapt=scannable,
        files=1,
        floors=Floors(0.97, 0.97),
        # Recognition takes a letter for another now and then.
        likeness=0.95,
    ),
)
