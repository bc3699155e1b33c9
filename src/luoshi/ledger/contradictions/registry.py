"""All checks, in the order in which their findings are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from luoshi.ledger.contradictions import (
    dates,
    growth,
    numbering,
    parts,
    repeats,
    same,
    shares,
    thresholds,
    yearly,
)
from luoshi.ledger.contradictions.checking import Check, each
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.contradictions.statistics import Statistic, differing_statistics
from luoshi.ledger.records import Finding, Grade
from luoshi.reading.records import Report

GRADES: tuple[Grade, ...] = ("certain", "likely", "worth_a_look")
CHECKS: tuple[Check, ...] = (
    Check(parts.LARGER, each(parts.parts_above_wholes)),
    Check(parts.SUM, each(parts.sums_of_lists)),
    Check(parts.SUM, each(parts.sums_of_sectors)),
    Check(growth.KIND, growth.growth_misfits),
    Check(growth.KIND, each(growth.step_misfits)),
    Check(growth.KIND, yearly.yearly_misfits),
    Check(same.KIND, each(same.differing_numbers)),
    Check(same.KIND, same.differing_editions),
    Check(thresholds.KIND, each(thresholds.thresholds_out_of_order)),
    Check(shares.SUM, each(shares.shares_that_do_not_sum)),
    Check(shares.ABOVE, each(shares.impossible_shares)),
    Check(dates.IMPOSSIBLE, each(dates.impossible_dates)),
    Check(dates.LATER, each(dates.later_dates)),
    Check(dates.REVERSED, each(dates.reversed_periods)),
    Check(repeats.KIND, each(repeats.repeated_passages)),
    Check(numbering.KIND, each(numbering.numbering_slips)),
    Check(numbering.KIND, each(numbering.item_slips)),
)


def contradictions(
    reports: Iterable[Report], statistics: Sequence[Statistic] = (), *, least: Grade = "worth_a_look"
) -> list[Finding]:
    """What does not add up in ``reports``, between them, and against ``statistics``.

    Reports of one place are looked at together. Findings come by place, the surest first, then by year and
    offset; those less sure than ``least`` are left out. The order of ``reports`` does not matter.
    """
    ordered = sorted(reports, key=lambda report: (_place(report), report.year or 0, report.source.name))
    findings: list[Finding] = []
    for _, group in groupby(ordered, key=_place):
        proses = [Prose(report) for report in group]
        together = [finding for check in CHECKS for finding in check.run(proses)]
        together += differing_statistics(proses, statistics)
        years = {prose.report.source.name: index for index, prose in enumerate(proses)}
        findings += sorted(together, key=lambda finding: _rank(finding, years))
    wanted = GRADES[: GRADES.index(least) + 1]
    return [finding for finding in findings if finding.grade in wanted]


def _place(report: Report) -> str:
    return report.place.name if report.place else ""


def _rank(finding: Finding, years: dict[str, int]) -> tuple[int, int, int, str]:
    first = finding.evidence[0]
    return GRADES.index(finding.grade), years.get(first.file, 0), first.start, finding.kind
