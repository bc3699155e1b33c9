"""Trying something and taking it back, so that many cases share one world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back; writes inside end as they do in the site."""
    whole = transaction.atomic()
    # As the transaction around a test: writes may be outermost within it.
    whole._from_testcase = True  # type: ignore[attr-defined]
    with whole:
        try:
            yield
        finally:
            transaction.set_rollback(True)
