"""Paths, folders, standard input."""

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from luoshi.errors import InputError, UsageError
from luoshi.reading.intake import limits, single, sources
from luoshi.reading.text import Source


def write(path: Path, text: str = "全市经济平稳。") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def codes(path: object) -> list[str]:
    return [result.code if isinstance(result, InputError) else result.name for result in sources(str(path))]


def test_a_file_is_one_source(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\ntitle: x\n---\r\n全市\r\n")
    source = single(path)
    assert source.text == "---\ntitle: x\n---\r\n全市\r\n".replace("\n", os.linesep)
    assert (source.name, source.format, source.encoding) == (str(path), "markdown", "utf-8")
    assert len(source.sha256) == 64


def test_a_folder_is_read_recursively_by_name(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/2.md",
        "a/10.md",
        "c/deep/er/1.txt",
        ".hidden/x.txt",
        ".x.txt",
        "~$a.docx",
        "code.py",
    ):
        write(tmp_path / name)
    found = [os.path.relpath(name, tmp_path) for name in codes(tmp_path)]
    assert found == [str(Path(name)) for name in ("a/10.md", "a/2.md", "b.txt", "c/deep/er/1.txt")]


def test_bad_files_in_a_folder_do_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "1.txt", "")
    write(tmp_path / "2.doc")
    write(tmp_path / "3.txt")
    (tmp_path / "4.txt").symlink_to(tmp_path / "nowhere")
    assert codes(tmp_path) == ["empty_file", "old_word", str(tmp_path / "3.txt"), "missing_file"]


def test_a_very_deep_folder_is_read(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 200)
    write(deep / "a.txt")
    assert codes(tmp_path) == [str(deep / "a.txt")]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert codes(tmp_path) == [str(tmp_path / "a" / "1.txt")]


@pytest.mark.parametrize("name", ["code.py", ".hidden.txt", "empty/.keep"])
def test_a_folder_without_reports_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    assert codes(tmp_path) == ["empty_folder"]


@pytest.mark.parametrize("name", ["missing.txt", "a.txt/b.txt", "x" * 5000, "nul\0.txt"])
def test_a_path_that_leads_nowhere_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path / "a.txt")
    assert codes(tmp_path / name) == ["missing_file"]


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[None]:
    """Not root for the length of a test, since root reads what is forbidden."""
    if os.name == "nt":
        pytest.skip("Windows keeps permissions in another way")
    was = os.geteuid()
    if was == 0:
        for folder in (tmp_path, *tmp_path.parents):
            if folder.stat().st_uid == 0 and folder.is_relative_to(Path(tempfile.gettempdir())):
                folder.chmod(folder.stat().st_mode | 0o055)
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_no_permission_is_an_error(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = write(tmp_path / "a.txt")
    path.chmod(0)
    request.getfixturevalue("nobody")
    assert codes(path) == ["permission_denied"]


@pytest.mark.parametrize(("number", "code"), [(13, "permission_denied"), (5, "unreadable_file")])
def test_what_the_system_says_becomes_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "no")

    path = write(tmp_path / "a.txt")
    monkeypatch.setattr("luoshi.reading.intake.files.open", refuse, raising=False)
    assert codes(path) == [code]


def test_a_folder_that_may_not_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")

    def refuse(path: str) -> None:
        raise PermissionError(13, "no", path)

    monkeypatch.setattr("luoshi.reading.intake.files.os.scandir", refuse)
    assert codes(tmp_path) == ["permission_denied"]


@pytest.mark.parametrize("text", ["", " \r\n\t", "\u3000\u3000\n", "\ufeff", "\ufeff \n"])
def test_white_space_alone_is_an_empty_file(tmp_path: Path, text: str) -> None:
    assert codes(write(tmp_path / "a.txt", text)) == ["empty_file"]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 10)
    assert codes(write(tmp_path / "a.txt", "a" * 11)) == ["too_large"]
    assert codes(write(tmp_path / "b.txt", "a" * 10)) == [str(tmp_path / "b.txt")]


def test_names_that_are_no_characters_are_shown_with_a_mark(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xff.txt")  # noqa: PTH118
    try:
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(b"text")
    except OSError:
        pytest.skip("this file system takes no such names")
    (source,) = sources(tmp_path)
    assert isinstance(source, Source)
    assert source.name.endswith("�.txt")


def test_standard_input_is_read_by_content() -> None:
    (source,) = sources("-", stdin=io.BytesIO("全市".encode("gb18030")))
    assert isinstance(source, Source)
    assert (source.name, source.text, source.format) == ("-", "全市", "text")
    (row,) = sources("-", stdin=io.BytesIO('{"正文": "全市"}'.encode()))
    assert isinstance(row, Source)
    assert (row.name, row.text, row.format) == ("-#1", "全市", "jsonl")


def test_standard_input_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"text")))
    assert codes("-") == ["-"]
    monkeypatch.setattr("sys.stdin", None)
    assert codes("-") == ["empty_file"]


def test_single_raises_what_sources_yields(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个文件"):
        single(tmp_path / "missing.txt")
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    with pytest.raises(InputError) as refused:
        single(tmp_path)
    assert refused.value.code == "several_texts"


def test_an_unknown_encoding_is_refused_before_anything_is_read() -> None:
    with pytest.raises(UsageError):
        sources("missing.txt", encoding="utf-9")
