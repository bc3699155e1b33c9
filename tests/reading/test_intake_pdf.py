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


LEFT = [
    "过去一年，全市经济平稳运行，",
    "生产总值达到304.1亿元，增长",
    "6.5%，粮食产量保持稳定，财",
    "政收入平稳增长，民生继续改善。",
]
RIGHT = [
    "今年要做好以下几项工作，新建",
    "学校三所，改造道路八条，建设",
    "云杉大桥一座，实施老旧小区改",
    "造四十个，让城乡面貌有新变化。",
]


def columns(order: str, *, headline: str = "", number: str = "") -> bytes:
    """A page of two columns, drawn one after the other or row by row, below a headline, above a page number."""
    cells = [(60, row, line) for row, line in enumerate(LEFT)] + [
        (320, row, line) for row, line in enumerate(RIGHT)
    ]
    if order == "row by row":
        cells.sort(key=lambda cell: (cell[1], cell[0]))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(60, 800, headline)
    for left, row, line in cells:
        canvas.drawString(left, 760 - 20 * row, line)
    canvas.drawString(290, 40, number)
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


@pytest.mark.parametrize("order", ["column by column", "row by row"])
def test_two_columns_are_read_one_after_the_other(order: str) -> None:
    assert text_of(columns(order)).split("\n") == [*LEFT, *RIGHT]


@pytest.mark.parametrize("order", ["column by column", "row by row"])
def test_a_headline_comes_before_both_columns_and_the_number_of_the_page_after_them(order: str) -> None:
    headline = "政府工作报告在云溪市第九届人民代表大会第四次会议上宣读全文"
    page = columns(order, headline=headline, number="8")
    assert text_of(page).split("\n") == [headline, *LEFT, *RIGHT, "8"]


def test_a_table_is_read_by_rows() -> None:
    rows = [f"指标{number}" + "　" * 16 + f"{number}%" for number in range(6)]
    assert text_of(pdf(rows)).split("\n") == rows


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
    assert "pip install '.[ocr]'" in result.message("zh")
    assert "pip install '.[ocr]'" in result.message("en")


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
    assert code_of(page) == "pdf_without_characters"


@pytest.mark.parametrize(
    "lines",
    [
        ["\u00c7\u00e9\u00df\u00f8\u00e5" * 8] * 3,  # a font that names its glyphs as Latin letters
        ["!#$%&()*+,-./0123456789:;<=>" * 2] * 6,  # … as whatever comes first
    ],
)
def test_a_text_layer_without_chinese_characters_is_no_text(
    monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for row, line in enumerate(lines):
        canvas.drawString(72, 700 - 20 * row, line)
    canvas.save()
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    assert code_of(buffer.getvalue()) == "pdf_without_characters"
    assert code_of(buffer.getvalue(), ocr=False) == "ocr_off"
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "recognise", lambda _: "全市")
    assert text_of(buffer.getvalue()) == "全市"


@needs_ocr
def test_a_scanned_pdf_is_read() -> None:
    assert text_of(pdf(scan("GDP 304.1 billion in 2021", "growth 6.5 percent"))).split("\n") == [
        "GDP 304.1 billion in 2021",
        "growth 6.5 percent",
    ]


@needs_ocr
def test_a_scan_of_nothing_is_named() -> None:
    assert code_of(pdf(Image.new("RGB", (600, 400), "white"))) == "pdf_without_text"
