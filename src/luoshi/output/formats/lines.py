"""JSON Lines: a record a line, all fields flat, names as in the records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from luoshi.output.formats.base import Format, Request, Write, stream_to
from luoshi.output.rows import rows
from luoshi.reading.records import Report

_ENCODER = msgspec.json.Encoder()


def encode(report: Report, request: Request) -> bytes:
    """The report's records as UTF-8 lines."""
    return _ENCODER.encode_lines(rows(report, request.kind))


@contextmanager
def writing(_request: Request, out: Path | None, stdout: IO[bytes]) -> Iterator[Write]:
    """Lines go out as they come."""
    with stream_to(out, stdout) as stream:
        yield stream.write


FORMAT = Format(encode=encode, writing=writing)
