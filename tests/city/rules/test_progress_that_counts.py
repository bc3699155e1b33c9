"""Which of the signed reports on a task counts, whatever the order in which they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.rules.counting import course, last_word, newest_amount


@dataclass(frozen=True)
class Signed:
    """A signed report: of June ``day``, signed on July ``signed``."""

    pk: int
    day: int
    signed: int | None
    amount: float | None = None
    final: bool = False

    @property
    def as_of(self) -> date:
        return date(2026, 6, self.day)

    @property
    def signed_at(self) -> datetime | None:
        return datetime(2026, 7, self.signed, 9, tzinfo=UTC) if self.signed else None


@pytest.mark.parametrize(
    ("reports", "counts"),
    [
        ([], None),
        ([Signed(1, 5, 5)], 1),
        # a later day
        ([Signed(1, 5, 5), Signed(2, 20, 20)], 2),
        # of one day the one signed last, whichever was begun first
        ([Signed(1, 5, 9), Signed(2, 5, 8)], 1),
        ([Signed(1, 5, 9, final=True), Signed(2, 5, 8)], 1),
        ([Signed(1, 5, 8, final=True), Signed(2, 5, 9)], 2),
        # signed in the same moment, a final one is the last word; else the one written last
        ([Signed(1, 5, 8, final=True), Signed(2, 5, 8)], 1),
        ([Signed(1, 5, 8), Signed(2, 5, 8)], 2),
        # an earlier day made up for, or corrected, is history and not how it stands
        ([Signed(1, 20, 20), Signed(2, 5, 25)], 1),
        ([Signed(1, 5, 5), Signed(2, 20, 20), Signed(3, 5, 25)], 2),
        # a correction of the newest day counts
        ([Signed(1, 20, 20), Signed(2, 20, 25)], 2),
        # a final report speaks for the whole task, whatever day it names
        ([Signed(1, 25, 25), Signed(2, 20, 28, final=True)], 2),
        # a report signed after it counts again, unless it is of an earlier day
        ([Signed(1, 20, 26, final=True), Signed(2, 21, 28)], 2),
        ([Signed(1, 20, 26, final=True), Signed(2, 10, 28)], 1),
        # of two final ones the one signed last
        ([Signed(1, 20, 26, final=True), Signed(2, 10, 28, final=True)], 2),
        # rows of before signatures were kept give way to those that have one
        ([Signed(1, 20, 2), Signed(2, 20, None)], 1),
    ],
)
def test_the_last_word(reports: list[Signed], counts: int | None) -> None:
    for order in permutations(reports):
        found = last_word(order)
        assert (found and found.pk) == counts


def test_an_amount_is_of_the_last_report_that_gives_one() -> None:
    reports = [Signed(1, 5, 5, 4.0), Signed(2, 20, 20), Signed(3, 10, 25, 3.0)]
    assert newest_amount(reports) == reports[2]
    assert newest_amount([Signed(1, 5, 5)]) is None
    assert newest_amount([Signed(1, 5, 5, 0.0)]) == Signed(1, 5, 5, 0.0)


def test_the_course_has_one_amount_a_day_and_ends_with_the_one_that_counts() -> None:
    plain, same_day, belated = Signed(1, 25, 25, 4.0), Signed(2, 10, 10, 2.0), Signed(3, 10, 26, 3.0)
    final = Signed(4, 20, 28, 6.0, final=True)
    assert course([plain, same_day, belated]) == [belated, plain]
    assert course([plain, same_day, belated, final]) == [belated, final]
    assert course([]) == []


def any_reports() -> st.SearchStrategy[list[Signed]]:
    one = st.builds(
        Signed,
        pk=st.integers(1, 10**6),
        day=st.integers(1, 28),
        signed=st.none() | st.integers(1, 28),
        amount=st.none() | st.floats(0, 100),
        final=st.booleans(),
    )
    return st.lists(one, max_size=8, unique_by=lambda report: report.pk)


@given(any_reports())
def test_what_is_drawn_ends_with_what_is_shown(reports: list[Signed]) -> None:
    drawn = course(reports)
    days = [report.as_of for report in drawn]
    assert days == sorted(set(days))
    assert (drawn[-1] if drawn else None) == newest_amount(reports)
