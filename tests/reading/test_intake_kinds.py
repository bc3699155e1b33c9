"""What a file is, by content and by name."""

import io
import tomllib
import zipfile
from importlib.resources import files

import pytest

from luoshi.errors import InputError, message_codes
from luoshi.reading.intake import from_bytes
from luoshi.reading.intake.kinds import belongs_in_folder, kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def packed(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for member in members:
            package.writestr(zipfile.ZipInfo(member), "x")  # of no date: the bytes stand in names of tests
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        ("全市".encode(), "a.txt", "text"),
        ("全市".encode(), "a.MD", "markdown"),
        ("全市".encode(), "a", "text"),
        ("全市".encode(), "a.2021", "text"),
        (b"%PDF-1.7 ...", "a.txt", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "a.jpg", "image"),
        (b"\xff\xd8\xff\xe0", "a", "image"),
        (packed("word/document.xml"), "a.wps", "docx"),
        (b"<!DOCTYPE html><p>", "a.doc", "html"),
        (b"<html><p>", "a.docx", "html"),
        (b"\xef\xbb\xbf\r\n<!-- x --><HTML lang='zh'>", "a.txt", "html"),
        ("<html><p>全市".encode("utf-16"), "a.txt", "html"),
        (b"<p>", "a.html", "html"),
        ("**全市** <b>x</b>".encode(), "a.md", "markdown"),
        ('{"标题": "x"}'.encode(), "-", "jsonl"),
        (b'[\n {"title": "x"}]', "-", "jsonl"),
        ("[全市]".encode(), "-", "text"),
        ("标题,正文\nx,y".encode("gb18030"), "-", "csv"),
        ("标题\t正文\nx\ty".encode(), "-", "csv"),
        ("过去一年,正文从略\n".encode(), "-", "text"),
        (b"a,b", "a.csv", "csv"),
        (b"x", "a.pdf", "pdf"),
        (packed("xl/workbook.xml"), "a.docx", "xlsx"),
        (packed("a.txt"), "a.zip", "zip"),
        (packed("a.txt"), "a", "zip"),
        (b"<stata_dta><header>", "a", "dta"),
        (b"\x72\x02\x01\0", "a.dta", "dta"),
    ],
)
def test_content_decides_then_the_suffix(data: bytes, name: str, kind: str) -> None:
    assert kind_of(io.BytesIO(data), name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (OLE, "a.doc", "old_word"),
        (OLE, "a", "old_word"),
        (OLE, "a.wps", "wps_file"),
        (OLE, "a.xls", "old_spreadsheet"),
        (OLE, "a.xlsx", "old_spreadsheet"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted_workbook"),
        (packed("xl/workbook.bin"), "a.xlsb", "old_spreadsheet"),
        (packed("a.txt")[:20], "a.xlsx", "damaged_workbook"),
        (packed("a.txt")[:20], "a.zip", "damaged_archive"),
        (b"plain", "a.xlsx", "damaged_workbook"),
        (b"plain", "a.dta", "damaged_stata"),
        (b"plain", "a.zip", "damaged_archive"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted_word"),
        (packed("OFD.xml"), "a.ofd", "ofd_file"),
        (packed("content.xml"), "a.odt", "odt_file"),
        (packed("a.txt"), "a.docx", "not_word"),
        (packed("a.txt")[:20], "a.docx", "damaged_word"),
        (b"plain", "a.docx", "not_word"),
        (b"{\\rtf1", "a.doc", "rtf_file"),
        (b"MIME-Version: 1.0", "a.doc", "web_archive"),
        (b"plain", "a.ofd", "ofd_file"),
        (b"GIF89a", "a.png", "other_picture"),
        (b"Rar!", "a.rar", "archive"),
        (b"BM", "a.bmp", "other_picture"),
    ],
)
def test_formats_that_are_not_read_say_what_to_do(data: bytes, name: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        kind_of(io.BytesIO(data), name)
    assert refused.value.code == code
    assert [error.message() for error in from_bytes(data, name) if isinstance(error, InputError)]


def test_many_comments_before_the_markup_cost_nothing() -> None:
    assert kind_of(io.BytesIO(b"<!---->" * 500), "a.txt") == "text"


def test_folders_read_known_suffixes_and_complain_of_documents() -> None:
    assert [
        name
        for name in ("a.txt", "a.DOCX", "a.xlsx", "a.zip", "a.doc", "a.rar", "a.py", "a.xls", "a")
        if belongs_in_folder(name)
    ] == ["a.txt", "a.DOCX", "a.xlsx", "a.zip", "a.doc", "a.rar"]


def test_the_table_of_formats_is_sound() -> None:
    table = tomllib.loads(files("luoshi.reading.intake").joinpath("formats.toml").read_text(encoding="utf-8"))
    suffixes = [suffix for part in table.values() for suffix in part]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert {*table["convert"].values(), *table["other"].values()} <= message_codes()
    assert set(table["read"].values()) == {
        "text",
        "markdown",
        "html",
        "docx",
        "pdf",
        "image",
        "jsonl",
        "csv",
        "xlsx",
        "dta",
        "zip",
    }
