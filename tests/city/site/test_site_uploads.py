"""Uploads: what they are, what they are called, that they lie whole or not at all, how they come back."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from luoshi.city.site import uploads
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.uploads import DiskFullError, FileRefusedError, Stored, safe_name, serve, store

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "a.exe", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "a", "png"),
        (b"\xff\xd8\xff\xe0", "a.png", "jpg"),
        (packed(TYPES, "word/document.xml"), "a.zip", "docx"),
        (packed(TYPES, "xl/workbook.xml"), "a.docx", "xlsx"),
        (packed(TYPES, "word/document.xml", "word/vbaProject.bin"), "a.docx", None),
        (packed("run.exe"), "a.docx", None),
        (b"PK\x03\x04 broken", "a.docx", None),
        (OLE + "WordDocument".encode("utf-16-le"), "a.xls", "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "xls"),
        (OLE + b"something else", "a.msi", None),
        ("进展".encode(), "a.txt", "txt"),
        ("进展".encode("gb18030"), "a.txt", "txt"),
        ("进展".encode("utf-16"), "a.txt", "txt"),
        (b"a,b", "a.CSV", "csv"),
        (b"# a", "a.md", "md"),
        (b"#!/bin/sh", "a.sh", "txt"),
        (b"<script>alert(1)</script>", "a.txt", "html"),
        (b"\n <SVG onload=alert(1)>", "a.png", "html"),
        (b"MZ\x90\x00", "a.pdf", None),
        (b"\x7fELF\x02\x01\x01\x00", "a.txt", None),
    ],
)
def test_the_kind_is_told_by_content(content: bytes, name: str, kind: str | None) -> None:
    assert uploads.kind_of(io.BytesIO(content), name) == kind


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\进展.docx", "进展.docx"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("..", "file"),
        ("", "file"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ('a"b.txt', "ab.txt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_file_is_kept_once_under_its_digest() -> None:
    content = "第一季度进展".encode()
    first = store(SimpleUploadedFile("a.txt", content))
    again = store(SimpleUploadedFile("b.txt", content))
    digest = hashlib.sha256(content).hexdigest()
    assert first == Stored(digest, len(content), "text/plain", "a.txt")
    assert again.name == "b.txt"
    assert uploads.path_of(digest).read_bytes() == content
    assert kept() == [digest]
    assert uploads.path_of(digest).stat().st_mode & 0o077 == 0


def kept() -> list[str]:
    return [path.name for path in uploads.path_of("0" * 64).parents[1].rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("fault", "error"), [(errno.ENOSPC, DiskFullError), (errno.EDQUOT, DiskFullError), (errno.EIO, OSError)]
)
def test_a_full_disk_leaves_nothing_half(
    monkeypatch: pytest.MonkeyPatch, fault: int, error: type[Exception]
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(error) as caught:
        store(SimpleUploadedFile("a.txt", b"words"))
    assert kept() == []
    if isinstance(caught.value, DiskFullError):
        assert caught.value.status == 507
        assert caught.value.message("en")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"x" * 1025, "file_too_large"),
        ("a.txt", b"", "file_empty"),
        ("a.exe", b"MZ\x00", "file_kind_not_allowed"),
        ("宏.doc", OLE + "WordDocument_VBA_PROJECT".encode("utf-16-le"), "file_kind_not_allowed"),
        ("验收.bat", b"echo", "file_ending_unfit"),
        ("验收.hta", b"words", "file_ending_unfit"),
        ("验收.pdf.JS", b"words", "file_ending_unfit"),
        ("验收.txt.ps1", b"words", "file_ending_unfit"),
        ("表.xlsx.exe", b"%PDF-1.7 ...", "file_ending_unfit"),
        ("图.svg", b"words", "file_ending_unfit"),
        ("报告.pdf", b"words", "file_ending_unfit"),
        ("扫描.png", b"%PDF-1.7 ...", "file_ending_unfit"),
    ],
)
def test_what_is_not_taken(settings: Settings, name: str, content: bytes, code: str) -> None:
    settings.MAX_UPLOAD = 1024
    with pytest.raises(FileRefusedError) as caught:
        store(SimpleUploadedFile(name, content))
    assert caught.value.code == code
    assert caught.value.message("zh")


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("验收记录", b"words", "验收记录.txt"),
        ("2026.3月检查", b"%PDF-1.7 ...", "2026.3月检查.pdf"),
        ("报告.PDF", b"%PDF-1.7 ...", "报告.PDF"),
        ("照片.jpeg", b"\xff\xd8\xff..", "照片.jpeg"),
        ("清单.markdown", b"words", "清单.markdown"),
    ],
)
def test_a_name_fits_what_is_in_the_file(name: str, content: bytes, kept_as: str) -> None:
    assert store(SimpleUploadedFile(name, content)).name == kept_as


def test_a_place_may_take_fewer_kinds() -> None:
    with pytest.raises(FileRefusedError, match="xlsx"):
        store(SimpleUploadedFile("a.pdf", b"%PDF-1"), allowed=("xlsx",))


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("证据 1.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.html", b"<html>", "application/octet-stream"),
        ("a.csv", b"a,b", "application/octet-stream"),
        ("a.txt", b"words", "text/plain; charset=utf-8"),
    ],
)
def test_files_come_back_as_downloads_that_run_nothing(name: str, content: bytes, media_type: str) -> None:
    response = serve(store(SimpleUploadedFile(name, content)))
    assert response.headers["Content-Type"] == media_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert b"".join(response.streaming_content) == content  # type: ignore[arg-type]
    (response.file_to_stream or io.BytesIO()).close()


def test_a_name_in_chinese_by_rfc_5987() -> None:
    response = serve(store(SimpleUploadedFile("进展.pdf", b"%PDF-1.7")))
    assert "filename*=UTF-8''%E8%BF%9B%E5%B1%95.pdf" in response.headers["Content-Disposition"]
    (response.file_to_stream or io.BytesIO()).close()


@pytest.mark.parametrize("digest", ["../../etc/passwd", "0" * 64, "", "A" * 64])
def test_a_file_that_is_not_there_is_404(digest: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        serve(Stored(digest, 1, "text/plain", "a.txt"))
    assert caught.value.status == 404


def test_no_folder_outside_is_reached() -> None:
    with pytest.raises(NotFoundError):
        uploads.path_of("../" + "0" * 61)
    assert Path(uploads.path_of("0" * 64)).parts[-2:] == ("00", "0" * 64)
