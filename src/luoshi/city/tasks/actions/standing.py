"""What stands of a task just now: the reports, evidence and change requests that count."""

from __future__ import annotations

from django.db.models import QuerySet

from luoshi.city.rules.counting import last_word, newest_amount
from luoshi.city.tasks.models import ChangeRequest, Evidence, ProgressEntry, Task

SIGNED = ("awaiting_review", "accepted")
"""The states of progress that a head has signed and nobody returned: what counts."""
UNSIGNED = ("draft", "awaiting_signature", "returned")
"""The states of progress that does not count: not signed yet, or returned."""


def final_progress(task: Task) -> ProgressEntry | None:
    """The final report that waits for the office, if there is one."""
    return last_word(task.progress.filter(final=True, state="awaiting_review"))


def standing_evidence(task: Task) -> QuerySet[Evidence]:
    """The evidence that counts: not removed, and of the task itself or of a report that was signed."""
    return task.evidence.filter(removed_at__isnull=True).exclude(progress__state__in=UNSIGNED)


def open_change_requests(task: Task) -> QuerySet[ChangeRequest]:
    """What the unit asked for and nobody decided."""
    return task.change_requests.filter(decided_at__isnull=True)


def take_amounts(task: Task) -> None:
    """Set what the signed progress says of the task: amount, claim, days; the caller saves.

    Amount and claim are those of the report that counts (``rules.counting``); the unit was heard of last on
    the newest day that any report is of.
    """
    signed = list(task.progress.filter(state__in=SIGNED))
    counts, measured = last_word(signed), newest_amount(signed)
    task.last_progress_on = max((one.as_of for one in signed), default=None)
    task.claim = counts.claim if counts else ""
    task.done_amount, task.amount_on = (measured.amount, measured.as_of) if measured else (None, None)
