"""Evidence: files that show what was done, of a report or of the task itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.site.errors import InvalidError, NotFoundError, StaleError
from luoshi.city.site.uploads import Stored
from luoshi.city.tasks.access import Signer, lock_task
from luoshi.city.tasks.actions.events import EventInput, save_with_event
from luoshi.city.tasks.models import Evidence, ProgressEntry, Task

ALLOWED = ("pdf", "docx", "xlsx", "doc", "xls", "png", "jpg", "txt", "csv")
"""The kinds of files taken as evidence, for ``frame.uploads.store``."""


@writes
def add_evidence(
    *, actor: Actor, key: str, files: Sequence[Stored], number: int | None = None
) -> list[Evidence]:
    """Add stored files to the task, or to its report ``number`` while that can be changed.

    The same file again is the same evidence. Ask for the permission before storing: ``queries.task_for``.
    """
    task, signer = lock_task(actor, key, "progress.write")
    if task.phase != "working":
        raise InvalidError("evidence_settled", key=key)
    progress = None
    if number is not None:
        progress = task.progress.filter(pk=number).first()
        if progress is None:
            raise NotFoundError("progress_missing", key=key)
        if not progress.is_editable:
            raise StaleError("progress_sent", key=key)
    return attach(task, signer, progress, files)


def attach(
    task: Task, signer: Signer, progress: ProgressEntry | None, files: Sequence[Stored]
) -> list[Evidence]:
    """Add files to a locked task."""
    found: list[Evidence] = []
    new: list[str] = []
    for file in files:
        known = task.evidence.filter(
            progress=progress, sha256=file.sha256, name=file.name, removed_at__isnull=True
        ).first()
        if known is None:
            known = Evidence.objects.create(
                task=task,
                progress=progress,
                name=file.name,
                sha256=file.sha256,
                size=file.size,
                media_type=file.media_type,
                added_by=signer.person,
                unchecked=file.unchecked,
            )
            told = {"unchecked": True} if file.unchecked else {}
            record(
                signer.signature, "evidence.add", known,
                task=task.pk, name=file.name, sha256=file.sha256, **told,
            )  # fmt: skip
            new.append(file.name)
        found.append(known)
    if progress is None and new:
        save_with_event(task, signer.signature, EventInput("add_evidence", reason="、".join(new)))
    return found


@writes
def remove_evidence(*, actor: Actor, key: str, number: int) -> Evidence:
    """Take out what nobody has signed for yet; the row stays, with the time. What was signed stays."""
    task, signer = lock_task(actor, key, "progress.write")
    evidence = task.evidence.select_related("progress").filter(pk=number).first()
    if evidence is None:
        raise NotFoundError("evidence_missing", key=key)
    if evidence.removed_at is not None:
        return evidence
    if is_signed(task, evidence):
        raise InvalidError("evidence_signed", name=evidence.name)
    evidence.removed_at = timezone.now()
    evidence.save()
    record(signer.signature, "evidence.withdraw", evidence, task=task.pk, name=evidence.name)
    if evidence.progress_id is None:
        save_with_event(task, signer.signature, EventInput("remove_evidence", reason=evidence.name))
    return evidence


def is_signed(task: Task, evidence: Evidence) -> bool:
    """Whether a head signed since: the report that it belongs to, or any of the task where it has none."""
    if evidence.progress is not None:
        return evidence.progress.signed_at is not None
    return task.progress.filter(signed_at__gte=evidence.added_at).exists()
