"""Files that are whole or not there: written beside their place and renamed at the end."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from luoshi.errors import UsageError


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the file ``path`` when the block ends without an error.

    Folders above ``path`` are made. ``UsageError`` (``cannot_write``) where the place cannot be
    written to; on any error what was there before stays, and nothing else.
    """
    temporary = _temporary_beside(path)
    try:
        with temporary:
            yield temporary
        written = Path(temporary.name)
        written.chmod(0o666 & ~_umask())
        _rename(written, path)
    except BaseException:
        with suppress(OSError):
            Path(temporary.name).unlink()
        raise


def make_folder(path: Path) -> None:
    """Make ``path`` and what is above it; ``UsageError`` (``cannot_write``) where that is refused."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> UsageError:
    """The error to raise where ``path`` cannot be written."""
    return UsageError("cannot_write", path=str(path), reason=error.strerror or str(error))


def _temporary_beside(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise UsageError("output_is_folder", path=str(path))
    make_folder(path.parent)
    try:
        return tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", delete=False)
    except OSError as error:
        raise cannot_write(path, error) from error


def _rename(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
