"""A report as rows of the panel: every figure that has an indicator and a status with a cell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from luoshi.ledger.indicators import Indicator, all_indicators, indicators_of
from luoshi.ledger.indicators.subjects import normal
from luoshi.ledger.panels.columns import STATUSES, schema
from luoshi.ledger.panels.narrower import group_of_places
from luoshi.ledger.panels.sentences import Sentences
from luoshi.ledger.panels.timing import BEHIND, timing
from luoshi.output.rows import section_paths
from luoshi.reading.records import Figure, Measure, Report

DERIVED = ("candidates", "candidate_values", "choice")
"""Columns that only the other figures of the same cell can tell."""
_RATES: frozenset[Measure] = frozenset({"growth", "share"})


def part_schema() -> dict[str, pl.DataType]:
    """The columns of one report's rows.

    Before those of the panel come ``owner`` (whose cells they fill), ``first_year`` and ``timing``.
    """
    kept = {name: dtype for name, dtype in schema().items() if name not in DERIVED}
    return {"owner": pl.String(), "first_year": pl.Int64(), "timing": pl.String(), **kept}


def report_rows(report: Report) -> pl.DataFrame:
    """The rows of ``report`` with the columns of ``part_schema``, in text order."""
    return pl.DataFrame(_listed(list(_rows(report))), schema=part_schema(), orient="row")


def owner(report: Report) -> str:
    """Whose cells a report fills, as a key that sorts by code; the name stands in for a missing code.

    A report whose place cannot be told competes with no other: its file owns its cells.
    """
    place = report.place
    if place is None:
        return f"~~{report.source.name}"
    return place.code or f"~{place.name}"


def _rows(report: Report) -> Iterator[dict[str, Any]]:
    sentences = Sentences(report.text)
    lines = [match.start() for match in re.finditer("\n", report.text)]
    headline = _headline_targets(report)
    paths = section_paths(report)
    shared = _of_report(report)
    name = report.place.name if report.place else ""
    around = f"{name.removesuffix('市')}地区" if name else ""
    for index, figure in enumerate(report.figures):
        if figure.status not in STATUSES:
            continue
        subject = figure.subject.removeprefix(name).removeprefix(around)
        indicators = indicators_of(subject, figure.measure, figure.unit)
        if not indicators:
            continue
        before, behind = sentences.before(figure.start), report.text[figure.end : figure.end + BEHIND]
        of_figure = {
            **shared,
            **_of_figure(figure),
            "narrower_place": figure.place or group_of_places(before),
            "sentence": sentences.around(figure.start, figure.end),
            "section": None if figure.section is None else paths[figure.section],
            "paragraph": bisect_left(lines, figure.start),
            "headline": index in headline if figure.status == "target" else _in_review(report, figure),
        }
        for indicator in indicators:
            year = of_figure["year"]
            when = timing(figure, year, indicator.measure, before, behind) if year else None
            yield {**of_figure, **_of_indicator(indicator, figure), "timing": when}


def _listed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``rows`` with how many rates of other indicators each rate has in its paragraph, of its year and kind.

    Where a report tells indicators of the bureau of statistics together, they are those of the whole place
    and year. An amount has none: what was built stands in many lists.
    """
    together: dict[tuple[Any, ...], set[str]] = {}
    for row in rows:
        of_the_year = row["timing"] is None and row["first_year"] == row["year"]
        if of_the_year and row["narrower_place"] is None and row["indicator"] in _rates_of_the_bureau():
            together.setdefault(_list_of(row), set()).add(row["indicator"])
    for row in rows:
        others = together.get(_list_of(row), set()) - {row["indicator"]}
        row["listed"] = len(others) if row["measure"] in _RATES else 0
        del row["paragraph"]
    return rows


@cache
def _rates_of_the_bureau() -> frozenset[str]:
    return frozenset(one.code for one in all_indicators() if one.nbs is not None and one.measure in _RATES)


def _list_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["paragraph"], row["year"], row["status"] == "target"


def _of_indicator(indicator: Indicator, figure: Figure) -> dict[str, Any]:
    return {
        "indicator": indicator.code,
        "indicator_zh": indicator.zh,
        "indicator_en": indicator.en,
        "exact_subject": normal(figure.subject) in _names(indicator),
    }


def _of_report(report: Report) -> dict[str, Any]:
    place = report.place
    return {
        "owner": owner(report),
        "place_code": place.code if place else None,
        "place": place.name if place else None,
        "province": place.province if place else None,
        "file": report.source.name,
        "sha256": report.source.sha256,
        "report_year": report.year,
        "edition": report.edition,
    }


def _of_figure(figure: Figure) -> dict[str, Any]:
    first, last = _years(figure.period)
    return {
        "first_year": first,
        "year": last,
        "status": figure.status,
        "value": (figure.low + figure.high) / 2,
        "value_low": figure.low,
        "value_high": figure.high,
        "unit": figure.unit,
        "bound": figure.bound,
        "measure": figure.measure,
        "tone": figure.tone,
        "period": figure.period or None,
        "subject": figure.subject,
        "quote": figure.quote,
        "start": figure.start,
        "end": figure.end,
    }


def _years(period: str) -> tuple[int | None, int | None]:
    """``2021-2025`` -> (2021, 2025); ``2024`` -> (2024, 2024); nothing for anything else."""
    first, _, last = period.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        return None, None
    return int(first), int(last or first)


def _headline_targets(report: Report) -> frozenset[int]:
    promises = (promise for promise in report.promises if promise.kind == "headline_target")
    return frozenset(index for promise in promises for index in promise.figures)


def _in_review(report: Report, figure: Figure) -> bool:
    return figure.section is not None and report.outline[figure.section].part == "review"


@cache
def _names(indicator: Indicator) -> frozenset[str]:
    return frozenset(normal(alias) for alias in indicator.aliases)
