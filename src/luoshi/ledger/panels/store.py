"""The cache: the rows of every file that was read, under the hash of what they were read from."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import polars as pl

from luoshi.errors import UsageError
from luoshi.ledger.panels.jobs import OWNERS, reader_fingerprint
from luoshi.output.files import cannot_write, make_folder, replacing

_TAG = "CACHEDIR.TAG"
_TAG_WORDS = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n# The cache of `luoshi panel`; it may be deleted.\n"
)
_LOCK = "lock"
_FINGERPRINT = re.compile("[0-9a-f]{16}")


class Store:
    """The parts in one folder, of one version of the reader. A part is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def owners(self, name: str) -> list[str] | None:
        """Whose rows the part ``name`` holds; ``None`` where there is no such part, or a damaged one."""
        try:
            owners: list[str] = json.loads(pl.read_parquet_metadata(self._path(name))[OWNERS])
        except (OSError, pl.exceptions.PolarsError, KeyError, ValueError):
            return None
        return owners

    def put(self, name: str, part: bytes) -> None:
        """Keep ``part``; the file takes its name once all bytes are written."""
        with replacing(self._path(name)) as stream:
            stream.write(part)

    def rows(self, name: str, owner: str) -> pl.DataFrame:
        """The rows of the part ``name`` that belong to ``owner``."""
        return pl.read_parquet(self._path(name)).filter(owner=owner)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.parquet"


@contextmanager
def opened_store(folder: Path) -> Iterator[Store]:
    """The store in ``folder``, for this run alone; parts of other versions of the reader are removed.

    ``UsageError``: ``panel_cache_busy`` where another run has it, ``cannot_write`` where it cannot be
    made, ``panel_cache_is_not_one`` where the folder holds something else.
    """
    _prepare(folder)
    with _locked(folder):
        current = folder / reader_fingerprint()
        for entry in folder.iterdir():
            if entry.is_dir() and _FINGERPRINT.fullmatch(entry.name) and entry != current:
                shutil.rmtree(entry, ignore_errors=True)
        for leftover in current.glob("*/.*"):
            leftover.unlink(missing_ok=True)
        yield Store(current)


def _prepare(folder: Path) -> None:
    if folder.exists() and not (folder / _TAG).exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("panel_cache_is_not_one", path=str(folder))
    make_folder(folder)
    if not (folder / _TAG).exists():
        with replacing(folder / _TAG) as stream:
            stream.write(_TAG_WORDS)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A lock that the operating system lets go however the process ends."""
    try:
        stream = (folder / _LOCK).open("ab")
    except OSError as error:
        raise cannot_write(folder, error) from error
    with stream:
        try:
            _lock(stream)
        except OSError as error:
            raise UsageError("panel_cache_busy", path=str(folder)) from error
        yield


def _lock(stream: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
