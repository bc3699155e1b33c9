"""``luoshi demo``: read reports, say what was found, leave pages to open, and open the running site."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import get_args

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from luoshi.cli.serve import serve_demo
from luoshi.cli.words import word
from luoshi.errors import InputError, Language, UsageError
from luoshi.output.formats import Request, Write, encode, writing
from luoshi.output.labels import in_words, value_label
from luoshi.output.titles import report_title
from luoshi.reading.intake import sources
from luoshi.reading.reader import read_source
from luoshi.reading.records import Problem, Promise, PromiseKind, Report, Status

_PROMISES_SHOWN = 5


def run_demo(
    paths: Sequence[str], folder: Path, language: Language, *, port: int | None = None, site: bool = True
) -> int:
    """Read ``paths`` (none: the bundled reports), print findings, write pages; 0, or 2 on bad input.

    The annotated pages go into ``folder/reports``; where there are promises to reconcile, their
    page is ``folder/index.html``. With ``site`` the city's site opens at the end, with ``paths``
    uploaded, and runs until Ctrl-C.
    """
    read, failed = _show_and_write(paths, folder, language)
    if site and read:
        click.echo()
        try:
            serve_demo(paths, folder / "site", port, language)
        except UsageError as error:
            # Reading was asked for and done; the site is an extra.
            if error.code != "city_extra_missing":
                raise
            click.echo(f"luoshi: {error.message(language)}", err=True)
    return 2 if failed else 0


def _show_and_write(paths: Sequence[str], folder: Path, language: Language) -> tuple[bool, int]:
    """Print and write pages; whether anything could be read, and how much could not."""
    console = Console(soft_wrap=False, highlight=False)
    request = Request("html", None, language)
    failed = 0
    write: Write | None = None
    with _paths(paths) as chosen, ExitStack() as output:
        for report in _reports(chosen):
            if isinstance(report, InputError):
                failed += 1
                click.echo(f"luoshi: {report.message(language)}", err=True)
                continue
            write = write or output.enter_context(writing(request, folder / "reports", sys.stdout.buffer))
            write(encode(report, request))
            _show(console, report, language)
        output.close()
        if write:
            console.print(word("demo.pages", language, path=folder / "reports" / "index.html"))
            _reconcile(console, chosen, folder, language)
    return write is not None, failed


def _reconcile(console: Console, paths: Sequence[str], folder: Path, language: Language) -> None:
    """Sentences year by year, and the page of what became of the promises."""
    from luoshi.ledger.api import read_ledger
    from luoshi.ledger.pages import views, write_folder
    from luoshi.ledger.pages.table import show_sentences

    ledger = read_ledger(paths)
    shown = views(ledger)
    if not shown:
        return
    for view in shown:
        console.print()
        show_sentences(console, view, language)
    page = write_folder(ledger, folder, language)
    console.print(word("demo.reconciled", language, path=page), style="bold")


@contextmanager
def _paths(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    if paths:
        yield paths
        return
    with as_file(files("luoshi.demo").joinpath("reports")) as bundled:
        yield [str(path) for path in sorted(bundled.iterdir())]


def _reports(paths: Iterable[str]) -> Iterator[Report | InputError]:
    for path in paths:
        for source in sources(path):
            try:
                yield source if isinstance(source, InputError) else read_source(source)
            except InputError as error:
                yield error


def _show(console: Console, report: Report, language: Language) -> None:
    console.rule(Text(report_title(report), style="bold"), align="left", style="dim")
    for line in _counts(report, language):
        console.print(line)
    targets = [promise for promise in report.promises if promise.kind == "headline_target"]
    tasks = [promise for promise in report.promises if promise.kind != "headline_target"]
    shown = tasks[:_PROMISES_SHOWN]
    _list(console, word("demo.targets", language), _targets(report, targets, language), language)
    title = word("demo.promises", language, shown=len(shown), all=len(tasks))
    _list(console, title, _texts(shown, language), language)
    _list(console, word("demo.problems", language), _texts(report.problems, language), language)
    console.print()


def _counts(report: Report, language: Language) -> Iterator[str]:
    statuses = _counted("status", get_args(Status), (figure.status for figure in report.figures), language)
    kinds = _counted("kind", get_args(PromiseKind), (promise.kind for promise in report.promises), language)
    yield word("demo.found", language, figures=len(report.figures), statuses=statuses)
    with_figures = sum(bool(promise.figures) for promise in report.promises)
    count = len(report.promises)
    yield word("demo.promised", language, promises=count, kinds=kinds, with_figures=with_figures)
    yield word("demo.also", language, projects=len(report.projects), problems=len(report.problems))


def _counted(field: str, names: Iterable[str], values: Iterable[str], language: Language) -> str:
    counts = Counter(values)
    comma = "，" if language == "zh" else ", "
    return comma.join(f"{value_label(field, name, language)} {counts[name]}" for name in names)


def _targets(report: Report, targets: Iterable[Promise], language: Language) -> list[tuple[str, str]]:
    """Number and subject of every figure of the headline targets; the words where there is no figure."""
    pairs: list[tuple[str, str]] = []
    for promise in targets:
        figures = report.figures_of(promise)
        pairs += [(in_words(figure, language), figure.subject) for figure in figures]
        if not figures:
            pairs.append(("", _one_line(promise.text)))
    return pairs


def _texts(records: Iterable[Promise | Problem], language: Language) -> list[tuple[str, str]]:
    return [
        (
            value_label("kind", record.kind, language) if isinstance(record, Promise) else "·",
            _one_line(record.text),
        )
        for record in records
    ]


def _list(console: Console, title: str, pairs: Sequence[tuple[str, str]], language: Language) -> None:
    console.print(Text(title, style="bold red"))
    if not pairs:
        console.print(Padding(word("demo.none", language), (0, 0, 0, 2)), style="dim")
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for left, right in pairs:
        table.add_row(Text(left, style="bold"), Text(right))
    console.print(Padding(table, (0, 0, 0, 2)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
