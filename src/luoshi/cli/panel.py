"""``luoshi panel``: the table of a folder of reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from luoshi.cli.bilingual import BilingualCommand
from luoshi.cli.progress import Progress
from luoshi.cli.words import word
from luoshi.errors import Language


def panel_command(
    language: Language, help_text: Callable[[str], str], shared: Sequence[click.Option]
) -> BilingualCommand:
    """The command; ``shared`` are the options that it has in common with ``luoshi read``."""

    def callback(paths: tuple[str, ...], output: Path, **how: Any) -> int:
        return run_panel(paths, output, language, **how)

    folder = click.Path(path_type=Path)
    parameters: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…"),
        click.Option(
            ["-o", "--output"], type=folder, required=True, metavar="OUT", help=help_text("panel_output")
        ),
        click.Option(["--all", "every"], is_flag=True, help=help_text("panel_all")),
        click.Option(["--wide"], is_flag=True, help=help_text("panel_wide")),
        click.Option(["--place"], metavar="NAME", help=help_text("panel_place")),
        click.Option(["--cache"], type=folder, metavar="FOLDER", help=help_text("panel_cache")),
        click.Option(["--scheduler"], metavar="ADDRESS", help=help_text("panel_scheduler")),
        *shared,
    ]
    return BilingualCommand("panel", callback=callback, params=parameters, help=help_text("panel"))


def run_panel(paths: Sequence[str], output: Path, language: Language, **how: Any) -> int:
    """Write the panel of ``paths`` to ``output``; 0, or 2 where something could not be read."""
    # polars and the ledger are loaded only for the command that needs them.
    from luoshi.ledger.panels import Plan, Settings, build_panel

    ocr = not how.pop("no_ocr")
    settings = Settings(
        ocr=ocr, **{name: how.pop(name) for name in ("place", "columns", "encoding", "any_text")}
    )
    with Progress(language) as progress:
        built = build_panel(paths, output, Plan(language=language, settings=settings, **how), progress)
    if built.rows is not None:
        values = {"path": output, "rows": built.rows, "read": built.read, "known": built.known}
        click.echo(word("panel.written", language, **values))
    if built.failures:
        click.echo(word("panel.failures", language, count=len(built.failures)), err=True)
    for error in built.failures:
        click.echo(f"luoshi: {error.message(language)}", err=True)
    return 2 if built.failures else 0
