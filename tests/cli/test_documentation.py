"""The page on the command line says what is so."""

from __future__ import annotations

from pathlib import Path

from luoshi.cli.words import _words
from luoshi.output.formats import FORMATS
from luoshi.output.rows import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def test_every_format_and_kind_is_documented() -> None:
    assert [name for name in (*FORMATS, *KINDS) if f"`{name}`" not in PAGE] == []


def test_every_option_with_a_help_text_is_documented() -> None:
    options = {
        "format",
        "output",
        "only",
        "place",
        "year",
        "jobs",
        "cut",
        "columns",
        "encoding",
        "any",
        "lang",
        "help",
        "version",
    }
    assert options <= set(_words()["help"])
    assert [name for name in options if f"`--{name}`" not in PAGE] == []
