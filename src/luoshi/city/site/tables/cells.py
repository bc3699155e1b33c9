"""The columns of a list as a file, each with what it holds of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from luoshi.city.site.tables.columns import Column
from luoshi.city.site.words import say_in
from luoshi.errors import Language

Row = TypeVar("Row")


@dataclass(frozen=True)
class Cell(Generic[Row]):
    """A column: its name among the words, how many characters wide it is, what it holds of a row.

    ``own_words``: what people wrote in Chinese, whatever the language of the page.
    """

    name: str
    width: float
    of: Callable[[Row, Language], object]
    own_words: bool = False


def cell_columns(cells: Iterable[Cell[Row]], words: str, language: Language) -> list[Column]:
    """The columns of ``cells``, with the words ``<words>.<name>``."""
    return [Column(cell.name, say_in(language, f"{words}.{cell.name}"), width=cell.width) for cell in cells]


def cell_row(cells: Iterable[Cell[Row]], row: Row, language: Language) -> list[object]:
    """What ``cells`` hold of ``row``."""
    return [cell.of(row, language) for cell in cells]
