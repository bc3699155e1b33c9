"""What every format has: an encoder of one report, and a writer of what the encoder gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Literal

import msgspec

from luoshi.errors import Language, UsageError
from luoshi.output.files import replacing
from luoshi.output.rows import KINDS, Kind
from luoshi.reading.records import Report

FormatName = Literal["table", "jsonl", "csv", "xlsx", "parquet", "html"]
Write = Callable[[bytes], object]


class Request(msgspec.Struct, frozen=True):
    """What is to be written: the format, the one kind of record (``None``: not said), the language."""

    format: FormatName
    only: Kind | None = None
    language: Language = "zh"

    @property
    def kind(self) -> Kind:
        """The kind of record for formats that hold one kind."""
        return self.only or "figures"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of record for formats that hold several."""
        return (self.only,) if self.only else KINDS


class Format(msgspec.Struct, frozen=True):
    """One file format.

    ``encode``   a report as bytes that ``write`` takes; runs in any process.
    ``writing``  a context that yields ``write``; the output is complete when it ends without
                 an error and absent otherwise. ``None`` as the place means standard output.
    ``needs_out``  whether it can only be written to a named place.
    """

    encode: Callable[[Report, Request], bytes]
    writing: Callable[[Request, Path | None, IO[bytes]], AbstractContextManager[Write]]
    needs_out: bool = False


@contextmanager
def stream_to(out: Path | None, stdout: IO[bytes]) -> Iterator[IO[bytes]]:
    """``stdout``, or a file that replaces ``out`` at the end."""
    if out is None:
        yield stdout
        stdout.flush()
    else:
        with replacing(out) as stream:
            yield stream


def required(out: Path | None, name: FormatName) -> Path:
    """``out``, or ``UsageError`` (``output_needed``) where none was given."""
    if out is None:
        raise UsageError("output_needed", format=name)
    return out
