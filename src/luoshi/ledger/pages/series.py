"""Headline indicators over the years: what was aimed at, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from luoshi.ledger.indicators import find
from luoshi.ledger.records import Account, Verdict
from luoshi.output.labels import in_words
from luoshi.output.web import Texts
from luoshi.reading.records import Bound, Figure, Report

_SCALES = ((1e8, "亿", "00 million "), (1e4, "万", "0,000 "))


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One year: the target's ends and bound, the outcome on the same scale, both in words.

    ``outcome`` is ``None`` where the next report gives no figure that can be set beside the target.
    """

    year: int
    low: float
    high: float
    bound: Bound
    outcome: float | None
    verdict: Verdict
    target_words: Texts
    outcome_words: Texts | None


class Series(msgspec.Struct, frozen=True):
    """One indicator: ``unit`` belongs to the numbers of ``points``, which are a year each, in order."""

    code: str
    name: Texts
    unit: Texts
    points: tuple[Point, ...]


def series(accounts: Iterable[Account], reports: Mapping[str, Report]) -> list[Series]:
    """The indicators of the headline targets for single years, those with most years first.

    A single target without an outcome draws nothing worth a look.
    Targets for later years have no place on a line of years and stay in the list of promises.
    """
    by_indicator: dict[str, dict[int, tuple[Account, Figure]]] = defaultdict(dict)
    for account in accounts:
        report = reports.get(account.promised.file)
        is_yearly = account.due in (None, account.year)
        if report is None or account.figure is None or account.indicator is None or not is_yearly:
            continue
        if account.kind == "headline_target":
            by_indicator[account.indicator].setdefault(
                account.year, (account, report.figures[account.figure])
            )
    ordered = sorted(by_indicator.items(), key=lambda pair: -len(pair[1]))
    all_series = [
        _series(code, [by_year[year] for year in sorted(by_year)], reports) for code, by_year in ordered
    ]
    return [each for each in all_series if len(each.points) > 1 or each.points[0].outcome is not None]


def _series(code: str, pairs: Sequence[tuple[Account, Figure]], reports: Mapping[str, Report]) -> Series:
    unit = pairs[-1][1].unit
    same = [(account, figure) for account, figure in pairs if figure.unit == unit]
    factor, zh, en = _scale(max(abs(figure.high) for _, figure in same))
    indicator = find(code)
    name: Texts = {"zh": indicator.zh, "en": indicator.en} if indicator else {"zh": code, "en": code}
    points = [_point(account, figure, reports, factor) for account, figure in same]
    return Series(code, name, {"zh": zh + unit, "en": en + unit}, tuple(points))


def _scale(largest: float) -> tuple[float, str, str]:
    return next((scale for scale in _SCALES if largest >= scale[0]), (1.0, "", ""))


def _point(account: Account, figure: Figure, reports: Mapping[str, Report], factor: float) -> Point:
    outcome = _outcome(account, reports)
    is_like = outcome is not None and (outcome.unit, outcome.measure) == (figure.unit, figure.measure)
    words = outcome if outcome is not None else None
    return Point(
        year=account.year,
        low=figure.low / factor,
        high=figure.high / factor,
        bound=figure.bound,
        outcome=(outcome.low + outcome.high) / 2 / factor if outcome is not None and is_like else None,
        verdict=account.verdict,
        target_words={"zh": in_words(figure, "zh"), "en": in_words(figure, "en")},
        outcome_words=None if words is None else {"zh": in_words(words, "zh"), "en": in_words(words, "en")},
    )


def _outcome(account: Account, reports: Mapping[str, Report]) -> Figure | None:
    if account.outcome is None or account.outcome_figure is None:
        return None
    report = reports.get(account.outcome.file)
    return report.figures[account.outcome_figure] if report else None
