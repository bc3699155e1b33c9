"""Moves: targets that moved, promises repeated word for word, and what was dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.ledger.matching import Prose
from luoshi.ledger.records import Account, Finding
from luoshi.ledger.report_series import ReportSeries
from luoshi.ledger.target_changes.changed import MOVED, moved_targets
from luoshi.ledger.target_changes.repeated import REPEATED, repeated_promises
from luoshi.ledger.target_changes.unanswered import Unanswered, unanswered

__all__ = ["MOVED", "REPEATED", "Unanswered", "moves", "unanswered"]


def moves(series: ReportSeries, accounts: Sequence[Account]) -> tuple[Finding, ...]:
    """The targets of ``series`` that changed and the promises it repeats; ``accounts`` are its own."""
    proses = [Prose(report) for report in series.reports]
    return (*moved_targets(proses, accounts), *repeated_promises(proses))
