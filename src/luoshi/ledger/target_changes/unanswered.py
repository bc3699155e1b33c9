"""How much of what was promised the next report does not mention at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from luoshi.ledger.records import Account


class Unanswered(msgspec.Struct, frozen=True, gc=False):
    """The promises of the report of ``year`` that the next report should answer, and how many it leaves out.

    ``figures`` and ``figures_unmentioned`` count only promises with a figure.
    """

    place: str
    year: int
    promises: int
    unmentioned: int
    figures: int
    figures_unmentioned: int

    @property
    def share(self) -> float:
        """The share of all promises that goes unmentioned, from 0 to 1."""
        return self.unmentioned / self.promises

    @property
    def share_of_figures(self) -> float | None:
        """The same of promises with a figure; ``None`` where there are none."""
        return self.figures_unmentioned / self.figures if self.figures else None


def unanswered(accounts: Iterable[Account]) -> tuple[Unanswered, ...]:
    """A row for each place and year whose promises a report at hand answers, in their order."""
    groups: dict[tuple[str, int], list[Account]] = defaultdict(list)
    for account in accounts:
        if account.answered is not None:
            groups[account.place, account.year].append(account)
    return tuple(_silence(place, year, groups[place, year]) for place, year in sorted(groups))


def _silence(place: str, year: int, accounts: list[Account]) -> Unanswered:
    silent = [account for account in accounts if account.verdict == "unreported"]
    return Unanswered(
        place=place,
        year=year,
        promises=len(accounts),
        unmentioned=len(silent),
        figures=sum(account.figure is not None for account in accounts),
        figures_unmentioned=sum(account.figure is not None for account in silent),
    )
