"""Reports against official statistics that the user has, one figure a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from luoshi.errors import InputError
from luoshi.ledger.contradictions.amounts import MULTIPLIER, Amount, amount, written_amount
from luoshi.ledger.contradictions.checking import across, shown
from luoshi.ledger.contradictions.knowledge import table
from luoshi.ledger.contradictions.prose import Placed, Prose
from luoshi.ledger.contradictions.same import is_about
from luoshi.ledger.indicators import Indicator, all_indicators, find, indicator_of
from luoshi.ledger.records import Evidence, Finding, Grade

KIND = "other_source"
_COLUMNS: dict[str, list[str]] = table()["statistics"]["columns"]
_NEEDED = ("place", "year", "indicator", "value", "source")
_UNIT = re.compile(rf"({MULTIPLIER})(.*)")
_LEVEL_ENDINGS = "省市州盟县区"
_CLOSE = 0.05


class Statistic(msgspec.Struct, frozen=True, kw_only=True):
    """A published number: ``value`` (with the digits it was written with) of ``indicator`` in ``year``.

    ``unit`` is that of the reports, without multiplier (``元``, ``%``), or none where the file gives none.
    ``row`` is the line of ``file`` it stands in, ``text`` that line as it is.
    """

    place: str
    year: int
    indicator: Indicator
    value: Amount
    unit: str | None
    source: str
    file: str
    row: int
    text: str

    def evidence(self) -> Evidence:
        """The line of the file, as the words on the other side."""
        file, text = f"{self.file}#{self.row}", self.text
        return Evidence(start=0, end=len(text), file=file, quote=text, sentence=text)


def read_statistics(path: str | Path) -> list[Statistic]:
    """The rows of a CSV with the columns place, year, indicator, value, source and, if wanted, unit.

    The indicator is a code or a Chinese name of ``luoshi.ledger.indicators``. Raises ``InputError`` where the
    file cannot be read, lacks a column, or a row names no known indicator or no number.
    """
    name = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "UTF-8"
        raise InputError("statistics_unreadable", name, reason=reason) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    columns = _columns(name, rows.fieldnames or [])
    lines = text.splitlines()
    return [_statistic(name, rows.line_num, row, columns, lines) for row in rows]


def differing_statistics(proses: Sequence[Prose], statistics: Sequence[Statistic]) -> Iterator[Finding]:
    """Outcomes in the reports that differ from a statistic of the same place, year and indicator."""
    by_thing: dict[tuple[str, str, str], list[Statistic]] = {}
    for statistic in statistics:
        by_thing.setdefault(
            (_bare(statistic.place), str(statistic.year), statistic.indicator.code), []
        ).append(statistic)
    for prose in proses:
        place = prose.report.place
        if place is None:
            continue
        for placed in prose.figures():
            figure = placed.figure
            if figure.status not in ("actual", "expected") or figure.place:
                continue
            indicator = indicator_of(figure.subject, figure.measure, figure.unit)
            if indicator is not None:
                for statistic in by_thing.get((_bare(place.name), figure.period, indicator.code), []):
                    yield from _compared(prose, placed, statistic)


def _compared(prose: Prose, placed: Placed, statistic: Statistic) -> Iterator[Finding]:
    figure = placed.figure
    written = written_amount(prose.text[placed.start : placed.end])
    if written is None or figure.low != figure.high or statistic.unit not in (None, figure.unit):
        return
    sign = -1.0 if figure.low < 0 else 1.0
    reported = Amount(sign * written.value, written.half)
    if _agrees(reported, statistic.value, figure.bound):
        return
    evidence = (
        prose.evidence(placed.start, placed.end),
        statistic.evidence(),
    )
    grade = _grade(reported, statistic.value, figure.bound, is_about(prose, placed) is not None)
    yield across(
        KIND, grade, prose, evidence, indicator=statistic.indicator.zh, year=statistic.year,
        reported=figure.quote, other=f"{shown(statistic.value.value)}{figure.unit}", source=statistic.source,
    )  # fmt: skip


def _agrees(reported: Amount, other: Amount, bound: str) -> bool:
    if bound == "at_least":
        return other.high >= reported.low
    if bound == "at_most":
        return other.low <= reported.high
    if bound == "about":
        return abs(other.value - reported.value) <= _CLOSE * abs(reported.value)
    # A number is often cut off rather than rounded: a whole unit of the last digit is allowed.
    slack = 2 * max(reported.half, other.half)
    return abs(reported.value - other.value) <= slack


def _grade(reported: Amount, other: Amount, bound: str, whole_place: bool) -> Grade:
    """Reports are given before the final figures are out: a small gap is no news."""
    if not whole_place or bound != "exact":
        return "worth_a_look"
    return "worth_a_look" if abs(reported.value - other.value) <= _CLOSE * abs(other.value) else "likely"


def _columns(name: str, columns: Sequence[str]) -> dict[str, str]:
    stripped = {column.strip().lower(): column for column in columns}
    chosen = {
        key: next((stripped[alias] for alias in aliases if alias in stripped), "")
        for key, aliases in _COLUMNS.items()
    }
    missing = [key for key in _NEEDED if not chosen[key]]
    if missing:
        raise InputError("statistics_columns", name, missing=", ".join(missing), columns=", ".join(columns))
    return {key: column for key, column in chosen.items() if column}


def _statistic(
    name: str, line: int, row: dict[str, str | None], columns: dict[str, str], lines: Sequence[str]
) -> Statistic:
    cells = {key: (row.get(column) or "").strip() for key, column in columns.items()}
    source = f"{name}#{line}"
    indicator = find(cells["indicator"]) or _by_name(cells["indicator"])
    if indicator is None:
        raise InputError("statistics_indicator", source, indicator=cells["indicator"])
    number = re.fullmatch(r"([-−]?)([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)", cells["value"])
    if number is None or not cells["year"].isdigit():
        raise InputError("statistics_number", source, value=cells["value"], year=cells["year"])
    multiplier, unit = _unit(cells.get("unit", ""))
    value = amount(number[2], multiplier)
    return Statistic(
        place=cells["place"],
        year=int(cells["year"]),
        indicator=indicator,
        value=Amount(-value.value, value.half) if number[1] else value,
        unit=unit,
        source=cells["source"],
        file=name,
        row=line,
        text=lines[line - 1] if line <= len(lines) else "",
    )


def _unit(text: str) -> tuple[str | None, str | None]:
    match = _UNIT.fullmatch(text)
    return (match[1] or None, match[2] or None) if match else (None, None)


def _by_name(name: str) -> Indicator | None:
    exact = [indicator for indicator in all_indicators() if name in (indicator.zh, indicator.nbs)]
    if exact:
        return exact[0]
    aliased = [indicator for indicator in all_indicators() if name in indicator.aliases]
    plain = [indicator for indicator in aliased if indicator.measure in ("level", "share")]
    return next(iter(plain + aliased), None)


def _bare(place: str) -> str:
    return place[:-1] if len(place) > 2 and place[-1] in _LEVEL_ENDINGS else place
