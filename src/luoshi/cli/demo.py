"""``luoshi demo``: read reports, say what was found, leave pages to open, and open the running site."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from pathlib import Path

import click
from rich.console import Console

from luoshi.batch import read_reports
from luoshi.cli.serve import serve_demo
from luoshi.cli.words import word
from luoshi.errors import InputError, Language, UsageError
from luoshi.output.formats import Request, Write, encode, writing
from luoshi.output.glance import at_a_glance, show
from luoshi.output.overview import overview
from luoshi.output.rows import report_row
from luoshi.output.titles import report_title
from luoshi.reading.records import Report


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
            data = None if os.environ.get("LUOSHI_DATA") else folder / "site"
            serve_demo(paths, data, port, language)
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
        for report in read_reports(chosen):
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
    from luoshi.ledger.pages.table import sentences

    ledger = read_ledger(paths)
    shown = views(ledger)
    if not shown:
        return
    for view in shown:
        console.print()
        show(console, sentences(view, language, console.width))
    page = write_folder(ledger, folder, language)
    console.print(word("demo.reconciled", language, path=page), style="bold")


@contextmanager
def _paths(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    if paths:
        yield paths
        return
    with as_file(files("luoshi.demo").joinpath("reports")) as bundled:
        yield [str(path) for path in sorted(bundled.iterdir())]


def _show(console: Console, report: Report, language: Language) -> None:
    glance = overview(report, language)
    show(console, at_a_glance(report_title(report), report_row(report), glance, language, console.width))
    console.rule(style="dim")
