"""Every hostile file asks for what it says, told without opening it as the site would."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pytest

import luoshi
from hostile.catalogue import EVERY, named
from hostile.documents import many_members, outside_entity, overlapping
from hostile.model import Hostile
from hostile.pdfs import deflated_twice, many_objects, nested_forms, shared_pages
from hostile.streams import deflated
from hostile.templates import RECIPES, template
from hostile.texts import HEAD, long_text, many_promises, recipe
from hostile.workbooks import SPELLINGS, huge_string, without_places
from luoshi.reading.text import Source

_GIGABYTE = 1_000_000_000
_UPLOAD = 50 * 1024 * 1024


def counted(pieces: Iterator[bytes], most: int) -> int:
    """How many bytes come, up to ``most``: what comes is never kept."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total >= most:
            break
    return total


def inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The deflated pieces unpacked, a megabyte at a time."""
    unpacker = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest:
            yield unpacker.decompress(rest, 1 << 20)
            rest = unpacker.unconsumed_tail


def stream_of(data: bytes) -> bytes:
    """The longest stream of a PDF."""
    found: list[bytes] = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    return max(found, key=len)


@pytest.mark.parametrize("hostile", EVERY, ids=lambda one: one.name)
def test_a_file_fits_through_the_upload(hostile: Hostile) -> None:
    assert 0 < len(hostile.make()) <= _UPLOAD


def test_files_are_the_same_every_time() -> None:
    small = ("PDF deflated", "PDF of n", "workbook far", "template", "report", "table in", "text of un")
    for one in (one for one in EVERY if one.name.startswith(small)):
        assert one.make() == one.make(), one.name


def test_numbered_files_differ_and_are_still_whole() -> None:
    for name in ("PDF of nested forms", "Word file that laughs", "report of 5,000 promises"):
        one = named(name)
        data = one.make()
        assert len({data, one.numbered(data, 1), one.numbered(data, 2)}) == 3
    one = named("workbook far apart, blanks")
    with zipfile.ZipFile(io.BytesIO(one.numbered(one.make(), 12))) as package:
        assert package.comment == b"12"
        assert package.testzip() is None


def test_a_deflated_stream_is_what_was_said_so_often() -> None:
    assert zlib.decompress(deflated(b"say it again ", 1000)) == b"say it again " * 1000


def test_a_stream_deflated_twice_has_no_end_in_sight() -> None:
    data = deflated_twice()
    assert len(data) < 10_000
    content = inflated(inflated(iter([stream_of(data)])))
    assert counted(content, 100 << 20) >= 100 << 20
    inner = zlib.decompress(stream_of(data))
    assert len(inner) > 1_000_000
    assert inner.count(inner[2:200]) > 2000


def test_forms_draw_each_other_without_end() -> None:
    data = nested_forms()
    assert data.count(b"/N Do /N Do") >= 23
    assert data.count(b"/Subtype/Form") == 24


def test_a_tree_of_pages_names_a_million() -> None:
    assert b"/Count 1000000/" in shared_pages()
    assert len(shared_pages()) < 2000


def test_cross_references_unpack_to_a_large_table() -> None:
    data = many_objects()
    assert len(data) < 10_000
    listed = inflated(inflated(iter([data.split(b"stream\n", 1)[1].split(b"\nendstream")[0]])))
    assert counted(listed, 10**9) > 50_000_000


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_workbook_names_its_farthest_cell_in_its_own_way(name: str) -> None:
    data = SPELLINGS[name]()
    assert len(data) < 5000
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        sheets = [one for one in package.namelist() if not one.startswith(("[", "_", "xl/workbook", "xl/_"))]
        (place,) = sheets
        content = package.read(place)
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    plain = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text).upper()
    assert "XFD" in plain
    assert "1048576" in plain


def test_cells_without_places_are_many() -> None:
    data = without_places()
    assert len(data) < 15_000
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert sheet.count(b"<row") == 100_000
    assert sheet.count(b"<c") == 16_001
    assert b" r=" not in sheet


def test_a_shared_string_is_a_thousand_times_its_weight() -> None:
    data = huge_string(30)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.getinfo("xl/sharedStrings.xml").file_size > 30_000_000
    assert len(data) < 40_000


def test_a_package_lists_a_million_members() -> None:
    assert many_members().count(b"PK\x01\x02") == 1_000_000
    with zipfile.ZipFile(io.BytesIO(many_members(70_000))) as package:
        assert len(package.infolist()) == 70_000
        assert package.namelist()[0] == "[Content_Types].xml"
        assert "word/document.xml" in package.namelist()[:5]


def test_members_that_overlap_are_each_large() -> None:
    data = overlapping()
    assert len(data) < 400_000
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert sum(one.file_size for one in package.infolist()) > 100 * _GIGABYTE


def test_an_entity_points_to_the_server() -> None:
    with zipfile.ZipFile(io.BytesIO(outside_entity())) as package:
        assert b"file:///etc/passwd" in package.read("word/document.xml")


@pytest.mark.parametrize("name", RECIPES)
def test_a_template_holds_its_jinja_whole(name: str) -> None:
    from docx import Document

    assert Document(io.BytesIO(template(RECIPES[name][0]))).paragraphs[0].text == RECIPES[name][0]


def test_a_text_is_as_long_as_an_upload_may_be() -> None:
    text = long_text()
    assert _UPLOAD - 2000 < len(text) <= _UPLOAD
    assert text.startswith(HEAD.encode())


def test_a_report_of_promises_is_a_sound_report() -> None:
    report = luoshi.read_source(Source.from_text(many_promises(500).decode()))
    assert 480 <= len(report.promises) <= 540
    assert report.place is not None
    assert report.place.name == "青岚市"
    assert report.year == 2026
    assert many_promises().decode().count("批") >= 5000


def test_a_recipe_has_as_many_characters_as_asked() -> None:
    for length in (10_000, 20_000):
        assert length * 0.9 < len(recipe("“\n", length).decode()) <= length + len(HEAD)
