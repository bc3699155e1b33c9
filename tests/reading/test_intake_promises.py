"""What holds for everything that is taken in."""

import io
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import InputError, message_codes
from luoshi.reading.intake import from_bytes
from luoshi.reading.text import Source

SUFFIXES = sorted(
    {
        suffix
        for part in tomllib.loads(
            files("luoshi.reading.intake").joinpath("formats.toml").read_text(encoding="utf-8")
        ).values()
        for suffix in part
    }
    | {"", ".unknown"}
)
BEGINNINGS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"<html>",
    b'{"',
    b"[{",
    b"\xff\xfe",
]


def word_file() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("全市经济平稳。")
    document.add_table(1, 1).cell(0, 0).text = "指标"
    document.save(buffer)
    small = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(small, "w", zipfile.ZIP_STORED) as new:
        for member in old.namelist():
            if "theme" not in member and "thumbnail" not in member:
                new.writestr(member, old.read(member))
    return small.getvalue()


WORD = word_file()


def check(data: bytes, name: str) -> None:
    for result in from_bytes(data, name):
        if isinstance(result, Source):
            assert result.text.strip()
            result.text.encode("utf-8")
            assert len(result.sha256) == 64
        else:
            assert result.source.startswith(name)
            for line in (result.message("zh"), result.message("en")):
                assert "\n" not in line
                line.encode("utf-8")


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(BEGINNINGS), st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_name_give_a_source_or_an_error(
    data: bytes, beginning: bytes, suffix: str
) -> None:
    check(beginning + data, f"a{suffix}")


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(SUFFIXES), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_text_under_any_name_gives_a_source_or_an_error(text: str, suffix: str, encoding: str) -> None:
    check(text.encode(encoding, "replace"), f"a{suffix}")


@settings(deadline=None)
@given(st.integers(0, len(WORD) - 1), st.binary(min_size=1, max_size=30))
def test_a_damaged_word_file_gives_a_source_or_an_error(at: int, noise: bytes) -> None:
    check(WORD[:at] + noise + WORD[at + len(noise) :], "a.docx")


def test_importing_the_room_loads_no_heavy_library() -> None:
    program = (
        "import sys, luoshi.reading.intake as intake, tempfile, pathlib\n"
        "path = pathlib.Path(tempfile.mkdtemp(), 'a.md'); path.write_text('text', encoding='utf-8')\n"
        "intake.single(path)\n"
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {module.partition(".")[0] for module in run.stdout.split()}
    assert "luoshi" in loaded
    assert not loaded & {
        "lxml",
        "docx",
        "pypdfium2",
        "rapidocr",
        "PIL",
        "numpy",
        "onnxruntime",
        "trafilatura",
    }


def test_every_error_of_the_room_has_words() -> None:
    import luoshi.reading.intake as package

    source = "".join(path.read_text(encoding="utf-8") for path in Path(package.__path__[0]).glob("*.py"))
    quoted = set(re.findall(r'(?:InputError|UsageError)\(\s*"(\w+)"', source))
    assert len(quoted) > 20
    assert quoted <= message_codes()


@pytest.mark.parametrize("name", ["报告.txt", "a.json", "a.pdf", "a.docx", "a.png"])
def test_an_empty_file_is_one_error_under_every_name(name: str) -> None:
    for data in (b"", b" \r\n"):
        (error,) = from_bytes(data, name)
        assert isinstance(error, InputError)
        assert error.code == "empty_file"


def test_every_format_limit_and_error_is_documented() -> None:
    import luoshi.reading.intake as package

    page = Path(__file__).parents[2].joinpath("docs", "formats.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(package.__path__[0]).glob("*.py"))
    formats = tomllib.loads(files(package).joinpath("formats.toml").read_text(encoding="utf-8"))
    codes = set(re.findall(r'(?:InputError|UsageError)\(\s*"(\w+)"', sources))
    codes |= {*formats["convert"].values(), *formats["other"].values()}
    missing = {word for word in codes | set(formats["read"]) if f"`{word}`" not in page}
    assert not missing
