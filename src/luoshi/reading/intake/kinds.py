"""What kind of file some bytes are: by their content first, by the name's suffix second."""

from __future__ import annotations

import codecs
import io
import re
import tomllib
import zipfile
import zlib
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Literal, cast

from luoshi.errors import InputError
from luoshi.reading.intake.columns import is_header
from luoshi.reading.intake.decoding import byte_order_mark

Kind = Literal["text", "markdown", "html", "docx", "pdf", "image", "jsonl", "csv"]

HEAD_BYTES = 4096
"""How many bytes tell the kind of a file that is no package."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_WORD = "EncryptedPackage".encode("utf-16-le")
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
)
_FOREIGN_MAGIC = (
    (b"{\\rtf", "rtf_file"),
    (b"MIME-Version:", "web_archive"),
    (b"Founder CEB", "ceb_file"),
    (b"CAJ\0", "caj_file"),
    (b"GIF8", "other_picture"),
    (b"II*\0", "other_picture"),
    (b"MM\0*", "other_picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
_MEMBERS = (
    ("xl/workbook.xml", "spreadsheet"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd_file"),
    ("content.xml", "odt_file"),
)
_HTML = re.compile(
    r"(?:\s|<\?xml[^>]*>|(?><!--.*?-->))*+<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(r'\s*\[?\s*\{\s*"')


@cache
def _formats() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("luoshi.reading.intake").joinpath("formats.toml").read_text(encoding="utf-8"))


def kind_by_suffix(name: str) -> Kind | None:
    """The kind that the suffix of ``name`` promises."""
    return cast("Kind | None", _formats()["read"].get(_suffix(name)))


def belongs_in_folder(name: str) -> bool:
    """Whether a file so called is read, or complained about, when its folder is read."""
    suffix = _suffix(name)
    return suffix in _formats()["read"] or suffix in _formats()["convert"]


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file with these bytes and this name.

    ``InputError`` for a format that is not read: its message says what to do with it.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    promised = kind_by_suffix(name)
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data, name, promised)
    _refuse_foreign(data, name, promised)
    return _kind_of_text(data[:HEAD_BYTES], name, promised)


def has_no_text(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a format that is not text."""
    marks = [magic for magic, _ in (*_MAGIC, *_FOREIGN_MAGIC)]
    return head.startswith((b"PK\x03\x04", _OLE, *marks))


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _kind_of_zip(data: bytes, name: str, promised: Kind | None) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = set(package.namelist())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise InputError("damaged_word" if promised == "docx" else "archive", name) from error
    if "word/document.xml" in members:
        return "docx"
    code = next((code for member, code in _MEMBERS if member in members), None)
    raise InputError(code or ("not_word" if promised == "docx" else "archive"), name)


def _refuse_foreign(data: bytes, name: str, promised: Kind | None) -> None:
    by_suffix = _formats()["convert"].get(_suffix(name)) or _formats()["other"].get(_suffix(name))
    if data.startswith(_OLE):
        if _ENCRYPTED_WORD in data:
            raise InputError("encrypted_word", name)
        raise InputError(by_suffix or "old_word", name)
    for magic, code in _FOREIGN_MAGIC:
        if data.startswith(magic):
            raise InputError(code, name)
    if promised == "docx" and not _HTML.match(_head_text(data[:HEAD_BYTES])):
        raise InputError("not_word", name)


def _kind_of_text(head: bytes, name: str, promised: Kind | None) -> Kind:
    text = _head_text(head)
    if _HTML.match(text):
        return "html"
    if _JSON.match(text):
        return "jsonl"
    if promised is not None:
        return promised
    code = _formats()["convert"].get(_suffix(name)) or _formats()["other"].get(_suffix(name))
    if code is not None:
        raise InputError(code, name)
    return "csv" if is_header(text.partition("\n")[0]) else "text"


def _head_text(head: bytes) -> str:
    decoder = codecs.getincrementaldecoder(byte_order_mark(head) or "utf-8")
    try:
        # Not final: the head may end inside a character.
        return decoder().decode(head)
    except UnicodeError:
        return head.decode("gb18030", "replace")
