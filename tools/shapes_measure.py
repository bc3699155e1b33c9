"""Reading a paper in a shape and comparing what was read with what its plain text gave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from pathlib import Path
from typing import NamedTuple

from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes, sources
from luoshi.reading.normalization import normalize
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report
from luoshi.reading.text import Source
from shapes_files import FILE_SHAPES, suffix
from shapes_text import TEXT_SHAPES, Paper, paper

_WIDE = str.maketrans(",;:!?()", "，；：！？（）")
_GAP = re.compile(r"\s+")
_COMMA = re.compile(r"(?<=[0-9])，(?=[0-9]{3})")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


class Tally(NamedTuple):
    """How many records are shared, how many the plain text gave, and how many the shape gave."""

    shared: int = 0
    plain: int = 0
    shaped: int = 0

    def __add__(self, other: object) -> Tally:
        """The tally of both."""
        assert isinstance(other, Tally)
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        """1 where nothing was to be found and nothing was; a record too many counts as one lost."""
        return 2 * self.shared / (self.plain + self.shaped) if self.plain + self.shaped else 1.0


class Outcome(NamedTuple):
    """What became of a paper in a shape: tallies, the code of a refusal, spans that are wrong, differences."""

    shape: str
    paper: str
    figures: Tally = Tally()
    promises: Tally = Tally()
    refusal: str | None = None
    misplaced: int = 0
    faults: tuple[str, ...] = ()


def paper_at(path: Path) -> Paper:
    """The report in the file ``path`` as plain paragraphs."""
    source = next(sources(path))
    if isinstance(source, InputError):
        raise source
    text = normalize(_FRONT_MATTER.sub("", source.text))[0].text
    year = read_source(Source.from_text(text), any_text=True).year
    return paper(f"{path.parent.name}/{path.stem}", path.parent.name, year or int(path.stem[:4]), text)


def measured(of: Paper, names: list[str]) -> list[Outcome]:
    """What becomes of a paper in the shapes called ``names``."""
    plain = read_source(Source.from_text(of.text, "plain.txt"), any_text=True)
    return [compared(name, of, plain, _read(name, of)) for name in names]


def _read(name: str, of: Paper) -> Report | InputError:
    try:
        if name in TEXT_SHAPES:
            data = TEXT_SHAPES[name](of).encode()
            results = list(from_bytes(data, "report.txt"))
        else:
            results = list(from_bytes(FILE_SHAPES[name](of), f"report.{suffix(name)}"))
        (source,) = results
        if isinstance(source, InputError):
            return source
        return read_source(source)
    except InputError as error:
        return error


def compared(shape: str, of: Paper, plain: Report, shaped: Report | InputError) -> Outcome:
    """``shaped`` beside ``plain``; where the shape hides the year, periods do not count."""
    if isinstance(shaped, InputError):
        return Outcome(shape, of.name, refusal=shaped.code)
    dated = shaped.year == plain.year or shape != "title: none"
    pairs = [(_figures(report, dated=dated), _promises(report, dated=dated)) for report in (plain, shaped)]
    (figures, promises), (other_figures, other_promises) = pairs
    faults = [f"- {key}" for key in ((figures - other_figures) + (promises - other_promises))]
    faults += [f"+ {key}" for key in ((other_figures - figures) + (other_promises - promises))]
    misplaced = sum(shaped.text[figure.start : figure.end] != figure.quote for figure in shaped.figures)
    return Outcome(
        shape,
        of.name,
        _tally(figures, other_figures),
        _tally(promises, other_promises),
        misplaced=misplaced,
        faults=tuple(faults),
    )


def _tally(plain: Counter[Hashable], shaped: Counter[Hashable]) -> Tally:
    return Tally((plain & shaped).total(), plain.total(), shaped.total())


def _figures(report: Report, *, dated: bool) -> Counter[Hashable]:
    return Counter(
        (figure.low, figure.high, figure.unit, figure.status, figure.period if dated else "", figure.subject)
        for figure in report.figures
    )


def _promises(report: Report, *, dated: bool) -> Counter[Hashable]:
    return Counter(
        (
            _COMMA.sub("", _GAP.sub("", promise.text).translate(_WIDE)),
            promise.kind,
            promise.period if dated else "",
        )
        for promise in report.promises
    )
