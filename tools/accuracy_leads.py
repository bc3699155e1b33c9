"""The departments proposed for the promises of labelled plans, as ``score_promises.py`` takes them.

No units and no earlier decisions are given: what is measured are the topic words alone, and the names
proposed are those of kinds of department.
"""

from __future__ import annotations

from functools import cache

from luoshi.city.unit_suggestions import Proposer
from luoshi.reading.records import Report


@cache
def _proposer() -> Proposer:
    return Proposer()


def lead_units(report: Report) -> list[list[str]]:
    """For each promise of ``report`` the departments proposed to lead it, best first."""
    return [
        [
            proposal.department
            for proposal in _proposer().propose(
                promise.text, heading_path(report, promise.section), promise.kind
            )
        ]
        for promise in report.promises
    ]


def heading_path(report: Report, section: int | None) -> list[str]:
    """The headings above a promise, the outermost first."""
    path: list[str] = []
    while section is not None:
        path.append(report.outline[section].heading)
        section = report.outline[section].parent
    return path[::-1]
