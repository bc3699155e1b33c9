"""Amounts as a person reads them: in the report's own unit, never as a long row of digits."""

from __future__ import annotations

from luoshi.reading.records import ProjectMention, Report

_UNITS = ((1e8, "亿元"), (1e4, "万元"), (1, "元"))


def in_own_unit(report: Report, project: ProjectMention) -> str:
    """What a project costs, as the report writes it: ``总投资30亿元`` -> 30亿元; empty if it does not say."""
    amount = project.investment
    if amount is None:
        return ""
    same = [figure for figure in report.figures if amount in (figure.low, figure.high)]
    nearest = min(same, key=lambda figure: abs(figure.start - project.start), default=None)
    return said(amount) if nearest is None else "".join(nearest.quote.split())


def said(amount: float) -> str:
    """An amount of yuan in the largest unit that leaves at least one: 14410000000 -> 144.1亿元."""
    size, unit = next((one for one in _UNITS if abs(amount) >= one[0]), _UNITS[-1])
    return f"{amount / size:.10g}{unit}"
