"""``luoshi reconcile``: year by year what was promised and what became of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import click

from luoshi.cli.bilingual import BilingualCommand
from luoshi.cli.progress import Progress, jobs_option
from luoshi.cli.words import word
from luoshi.errors import InputError, Language, UsageError
from luoshi.output.formats import format_of_suffix

Form = Literal["table", "jsonl", "csv", "xlsx", "html"]
FORMS: tuple[Form, ...] = get_args(Form)
# The verdicts by name, so that help and errors need not load the ledger.
VERDICT_NAMES = ("kept", "exceeded", "partly", "missed", "unreported", "not_comparable", "not_yet_due")


def reconcile_command(
    language: Language, help_text: Callable[[str], str], shared: Sequence[click.Option]
) -> BilingualCommand:
    """The command; ``shared`` are options that other commands have, too."""

    def callback(paths: tuple[str, ...], **how: Any) -> int:
        return run_reconcile(paths, language, **how)

    file = click.Path(path_type=Path)
    verdicts = click.Choice(VERDICT_NAMES)
    parameters: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…"),
        click.Option(["--format", "form"], type=click.Choice(FORMS), help=help_text("format")),
        click.Option(["-o", "--output"], type=file, metavar="OUT", help=help_text("reconcile_output")),
        click.Option(["--place"], metavar="NAME", help=help_text("reconcile_place")),
        click.Option(["--year"], type=int, metavar="YEAR", help=help_text("reconcile_year")),
        click.Option(["--verdict"], type=verdicts, multiple=True, help=help_text("reconcile_verdict")),
        jobs_option(help_text),
        click.Option(["--charts"], type=file, metavar="FOLDER", help=help_text("reconcile_charts")),
        *shared,
    ]
    return BilingualCommand("reconcile", callback=callback, params=parameters, help=help_text("reconcile"))


def run_reconcile(  # noqa: PLR0913  an argument an option
    paths: Sequence[str],
    language: Language,
    *,
    form: Form | None = None,
    output: Path | None = None,
    place: str | None = None,
    year: int | None = None,
    verdict: tuple[str, ...] = (),
    charts: Path | None = None,
    jobs: int = 1,
) -> int:
    """Reconcile the reports of ``paths``, write what was asked for; 0, or 2 where one could not be read."""
    # The ledger, polars and Altair are loaded only for the command that needs them.
    from luoshi.ledger.api import read_ledger
    from luoshi.ledger.pages import chosen, views, write_charts

    out = None if output == Path("-") else output
    wanted = form or _form(out)
    _check(wanted, out, paths)
    with Progress(language) as progress:
        reconciling = progress.stage(word("progress.reconciling", language))
        opened = read_ledger(paths, jobs=jobs, reading=progress, reconciling=reconciling)
    unplaced = [InputError("unplaced_report", report.source.name) for report in opened.unplaced]
    failures = [*opened.errors, *unplaced]
    for error in failures:
        click.echo(f"luoshi: {error.message(language)}", err=True)
    ledger = chosen(opened, place=place, year=year, verdicts=verdict)
    if not ledger.accounts:
        raise UsageError("nothing_to_reconcile")
    _write(ledger, wanted, out, language)
    if charts is not None:
        for view in views(ledger):
            write_charts(view, charts, language)
        click.echo(word("reconcile.charts", language, path=charts), err=True)
    return 2 if failures else 0


def _form(out: Path | None) -> Form:
    """What the file's name asks for, pages for a folder; else a table for a person, lines for a pipe."""
    if out is None:
        return "table" if sys.stdout.isatty() else "jsonl"
    named = format_of_suffix(out)
    if named is None:
        return "jsonl" if out.suffix else "html"
    return "jsonl" if named == "parquet" else named


def _check(form: Form, out: Path | None, paths: Sequence[str]) -> None:
    if form in ("xlsx", "html") and out is None:
        raise UsageError("output_needed", format=form)
    if out is not None and any(path != "-" and Path(path).resolve() == out.resolve() for path in paths):
        raise UsageError("output_is_input", path=str(out))


def _write(ledger: Any, form: Form, out: Path | None, language: Language) -> None:
    from luoshi.ledger.pages import write_folder, write_page
    from luoshi.ledger.pages.files import write_lines, write_separated, write_workbook
    from luoshi.ledger.pages.table import write_table
    from luoshi.output.formats.base import stream_to

    if form == "html" and out is not None:
        is_file = out.suffix.lower() in (".html", ".htm")
        page = write_page(ledger, out, language) if is_file else write_folder(ledger, out, language)
        click.echo(word("reconcile.page", language, path=page), err=True)
        return
    writers = {"table": write_table, "jsonl": write_lines, "csv": write_separated, "xlsx": write_workbook}
    with stream_to(out, sys.stdout.buffer) as stream:
        writers[form](ledger, stream, language)
