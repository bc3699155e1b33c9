"""The accounts of a book: every promise, what answers it, and the verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from luoshi.ledger.books import Book
from luoshi.ledger.matching import Item, Prose, pair, pledges, statements
from luoshi.ledger.records import Account, Evidence, Reason, Verdict
from luoshi.ledger.verdicts.judging import Ruling, judge
from luoshi.reading.records import Report

_FOLLOWING = 60


def accounts(book: Book) -> tuple[Account, ...]:
    """The accounts of every report of ``book``, in order of year and of the promises in the text."""
    proses = {year: Prose(report) for year, report in zip(book.years, book.reports, strict=True)}
    said: dict[int, list[Item]] = {}
    found: list[Account] = []
    for year, prose in proses.items():
        waiting: dict[int, list[Item]] = defaultdict(list)
        for item in pledges(prose):
            waiting[item.years.last if item.years else year].append(item)
        for due, items in waiting.items():
            if due < year:
                continue
            answering = proses.get(due + 1)
            if answering is None:
                found.extend(_unanswered(book, prose, due, items))
                continue
            if due + 1 not in said:
                said[due + 1] = statements(answering, due + 1)
            found.extend(_answered(book, prose, due, items, answering, said[due + 1]))
    return tuple(sorted(found, key=lambda one: (one.year, one.promised.start, one.promised.end, one.due or 0)))


def _unanswered(book: Book, prose: Prose, due: int, items: Iterable[Item]) -> Iterator[Account]:
    """Promises that no report at hand can answer: not yet due, or the report that should answer is missing."""
    details = {"due": str(due), "year": str(due + 1)}
    if due + 1 > book.years[-1]:
        code = "no_next_report" if due == prose.report.year else "later_year"
        ruling = Ruling("not_yet_due", Reason(code, details))
    else:
        ruling = Ruling("not_comparable", Reason("missing_report", details))
    for item in items:
        yield _account(book, prose, due, item, ruling, None, None)


def _answered(
    book: Book, prose: Prose, due: int, items: Sequence[Item], answering: Prose, said: Sequence[Item]
) -> Iterator[Account]:
    for match in pair(items, said):
        item = items[match.promise]
        answer = said[match.statement] if match.statement is not None else None
        if answer is None:
            ruling = _silence(answering.report, due)
        else:
            ruling = judge(item, answer, _following(answering, answer))
        yield _account(book, prose, due, item, ruling, answering, answer)


def _silence(report: Report, due: int) -> Ruling:
    """A full report that does not mention a promise drops it; a shortened one may only have left it out."""
    details = {"year": str(due + 1), "due": str(due)}
    shortened = report.edition not in {"full", None}
    verdict: Verdict = "not_comparable" if shortened else "unreported"
    return Ruling(verdict, Reason("not_in_abstract" if shortened else "not_mentioned", details))


def _following(prose: Prose, answer: Item) -> str:
    _, last = prose.sentence(answer.start, answer.end)
    return prose.words(answer.end, min(last, answer.end + _FOLLOWING))


def _account(
    book: Book, prose: Prose, due: int, item: Item, ruling: Ruling, answering: Prose | None, answer: Item | None
) -> Account:
    report = prose.report
    year = report.year or 0
    path = report.section_path(_section(report, item))
    notes = book.remarks(year, answers=False)
    if answering is not None:
        notes += book.remarks(due + 1, answers=True)
    return Account(
        place=book.place,
        year=year,
        due=due,
        subject=item.subject,
        kind=item.kind,
        section=" › ".join(prose.words(node.start, node.end).strip("#* ") for node in path),
        indicator=item.indicator.code if item.indicator else None,
        promised=evidence(prose, item),
        figure=item.figure,
        promise=item.promise,
        answered=due + 1 if answering is not None else None,
        outcome=evidence(answering, answer) if answering is not None and answer is not None else None,
        outcome_figure=answer.figure if answer is not None else None,
        verdict=ruling.verdict,
        reason=ruling.reason,
        notes=notes,
    )


def _section(report: Report, item: Item) -> int | None:
    if item.figure is not None:
        return report.figures[item.figure].section
    return report.promises[item.promise].section if item.promise is not None else None


def evidence(prose: Prose, item: Item) -> Evidence:
    """The item's words in their report, and the sentence they stand in."""
    return Evidence(
        item.start,
        item.end,
        file=prose.report.source.name,
        quote=prose.words(item.start, item.end),
        sentence=prose.words(*prose.sentence(item.start, item.end)),
    )
