"""Counting failed tries in the database: once for all processes, one by one even side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.writing import writing
from luoshi.city.people.models import FailedTries

_TRIES = 3


@dataclass(frozen=True)
class Counter:
    """What is counted under ``key``; each failure prolongs one that is ``prolonged``.

    ``name`` is the digest of the account's name, by which it is cleared.
    """

    key: str
    window: timedelta
    name: str = ""
    prolonged: bool = False


def counts(counters: Sequence[Counter]) -> list[int]:
    """How many failures each has now."""
    return [row.count if row else 0 for row in _found(counters, timezone.now())]


def ends(counter: Counter) -> datetime:
    """When what is counted there counts no more."""
    (row,) = _found([counter], timezone.now())
    return row.until if row else timezone.now()


def charge(
    counters: Sequence[Counter], charged: Callable[[list[int]], Sequence[Counter]]
) -> list[int] | None:
    """Count a try before it is checked, and give what was counted before it.

    ``charged`` says by what is counted on ``counters`` which of them count it; where none does, it is
    refused: ``None``, and nothing is written.
    """
    # A flood that is refused only reads.
    if not charged(counts(counters)):
        return None
    now = timezone.now()
    with writing():
        rows = _locked(counters, now)
        before = [rows[counter.key].count for counter in counters]
        counting = charged(before)
        if not counting:
            return None
        for counter in counting:
            row = rows[counter.key]
            if not row.count or counter.prolonged:
                row.until = now + counter.window
            row.count += 1
        FailedTries.objects.bulk_update(rows.values(), ["count", "until", "said"])
    return before


def release(counters: Sequence[Counter], failed: int) -> None:
    """The try was right: take back itself and the ``failed`` ones of this place before it."""
    now = timezone.now()
    with writing():
        rows = _locked(counters, now)
        for row in rows.values():
            row.count = max(0, row.count - failed - 1)
        FailedTries.objects.bulk_update(rows.values(), ["count", "until", "said"])


def count_to_say(counter: Counter) -> int:
    """The count for the first who says in the log that a limit was reached; 0 for everybody after."""
    first = FailedTries.objects.filter(key=counter.key, said=False).update(said=True)
    return counts([counter])[0] if first else 0


def clear(name: str) -> None:
    """Forget all that is counted of the account."""
    keys = [row.key for row in locked_rows(FailedTries.objects.filter(name=name))]
    FailedTries.objects.filter(key__in=keys).delete()


def _found(counters: Sequence[Counter], now: datetime) -> list[FailedTries | None]:
    keys = [counter.key for counter in counters]
    rows = {row.key: row for row in FailedTries.objects.filter(key__in=keys, until__gt=now)}
    return [rows.get(key) for key in keys]


def _locked(counters: Sequence[Counter], now: datetime) -> dict[str, FailedTries]:
    """The rows of ``counters``, made where there are none, locked in the order of their keys."""
    wanted = {counter.key: counter for counter in sorted(counters, key=lambda counter: counter.key)}
    rows: dict[str, FailedTries] = {}
    for _ in range(_TRIES):
        fresh = [FailedTries(key=key, name=counter.name, until=now) for key, counter in wanted.items()]
        FailedTries.objects.bulk_create(fresh, ignore_conflicts=True)
        found = locked_rows(FailedTries.objects.filter(key__in=list(wanted)))
        rows = {row.key: row for row in found}
        if len(rows) == len(wanted):  # else the daily run took one away between the two
            break
    for row in rows.values():
        if row.until <= now:
            row.count, row.said, row.until = 0, False, now
    return rows
