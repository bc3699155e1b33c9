"""Long work: how many processes do it, and a bar on standard error where a person looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from luoshi.cli.words import word
from luoshi.errors import Language

_LONG_WORK = 5


class Progress:
    """Counts what is found and done; shows a bar when it is much and standard error is a terminal.

    It counts the texts that are read; ``stage`` counts something else after them, on a line of its own.
    """

    def __init__(self, language: Language) -> None:
        self._bar: Bar | None = None
        self._reading = Stage(self, word("progress.reading", language))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def stage(self, words: str) -> Stage:
        """Another thing to count, and what it is called."""
        return Stage(self, words)

    def found(self, count: int) -> None:
        """``count`` more texts are to be read."""
        self._reading.found(count)

    def done(self) -> None:
        """One more text is read."""
        self._reading.done()

    def say(self, line: str) -> None:
        """A line on standard error, above the bar."""
        if self._bar is None:
            click.echo(line, err=True)
        else:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def bar(self, count: int) -> Bar | None:
        """The bar, where a person looks at standard error; it appears once ``count`` is much."""
        if self._bar is None and count > _LONG_WORK and sys.stderr.isatty():
            self._bar = _new_bar()
            self._bar.start()
        return self._bar


class Stage:
    """One thing that is counted, with its line of the bar."""

    def __init__(self, progress: Progress, words: str) -> None:
        self._progress = progress
        self._words = words
        self._found = 0
        self._done = 0
        self._line: TaskID | None = None

    def found(self, count: int) -> None:
        """``count`` more are to be done."""
        self._found += count
        self._show()

    def done(self) -> None:
        """One more is done."""
        self._done += 1
        self._show()

    def _show(self) -> None:
        bar = self._progress.bar(self._found)
        if bar is None:
            return
        if self._line is None:
            self._line = bar.add_task(self._words)
        bar.update(self._line, total=max(self._found, self._done), completed=self._done)


def jobs_option(help_text: Callable[[str], str]) -> click.Option:
    """``--jobs``, for every command that works on many files; 0 takes all processors."""
    return click.Option(["--jobs"], type=click.IntRange(0), default=1, metavar="N", help=help_text("jobs"))


def _new_bar() -> Bar:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Bar(*columns, console=Console(stderr=True), transient=True)
