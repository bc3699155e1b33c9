"""Reading many files, in one process or several, with results in the order of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from luoshi.errors import InputError
from luoshi.output.formats import Request, encode
from luoshi.parallel import Executor, Processes, Serial, Work
from luoshi.reading.intake import Columns, sources
from luoshi.reading.intake.files import STANDARD_INPUT, files_at, shown
from luoshi.reading.intake.kinds import is_collection
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


class Item(msgspec.Struct, frozen=True):
    """A path that a worker opens itself, a text that was opened here, or one that could not be."""

    content: str | Source | Outcome

    @property
    def size(self) -> int:
        """Characters that it holds in memory."""
        return len(self.content.text) if isinstance(self.content, Source) else 0


def outcomes(
    paths: Sequence[str], job: Job, jobs: int, announce: Callable[[int], object]
) -> Iterator[Outcome]:
    """Read every text of ``paths``; the same outcomes in the same order for any number of ``jobs``.

    ``announce`` is called with a number of texts whenever more of them have come to light.
    """
    work = Work(partial(_read, job=job), partial(_given_up, job=job))
    executor: Executor[Item, list[Outcome]] = (
        Serial(work) if jobs == 1 else Processes(work, jobs, ordered=True)
    )
    for _, read in executor.run(_items(paths, job, announce)):
        yield from read


def _items(paths: Sequence[str], job: Job, announce: Callable[[int], object]) -> Iterator[Item]:
    """What there is to read: files by name for the workers to open, collections opened here."""
    for path in paths:
        for file in files_at(path):
            for content in _contents(file, job):
                announce(1)
                yield Item(content)


def _contents(file: str | InputError, job: Job) -> Iterator[str | Source | Outcome]:
    if isinstance(file, InputError):
        yield _failed(file, job)
    elif _is_collection(file):
        yield from _opened(file, job)
    else:
        yield file


def _is_collection(path: str) -> bool:
    """Whether many texts may be in it, or it can only be read in this process."""
    return path == STANDARD_INPUT or is_collection(path)


def _opened(path: str, job: Job) -> Iterator[Source | Outcome]:
    for source in sources(path, columns=job.columns, encoding=job.encoding, ocr=job.ocr):
        yield _failed(source, job) if isinstance(source, InputError) else source


def _read(item: Item, job: Job) -> list[Outcome]:
    """The outcomes of the texts of ``item``; runs in a worker."""
    content = item.content
    opened = _opened(content, job) if isinstance(content, str) else [content]
    return [_read_source(source, job) if isinstance(source, Source) else source for source in opened]


def _given_up(item: Item, job: Job) -> list[Outcome]:
    """The outcome of ``item`` when reading it ends every process that tries."""
    content = item.content
    if isinstance(content, Outcome):
        return [content]
    name = content.name if isinstance(content, Source) else shown(content)
    return [_failed(InputError("worker_died", name), job)]


def _read_source(source: Source, job: Job) -> Outcome:
    try:
        report = read_source(source, place=job.place, year=job.year, cut=job.cut, any_text=job.any_text)
    except InputError as error:
        return _failed(error, job)
    return Outcome(source.name, payload=encode(report, job.request))


def _failed(error: InputError, job: Job) -> Outcome:
    return Outcome(error.source, error=error.message(job.request.language))
