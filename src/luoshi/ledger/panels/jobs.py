"""What there is to read, and the reading of one piece of it in any process on any machine."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
import polars as pl

from luoshi.errors import InputError
from luoshi.ledger.panels.rows import part_schema, report_rows
from luoshi.parallel import Work
from luoshi.reading.intake import Columns, from_bytes, sources
from luoshi.reading.intake.decoding import checked_encoding
from luoshi.reading.intake.files import STANDARD_INPUT, files_at, opened, read_whole, shown
from luoshi.reading.intake.kinds import is_collection
from luoshi.reading.reader import read_source
from luoshi.reading.text import Source

OWNERS = "luoshi.owners"
_READERS = ("reading", "ledger/indicators", "ledger/panels")
_KNOWLEDGE = (".py", ".toml", ".csv")


class Settings(msgspec.Struct, frozen=True):
    """How every file is to be read; as for ``luoshi read``. ``place`` is that of all of them."""

    place: str | None = None
    columns: Columns | None = None
    encoding: str | None = None
    ocr: bool = True
    any_text: bool = False


class Task(msgspec.Struct, frozen=True):
    """One thing to read: a file's bytes, or one text of a collection.

    ``number`` counts tasks in the order of the paths; ``key`` is the hash of everything that the rows
    depend on, apart from the reader.
    """

    number: int
    name: str
    key: str
    content: bytes | Source

    @property
    def size(self) -> int:
        """Bytes, or characters, that the task holds in memory."""
        return len(self.content.text if isinstance(self.content, Source) else self.content)


class Failure(msgspec.Struct, frozen=True):
    """An ``InputError`` that can travel between processes."""

    code: str
    details: dict[str, Any]

    @classmethod
    def of(cls, error: InputError) -> Failure:
        """The record of ``error``."""
        return cls(error.code, dict(error.details))

    def error(self) -> InputError:
        """The error again."""
        details = dict(self.details)
        return InputError(self.code, details.pop("source"), **details)


class Read(msgspec.Struct, frozen=True):
    """What became of a task: its rows as a Parquet file, and what could not be read in it.

    ``reader`` is the fingerprint of the reader that read it.
    """

    part: bytes
    reports: int
    failures: tuple[Failure, ...]
    reader: str


def tasks(paths: Sequence[str], settings: Settings) -> Iterator[Task | InputError]:
    """Everything to read at ``paths``, in a stable order, opened one at a time.

    An ``InputError`` stands in place of what cannot be opened. ``UsageError`` for an unknown encoding.
    """
    if settings.encoding is not None:
        checked_encoding(settings.encoding)
    entries = (entry for path in paths for file in files_at(path) for entry in _contents(file, settings))
    for number, entry in enumerate(entries):
        if isinstance(entry, InputError):
            yield entry
        else:
            name, content, digest = entry
            yield Task(number, name, _key(digest, name, settings), content)


def read_task(task: Task, settings: Settings) -> Read:
    """Read ``task`` into rows; a text that cannot be read becomes a failure."""
    failures: list[Failure] = []
    frames = [pl.DataFrame(schema=part_schema())]
    for source in _texts(task, settings):
        try:
            if isinstance(source, InputError):
                raise source
            frames.append(report_rows(read_source(source, place=settings.place, any_text=settings.any_text)))
        except InputError as error:
            failures.append(Failure.of(error))
    rows = pl.concat(frames)
    owners = rows["owner"].unique(maintain_order=True).to_list()
    part = io.BytesIO()
    rows.write_parquet(part, metadata={OWNERS: json.dumps(owners, ensure_ascii=False)})
    return Read(part.getvalue(), len(frames) - 1, tuple(failures), reader_fingerprint())


def given_up(task: Task) -> Read:
    """What became of a task whose reading ends every process that tries."""
    failure = Failure.of(InputError("worker_died", task.name))
    return Read(b"", 0, (failure,), reader_fingerprint())


def reading(settings: Settings) -> Work[Task, Read]:
    """The work on every task of a panel: it is read."""
    return Work(partial(read_task, settings=settings), given_up)


@cache
def reader_fingerprint() -> str:
    """A hash of the code and knowledge that turn a file into rows: it changes whenever they do."""
    digest = hashlib.sha256()
    for package in _READERS:
        for name, data in _sources_of(files("luoshi").joinpath(package), package):
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def _sources_of(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources_of(entry, f"{name}/{entry.name}")
        elif entry.name.endswith(_KNOWLEDGE):
            yield f"{name}/{entry.name}", entry.read_bytes()


_Content = tuple[str, bytes | Source, str]


def _contents(file: str | InputError, settings: Settings) -> Iterator[_Content | InputError]:
    """Name, content and hash: of a file as it is, of a collection text by text."""
    if isinstance(file, InputError):
        yield file
    elif file == STANDARD_INPUT or is_collection(file):
        for source in sources(file, columns=settings.columns, encoding=settings.encoding, ocr=settings.ocr):
            yield source if isinstance(source, InputError) else (source.name, source, _digest_of(source))
    else:
        name = shown(file)
        try:
            with opened(file) as stream:
                data = read_whole(stream, name)
        except InputError as error:
            yield error
        else:
            yield name, data, hashlib.sha256(data).hexdigest()


def _texts(task: Task, settings: Settings) -> Iterator[Source | InputError]:
    if isinstance(task.content, Source):
        return iter((task.content,))
    return from_bytes(
        task.content, task.name, columns=settings.columns, encoding=settings.encoding, ocr=settings.ocr
    )


def _digest_of(source: Source) -> str:
    return hashlib.sha256(msgspec.json.encode([source.sha256, source.format, source.hints])).hexdigest()


def _key(digest: str, name: str, settings: Settings) -> str:
    # The name counts, since it may tell a report's place, year and edition.
    return hashlib.sha256(msgspec.json.encode([digest, name, settings])).hexdigest()
