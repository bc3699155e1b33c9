r"""Luoshi 落实: reads government work reports, reconciles promises with outcomes, delivers.

>>> import luoshi
>>> text = "全市地区生产总值增长6%。\n今年地区生产总值增长5%左右，新建学校3所，改造道路8条。"
>>> report = luoshi.read(text, year=2024)
>>> [figure.quote for figure in report.figures]
['6%', '5%', '3所', '8条']
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from luoshi.errors import InputError, LuoshiError, UsageError
from luoshi.reading.intake import single
from luoshi.reading.reader import Cut, read_source
from luoshi.reading.records import (
    Figure,
    Place,
    Problem,
    ProjectMention,
    Promise,
    Report,
    Section,
    SourceInfo,
    Years,
)
from luoshi.reading.text import Hints, Source, Span

__version__ = "0.1.0"

_LONGEST_PATH = 400


def read(
    path_or_text: str | PathLike[str],
    *,
    place: str | None = None,
    year: int | None = None,
    cut: Cut = "fine",
    any_text: bool = False,
) -> Report:
    """The report in a file, or in a string that holds its text.

    A string is taken for text when it has a line end or is longer than any path; for a path
    otherwise. ``place`` and ``year`` (in which the report was given) win over what the text says.
    Raises ``InputError`` with one clear line where the file or text cannot be read, or is no government
    work report and ``any_text`` is not set.
    """
    if cut not in ("fine", "coarse"):
        raise UsageError("unknown_cut", cut=cut)
    return read_source(_source(path_or_text), place=place, year=year, cut=cut, any_text=any_text)


def _source(path_or_text: str | PathLike[str]) -> Source:
    if path_or_text == "":
        raise InputError("empty_file", "<text>")
    if isinstance(path_or_text, str) and ("\n" in path_or_text or len(path_or_text) > _LONGEST_PATH):
        return Source.from_text(path_or_text)
    return single(Path(path_or_text))


__all__ = [
    "Figure",
    "Hints",
    "InputError",
    "LuoshiError",
    "Place",
    "Problem",
    "ProjectMention",
    "Promise",
    "Report",
    "Section",
    "Source",
    "SourceInfo",
    "Span",
    "UsageError",
    "Years",
    "__version__",
    "read",
    "read_source",
]
