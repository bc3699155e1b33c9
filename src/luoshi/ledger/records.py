"""The records of the ledger: what was promised, and what became of it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from luoshi.reading.text import Span

Verdict = Literal["exceeded", "kept", "partly", "missed", "unreported", "not_comparable", "not_yet_due"]
Grade = Literal["certain", "likely", "worth_a_look"]


class Reason(msgspec.Struct, frozen=True):
    """Why, as a code whose words in Chinese and English stand in ``ledger/reasons.toml``."""

    code: str
    details: dict[str, str] = {}


class Evidence(Span, frozen=True, gc=False):
    """Words of a report: ``start:end`` of the source ``file``, and the sentence they stand in."""

    file: str
    quote: str
    sentence: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One promise and what became of it.

    ``year``       the year of the report that promised; ``due`` the year by which.
    ``figure``     the promise's figure (index into its report's figures), ``None`` where it has none.
    ``promise``    the promise it belongs to (index into its report's promises), ``None`` where the
                   figure lies outside any promise.
    ``indicator``  code of the canonical indicator, ``None`` where there is none.
    ``answered``   the year of the report that answers, ``None`` where none is at hand.
    ``outcome``    what the next report says of it, ``None`` where it says nothing.
    ``notes``      what a reader must know of the two reports: an abstract, a special report beside it.
    """

    place: str
    year: int
    due: int | None
    subject: str
    kind: str
    section: str
    indicator: str | None
    promised: Evidence
    figure: int | None
    promise: int | None
    answered: int | None
    outcome: Evidence | None
    outcome_figure: int | None
    verdict: Verdict
    reason: Reason
    notes: tuple[Reason, ...] = ()


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not add up, that moved, or that is repeated, with the words on every side."""

    kind: str
    grade: Grade
    place: str | None
    evidence: tuple[Evidence, ...]
    reason: Reason


def plain(record: msgspec.Struct) -> dict[str, Any]:
    """``record`` as plain dicts, lists, strings and numbers."""
    result: dict[str, Any] = msgspec.to_builtins(record)
    return result
