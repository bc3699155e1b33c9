"""What happens in the demonstration, day by day: each act is a real action, done as of its day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone


class Diary:
    """Acts by day, counted from ``today``; those of a day happen in the order in which they were written."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._acts: list[tuple[int, int, Callable[[], object]]] = []

    def day(self, number: int) -> date:
        """The day ``number`` days from today."""
        return self.today + timedelta(days=number)

    def on(self, number: int, act: Callable[[], object]) -> None:
        """``act`` happens on that day, and not later than now."""
        self._acts.append((min(number, 0), len(self._acts), act))

    def run(self) -> None:
        """Let everything happen, earliest day first."""
        for number, place, act in sorted(self._acts, key=lambda one: one[:2]):
            with as_of(self.day(number), minutes=place % 400):
                act()


@contextmanager
def as_of(day: date, minutes: int = 0) -> Iterator[None]:
    """Within, Django's clock stands at ``day``, from nine in the morning.

    Every action takes the time from ``django.utils.timezone``. Only for filling the demonstration: one thread
    of a process that does not yet answer anybody.
    """
    moment = datetime.combine(day, time(9), timezone.get_current_timezone()) + timedelta(minutes=minutes)
    real = timezone.now
    standing = min(moment, real())
    timezone.now = lambda: standing
    try:
        yield
    finally:
        timezone.now = real
