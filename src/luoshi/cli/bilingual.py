"""Click's commands with the headings of their help in the user's language."""

from __future__ import annotations

import click

from luoshi.cli.usage import UnknownCommand
from luoshi.cli.words import word
from luoshi.errors import Language

_WIDTH = 110


class _Formatter(click.HelpFormatter):
    """Help whose usage line begins with a word of ours."""

    def __init__(self, language: Language) -> None:
        super().__init__(max_width=_WIDTH)
        self._usage = f"{word('help.usage', language)}: "

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, self._usage if prefix is None else prefix)


class BilingualCommand(click.Command):
    """A command whose help speaks ``language``."""

    language: Language = "zh"

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under a heading in the user's language."""
        records = [parameter.get_help_record(ctx) for parameter in self.get_params(ctx)]
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
    """A group of commands whose help speaks ``language``."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        rows = [(name, command.get_short_help_str(_WIDTH)) for name, command in self.commands.items()]
        with formatter.section(word("help.commands", self.language)):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownCommand(args[0], ctx)
        return super().resolve_command(ctx, args)
