"""The entry: from the arguments to the exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from luoshi.cli.commands import luoshi_command
from luoshi.cli.usage import usage_error
from luoshi.cli.words import chosen_language, word
from luoshi.errors import Language, LuoshiError

OK, UNEXPECTED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; what went wrong stands on standard error, one line each.

    0 fine, 1 an error of the program, 2 bad input or a command that is not right, 130 Ctrl-C.
    With ``LUOSHI_DEBUG=1`` an error of the program shows where it happened.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen_language(words)
    try:
        code = _run(words, language)
        sys.stdout.flush()
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            click.echo(err=True)  # after the terminal's own ^C
        return _say(word("progress.interrupted", language), INTERRUPTED)
    except BrokenPipeError:
        _discard_output()
        return OK
    except click.ClickException as error:
        return _say(usage_error(error, language).message(language), BAD_INPUT)
    except LuoshiError as error:
        return _say(error.message(language), BAD_INPUT)
    except Exception as error:  # noqa: BLE001  the outermost call: no user should see a traceback
        return _unexpected(error, language)
    return code


def _run(arguments: list[str], language: Language) -> int:
    # Not click's own `main`: it has other ideas of a closed pipe and of Ctrl-C.
    command = luoshi_command(language)
    try:
        with command.make_context("luoshi", arguments) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return code if isinstance(code, int) else OK


def _unexpected(error: Exception, language: Language) -> int:
    if os.environ.get("LUOSHI_DEBUG") == "1":
        traceback.print_exc()
    words = LuoshiError("unexpected", error=f"{type(error).__name__}: {error}")
    return _say(words.message(language), UNEXPECTED)


def _say(line: str, code: int) -> int:
    click.echo(f"luoshi: {line}", err=True)
    return code


def _discard_output() -> None:
    """Give the interpreter somewhere to flush what the closed pipe did not take."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
