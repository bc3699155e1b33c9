"""The ledger in Python: paths in, accounts, findings and frames out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import polars as pl

from luoshi.batch import Watcher, read_reports
from luoshi.errors import InputError, Language, UsageError
from luoshi.ledger.contradictions import contradictions
from luoshi.ledger.indicators import find
from luoshi.ledger.panels import panel_of
from luoshi.ledger.reasons import in_words
from luoshi.ledger.records import Account, Finding
from luoshi.ledger.report_series import Grouping, ReportSeries, group_reports
from luoshi.ledger.target_changes import Unanswered, moves, unanswered
from luoshi.ledger.verdicts import all_accounts
from luoshi.reading.records import Figure, Report

Path = str | os.PathLike[str]

_PROMISES: dict[str, Any] = {
    "place": pl.String, "year": pl.Int64, "due": pl.Int64, "kind": pl.String, "subject": pl.String,
    "indicator": pl.String, "low": pl.Float64, "high": pl.Float64, "unit": pl.String, "measure": pl.String,
    "bound": pl.String, "tone": pl.String, "section": pl.String, "promised": pl.String,
    "sentence": pl.String, "file": pl.String, "start": pl.Int64, "end": pl.Int64,
}  # fmt: skip
_VERDICTS: dict[str, Any] = {
    **_PROMISES, "verdict": pl.String, "reason": pl.String, "why": pl.String, "notes": pl.String,
    "answered": pl.Int64, "outcome": pl.String, "outcome_low": pl.Float64, "outcome_high": pl.Float64,
    "outcome_unit": pl.String, "outcome_status": pl.String, "outcome_sentence": pl.String,
    "outcome_file": pl.String, "outcome_start": pl.Int64, "outcome_end": pl.Int64,
}  # fmt: skip
_SERIES: dict[str, Any] = {
    "place": pl.String, "year": pl.Int64, "target_low": pl.Float64, "target_high": pl.Float64,
    "bound": pl.String, "tone": pl.String, "outcome_low": pl.Float64, "outcome_high": pl.Float64,
    "unit": pl.String, "verdict": pl.String, "promised": pl.String, "outcome": pl.String,
}  # fmt: skip


_REPORTED = ("low", "high", "unit", "status")


class Ledger:
    """Reports of any number of years and places, reconciled.

    ``books``     the reports by place and year; ``unplaced`` those that name no place or year.
    ``accounts``  every promise and what became of it, by place, year and text.
    ``errors``    what could not be read, one line each.

    The order in which reports are given never matters.
    """

    def __init__(
        self,
        reports: Iterable[Report],
        errors: Sequence[InputError] = (),
        *,
        jobs: int = 1,
        watcher: Watcher | None = None,
    ) -> None:
        grouping: Grouping = group_reports(reports)
        self.all_series: tuple[ReportSeries, ...] = grouping.all_series
        self.unplaced: tuple[Report, ...] = grouping.unplaced
        self.errors: tuple[InputError, ...] = tuple(errors)
        self._by_series = all_accounts(self.all_series, jobs=jobs, watcher=watcher)
        self.accounts: tuple[Account, ...] = tuple(
            account for of_series in self._by_series for account in of_series
        )

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports, by place and year, special editions after those that stand for their year."""
        shelved = [report for series in self.all_series for report in (*series.reports, *series.specials)]
        return (*shelved, *self.unplaced)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Targets that moved, promises repeated, and what does not add up."""
        moved = (
            finding
            for series, of_series in zip(self.all_series, self._by_series, strict=True)
            for finding in moves(series, of_series)
        )
        return (*moved, *contradictions(self.reports))

    @property
    def unanswered(self) -> tuple[Unanswered, ...]:
        """For each place and year, how much of what was promised the next report does not mention."""
        return unanswered(self.accounts)

    @property
    def promises(self) -> pl.DataFrame:
        """A row a promise: place, year, due, subject, indicator, value, bound, tone, words, file, offsets."""
        return self.verdicts.select(*_PROMISES)

    @property
    def verdicts(self) -> pl.DataFrame:
        """A row a promise, with its verdict, the reason in words (Chinese), and both quotes."""
        return self.verdicts_in("zh")

    def verdicts_in(self, language: Language) -> pl.DataFrame:
        """``verdicts`` with reasons in ``language``."""
        rows = [
            _row(account, series, language)
            for series, of_series in zip(self.all_series, self._by_series, strict=True)
            for account in of_series
        ]
        return pl.DataFrame(rows, schema=_VERDICTS, orient="row")

    def series(self, code: str, place: str | None = None) -> pl.DataFrame:
        """Target against outcome of indicator ``code`` over the years: a row a place and year.

        Of several targets for a year comes the headline one of that year's plan. ``UsageError`` where
        there is no such indicator, or no report of ``place``.
        """
        if find(code) is None:
            raise UsageError("unknown_indicator", indicator=code)
        places = [series.place for series in self.all_series]
        if place is not None and place not in places:
            raise UsageError("unknown_place", place=place, places="、".join(places))
        rows: dict[tuple[str, int], dict[str, Any]] = {}
        for series, of_series in zip(self.all_series, self._by_series, strict=True):
            for account in sorted(of_series, key=lambda account: account.kind != "headline_target"):
                is_own = account.indicator == code and account.due == account.year
                if is_own and place in {None, series.place} and account.figure is not None:
                    rows.setdefault((series.place, account.year), _point(account, series))
        return pl.DataFrame([rows[key] for key in sorted(rows)], schema=_SERIES, orient="row")

    def panel(self, *, every: bool = False) -> pl.DataFrame:
        """A row a place, year, indicator and status; with ``every``, what was not chosen as well."""
        return panel_of(self.reports, every=every)


def read_ledger(
    paths: Path | Iterable[Path],
    *,
    place: str | None = None,
    jobs: int = 1,
    reading: Watcher | None = None,
    reconciling: Watcher | None = None,
) -> Ledger:
    """The ledger of the reports in ``paths``: files or folders, in any order.

    ``place`` wins over what the reports say of theirs. What cannot be read stands in ``errors``.
    ``jobs`` is how many processes work (0: all processors); the ledger is the same for any number.
    ``reading`` is told of every text, ``reconciling`` of every place.
    """
    chosen = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    reports: list[Report] = []
    errors: list[InputError] = []
    for report in read_reports([os.fspath(path) for path in chosen], place=place, jobs=jobs, watcher=reading):
        if isinstance(report, InputError):
            errors.append(report)
        else:
            reports.append(report)
    return Ledger(reports, sorted(errors, key=str), jobs=jobs, watcher=reconciling)


def _figures(account: Account, series: ReportSeries) -> tuple[Figure | None, Figure | None]:
    """The figure promised and the figure reported."""
    promised = series.given_in(account.year) if account.figure is not None else None
    reported = series.given_in(account.answered) if account.answered is not None else None
    return (
        promised.figures[account.figure] if promised and account.figure is not None else None,
        reported.figures[account.outcome_figure] if reported and account.outcome_figure is not None else None,
    )


def _row(account: Account, series: ReportSeries, language: Language) -> dict[str, Any]:
    figure, reported = _figures(account, series)
    outcome = account.outcome
    return {
        "place": account.place,
        "year": account.year,
        "due": account.due,
        "kind": account.kind,
        "subject": account.subject,
        "indicator": account.indicator,
        **_fields(figure, ("low", "high", "unit", "measure", "bound", "tone")),
        "section": account.section,
        "promised": account.promised.quote,
        "sentence": account.promised.sentence,
        "file": account.promised.file,
        "start": account.promised.start,
        "end": account.promised.end,
        "verdict": account.verdict,
        "reason": account.reason.code,
        "why": in_words(account.reason, language),
        "notes": "；".join(in_words(note, language) for note in account.notes) or None,
        "answered": account.answered,
        "outcome": outcome.quote if outcome else None,
        **{
            f"outcome_{name}": value
            for name, value in _fields(reported, ("low", "high", "unit", "status")).items()
        },
        "outcome_sentence": outcome.sentence if outcome else None,
        "outcome_file": outcome.file if outcome else None,
        "outcome_start": outcome.start if outcome else None,
        "outcome_end": outcome.end if outcome else None,
    }


def _fields(figure: Figure | None, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(figure, name) if figure is not None else None for name in names}


def _point(account: Account, series: ReportSeries) -> dict[str, Any]:
    figure, reported = _figures(account, series)
    compared = reported if account.verdict != "not_comparable" else None
    return {
        "place": series.place,
        "year": account.year,
        "target_low": figure.low if figure else None,
        "target_high": figure.high if figure else None,
        **_fields(figure, ("bound", "tone", "unit")),
        "outcome_low": compared.low if compared else None,
        "outcome_high": compared.high if compared else None,
        "verdict": account.verdict,
        "promised": account.promised.quote,
        "outcome": account.outcome.quote if account.outcome else None,
    }
