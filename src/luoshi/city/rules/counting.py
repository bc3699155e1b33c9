"""Which of the signed reports on a task counts.

The last signed one, by the moment of its signature: who signs later knows more, and a second report of one
day mends the first. Two things go beyond that:

- A report of an earlier day than the one that counts fills a gap of the history, or mends it; how the task
  stands on its newest day it does not say, however late it is signed.
- A final report speaks for the whole task: signed last, it counts whatever day it names.

Only standing reports are to be given: signed, and not returned.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar


class Signed(Protocol):
    """A signed report: the day that it is of, when it was signed, whether it is final, its amount."""

    @property
    def pk(self) -> int: ...  # noqa: D102 - the order in which reports were begun
    @property
    def as_of(self) -> date: ...  # noqa: D102
    @property
    def signed_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def final(self) -> bool: ...  # noqa: D102
    @property
    def amount(self) -> float | None: ...  # noqa: D102


R = TypeVar("R", bound=Signed)


def last_word(reports: Iterable[R]) -> R | None:
    """The report that counts; ``None`` where there is none."""
    counts: R | None = None
    for report in sorted(reports, key=_moment):
        if counts is None or report.final or report.as_of >= counts.as_of:
            counts = report
    return counts


def newest_amount(reports: Iterable[R]) -> R | None:
    """The report whose amount counts: the last word of those that give one."""
    return last_word(report for report in reports if report.amount is not None)


def course(reports: Iterable[R]) -> list[R]:
    """The amounts over time: of each day the one signed last, up to the one that counts."""
    measured = [report for report in reports if report.amount is not None]
    counts = last_word(measured)
    if counts is None:
        return []
    of_day = {report.as_of: report for report in sorted(measured, key=_moment)}
    return [of_day[day] for day in sorted(of_day) if day < counts.as_of] + [counts]


def _moment(report: Signed) -> tuple[bool, float, bool, int]:
    """When it was signed; in one moment a final one comes last, then the one written last."""
    signed = report.signed_at
    return signed is not None, signed.timestamp() if signed else 0.0, report.final, report.pk
