"""Click's commands with their help and their complaints in the user's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
from rich.cells import cell_len

from luoshi.cli.usage import ExtraArguments, UnknownCommand
from luoshi.cli.words import word
from luoshi.errors import Language
from luoshi.output.wrapping import padded, wrapped

_WIDTH = 110
_LONGEST_TERM = 30


class _Formatter(click.HelpFormatter):
    """Help whose lines are as wide as they look: a Chinese character takes two columns."""

    def __init__(self, language: Language) -> None:
        super().__init__(max_width=_WIDTH)
        self._language = language

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, word("help.usage", self._language) if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':{self.current_indent}}{heading}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = _LONGEST_TERM,
        col_spacing: int = 2,
    ) -> None:
        table = list(rows)
        widest = min(max((cell_len(term) for term, _ in table), default=0), col_max)
        indent = " " * self.current_indent
        gap = " " * (widest + col_spacing)
        for term, text in table:
            lines = wrapped(text, max(self.width - len(indent) - len(gap), 10))
            if cell_len(term) > widest:
                self.write(f"{indent}{term}\n")
            else:
                self.write(f"{indent}{padded(term, len(gap))}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{gap}{line}\n")


class BilingualCommand(click.Command):
    """A command whose help and complaints speak ``language``."""

    language: Language = "zh"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; what is wrong names this command, and an argument too many is told in our words."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if ctx.args and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            raise ExtraArguments(ctx.args, ctx)
        return rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """``[OPTIONS]`` and the arguments, in the user's language."""
        self.options_metavar = word("help.some_options", self.language)
        return super().collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under a heading in the user's language."""
        records = [_explained(parameter, ctx, self.language) for parameter in self.get_params(ctx)]
        with formatter.section(word("help.options", self.language)):
            formatter.write_dl([record for record in records if record is not None])

    def get_help(self, ctx: click.Context) -> str:
        """The whole help."""
        formatter = _Formatter(self.language)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained in the user's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = word("help.help", self.language)
        return option


class BilingualGroup(BilingualCommand, click.Group):
    """A group of commands whose help speaks ``language``; without a command it shows its help."""

    def __init__(self, name: str, **settings: Any) -> None:
        super().__init__(name, callback=_help_without_command, invoke_without_command=True, **settings)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The command's place, in the user's language."""
        self.subcommand_metavar = word("help.some_command", self.language)
        return super().collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        rows = [(name, command.help or "") for name, command in self.commands.items()]
        with formatter.section(word("help.commands", self.language)):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownCommand(args[0], ctx)
        return super().resolve_command(ctx, args)


def _help_without_command() -> None:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _explained(
    parameter: click.Parameter, context: click.Context, language: Language
) -> tuple[str, str] | None:
    """An option and what it does, click's own remarks in ``language``: ``[default: out]`` -> ``[默认 out]``.

    ``None`` for an argument, which the usage line names and the text above explains.
    """
    record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
    if record is None:
        return None
    term, text = record
    said = parameter.help or "" if isinstance(parameter, click.Option) else ""
    remarks = text[len(said) :]
    for name in ("help.default", "help.required"):
        remarks = remarks.replace(word(name, "en"), word(name, language))
    return term, said + remarks
