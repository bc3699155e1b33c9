"""The office's own templates: taken once they can be filled in, given up for the built-in one."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.writing import writes, writing
from luoshi.city.documents.filling import TemplateFaultError
from luoshi.city.documents.models import KINDS, PaperKind, Template
from luoshi.city.documents.rendering import fill
from luoshi.city.documents.samples import sample
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.site.leftovers import kept
from luoshi.city.site.uploads import check
from luoshi.city.tasks.access import signer_of


def upload_template(*, actor: Actor, kind: PaperKind, file: File[Any]) -> Template:
    """Use ``file`` for papers of ``kind`` from now on.

    It is kept once its sample was filled in. Raises ``ForbiddenError``, ``FileRefusedError``, and what
    ``fill`` raises.
    """
    hand = signer_of(actor, require(actor, "bulletin.make"))
    _known(kind)
    check(file, allowed=("docx",))
    file.seek(0)
    # Nobody waits for a database meanwhile.
    fill(file.read(), sample(kind))
    file.seek(0)
    with kept([file], allowed=("docx",)) as (stored,), writing():
        before = locked_rows(Template.objects.filter(kind=kind, withdrawn_at__isnull=True))
        newest = before[-1] if before else None
        if newest is not None and newest.sha256 == stored.sha256:
            return newest
        row = Template.objects.create(
            kind=kind, name=stored.name, sha256=stored.sha256, size=stored.size, uploaded_by=hand.person
        )
        record(hand.signature, "template.add", row)
    return row


@writes
def withdraw_templates(*, actor: Actor, kind: PaperKind) -> None:
    """Go back to the built-in template of ``kind``; the office's own ones stay on record."""
    post = require(actor, "bulletin.make")
    _known(kind)
    for row in locked_rows(Template.objects.filter(kind=kind, withdrawn_at__isnull=True)):
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record(actor.signature(post), "template.withdraw", row)


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise TemplateFaultError("template_kind_unknown", kind=kind)
