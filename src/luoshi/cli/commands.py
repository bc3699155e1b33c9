"""The commands and their options, in the language of the user."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from luoshi.cli.admin import city_command
from luoshi.cli.bilingual import BilingualCommand, BilingualGroup
from luoshi.cli.check import check_command
from luoshi.cli.demo import run_demo
from luoshi.cli.outcomes import Job
from luoshi.cli.panel import panel_command
from luoshi.cli.progress import jobs_option
from luoshi.cli.reading import run_read
from luoshi.cli.reconcile import reconcile_command
from luoshi.cli.serve import port_option, serve_command
from luoshi.cli.usage import BadValue
from luoshi.cli.words import word
from luoshi.errors import Language
from luoshi.output.formats import FORMATS, FormatName, Request, format_of_suffix
from luoshi.output.rows import KINDS, Kind
from luoshi.reading.intake import Columns


def luoshi_command(language: Language) -> BilingualGroup:
    """The whole command with its help in ``language``."""

    def help_text(name: str) -> str:
        return word(f"help.{name}", language)

    group = BilingualGroup(
        "luoshi",
        params=[_version_option(help_text("version")), _language_option(help_text)],
        help=help_text("luoshi"),
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    panel = panel_command(language, help_text, _ways_of_reading(language, help_text))
    reconcile = reconcile_command(language, help_text, [_language_option(help_text)])
    check = check_command(language, help_text, [_language_option(help_text)])
    serve = serve_command(language, help_text, [_language_option(help_text)])
    city = city_command(language, help_text, lambda: [_language_option(help_text)])
    demo = _demo_command(language, help_text)
    for command in (_read_command(language, help_text), reconcile, panel, check, demo, serve, city):
        group.add_command(command)
        command.language = language
    group.language = language
    return group


def _read_command(language: Language, help_text: Callable[[str], str]) -> BilingualCommand:
    def callback(
        paths: tuple[str, ...], format_: FormatName | None, output: Path | None, only: Kind | None, **how: Any
    ) -> int:
        out = None if output == Path("-") else output
        chosen = format_ or (format_of_suffix(out) if out else None) or _default_format(out)
        jobs = how.pop("jobs")
        job = Job(request=Request(chosen, only, language), ocr=not how.pop("no_ocr"), **how)
        return run_read(paths, job, out, jobs)

    parameters: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar="FILE…"),
        click.Option(["--format", "format_"], type=click.Choice(FORMATS), help=help_text("format")),
        click.Option(
            ["-o", "--output"], type=click.Path(path_type=Path), metavar="OUT", help=help_text("output")
        ),
        click.Option(["--only"], type=click.Choice(KINDS), help=help_text("only")),
        click.Option(["--place"], metavar="NAME", help=help_text("place")),
        click.Option(["--year"], type=int, metavar="YEAR", help=help_text("year")),
        click.Option(["--cut"], type=click.Choice(["fine", "coarse"]), default="fine", help=help_text("cut")),
        *_ways_of_reading(language, help_text),
    ]
    return BilingualCommand("read", callback=callback, params=parameters, help=help_text("read"))


def _ways_of_reading(language: Language, help_text: Callable[[str], str]) -> list[click.Option]:
    """The options of every command that reads many files."""
    columns = _columns(language)
    return [
        jobs_option(help_text),
        click.Option(["--columns"], callback=columns, metavar="text=…", help=help_text("columns")),
        click.Option(["--encoding"], metavar="NAME", help=help_text("encoding")),
        click.Option(["--any", "any_text"], is_flag=True, help=help_text("any")),
        click.Option(["--no-ocr"], is_flag=True, help=help_text("no_ocr")),
        _language_option(help_text),
    ]


def _default_format(out: Path | None) -> FormatName:
    return "table" if out is None and sys.stdout.isatty() else "jsonl"


def _demo_command(language: Language, help_text: Callable[[str], str]) -> BilingualCommand:
    def callback(paths: tuple[str, ...], output: Path, no_site: bool, port: int | None) -> int:
        return run_demo(paths, output, language, port=port, site=not no_site)

    parameters: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, metavar="[FILE]…"),
        click.Option(
            ["-o", "--output"], type=click.Path(path_type=Path), default=Path("out"), metavar="FOLDER",
            help=help_text("demo_output"), show_default=True,
        ),
        click.Option(["--no-site"], is_flag=True, help=help_text("no_site")),
        port_option(help_text),
        _language_option(help_text),
    ]  # fmt: skip
    return BilingualCommand("demo", callback=callback, params=parameters, help=help_text("demo"))


def _columns(language: Language) -> Callable[[click.Context, click.Parameter, str | None], Columns | None]:
    def parsed(_: click.Context, parameter: click.Parameter, value: str | None) -> Columns | None:
        """``text=正文,year=年份`` -> ``Columns(text="正文", year="年份")``."""
        if value is None:
            return None
        pairs = {
            name.strip(): column.strip() for name, _, column in (p.partition("=") for p in value.split(","))
        }
        if not all(pairs.values()) or not pairs.keys() <= set(Columns.__struct_fields__):
            raise BadValue(value, word("progress.allowed_columns", language), parameter)
        return Columns(**pairs)

    return parsed


def _language_option(help_text: Callable[[str], str]) -> click.Option:
    # The value is taken before click runs, since click's own help depends on it.
    return click.Option(
        ["--lang"], type=click.Choice(["zh", "en"]), help=help_text("lang"), expose_value=False
    )


def _version_option(help_text: str) -> click.Option:
    def show(context: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo(f"luoshi {_version()}")
            context.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=help_text
    )


def _version() -> str:
    try:
        return version("luoshi")
    except PackageNotFoundError:
        return "0"
