"""Reading many files, in one process or several, with results in the order of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from luoshi.batch import Opening, each_text
from luoshi.errors import InputError
from luoshi.output.formats import Request, encode
from luoshi.reading.intake import Columns
from luoshi.reading.reader import Cut, read_source
from luoshi.reading.text import Source


class Job(msgspec.Struct, frozen=True):
    """How every file is to be read and shown; goes to each process once a task."""

    request: Request
    place: str | None = None
    year: int | None = None
    cut: Cut = "fine"
    any_text: bool = False
    ocr: bool = True
    columns: Columns | None = None
    encoding: str | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of one text: its encoded records, or one line that says what is wrong with it."""

    source: str
    payload: bytes | None = None
    error: str | None = None


def outcomes(
    paths: Sequence[str], job: Job, jobs: int, announce: Callable[[int], object]
) -> Iterator[Outcome]:
    """Read every text of ``paths``; the same outcomes in the same order for any number of ``jobs``.

    ``announce`` is called with a number of texts whenever more of them have come to light.
    """
    opening = Opening(job.columns, job.encoding, job.ocr)
    return each_text(paths, partial(_read, job=job), opening, jobs, announce)


def _read(text: Source | InputError, job: Job) -> Outcome:
    """The outcome of a text; runs in a worker."""
    try:
        if isinstance(text, InputError):
            raise text
        report = read_source(text, place=job.place, year=job.year, cut=job.cut, any_text=job.any_text)
    except InputError as error:
        return Outcome(error.source, error=error.message(job.request.language))
    return Outcome(text.name, payload=encode(report, job.request))
