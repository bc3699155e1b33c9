"""What kind of file some bytes are: by their content first, by the name's suffix second."""

from __future__ import annotations

import codecs
import re
import zipfile
from functools import cache
from pathlib import PurePath
from typing import BinaryIO, Literal, cast

from luoshi.errors import InputError
from luoshi.knowledge import toml_table
from luoshi.reading.intake import limits
from luoshi.reading.intake.columns import is_header
from luoshi.reading.intake.decoding import byte_order_mark
from luoshi.reading.intake.packages import BROKEN_ZIP

Kind = Literal["text", "markdown", "html", "docx", "pdf", "image", "jsonl", "csv", "xlsx", "dta", "zip"]

_COLLECTIONS: frozenset[Kind | None] = frozenset({"jsonl", "csv", "xlsx", "dta", "zip"})

HEAD_BYTES = 4096
"""How many bytes tell the kind of a file that is no package."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"<stata_dta>", "dta"),
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
# The number of the format (104 to 115), the order of bytes, and a 1.
_OLD_STATA = re.compile(rb"[\x68-\x73][\x01\x02]\x01")
# What a file is that its suffix promises to be a package or binary, and that is none.
_DAMAGED: dict[Kind | None, str] = {
    "docx": "damaged_word",
    "xlsx": "damaged_workbook",
    "dta": "damaged_stata",
    "zip": "damaged_archive",
}
_MEMBERS = (
    ("xl/workbook.bin", "old_spreadsheet"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd_file"),
    ("content.xml", "odt_file"),
)
# Some programs number the part: word/document2.xml.
_WORD_BODY = re.compile(r"word/document[0-9]*\.xml")
_HTML = re.compile(
    r"(?:\s|<\?xml[^>]*>|(?><!--.*?-->))*+<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(r'\s*\[?\s*\{\s*"')


@cache
def _formats() -> dict[str, dict[str, str]]:
    return toml_table("luoshi.reading.intake", "formats.toml")


def kind_by_suffix(name: str) -> Kind | None:
    """The kind that the suffix of ``name`` promises."""
    return cast("Kind | None", _formats()["read"].get(_suffix(name)))


def is_collection(name: str) -> bool:
    """Whether a file so called is one that may hold many texts."""
    return kind_by_suffix(name) in _COLLECTIONS


def belongs_in_folder(name: str) -> bool:
    """Whether a file so called is read, or complained about, when its folder is read."""
    suffix = _suffix(name)
    return suffix in _formats()["read"] or suffix in _formats()["convert"]


def kind_of(stream: BinaryIO, name: str) -> Kind:
    """The kind of a file with this content and this name; ``stream`` is set back to its start.

    ``InputError`` for a format that is not read: its message says what to do with it.
    """
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    promised = kind_by_suffix(name)
    if head.startswith(_ZIP):
        return _kind_of_zip(stream, name, promised)
    if promised == "dta" and _OLD_STATA.match(head):
        return "dta"
    _refuse_foreign(head, stream, name, promised)
    return _kind_of_text(head, name, promised)


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _kind_of_zip(stream: BinaryIO, name: str, promised: Kind | None) -> Kind:
    try:
        with zipfile.ZipFile(stream) as package:
            members = set(package.namelist())
    except BROKEN_ZIP as error:
        raise InputError(_DAMAGED.get(promised, "damaged_archive"), name) from error
    finally:
        stream.seek(0)
    if any(_WORD_BODY.fullmatch(member) for member in members):
        return "docx"
    if "xl/workbook.xml" in members:
        return "xlsx"
    code = next((code for member, code in _MEMBERS if member in members), None)
    if code is None and promised == "docx":
        code = "not_word"
    if code is not None:
        raise InputError(code, name)
    return "zip"


def _refuse_foreign(head: bytes, stream: BinaryIO, name: str, promised: Kind | None) -> None:
    by_suffix = _formats()["convert"].get(_suffix(name)) or _formats()["other"].get(_suffix(name))
    if head.startswith(_OLE):
        is_workbook = promised == "xlsx" or by_suffix == "old_spreadsheet"
        if _ENCRYPTED_PACKAGE in _whole(stream):
            raise InputError("encrypted_workbook" if is_workbook else "encrypted_word", name)
        raise InputError(by_suffix or ("old_spreadsheet" if is_workbook else "old_word"), name)
    for magic, code in _FOREIGN_MAGIC:
        if head.startswith(magic):
            raise InputError(code, name)
    if promised in _DAMAGED and not _HTML.match(_head_text(head)):
        raise InputError("not_word" if promised == "docx" else _DAMAGED[promised], name)


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(limits.MAX_FILE_BYTES)
    stream.seek(0)
    return data


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
