"""The parts of all files as one panel, place by place."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from luoshi.ledger.panels.choosing import choose
from luoshi.ledger.panels.store import Store


class Index:
    """Which parts hold rows of which owner. This, and the rows of one owner, is all that memory holds."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}

    def add(self, name: str, owners: list[str]) -> None:
        """Remember whose rows the part ``name`` holds."""
        for owner in owners:
            self._parts.setdefault(owner, []).append(name)

    def panel(self, store: Store, *, every: bool) -> Iterator[pl.DataFrame]:
        """The panel, one place after the other by code, whatever the order in which files were read."""
        for owner in sorted(self._parts):
            parts = [store.rows(name, owner) for name in sorted(self._parts[owner])]
            chosen = choose(pl.concat(parts), every=every)
            if not chosen.is_empty():
                yield chosen
