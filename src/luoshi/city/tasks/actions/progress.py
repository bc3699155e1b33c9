"""Reports on a task: drafted by an officer, signed by the head, accepted or returned by the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.rules.amounts import check_amounts
from luoshi.city.rules.states import progress_lifecycle
from luoshi.city.site.errors import InvalidError, NotFoundError, StaleError
from luoshi.city.site.uploads import Stored
from luoshi.city.tasks.access import Signer, check_version, lock_task, signer_of
from luoshi.city.tasks.actions.events import EventInput, save_with_event
from luoshi.city.tasks.actions.evidence import attach
from luoshi.city.tasks.actions.limits import limited
from luoshi.city.tasks.actions.obstacles import enter_obstacle
from luoshi.city.tasks.actions.transitions import TransitionInput, make_move
from luoshi.city.tasks.events import progress_event
from luoshi.city.tasks.models import CLAIMS, VERDICTS, ProgressEntry, Task
from luoshi.city.tasks.status_light import take_amounts

Then = Literal["draft", "send", "sign"]


@dataclass(frozen=True, kw_only=True)
class ProgressInput:
    """What a report says. ``obstacle`` goes to the task's obstacles, once; ``files`` are its evidence."""

    as_of: date
    words: str = ""
    amount: float | None = None
    next_step: str = ""
    claim: str = ""
    final: bool = False
    own_verdict: str = ""
    obstacle: str = ""
    files: tuple[Stored, ...] = ()

    def fields(self) -> dict[str, object]:
        """The fields of the row, as a database gives them back."""
        return {
            "as_of": self.as_of,
            "words": self.words.strip(),
            "amount": None if self.amount is None else float(self.amount),
            "next_step": self.next_step.strip(),
            "claim": self.claim,
            "final": self.final,
            "own_verdict": self.own_verdict,
        }


@writes
def write_progress(
    *,
    actor: Actor,
    key: str,
    content: ProgressInput,
    submission: str,
    then: Then = "draft",
    version: int | None = None,
) -> ProgressEntry:
    """Write a report, and send it to the head or sign it at once.

    The same ``submission`` again is the same report: still a draft, it is changed; already sent, it is given
    back as it is (``StaleError`` where the repeated form says something else).
    Raises ``NotFoundError``, ``ForbiddenError``, ``InvalidError``, ``StaleError``, ``MoveRefusedError``.
    """
    task, signer = lock_task(actor, key, "progress.write")
    earlier = ProgressEntry.objects.filter(submission=submission).first()
    if earlier is not None:
        if earlier.task_id != task.pk or earlier.written_by_id != signer.person.pk:
            raise NotFoundError("progress_missing", key=key)
        return _again(actor, task, signer, earlier, content, then)
    check_version(task, version)
    _check(task, content)
    progress = ProgressEntry(task=task, submission=submission, written_by=signer.person)
    progress.written_post_id = next(post.id for post in actor.posts if post.key == signer.signature.post)
    return _written(actor, task, signer, progress, content, then, "progress.add")


@writes
def change_progress(
    *, actor: Actor, key: str, number: int, content: ProgressInput, then: Then = "draft", seen: str = ""
) -> ProgressEntry:
    """Change a draft or a returned report. ``seen`` is ``state_of`` the report as the person saw it."""
    task, signer = lock_task(actor, key, "progress.write")
    progress = progress_of(task, number)
    if seen and seen != progress.fingerprint():
        raise StaleError("progress_outdated", key=key)
    if not progress.is_editable:
        raise StaleError("progress_sent", key=key)
    _check(task, content)
    return _written(actor, task, signer, progress, content, then, "progress.change")


@writes
def move_progress(
    *, actor: Actor, key: str, number: int, name: str, reason: str = "", version: int | None = None
) -> ProgressEntry:
    """Make a move on a report: send_for_signature, take_back, decline, sign, accept, return.

    A final report is accepted or returned with its task (``move_task`` approve, return_for_more).
    """
    task, signer = lock_task(actor, key, progress_lifecycle().move(name).permission, version)
    progress = progress_of(task, number)
    if progress.final and name in ("accept", "return"):
        raise InvalidError("final_with_task")
    _move(task, signer, progress, name, reason)
    return progress


def progress_of(task: Task, number: int) -> ProgressEntry:
    """The report ``number`` of a locked task."""
    progress = task.progress.filter(pk=number).first()
    if progress is None:
        raise NotFoundError("progress_missing", key=task.key)
    return progress


def _again(
    actor: Actor, task: Task, signer: Signer, progress: ProgressEntry, content: ProgressInput, then: Then
) -> ProgressEntry:
    """A form that came before: nothing new, or what changed in a draft since."""
    same = all(getattr(progress, name) == value for name, value in content.fields().items())
    if progress.phase != "draft":
        if not same:
            raise StaleError("progress_sent", key=task.key)
        return progress
    if same and then == "draft" and not content.files:
        return progress
    _check(task, content)
    return _written(actor, task, signer, progress, content, then, "progress.change")


def _written(
    actor: Actor,
    task: Task,
    signer: Signer,
    progress: ProgressEntry,
    content: ProgressInput,
    then: Then,
    action: str,
) -> ProgressEntry:
    for name, value in content.fields().items():
        setattr(progress, name, value)
    progress.save()
    record(signer.signature, action, progress, **_said(progress))
    attach(task, signer, progress, content.files)
    if content.obstacle.strip():
        enter_obstacle(task, signer, content.obstacle)
    if then != "draft":
        _move(task, signer, progress, "send_for_signature")
    if then == "sign":
        # The head signs as head, whichever post wrote it.
        _move(task, signer_of(actor, require(actor, "task.sign", task)), progress, "sign")
    return progress


def _move(task: Task, signer: Signer, progress: ProgressEntry, name: str, reason: str = "") -> None:
    """Make one move on a locked task's report; a signed final report takes the task along to review."""
    reason = limited(reason, "progress.returned_reason")
    given = {"reason"} if reason else set()
    progress.state = progress_lifecycle().apply(progress.state, name, given)  # type: ignore[arg-type]
    if name in ("send_for_signature", "sign"):
        _check_whole(task, progress)
    if name == "sign":
        progress.signed_by, progress.signed_at = signer.person, timezone.now()
    elif name in ("accept", "return"):
        progress.reviewed_by, progress.reviewed_at = signer.person, timezone.now()
    progress.returned_reason = reason if name in ("return", "decline") else ""
    progress.save()
    record(signer.signature, f"progress.{name}", progress, reason=reason, **_said(progress))
    take_amounts(task)
    if name == "sign" and progress.final:
        make_move(task, signer, "submit", TransitionInput(own_verdict=progress.own_verdict))
        return
    save_with_event(task, signer.signature, EventInput(progress_event(name), reason=reason))


def _check(task: Task, content: ProgressInput) -> None:
    """What even a draft must be."""
    if task.phase != "working":
        raise InvalidError("not_in_progress", key=task.key)
    check_amounts(content.amount)
    if content.claim and content.claim not in CLAIMS:
        raise InvalidError("claim_unknown", claim=content.claim)
    if content.own_verdict and content.own_verdict not in VERDICTS:
        raise InvalidError("verdict_unknown", verdict=content.own_verdict)
    if content.as_of > timezone.localdate():
        raise InvalidError("as_of_ahead", as_of=content.as_of)


def _check_whole(task: Task, progress: ProgressEntry) -> None:
    """What a report must say before it goes to the head."""
    if task.phase != "working":
        raise InvalidError("not_in_progress", key=task.key)
    if not progress.words.strip():
        raise InvalidError("progress_without_words")
    if progress.final and not progress.own_verdict:
        raise InvalidError("final_without_verdict")


def _said(progress: ProgressEntry) -> dict[str, object]:
    """What the report says, for the log: a report that is changed later was signed as it stands there."""
    return {
        "task": progress.task_id,
        "as_of": progress.as_of,
        "amount": progress.amount,
        "words": progress.words,
        "final": progress.final,
    }
