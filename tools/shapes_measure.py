"""Reading what was written in a shape, and comparing it with the plain text read in the same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from unittest.mock import patch

from luoshi.errors import InputError, LuoshiError
from luoshi.reading.intake import from_bytes, recognition
from luoshi.reading.normalization import normalize
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report
from luoshi.reading.text import Source
from shapes_model import ALL, File, Identity, Plain, Shape

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARKDOWN = re.compile(r"^#{1,6}\s*|\*\*", re.MULTILINE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SEPARATORS = re.compile(r"\s+|(?<=[0-9])[,，](?=[0-9]{3})")
_WIDTHS = str.maketrans(",;:!?()", "，；：！？（）")
_NO_REPORT = "not_a_report"

Key = tuple[object, ...]


class Records(Counter[Key]):
    """Records by what of them is compared; the period comes first, to be dropped where it cannot be told."""

    def comparable(self, *, with_period: bool) -> Counter[Key]:
        """The records with or without their periods."""
        if with_period:
            return self
        kept: Counter[Key] = Counter()
        for (_, *rest), number in self.items():
            kept[tuple(rest)] += number
        return kept


@dataclass
class Tally:
    """How many records agree, how many there should be, how many there are."""

    agreeing: int = 0
    wanted: int = 0
    given: int = 0

    def add(self, wanted: Counter[Key], given: Counter[Key]) -> None:
        """Count the records of one more report."""
        self.agreeing += (wanted & given).total()
        self.wanted += wanted.total()
        self.given += given.total()

    def join(self, other: Tally) -> None:
        """Count what another tally counted."""
        self.agreeing += other.agreeing
        self.wanted += other.wanted
        self.given += other.given

    @property
    def f1(self) -> float | None:
        """F1, or ``None`` where there is nothing to compare."""
        total = self.wanted + self.given
        return 2 * self.agreeing / total if total else None


@dataclass
class Outcome:
    """What came of the files of one shape."""

    figures: Tally = field(default_factory=Tally)
    promises: Tally = field(default_factory=Tally)
    files: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    unexpected: int = 0
    """Refusals with other codes than the shape asks for, and readings without what it asks for."""
    misplaced: int = 0
    misdated: int = 0
    offsets: int = 0
    faults: list[str] = field(default_factory=list)

    def join(self, other: Outcome) -> None:
        """Count the files that another outcome counted."""
        self.figures.join(other.figures)
        self.promises.join(other.promises)
        self.files += other.files
        self.refusals += other.refusals
        self.unexpected += other.unexpected
        self.misplaced += other.misplaced
        self.misdated += other.misdated
        self.offsets += other.offsets
        self.faults += other.faults


def plain_report(path: Path) -> Plain | None:
    """The report at ``path`` with one paragraph a line; ``None`` where its plain text cannot be read."""
    text = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
    text = normalize(_MARKDOWN.sub("", text))[0].text.strip()
    report = read_plain(text)
    year = _YEAR.search(path.stem)
    if report is None or year is None:
        return None
    place = report.place
    middle = report.promises[len(report.promises) // 2].start if report.promises else len(text) // 2
    return Plain(
        name=f"{path.parent.name} {path.stem}",
        text=text,
        year=report.year or int(year[0]),
        place=place.name if place else path.parent.name,
        code=place.code if place else None,
        province=place.province if place else None,
        tells_place=place is not None,
        tells_year=report.year is not None,
        plan=next((section.start for section in report.outline if section.part == "plan"), 0),
        middle=text.find("\n", middle) if "\n" in text[middle:] else len(text),
    )


@cache
def read_plain(text: str) -> Report | None:
    """The report in a plain text file; ``None`` where it is refused."""
    (result,) = _read(File("report.txt", text.encode()), any_text=False, has_ocr=False)
    return result if isinstance(result, Report) else None


def measured(shape: Shape, reports: Sequence[Plain]) -> Outcome:
    """Write ``reports`` in one file of this shape, read it, compare."""
    outcome = Outcome(files=1)
    try:
        results = _read(shape.write(reports), any_text=shape.any_text, has_ocr=shape.has_ocr)
    except LuoshiError as error:
        results = [error]
    refused = [result for result in results if isinstance(result, LuoshiError)]
    read = [result for result in results if isinstance(result, Report)]
    outcome.refusals.update(error.code for error in refused)
    outcome.unexpected = _unexpected(shape, reports, refused, read)
    outcome.faults += [f"refused: {error}" for error in refused if error.code not in shape.codes]
    for report in read:
        _check_offsets(report, outcome)
    if not refused and not shape.codes and len(read) == len(reports):
        for report, plain in zip(read, reports, strict=True):
            if shape.floors is not None:
                _compare(shape, report, plain, outcome)
            if shape.identity is not None:
                _identify(shape.identity(plain), report, plain, outcome)
    return outcome


def _read(file: File, *, any_text: bool, has_ocr: bool) -> list[Report | LuoshiError]:
    results: list[Report | LuoshiError] = []
    installed = recognition.is_installed() if has_ocr else False
    with patch.object(recognition, "is_installed", return_value=installed):
        sources: list[Source | InputError] = list(from_bytes(file.data, file.name))
    for source in sources:
        try:
            results.append(read_source(source, any_text=any_text) if isinstance(source, Source) else source)
        except LuoshiError as error:
            results.append(error)
    return results


def _unexpected(
    shape: Shape, reports: Sequence[Plain], refused: Sequence[LuoshiError], read: Sequence[Report]
) -> int:
    """How many results are not of the kind that the shape asks for."""
    if shape.told is not None:
        pattern = re.compile(shape.told)
        notices = [notice for report in read for notice in report.notices]
        refused_well = bool(refused) and all(error.code != _NO_REPORT for error in refused)
        read_apart = len(reports) > 1 and len(read) == len(reports)
        return int(not (refused_well or read_apart or any(map(pattern.search, notices))))
    if shape.codes:
        return len(read) + sum(error.code not in shape.codes for error in refused)
    return len(refused) + abs(len(reports) - len(refused) - len(read))


def _check_offsets(report: Report, outcome: Outcome) -> None:
    for figure in report.figures:
        if report.text[figure.start : figure.end] != figure.quote:
            outcome.offsets += 1
            outcome.faults.append(f"offset: {figure.start}-{figure.end} is not {figure.quote!r}")


def _compare(shape: Shape, report: Report, plain: Plain, outcome: Outcome) -> None:
    base = read_plain(plain.text)
    if base is None:
        raise ValueError(f"{plain.name} cannot be read as plain text")
    with_period = base.year is not None and (shape.has_title or report.year == base.year)
    left_out = _stretch(report.text, shape.left_out)
    for tally, kind, wanted, given in (
        (outcome.figures, "figure", figure_records(base), figure_records(report, left_out)),
        (outcome.promises, "promise", promise_records(base), promise_records(report, left_out)),
    ):
        before = wanted.comparable(with_period=with_period)
        after = _spelt_as(before, given.comparable(with_period=with_period), shape.likeness)
        tally.add(before, after)
        outcome.faults += _faults(plain.name, kind, before, after)


def _spelt_as(wanted: Counter[Key], given: Counter[Key], likeness: float) -> Counter[Key]:
    """``given`` in the words of ``wanted`` where all else agrees and at least ``likeness`` of the words."""
    if likeness == 1:
        return given
    missing, spelt = wanted - given, wanted & given
    for key in (given - wanted).elements():
        alike = [other for other in missing if other[:-1] == key[:-1] and _likeness(other, key) >= likeness]
        best = max(alike, key=lambda other: _likeness(other, key), default=key)
        missing[best] -= 1
        missing, spelt = +missing, spelt + Counter([best])
    return spelt


def _likeness(one: Key, other: Key) -> float:
    return SequenceMatcher(None, str(one[-1]), str(other[-1]), autojunk=False).ratio()


def _identify(asked: Identity, report: Report, plain: Plain, outcome: Outcome) -> None:
    place = report.place
    given = Identity(place.name if place else None, place.code if place else None, report.year)
    if asked.place not in (None, given.place) or asked.code not in (None, given.code):
        outcome.misplaced += 1
        outcome.faults.append(
            f"{plain.name}: place {given.place} {given.code}, not {asked.place} {asked.code}"
        )
    if asked.year not in (None, given.year):
        outcome.misdated += 1
        outcome.faults.append(f"{plain.name}: year {given.year}, not {asked.year}")


def _faults(name: str, kind: str, before: Counter[Key], after: Counter[Key]) -> list[str]:
    lost, added = before - after, after - before
    return [
        *(f"{name}: {kind} lost {' | '.join(map(str, key))}" for key in lost),
        *(f"{name}: {kind} added {' | '.join(map(str, key))}" for key in added),
    ]


def _stretch(text: str, words: tuple[str, str] | None) -> range:
    """The offsets from the first to the last of ``words``; none where a word is missing."""
    if words is None or any(word not in text for word in words):
        return range(0)
    return range(text.index(words[0]), text.index(words[1]) + len(words[1]))


def figure_records(report: Report, left_out: range = range(0)) -> Records:
    """The figures of a report outside ``left_out``, by what is compared of them."""
    return Records(
        (str(figure.period), figure.low, figure.high, figure.unit, figure.status, _even(figure.subject or ""))
        for figure in report.figures
        if figure.start not in left_out
    )


def promise_records(report: Report, left_out: range = range(0)) -> Records:
    """The promises of a report outside ``left_out``, by what is compared of them."""
    return Records(
        (str(promise.period), promise.kind, _even(promise.text))
        for promise in report.promises
        if promise.start not in left_out
    )


def _even(text: str) -> str:
    """``text`` without blanks and separators of thousands, its punctuation of one width."""
    return _SEPARATORS.sub("", text).translate(_WIDTHS)


def groups(shape: Shape, reports: Sequence[Plain]) -> list[list[Plain]]:
    """The reports that are written together, file by file."""
    adapted = [report for report in map(shape.adapt, reports) if report is not None]
    adapted.sort(key=shape.order)
    if shape.reports == ALL:
        return [adapted] if adapted else []
    size = shape.reports
    starts = range(0, len(adapted) - size + 1, size)[: shape.files]
    return [adapted[at : at + size] for at in starts]
