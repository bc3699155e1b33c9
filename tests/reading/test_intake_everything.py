"""Every word in a file is found wherever it stands, and what could not be looked at is told."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from importlib.util import find_spec

import pytest
from docx import Document
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from xlsxwriter import Workbook

from luoshi.reading.intake import recognition
from luoshi.reading.intake.everything import Within, text_within

MARK = "机密★1年"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

needs_ocr = pytest.mark.skipif(
    find_spec("rapidocr") is None, reason="the extra [ocr] (rapidocr) is not installed"
)


@pytest.fixture
def no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)


def word(**parts: str) -> bytes:
    """A Word file with further parts; ``body`` is put into its paragraph."""
    stream = io.BytesIO()
    document = Document()
    document.add_paragraph("@")
    document.save(stream)
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "word/document.xml":
                body = parts.get("body", "<w:r><w:t>无</w:t></w:r>").encode()
                data = data.replace(b"<w:r><w:t>@</w:t></w:r>", body)
            new.writestr(member.filename, data)
        for name, text in parts.items():
            if name != "body":
                new.writestr(name, text)
    return out.getvalue()


def part(words: str) -> str:
    return f'<w:p xmlns:w="{W}"><w:r><w:t>{words}</w:t></w:r></w:p>'


def split(*runs: str) -> str:
    return "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs)


@pytest.mark.parametrize(
    "data",
    [
        word(body=split("机", "密", "★", "1", "年")),
        word(body='<w:r><w:t>机密</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F0AB"/></w:r><w:r><w:t>1年</w:t></w:r>'),
        word(body=f"<w:r><w:pict><w:txbxContent><w:p>{split('机密', '★1年')}</w:p></w:txbxContent></w:pict></w:r>"),
        word(body=f"<w:del><w:r><w:delText>{MARK}</w:delText></w:r></w:del>"),
        word(**{"word/header7.xml": part(MARK)}),
        word(**{"word/footnotes.xml": part(MARK)}),
        word(**{"word/comments.xml": part(MARK)}),
        word(**{"docProps/custom.xml": f"<Properties><lpwstr>{MARK}</lpwstr></Properties>"}),
        word(**{"word/charts/chart1.xml": "<a:p xmlns:a='a'><a:r><a:t>机密</a:t></a:r><a:r><a:t>★1年</a:t></a:r></a:p>"}),
        MARK.encode(),
        MARK.encode("utf-16"),
        "<html><head><title>机密<!-- -->★1年</title></head><body>x</body></html>".encode(),
        "<p>机密<span>&#9733;</span>1年</p>".encode(),
        f"序号,标题\n1,{MARK}\n".encode(),
    ],
)  # fmt: skip
def test_the_words_of_every_part_are_found(data: bytes) -> None:
    within = text_within(data, "a")
    assert MARK in within.text
    assert within.whole


def test_words_broken_by_a_tab_or_a_line_keep_their_order() -> None:
    within = text_within(
        word(body="<w:r><w:t>机密</w:t><w:tab/><w:t>★</w:t><w:br/><w:t>1年</w:t></w:r>"), "a.docx"
    )
    assert "机密\t★\n1年" in within.text


@pytest.mark.parametrize("place", ["cell", "sheet", "hidden", "comment", "header", "title", "text box"])
def test_a_workbook_has_no_place_that_is_not_looked_at(place: str) -> None:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(MARK if place == "sheet" else "表")
    if place == "cell":
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(99, 9, "机", bold, "密", "★1年")
    elif place == "hidden":
        hidden = book.add_worksheet("另表")
        hidden.write_string(0, 0, MARK)
        hidden.very_hidden()
    elif place == "comment":
        sheet.write_comment(0, 0, MARK)
    elif place == "header":
        sheet.set_header(f"&L{MARK}")
    elif place == "title":
        book.set_properties({"title": MARK})
    elif place == "text box":
        sheet.insert_textbox(0, 0, MARK)
    book.close()
    within = text_within(stream.getvalue(), "a.xlsx")
    assert MARK in within.text
    assert within.whole


def pdf(line: str = "", *, title: str = "", locked: str = "", picture: Image.Image | None = None) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption(locked) if locked else None)
    canvas.setTitle(title)
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(72, 700, line)
    if picture is not None:
        canvas.drawInlineImage(picture, 40, 300, width=500, height=200)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def picture_of(line: str) -> Image.Image:
    picture = Image.new("RGB", (1000, 300), "white")
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 40)
    ImageDraw.Draw(picture).text((50, 50), line, fill="black", font=font)
    return picture


def png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def test_a_pdf_is_looked_through_with_its_title() -> None:
    within = text_within(pdf("社区菜店", title=MARK), "a.pdf")
    assert "社区菜店" in within.text
    assert MARK in within.text
    assert within.whole


@needs_ocr
def test_pictures_are_recognised_where_that_is_installed() -> None:
    picture = picture_of("机密★1年 关于某事项的请示")
    for data in (
        png(picture),
        pdf(picture=picture),
        word(**{"word/media/image1.png": ""}) and _with(png(picture)),
    ):
        within = text_within(data, "a")
        assert "机密" in within.text
        assert within.whole


def _with(picture: bytes) -> bytes:
    stream = io.BytesIO(word())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/media/image1.png", picture + b"\0" * 12_000)
    return stream.getvalue()


@pytest.mark.usefixtures("no_recogniser")
def test_pictures_that_nothing_can_recognise_are_told() -> None:
    picture = Image.effect_noise((400, 400), 50)
    for data in (png(picture), pdf(picture=picture.convert("RGB")), _with(png(picture))):
        assert not text_within(data, "a").whole


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr("word/document.xml", b" " * 70_000_000)
    return stream.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x><t>&b;</t></x>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 no package",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"),
        b"%PDF-1.7 no pdf",
        b"\x89PNG\r\n\x1a\n no picture",
        b"\0\1\2\3 no text",
        pdf("x", locked="x"),
        bomb(),
        word(**{"word/header9.xml": "<w:p>"}),
        word(**{"word/embeddings/object.bin": "\0\1\2"}),
    ],
    ids=[
        "empty",
        "zip",
        "ole",
        "locked office",
        "pdf",
        "picture",
        "binary",
        "locked pdf",
        "bomb",
        "broken part",
        "object",
    ],
)
def test_what_cannot_be_looked_at_is_told_and_nothing_fails(data: bytes) -> None:
    within = text_within(data, "a.docx")
    assert isinstance(within, Within)
    assert within.whole is (data == b"")


def test_entities_are_not_filled_in() -> None:
    assert "haha" not in text_within(word(**{"word/header9.xml": LAUGHS}), "a.docx").text


@pytest.mark.parametrize("form", ["doc", "xls"])
def test_an_old_office_file_gives_the_words_that_it_holds(form: str) -> None:
    head = b"\xec\xa5\xc1\x00" + b"\0" * 508 if form == "doc" else b"\x09\x08\x10\x00" + b"\0" * 508
    for shift in (0, 1):
        data = (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 504
            + head
            + b"\0" * shift
            + MARK.encode("utf-16-le")
        )
        assert MARK in text_within(data, f"a.{form}").text
        assert text_within(data, f"a.{form}").whole


@pytest.mark.parametrize(
    "recipe",
    [
        lambda size: ("<" * size).encode(),
        lambda size: ("&#9733" * (size // 6)).encode(),
        lambda size: ("<a b='" * (size // 6)).encode(),
        lambda size: word(body="<w:r><w:t>密</w:t></w:r>" * (size // 25)),
        lambda size: word(body="<w:p>" * 200 + "<w:r><w:t>密</w:t></w:r>" * (size // 25) + "</w:p>" * 200),
    ],
    ids=["angles", "entities", "attributes", "runs", "deep"],
)
def test_the_time_grows_with_the_file(recipe: Callable[[int], bytes]) -> None:
    def seconds(size: int) -> float:
        data, took = recipe(size), []
        for _ in range(3):
            begun = time.process_time()
            text_within(data, "a")
            took.append(time.process_time() - begun)
        return min(took)

    # twice doubled: a time that grew with the square would be sixteen times as long
    assert seconds(1_000_000) <= 2.5**2 * seconds(250_000) + 0.05
