"""The accounts of a series: every promise, what answers it, and the verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.ledger.matching import Item, Prose, pair_each, pledges, statements
from luoshi.ledger.records import Account, Evidence, Reason, Verdict
from luoshi.ledger.report_series import ReportSeries
from luoshi.ledger.verdicts.judging import Ruling, judge
from luoshi.ledger.verdicts.words import opens_with_rest, says
from luoshi.reading.records import Report

_FOLLOWING = 60


def accounts(series: ReportSeries) -> tuple[Account, ...]:
    """The accounts of every report of ``book``, in order of year and of the promises in the text."""
    proses = {year: Prose(report) for year, report in zip(series.years, series.reports, strict=True)}
    waiting: dict[int, dict[int, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for year, prose in proses.items():
        for item in pledges(prose):
            due = item.years.last if item.years else year
            if due >= year:
                waiting[due][year].append(item)
    result: list[Account] = []
    for due, plans in waiting.items():
        answering = proses.get(due + 1)
        for year, items, answers in _matched(plans, answering, due):
            shared = _opened(series, proses[year], year, due, answering)
            if answering is None:
                silent = _waiting(due, year, series.years[-1])
            else:
                silent = _silence(answering.report, due)
            for item, answer in zip(items, answers, strict=True):
                ruling = silent
                if answering is not None and answer is not None:
                    ruling = judge(item, answer, _following(answering, answer))
                result.append(_account(shared, item, ruling, answer))
    result.sort(
        key=lambda account: (account.year, account.promised.start, account.promised.end, account.due or 0)
    )
    return tuple(result)


def _matched(
    plans: dict[int, list[Item]], answering: Prose | None, due: int
) -> Iterator[tuple[int, list[Item], list[Item | None]]]:
    """For each plan, its promises due in ``due`` and what answers each."""
    if answering is None:
        for year, items in plans.items():
            yield year, items, [None for _ in items]
        return
    candidates = statements(answering, due + 1)
    for (year, items), pairs in zip(plans.items(), pair_each(list(plans.values()), candidates), strict=True):
        yield (
            year,
            items,
            [candidates[pair.statement] if pair.statement is not None else None for pair in pairs],
        )


class _Shared(NamedTuple):
    """What the accounts of one plan that fall due together share: ``answering`` is the report that tells."""

    place: str
    year: int
    due: int
    prose: Prose
    answering: Prose | None
    notes: tuple[Reason, ...]


def _opened(series: ReportSeries, prose: Prose, year: int, due: int, answering: Prose | None) -> _Shared:
    notes = series.remarks(year, answers=False)
    if answering is not None:
        notes += series.remarks(due + 1, answers=True)
    return _Shared(series.place, year, due, prose, answering, notes)


def _waiting(due: int, year: int, last: int) -> Ruling:
    """What is said of promises that no report at hand can answer: not yet due, or that report is missing."""
    details = {"due": str(due), "year": str(due + 1)}
    if due + 1 > last:
        return Ruling("not_yet_due", Reason("no_next_report" if due == year else "later_year", details))
    return Ruling("not_comparable", Reason("missing_report", details))


def _silence(report: Report, due: int) -> Ruling:
    """A full report that does not mention a promise drops it; a shortened one may only have left it out."""
    details = {"year": str(due + 1), "due": str(due)}
    shortened = report.edition not in {"full", None}
    verdict: Verdict = "not_comparable" if shortened else "unreported"
    return Ruling(verdict, Reason("not_in_abstract" if shortened else "not_mentioned", details))


def _following(prose: Prose, answer: Item) -> str:
    """What stands after an answer in its clause, and the next clause where that speaks of the rest."""
    _, last = prose.sentence(answer.start, answer.end)
    words = "".join(prose.text[answer.end : min(last, answer.end + _FOLLOWING)].split())
    clause, _, after = words.partition("，")
    following = after.partition("，")[0]
    if says("rest", following) and (opens_with_rest(following) or not any(map(str.isdigit, following))):
        return f"{clause}，{following}"
    return clause


def _account(shared: _Shared, item: Item, ruling: Ruling, answer: Item | None) -> Account:
    prose, answering = shared.prose, shared.answering
    section, _, _ = prose.heading(item.section)
    promised = evidence(prose, item)
    return Account(
        place=shared.place,
        year=shared.year,
        due=shared.due,
        subject=item.subject if item.figure is not None else promised.quote,
        kind=item.kind,
        section=section,
        indicator=item.indicator.code if item.indicator else None,
        promised=promised,
        figure=item.figure,
        promise=item.promise,
        answered=shared.due + 1 if answering is not None else None,
        outcome=evidence(answering, answer) if answering is not None and answer is not None else None,
        outcome_figure=answer.figure if answer is not None else None,
        verdict=ruling.verdict,
        reason=ruling.reason,
        notes=shared.notes,
    )


def evidence(prose: Prose, item: Item) -> Evidence:
    """The item's words in their report, and the sentence they stand in."""
    return Evidence(
        item.start,
        item.end,
        file=prose.report.source.name,
        quote=prose.words(item.start, item.end),
        sentence=prose.words(*prose.sentence(item.start, item.end)),
    )
