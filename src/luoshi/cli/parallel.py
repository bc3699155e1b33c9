"""Reading many files, in one process or several, with results in the order of the files."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing.context import BaseContext

import msgspec

from luoshi.errors import InputError
from luoshi.output.formats import Request, encode
from luoshi.reading.intake import Columns, sources
from luoshi.reading.intake.files import STANDARD_INPUT, is_folder, walk
from luoshi.reading.intake.kinds import is_collection
from luoshi.reading.reader import Cut, read_source
from luoshi.reading.text import Source

_ITEMS_A_TASK = 4
_TASKS_WAITING_A_JOB = 3


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


# A path that a worker opens itself, a text that was opened here, or one that could not be.
Item = str | Source | Outcome


def outcomes(paths: Sequence[str], job: Job, jobs: int, found: Callable[[int], object]) -> Iterator[Outcome]:
    """Read every text of ``paths``; the same outcomes in the same order for any number of ``jobs``.

    ``found`` is called with a number of texts whenever more of them have come to light.
    """
    items = _items(paths, job, found)
    if jobs == 1:
        for item in items:
            yield from _read([item], job)
        return
    with _pool(jobs) as pool:
        waiting: deque[Future[list[Outcome]]] = deque()
        while batch := list(islice(items, _ITEMS_A_TASK)):
            waiting.append(pool.submit(_read, batch, job))
            if len(waiting) >= jobs * _TASKS_WAITING_A_JOB:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _items(paths: Sequence[str], job: Job, found: Callable[[int], object]) -> Iterator[Item]:
    """What there is to read: files by name for the workers to open, collections opened here."""
    for path in paths:
        for item in _files(path, job):
            opened = [item] if isinstance(item, Outcome) or not _is_collection(item) else _opened(item, job)
            for each in opened:
                found(1)
                yield each


def _files(path: str, job: Job) -> Iterator[str | Outcome]:
    if path == STANDARD_INPUT or not is_folder(path):
        yield path
        return
    for file in walk(path):
        yield _failed(file, job) if isinstance(file, InputError) else file


def _is_collection(path: str) -> bool:
    """Whether many texts may be in it, or it can only be read in this process."""
    return path == STANDARD_INPUT or is_collection(path)


def _opened(path: str, job: Job) -> Iterator[Source | Outcome]:
    for source in sources(path, columns=job.columns, encoding=job.encoding, ocr=job.ocr):
        yield _failed(source, job) if isinstance(source, InputError) else source


def _read(items: Sequence[Item], job: Job) -> list[Outcome]:
    """The outcomes of a few texts; runs in a worker."""
    result: list[Outcome] = []
    for item in items:
        opened = _opened(item, job) if isinstance(item, str) else [item]
        result += [_read_source(source, job) if isinstance(source, Source) else source for source in opened]
    return result


def _read_source(source: Source, job: Job) -> Outcome:
    try:
        report = read_source(source, place=job.place, year=job.year, cut=job.cut, any_text=job.any_text)
    except InputError as error:
        return _failed(error, job)
    return Outcome(source.name, payload=encode(report, job.request))


def _failed(error: InputError, job: Job) -> Outcome:
    return Outcome(error.source, error=error.message(job.request.language))


@contextmanager
def _pool(jobs: int) -> Iterator[Executor]:
    """Workers that have the reader loaded; on an error or Ctrl-C what is waiting is dropped."""
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_ignore_interrupts)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _context() -> BaseContext:
    # A plain fork would copy the threads' locks of the progress bar and of polars.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _ignore_interrupts() -> None:
    """Ctrl-C is for the parent, which ends the workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
