"""A bulletin is made: who picked which units is in the log."""

from __future__ import annotations

from datetime import date

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writing
from luoshi.city.documents.bulletin import Bulletin, Picks
from luoshi.city.documents.rendering import render
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require


def make_bulletin(*, actor: Actor, month: date, picks: Picks, issue: str = "", remarks: str = "") -> bytes:
    """The Word file of ``month``, naming those who were picked.

    Raises ``ForbiddenError``, ``NotListedError`` or ``TemplateFaultError``.
    The file is made before the transaction: the log is not held while Word is written.
    """
    signature = actor.signature(require(actor, "bulletin.make"))
    bulletin = Bulletin(actor, month)
    data = render("bulletin", bulletin.fields(picks, issue=issue, remarks=remarks))
    named = {group: [one.unit.name for one in ones] for group, ones in bulletin.picked(picks).items()}
    with writing():
        record(
            signature, "bulletin.make", f"bulletin:{month:%Y-%m}",
            issue=issue[:50], lists=list(picks.lists), **named,
        )  # fmt: skip
    return data
