"""Pictures of pages, and the order in which their lines are read."""

import io
import sys
import zlib
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont, ImageOps

from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes, limits, recognition
from luoshi.reading.intake.reading_order import Box, lines_in_order
from luoshi.reading.text import Source

FONTS = [
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/System/Library/Fonts/PingFang.ttc"),
    Path("C:/Windows/Fonts/msyh.ttc"),
]
CHINESE_FONT = next((font for font in FONTS if font.exists()), None)

needs_ocr = pytest.mark.skipif(
    find_spec("rapidocr") is None, reason="the extra [ocr] (rapidocr) is not installed"
)


def encoded(picture: Image.Image, form: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form)
    return buffer.getvalue()


def page(lines: list[str], font: Path | None = None) -> Image.Image:
    picture = Image.new("RGB", (1000, 100 + 80 * len(lines)), "white")
    letters = ImageFont.truetype(font, 40) if font else ImageFont.load_default(44)
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text((50, 50 + 80 * number), line, fill="black", font=letters)
    return picture


def read(data: bytes, name: str = "a.png", *, ocr: bool = True) -> Source | InputError:
    (result,) = from_bytes(data, name, ocr=ocr)
    return result


def code_of(data: bytes, *, ocr: bool = True) -> str:
    result = read(data, ocr=ocr)
    assert isinstance(result, InputError), result
    return result.code


@pytest.fixture
def blind_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "recognise", lambda _: "")


@needs_ocr
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_of_a_page_is_read(form: str) -> None:
    source = read(encoded(page(["GDP 304.1 billion in 2021", "growth 6.5 percent"]), form))
    assert isinstance(source, Source), source
    assert source.text.split("\n") == ["GDP 304.1 billion in 2021", "growth 6.5 percent"]
    assert (source.format, source.encoding) == ("image", None)


@needs_ocr
@pytest.mark.parametrize("mode", ["RGBA", "I;16"])
def test_transparent_and_16_bit_pictures_are_read(mode: str) -> None:
    drawn = page(["growth 6.5 percent"]).convert("L")
    if mode == "RGBA":
        picture = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
        picture.putalpha(ImageOps.invert(drawn))
    else:
        picture = Image.new("I;16", drawn.size)
        picture.frombytes(b"".join(bytes([0, grey]) for grey in drawn.tobytes()))
    source = read(encoded(picture))
    assert isinstance(source, Source), source
    assert source.text == "growth 6.5 percent"


@needs_ocr
@pytest.mark.skipif(CHINESE_FONT is None, reason="no Chinese font to paint with (Debian: fonts-noto-cjk)")
def test_a_picture_of_chinese_is_read() -> None:
    lines = ["过去一年，全市生产总值达到304.1亿元，", "粮食产量45亿斤，改造老旧小区40个。"]
    source = read(encoded(page(lines, CHINESE_FONT)))
    assert isinstance(source, Source), source
    # Recognition gives punctuation in either width; normalization evens it out.
    assert source.text.replace(",", "，").split("\n") == lines


@needs_ocr
@pytest.mark.parametrize("size", [(1, 1), (2, 500), (3000, 3), (400, 400)])
def test_a_picture_of_nothing_is_named_whatever_its_shape(size: tuple[int, int]) -> None:
    assert code_of(encoded(Image.new("RGB", size, "white"))) == "picture_without_text"


def test_a_picture_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    assert code_of(encoded(page(["x"]))) == "ocr_missing"


def test_a_picture_with_ocr_switched_off_says_so() -> None:
    assert code_of(encoded(page(["x"])), ocr=False) == "ocr_off"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixels_is_taken(blind_recogniser: None, mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert code_of(encoded(Image.new(mode, (20, 20)), form)) == "picture_without_text"


@settings(deadline=None)
@given(st.integers(0, 400), st.binary(max_size=20))
def test_a_damaged_picture_never_breaks_the_reading(at: int, noise: bytes) -> None:
    good = encoded(Image.new("RGB", (30, 30), "white"))
    bad = good[:at] + noise + good[at + len(noise) :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recognition, "is_installed", lambda: True)
        patch.setattr(recognition, "recognise", lambda _: "")
        assert isinstance(read(bad), InputError)


@pytest.mark.parametrize("data", [encoded(page(["x"]))[:60], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"text"])
def test_a_damaged_picture_is_named(blind_recogniser: None, data: bytes) -> None:
    assert code_of(data) == "damaged_picture"


def test_a_picture_of_too_many_pixels_is_refused(
    blind_recogniser: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_PIXELS", 100)
    assert code_of(encoded(Image.new("L", (11, 10)))) == "picture_too_large"


def line(left: float, top: float, text: str, width: float = 300) -> Box:
    return Box(left, top, left + width, top + 20, text)


def shuffled(boxes: list[Box]) -> list[Box]:
    return sorted(boxes, key=lambda box: zlib.crc32(box.text.encode()))


def test_lines_are_read_from_the_top() -> None:
    assert lines_in_order(shuffled([line(0, 30 * n, str(n)) for n in range(9)])) == [str(n) for n in range(9)]


def test_parts_of_one_line_are_joined_from_the_left() -> None:
    boxes = [line(0, 0, "一、", 40), line(50, 3, "回顾", 60), line(0, 30, "全市")]
    assert lines_in_order(shuffled(boxes)) == ["一、 回顾", "全市"]


def test_two_columns_are_read_one_after_the_other_under_their_headline() -> None:
    left = [line(0, 100 + 30 * n, f"左{n}") for n in range(6)]
    right = [line(340, 104 + 30 * n, f"右{n}") for n in range(6)]
    headline, footer = line(20, 0, "标题", 600), line(100, 400, "结尾", 400)
    expected = ["标题", *(f"左{n}" for n in range(6)), *(f"右{n}" for n in range(6)), "结尾"]
    assert lines_in_order(shuffled([headline, *left, *right, footer])) == expected


def test_three_columns_are_read_one_after_the_other() -> None:
    boxes = [line(340 * column, 30 * n, f"{column}{n}") for column in range(3) for n in range(5)]
    assert lines_in_order(shuffled(boxes)) == [f"{column}{n}" for column in range(3) for n in range(5)]


def test_a_table_is_read_by_rows() -> None:
    boxes = [line(200 * column, 30 * n, f"{column}{n}", 60) for column in range(2) for n in range(6)]
    assert lines_in_order(shuffled(boxes)) == [f"0{n} 1{n}" for n in range(6)]


def test_no_lines_no_text() -> None:
    assert lines_in_order([]) == []


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 600), st.integers(1, 60)),
        max_size=25,
    )
)
def test_every_line_is_read_once(places: list[tuple[int, int, int, int]]) -> None:
    boxes = [
        Box(left, top, left + width, top + height, f"<{number}>")
        for number, (left, top, width, height) in enumerate(places)
    ]
    words = " ".join(lines_in_order(boxes)).split()
    assert sorted(words) == sorted(box.text for box in boxes)
