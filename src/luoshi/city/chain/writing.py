"""One write: a transaction whose log entries are chained at its end, once every row it needs is locked.

The head of the chain is one row that every write needs. It is locked last and for a moment only, so that a
write with many rows lets the others pass, and nobody waits for a row while others wait for the head.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from luoshi.city.chain.models import Entry, Head, chained

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

# PostgreSQL ends one of those that wait for each other: deadlock, serialization.
_LOST = frozenset(("40P01", "40001"))
_TRIES = 5
_PAUSE = 0.05  # seconds; each further try waits longer, by chance, so that two do not meet again
_BATCH = 500


@dataclass
class Write:
    """What the write under way will log, and the rows that it holds, by model in the order of locking.

    ``alone``: nobody else writes meanwhile, so that the order is of no account.
    """

    alone: bool = False
    entries: list[Entry] = field(default_factory=list)
    held: dict[int, set[object]] = field(default_factory=dict)


class _Now(threading.local):
    write: Write | None = None
    kept: int = 0


_now = _Now()


def current() -> Write | None:
    """The write under way in this thread."""
    return _now.write


def writes_kept() -> int:
    """How many acts this thread has written for good, counted up from some number."""
    return _now.kept


@contextmanager
def writing(*, alone: bool = False, foreign: bool = False) -> Iterator[None]:
    """A write, or a part of one that is taken back by itself where it fails.

    The outermost one must not lie in another transaction, whose end would come later than the log's; unless
    it is the ``foreign`` one of a library that calls us.
    """
    whole = _now.write
    if whole is not None:
        with transaction.atomic(), _forgotten_where_it_fails(whole):
            yield
        return
    with transaction.atomic(durable=not foreign):
        whole = _now.write = Write(alone)
        try:
            yield
            _chain(whole.entries)
        finally:
            _now.write = None
        if whole.entries:
            transaction.on_commit(_count)


def writes(function: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """One write; begun again where the database ended it because it and others waited for each other."""

    @wraps(function)
    def whole(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        for tried in range(1, _TRIES + 1):
            try:
                with writing():
                    return function(*args, **kwargs)
            except OperationalError as error:
                inner = _now.write is not None
                if inner or tried == _TRIES or getattr(error.__cause__, "sqlstate", None) not in _LOST:
                    raise
            time.sleep(_PAUSE * tried * (1 + random.random()))  # noqa: S311 - no secret hangs on it
        raise AssertionError("the last try returns or raises")

    return whole


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is written as everything is, and taken back again: it takes the same time."""
    whole = _now.write
    if whole is None:
        raise RuntimeError("only a part of a write can be taken back")
    mark, before = transaction.savepoint(), len(whole.entries)
    yield
    _chain(whole.entries[before:])
    del whole.entries[before:]
    transaction.savepoint_rollback(mark)


def _count() -> None:
    _now.kept += 1


@contextmanager
def _forgotten_where_it_fails(whole: Write) -> Iterator[None]:
    before = len(whole.entries)
    try:
        yield
    except BaseException:
        del whole.entries[before:]
        raise


def _chain(entries: list[Entry]) -> None:
    """Number the entries and chain them, in one step that no other write comes between."""
    if not entries:
        return
    head = Head.objects.select_for_update().get(pk=1)
    for entry in entries:
        chained(entry, head)
    Entry.objects.bulk_create(entries, batch_size=_BATCH)
    head.save()
