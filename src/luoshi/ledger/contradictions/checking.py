"""What every check gives, and how a check is made known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Evidence, Finding, Grade, Reason

Span = tuple[int, int]


class Check(NamedTuple):
    """A check: the kind of finding it gives, and a pure function over reports given together.

    A check of single reports looks at each; a check across reports looks at those of one place.
    """

    kind: str
    run: Callable[[Sequence[Prose]], Iterable[Finding]]


def each(function: Callable[[Prose], Iterable[Finding]]) -> Callable[[Sequence[Prose]], Iterator[Finding]]:
    """A check over several reports that looks at each alone."""

    def run(proses: Sequence[Prose]) -> Iterator[Finding]:
        for prose in proses:
            yield from function(prose)

    return run


def finding(kind: str, grade: Grade, prose: Prose, spans: Sequence[Span], **details: object) -> Finding:
    """A finding of ``kind`` within one report, with the words at ``spans`` of its prose."""
    evidence = tuple(prose.evidence(*span) for span in spans)
    return across(kind, grade, prose, evidence, **details)


def across(kind: str, grade: Grade, prose: Prose, evidence: Sequence[Evidence], **details: object) -> Finding:
    """A finding with evidence of any reports and the place of ``prose``.

    ``details`` are those of the reason, whose code is ``kind`` unless ``reason`` names another.
    """
    code = str(details.pop("reason", kind))
    place = prose.report.place
    return Finding(
        kind=kind,
        grade=grade,
        place=place.name if place else None,
        evidence=tuple(evidence),
        reason=Reason(code, {name: str(value) for name, value in details.items()}),
    )


def follows(earlier: Prose, later: Prose) -> bool:
    """Whether ``later`` is the report of the same place a year after ``earlier``."""
    first, second = earlier.report, later.report
    if first.place is None or second.place is None or first.year is None or second.year is None:
        return False
    return first.place.name == second.place.name and second.year == first.year + 1


def shown(value: float) -> str:
    """A number for a reason, with no more digits than it needs: ``14.79`` -> ``14.8``."""
    if abs(value) >= 1e8:
        return f"{value / 1e8:.10g}亿"
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 1 else f"{value:.3g}"
