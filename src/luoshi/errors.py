"""What can go wrong, as a small tree.

Every error carries a ``code`` whose words, in Chinese and English, stand in ``messages.toml``;
``str(error)`` is one line that says what is wrong with what and what to do.
"""

from __future__ import annotations

import errno
import os
from functools import cache
from typing import Any, ClassVar, Literal

from luoshi.knowledge import toml_table
from luoshi.plurals import fill

Language = Literal["zh", "en"]


@cache
def _messages() -> dict[str, dict[str, str]]:
    return toml_table("luoshi", "messages.toml")


@cache
def _system_errors() -> dict[str, str]:
    """What the system says, in Chinese, by what it says: ``No space left on device`` -> 磁盘已满."""
    words: dict[str, str] = toml_table("luoshi", "system_errors.toml")
    return {os.strerror(getattr(errno, name)): said for name, said in words.items() if hasattr(errno, name)}


def _said(value: object, language: Language) -> object:
    if language == "zh" and isinstance(value, str):
        return _system_errors().get(value, value)
    return value


def message_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_messages())


class LuoshiError(Exception):
    """Any error that Luoshi raises on purpose; pages and API answer with ``status``."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.code, self.details)

    def message(self, language: Language = "zh") -> str:
        """One line in ``language``: what is wrong, where, and what to do."""
        details = {name: _said(value, language) for name, value in self.details.items()}
        line = fill(_messages()[self.code][language], **details)
        return " ".join(line.split())

    def __str__(self) -> str:
        return self.message()


def _again(kind: type[LuoshiError], code: str, details: dict[str, object]) -> LuoshiError:
    """The error that was pickled, on the other side of a process."""
    return kind(code, **details)


class InputError(LuoshiError):
    """A file or text that cannot be read; ``source`` names it."""

    def __init__(self, code: str, source: str, **details: object) -> None:
        super().__init__(code, source=source, **details)
        self.source = source


class UsageError(LuoshiError):
    """A call that asks for something impossible or contradictory."""
