"""Files that people bring in: size and type by content, kept outside the web root, served safely."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import File
from django.http import FileResponse

from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.media_types import MEDIA_TYPES
from luoshi.city.site.openings import opened_for_page
from luoshi.city.site.zip_guard import package_kind
from luoshi.errors import LuoshiError

_CHUNK = 1 << 20
_LONGEST_NAME = 150
PART = ".part-"
"""What the name of a file begins with that is being written."""
_SHOWN_AS_THEY_ARE = frozenset(("application/pdf", "image/png", "image/jpeg", "text/plain"))
_TAKEN = ("pdf", "docx", "xlsx", "doc", "xls", "png", "jpg", "txt", "csv", "md", "html")
# What a file of a kind may be called: an ending that the next computer runs fits none.
_WORDS = ("txt", "csv", "md", "html", "htm", "markdown", "text", "json", "jsonl")
_ENDINGS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
    "doc": ("doc", "wps"),
    "xls": ("xls", "et"),
    "png": ("png",),
    "jpg": ("jpg", "jpeg"),
    **dict.fromkeys(("txt", "csv", "md", "html"), _WORDS),
}
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})\Z")
_TEXT_ENDINGS = {"csv": "csv", "md": "md", "markdown": "md", "html": "html", "htm": "html"}
_MAGIC = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument".encode("utf-16-le"), "doc"), ("Workbook".encode("utf-16-le"), "xls"),
                ("Book".encode("utf-16-le"), "xls"))  # fmt: skip
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|\?xml)\b", re.IGNORECASE)
DIGEST = re.compile(r"[0-9a-f]{64}")


class FileRefusedError(LuoshiError):
    """A file that is not taken: too large, empty, or of a kind that is not allowed."""


class DiskFullError(LuoshiError):
    """The disk is full; pages and API answer 507."""

    status = 507


@dataclass(frozen=True)
class Stored:
    """A kept file: its digest is its place. ``brought`` tells bytes that this upload was first to bring."""

    sha256: str
    size: int
    media_type: str
    name: str
    brought: tuple[int, int] | None = field(default=None, compare=False)
    unchecked: bool = False
    """Not everything in it could be looked through for marks of secrecy."""


def safe_name(name: str) -> str:
    """The file's own name without path, control and direction characters, at most 150 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    clean = " ".join(clean.split()).strip(". ")
    if len(clean) > _LONGEST_NAME:
        stem, dot, ending = clean.rpartition(".")
        keep = _LONGEST_NAME - len(ending) - 1
        clean = f"{stem[:keep]}.{ending}" if dot and len(ending) <= 10 else clean[:_LONGEST_NAME]
    return clean or "file"


def kind_of(file: IO[bytes], name: str) -> str | None:
    """What the content is, as an ending of ``MEDIA_TYPES``; ``None`` for anything else.

    The name decides only between kinds of plain text.
    """
    file.seek(0)
    head = file.read(65_536)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        file.seek(0)
        return opened_for_page(package_kind, file.read(), answer=str) or None
    if head.startswith(_OLE):
        file.seek(0)
        whole = file.read()
        if _MACROS in whole:
            return None
        return next((kind for stream, kind in _OLE_STREAMS if stream in whole), None)
    return _kind_of_text(head, name)


def _kind_of_text(head: bytes, name: str) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        if "\0" in head[: len(head) // 2 * 2].decode("utf-16", "replace"):
            return None
    elif _NO_TEXT.search(head):
        return None
    ending = name.rpartition(".")[2].lower()
    if _MARKUP.search(head[:2048]):
        return "html"
    return _TEXT_ENDINGS.get(ending, "txt")


def check(file: File[Any], *, allowed: tuple[str, ...] = _TAKEN) -> tuple[str, str]:
    """The safe name and the kind of an uploaded file. Raises ``FileRefusedError``."""
    name = safe_name(file.name or "")
    if file.size > settings.MAX_UPLOAD:
        raise FileRefusedError("file_too_large", name=name, most=settings.MAX_UPLOAD // 1024 // 1024)
    if not file.size:
        raise FileRefusedError("file_empty", name=name)
    kind = kind_of(file.file, name) if file.file is not None else None
    file.seek(0)
    if kind is None or kind not in allowed:
        raise FileRefusedError("file_kind_not_allowed", name=name, allowed=", ".join(allowed))
    return _named(name, kind), kind


def _named(name: str, kind: str) -> str:
    """The name with an ending that fits ``kind``, given where it has none.

    ``FileRefusedError`` for another.
    """
    found = _ENDING.search(name)
    if found is None:
        return f"{name}.{kind}"
    if found[1].lower() not in _ENDINGS[kind]:
        raise FileRefusedError(
            "file_ending_unfit", name=name, ending=found[1], endings="、".join(_ENDINGS[kind][:4])
        )
    return name


def store(file: File[Any], *, allowed: tuple[str, ...] = _TAKEN) -> Stored:
    """Keep an uploaded file under its digest; the same bytes are kept once.

    Raises ``FileRefusedError``, ``DiskFullError``.

    The bytes are written to a file of their own, brought to the disk and then moved into place: a killed
    process or a full disk leaves nothing half.
    """
    name, kind = check(file, allowed=allowed)
    folder = Path(settings.FILES)
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(prefix=PART, dir=folder)
        digest, size = hashlib.sha256(), 0
        with os.fdopen(descriptor, "wb") as out:
            for chunk in file.chunks(_CHUNK):
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            out.flush()
            os.fsync(out.fileno())
        place = path_of(digest.hexdigest())
        place.parent.mkdir(exist_ok=True, mode=0o700)
        brought = _moved(Path(temporary), place)
        _bring_to_disk(place.parent)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError("storage_full") from error
        raise
    return Stored(digest.hexdigest(), size, MEDIA_TYPES[kind], name, brought)


def _moved(file: Path, place: Path) -> tuple[int, int] | None:
    """Move a whole file into place; what tells its bytes, where there were none before.

    They are new to others all the same: whoever sweeps sees by their time that somebody brought them.
    """
    bytes_ = mark_of(file.stat())
    try:
        os.link(file, place)
    except OSError:  # they are there, or the file system has no links
        file.replace(place)
        return None
    file.unlink()
    return bytes_


def mark_of(found: os.stat_result) -> tuple[int, int]:
    """What tells these bytes from the same ones brought by another upload."""
    return found.st_ino, found.st_mtime_ns


def path_of(sha256: str) -> Path:
    """Where the file with this digest lies. Raises ``NotFoundError`` for what is no digest."""
    if not DIGEST.fullmatch(sha256):
        raise NotFoundError("file_missing")
    return Path(settings.FILES) / sha256[:2] / sha256


def discard(sha256: str) -> None:
    """Remove the bytes of a file that must not lie here; verify-log then names what rests on them."""
    path_of(sha256).unlink(missing_ok=True)


def serve(stored: Stored) -> FileResponse:
    """The file as a download that no browser runs: a safe type, its name, nothing allowed inside it."""
    try:
        opened = path_of(stored.sha256).open("rb")
    except OSError:
        raise NotFoundError("file_missing") from None
    safe = stored.media_type in _SHOWN_AS_THEY_ARE
    return download(opened, stored.name, stored.media_type if safe else "application/octet-stream")


def download(content: IO[bytes], name: str, media_type: str = "application/octet-stream") -> FileResponse:
    """Bytes as a download named ``name``, by RFC 5987; sandboxed."""
    if media_type == "text/plain":
        media_type = "text/plain; charset=utf-8"
    response = FileResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def disposition(name: str) -> str:
    """A download's name as its header has it; one with other than ASCII characters by RFC 5987."""
    safe = safe_name(name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_").replace("\\", "_")
    encoded = "" if plain == safe else f"; filename*=UTF-8''{quote(safe, safe='')}"
    return f'attachment; filename="{plain}"{encoded}'


def _bring_to_disk(folder: Path) -> None:
    """Bring the move itself to the disk, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # Windows has no folders to bring to the disk
    finally:
        os.close(descriptor)
