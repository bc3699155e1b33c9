"""PDF files with and without a text layer."""

import io
import sys
from importlib.util import find_spec

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes, recognition
from luoshi.reading.text import Source

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

needs_ocr = pytest.mark.skipif(
    find_spec("rapidocr") is None, reason="the extra [ocr] (rapidocr) is not installed"
)


def pdf(*pages: list[str] | Image.Image, opened_by: str | None = None) -> bytes:
    """A PDF of which each page shows the lines of a list, or a picture."""
    buffer = io.BytesIO()
    encryption = StandardEncryption(
        "" if opened_by is None else opened_by, ownerPassword="owner", strength=128
    )
    canvas = Canvas(buffer, encrypt=None if opened_by is None else encryption)
    for page in pages:
        if isinstance(page, list):
            canvas.setFont("STSong-Light", 14)
            for number, line in enumerate(page):
                canvas.drawString(72, 760 - 24 * number, line)
        else:
            canvas.drawImage(ImageReader(page), 40, 400, width=500, height=500 * page.height / page.width)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scan(*lines: str) -> Image.Image:
    picture = Image.new("RGB", (1000, 100 + 80 * len(lines)), "white")
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((50, 50 + 80 * number), line, fill="black", font=ImageFont.load_default(44))
    return picture


def read(data: bytes, *, ocr: bool = True) -> Source | InputError:
    (result,) = from_bytes(data, "a.pdf", ocr=ocr)
    return result


def text_of(data: bytes) -> str:
    result = read(data)
    assert isinstance(result, Source), result
    assert (result.format, result.encoding) == ("pdf", None)
    return result.text


def code_of(data: bytes, *, ocr: bool = True) -> str:
    result = read(data, ocr=ocr)
    assert isinstance(result, InputError), result
    return result.code


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)


def test_lines_and_pages_are_kept() -> None:
    pages = pdf(["过去一年，全市生产总值达到", "304.1亿元，增长6.5%。"], ["——粮食产量45亿斤。"])
    assert text_of(pages) == "过去一年，全市生产总值达到\n304.1亿元，增长6.5%。\f——粮食产量45亿斤。"


def test_an_empty_page_between_others_is_kept() -> None:
    assert text_of(pdf(["第一页"], [], ["第三页"])) == "第一页\f\f第三页"


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    assert text_of(pdf(["growth is well-", "known"])) == "growth is well-\nknown"


def test_an_encrypted_pdf_is_named() -> None:
    assert code_of(pdf(["秘密"], opened_by="secret")) == "encrypted_pdf"


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert text_of(pdf(["公开"], opened_by="")) == "公开"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 and no more", b"%PDF-1.4\n" + bytes(200), pdf(["全市"])[:150], b"text"]
)
def test_a_damaged_pdf_is_named(data: bytes) -> None:
    assert code_of(data) == "damaged_pdf"


def test_a_pdf_without_text_or_pictures_is_named() -> None:
    assert code_of(pdf([], [])) == "pdf_without_text"


def test_a_scan_without_ocr_says_what_to_install(without_ocr: None) -> None:
    data = pdf(scan("GDP 304.1 billion"))
    assert code_of(data) == "scanned_pdf_needs_ocr"
    result = read(data)
    assert isinstance(result, InputError)
    assert "luoshi[ocr]" in result.message("zh")
    assert "luoshi[ocr]" in result.message("en")


def test_a_scan_with_ocr_switched_off_says_so() -> None:
    assert code_of(pdf(scan("GDP 304.1 billion")), ocr=False) == "ocr_off"


def test_a_scanned_cover_does_not_keep_the_rest_from_being_read(without_ocr: None) -> None:
    assert text_of(pdf(scan("cover"), ["第二页"], ["第三页"])) == "\f第二页\f第三页"


def test_only_pages_without_text_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "recognise", lambda picture: f"{picture.mode} page")
    assert text_of(pdf(["第一页"], scan("x"), [])) == "第一页\fRGB page\f"


def test_a_text_layer_of_private_characters_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    page = pdf(["\ue001\ue002\ue003\ue004\ue005\ue006"])
    assert code_of(page) == "pdf_without_text"


@needs_ocr
def test_a_scanned_pdf_is_read() -> None:
    assert text_of(pdf(scan("GDP 304.1 billion in 2021", "growth 6.5 percent"))).split("\n") == [
        "GDP 304.1 billion in 2021",
        "growth 6.5 percent",
    ]


@needs_ocr
def test_a_scan_of_nothing_is_named() -> None:
    assert code_of(pdf(Image.new("RGB", (600, 400), "white"))) == "pdf_without_text"
