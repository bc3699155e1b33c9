"""Many files read in this process or in several: the same results in the same order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol, TypeVar

import msgspec

from luoshi.errors import InputError
from luoshi.parallel import Executor, Processes, Serial, Work
from luoshi.reading.intake import Columns, sources
from luoshi.reading.intake.files import STANDARD_INPUT, files_at, shown
from luoshi.reading.intake.kinds import is_collection
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report
from luoshi.reading.text import Source

R = TypeVar("R")
Text = Source | InputError


class Opening(msgspec.Struct, frozen=True):
    """How files are opened; as for ``intake.sources``."""

    columns: Columns | None = None
    encoding: str | None = None
    ocr: bool = True


class Watcher(Protocol):
    """Someone who is told how far it is."""

    def found(self, count: int) -> object:
        """``count`` more things to do have come to light."""
        ...

    def done(self) -> object:
        """One more is done."""
        ...


class Unwatched:
    """Nobody is told."""

    def found(self, count: int) -> None:
        """More to do."""

    def done(self) -> None:
        """One done."""


class Item(msgspec.Struct, frozen=True):
    """A path that a worker opens itself, a text that was opened here, or what could not be."""

    content: str | Text

    @property
    def size(self) -> int:
        """Characters that it holds in memory."""
        return len(self.content.text) if isinstance(self.content, Source) else 0


def each_text(
    paths: Sequence[str],
    function: Callable[[Text], R],
    opening: Opening,
    jobs: int,
    announce: Callable[[int], object],
) -> Iterator[R]:
    """``function`` of every text of ``paths``, in their order, by ``jobs`` processes (0: all processors).

    ``function`` is importable by name, or a ``partial`` of such a function. It gets an ``InputError`` in
    place of what cannot be read. ``announce`` is called with a number of texts whenever more come to light.
    """
    work = Work(partial(_each_of, function=function, opening=opening), partial(_given_up, function=function))
    executor: Executor[Item, list[R]] = Serial(work) if jobs == 1 else _processes(work, jobs)
    for _, results in executor.run(_items(paths, opening, announce)):
        yield from results


def read_reports(
    paths: Sequence[str], *, place: str | None = None, jobs: int = 1, watcher: Watcher | None = None
) -> Iterator[Report | InputError]:
    """The reports at ``paths``, in their order; in place of each that cannot be read, its error."""
    told = watcher or Unwatched()
    for report in each_text(paths, partial(_report, place=place), Opening(), jobs, told.found):
        yield report
        told.done()


def _processes(work: Work[Item, list[R]], jobs: int) -> Processes[Item, list[R]]:
    return Processes(work, jobs or os.cpu_count() or 1, ordered=True)


def _report(text: Text, place: str | None) -> Report | InputError:
    try:
        return text if isinstance(text, InputError) else read_source(text, place=place)
    except InputError as error:
        return error


def _items(paths: Sequence[str], opening: Opening, announce: Callable[[int], object]) -> Iterator[Item]:
    """What there is to read: files by name for the workers to open, collections opened here."""
    for path in paths:
        for file in files_at(path):
            for content in _contents(file, opening):
                announce(1)
                yield Item(content)


def _contents(file: str | InputError, opening: Opening) -> Iterator[str | Text]:
    if isinstance(file, str) and _is_collection(file):
        yield from _opened(file, opening)
    else:
        yield file


def _is_collection(path: str) -> bool:
    """Whether many texts may be in it, or it can only be read in this process."""
    return path == STANDARD_INPUT or is_collection(path)


def _opened(path: str, opening: Opening) -> Iterator[Text]:
    return sources(path, columns=opening.columns, encoding=opening.encoding, ocr=opening.ocr)


def _each_of(item: Item, function: Callable[[Text], R], opening: Opening) -> list[R]:
    """``function`` of the texts of ``item``; runs in a worker."""
    content = item.content
    texts = _opened(content, opening) if isinstance(content, str) else [content]
    return [function(text) for text in texts]


def _given_up(item: Item, function: Callable[[Text], R]) -> list[R]:
    """What is said of ``item`` when working on it ends every process that tries."""
    content = item.content
    if isinstance(content, InputError):
        return [function(content)]
    name = content.name if isinstance(content, Source) else shown(content)
    return [function(InputError("worker_died", name))]
