"""Zip archives."""

import io
import zipfile
from pathlib import Path

import pytest

from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes, limits, sources

TEXT = "全市经济平稳。".encode()


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return buffer.getvalue()


def read(data: bytes, name: str = "a.zip") -> list[str]:
    return [
        f"{one.source} {one.code}" if isinstance(one, InputError) else one.name
        for one in from_bytes(data, name)
    ]


def test_an_archive_is_read_like_a_folder() -> None:
    members = {
        "b.txt": TEXT,
        "甲市/2021.md": TEXT,
        "甲市/2020.csv": "正文\n一\n二\n".encode(),
        "bad.docx": b"PK\x03\x04",
        "old.doc": b"",
        "empty.txt": b"",
        "code.py": TEXT,
        ".hidden/x.txt": TEXT,
        "__MACOSX/._b.txt": TEXT,
        "甲市/~$a.docx": TEXT,
        "inner.zip": archive({"c.txt": TEXT}),
        "inner.rar": b"Rar!",
    }
    assert read(archive(members)) == [
        "a.zip/b.txt",
        "a.zip/bad.docx damaged_word",
        "a.zip/empty.txt empty_file",
        "a.zip/inner.rar archive",
        "a.zip/inner.zip nested_archive",
        "a.zip/old.doc empty_file",
        "a.zip/甲市/2020.csv#1",
        "a.zip/甲市/2020.csv#2",
        "a.zip/甲市/2021.md",
    ]


def test_an_archive_on_disk_and_in_a_folder_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"b.txt": TEXT}))
    for place in (path, tmp_path):
        assert [one.source if isinstance(one, InputError) else one.name for one in sources(place)] == [
            f"{path}/b.txt"
        ]


def named(name: bytes) -> bytes:
    """A zip with one member whose name is these bytes, with no mark of their encoding."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("x" * len(name), TEXT)
    return buffer.getvalue().replace(b"x" * len(name), name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("甲市/2021年报告.txt".encode("gbk"), "a.zip/甲市/2021年报告.txt"),
        ("甲市\\2021年报告.txt".encode("gbk"), "a.zip/甲市/2021年报告.txt"),
        ("甲市/2021年报告.txt".encode(), "a.zip/甲市/2021年报告.txt"),
        (b"../../etc/a.txt", "a.zip/etc/a.txt"),
        (b"/a.txt", "a.zip/a.txt"),
    ],
)
def test_names_are_decoded_and_stay_inside(name: bytes, shown: str) -> None:
    assert read(named(name)) == [shown]


def test_archives_with_a_password_say_so() -> None:
    data = bytearray(named(b"a.txt"))
    for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(header) + at] |= 1
    assert read(bytes(data)) == ["a.zip encrypted_archive"]


def test_a_member_that_cannot_be_unpacked_does_not_stop_the_others() -> None:
    data = bytearray(archive({"a.txt": TEXT * 9, "b.txt": TEXT}))
    data[40] ^= 0xFF
    assert read(bytes(data)) == ["a.zip/a.txt damaged_member", "a.zip/b.txt"]


def test_archives_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive({"a.txt": bytes(20_000_000), "b.txt": TEXT})
    assert read(data) == ["a.zip/a.txt zip_bomb", "a.zip/b.txt"]
    assert read(archive({"a.py": TEXT})) == ["a.zip empty_archive"]
    assert read(archive({})) == ["a.zip empty_archive"]
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 1_000)
    assert read(data) == ["a.zip/a.txt too_large", "a.zip/b.txt"]
    monkeypatch.setattr(limits, "MAX_ARCHIVE_MEMBERS", 1)
    assert read(data) == ["a.zip archive_too_large"]
    monkeypatch.setattr(limits, "MAX_ARCHIVE_MEMBERS", 9)
    monkeypatch.setattr(limits, "MAX_ARCHIVE_BYTES", 1_000)
    assert read(data) == ["a.zip archive_too_large"]
