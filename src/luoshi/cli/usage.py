"""What click finds wrong with a command line, in the words of Luoshi."""

from __future__ import annotations

import click

from luoshi.cli.words import word
from luoshi.errors import Language, UsageError


def usage_error(error: click.ClickException, language: Language) -> UsageError:
    """The error of Luoshi for one of click's."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "luoshi"
    if isinstance(error, click.NoSuchOption):
        return UsageError("unknown_option", name=error.option_name, command=command)
    if isinstance(error, UnknownCommand):
        return UsageError("unknown_command", name=error.name, command=command)
    if isinstance(error, click.MissingParameter):
        return UsageError("missing_argument", name=_name(error.param), command=command)
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Parameter):
        return _bad_value(error, error.param, language)
    return UsageError("bad_usage", reason=error.format_message().rstrip("."), command=command)


def _bad_value(error: click.BadParameter, parameter: click.Parameter, language: Language) -> UsageError:
    kind = parameter.type
    if isinstance(kind, click.Choice):
        allowed = word("progress.allowed", language, values=" | ".join(map(str, kind.choices)))
    elif isinstance(kind, click.types.IntParamType):
        allowed = word("progress.allowed_number", language)
    else:
        allowed = error.message.rstrip("。.")
    value = error.value if isinstance(error, BadValue) else _quoted(error.message)
    return UsageError("bad_value", name=_name(parameter), value=value, allowed=allowed)


class UnknownCommand(click.UsageError):
    """There is no command ``name``."""

    def __init__(self, name: str, context: click.Context) -> None:
        super().__init__(name, context)
        self.name = name


class BadValue(click.BadParameter):
    """A value that an option does not take; ``message`` says what it takes."""

    def __init__(self, value: str, allowed: str, parameter: click.Parameter | None) -> None:
        super().__init__(allowed, param=parameter)
        self.value = value


def _quoted(message: str) -> str:
    parts = message.split("'")
    return parts[1] if len(parts) > 2 else message


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name
