"""Moves: targets that moved, promises repeated word for word, and what was dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.ledger.books import Book
from luoshi.ledger.matching import Prose
from luoshi.ledger.moves.moved import MOVED, moved_targets
from luoshi.ledger.moves.repeated import REPEATED, repeated_promises
from luoshi.ledger.moves.silence import Silence, silences
from luoshi.ledger.records import Account, Finding

__all__ = ["MOVED", "REPEATED", "Silence", "moves", "silences"]


def moves(book: Book, accounts: Sequence[Account]) -> tuple[Finding, ...]:
    """The targets of ``book`` that moved and the promises it repeats; ``accounts`` are those of the book."""
    proses = [Prose(report) for report in book.reports]
    return (*moved_targets(proses, accounts), *repeated_promises(proses))
