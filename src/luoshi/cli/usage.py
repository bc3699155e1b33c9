"""What click finds wrong with a command line, in the words of Luoshi."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from luoshi.cli.words import word
from luoshi.errors import Language, UsageError


def usage_error(error: click.ClickException, language: Language) -> UsageError:
    """The error of Luoshi for one of click's."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "luoshi"
    if isinstance(error, click.NoSuchOption):
        return UsageError("unknown_option", name=error.option_name, command=command)
    if isinstance(error, click.BadOptionUsage):
        code = "value_not_taken" if _is_flag(error) else "value_missing"
        return UsageError(code, name=error.option_name, command=command)
    if isinstance(error, UnknownCommand):
        return UsageError("unknown_command", name=error.name, command=command)
    if isinstance(error, ExtraArguments):
        return UsageError("extra_arguments", values=" ".join(error.values), command=command)
    if isinstance(error, click.MissingParameter):
        return UsageError("missing_argument", name=_name(error.param), command=command)
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Parameter):
        return _bad_value(error, error.param, language)
    return UsageError("bad_usage", reason=error.format_message().rstrip("."), command=command)


def _bad_value(error: click.BadParameter, parameter: click.Parameter, language: Language) -> UsageError:
    value = error.value if isinstance(error, BadValue) else _given(error.message)
    allowed = _allowed(parameter.type, language) or error.message.rstrip("。.")
    return UsageError("bad_value", name=_name(parameter), value=value, allowed=allowed)


def _allowed(kind: click.ParamType[Any], language: Language) -> str | None:
    """What a parameter takes, in words; ``None`` where the error itself says so."""
    if isinstance(kind, click.Choice):
        return word("progress.allowed", language, values=" | ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        name = "progress.allowed_least" if kind.max is None else "progress.allowed_range"
        return word(name, language, least=kind.min, most=kind.max)
    if isinstance(kind, click.types.IntParamType):
        return word("progress.allowed_number", language)
    return word("progress.allowed_path", language) if isinstance(kind, click.Path) else None


def _is_flag(error: click.BadOptionUsage) -> bool:
    """Whether the option that was misused takes no value."""
    parameters = error.ctx.command.params if error.ctx else []
    return any(
        isinstance(one, click.Option) and one.is_flag and error.option_name in one.opts for one in parameters
    )


class UnknownCommand(click.UsageError):
    """There is no command ``name``."""

    def __init__(self, name: str, context: click.Context) -> None:
        super().__init__(name, context)
        self.name = name


class ExtraArguments(click.UsageError):
    """More arguments than the command takes."""

    def __init__(self, values: Sequence[str], context: click.Context) -> None:
        super().__init__(" ".join(values), context)
        self.values = values


class BadValue(click.BadParameter):
    """A value that an option does not take; ``message`` says what it takes."""

    def __init__(self, value: str, allowed: str, parameter: click.Parameter | None) -> None:
        super().__init__(allowed, param=parameter)
        self.value = value


def _given(message: str) -> str:
    """The value that click complains of: ``'two' is not a valid integer``, ``-1 is not in the range …``."""
    parts = message.split("'")
    return parts[1] if len(parts) > 2 else message.split(" ", 1)[0]


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name
