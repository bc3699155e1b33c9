"""A progress bar on standard error, where a person looks at it."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from luoshi.cli.words import word
from luoshi.errors import Language

_LONG_WORK = 5


class Progress:
    """Counts texts found and done; shows a bar when there are many and standard error is a terminal."""

    def __init__(self, language: Language) -> None:
        self._found = 0
        self._done = 0
        self._bar: Bar | None = None
        self._words = word("progress.reading", language)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def found(self, count: int) -> None:
        """``count`` more texts are to be read."""
        self._found += count
        if self._bar is None and self._found > _LONG_WORK and sys.stderr.isatty():
            self._bar = _new_bar()
            self._bar.add_task(self._words, total=self._found)
            self._bar.start()
        self._show()

    def done(self) -> None:
        """One more text is read."""
        self._done += 1
        self._show()

    def say(self, line: str) -> None:
        """A line on standard error, above the bar."""
        if self._bar is None:
            click.echo(line, err=True)
        else:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _show(self) -> None:
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], total=max(self._found, self._done), completed=self._done)


def _new_bar() -> Bar:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Bar(*columns, console=Console(stderr=True), transient=True)
