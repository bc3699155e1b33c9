"""What stands of a task just now: the reports, evidence and change requests that count."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luoshi.city.rules.counting import last_word, newest_amount
from luoshi.city.tasks.models import ChangeRequest, Evidence, ProgressEntry, Task
from luoshi.city.tasks.phases import progress_in, progress_with


def final_progress(task: Task) -> ProgressEntry | None:
    """The final report that waits for the office, if there is one."""
    return last_word(task.progress.filter(progress_in("review"), final=True))


def standing_evidence(task: Task) -> QuerySet[Evidence]:
    """The evidence that counts: not removed, and of the task itself or of a report that was signed."""
    of_task = Q(progress__isnull=True)
    return task.evidence.filter(of_task | progress_with("counts", path="progress__"), removed_at__isnull=True)


def open_change_requests(task: Task) -> QuerySet[ChangeRequest]:
    """What the unit asked for and nobody decided."""
    return task.change_requests.filter(decided_at__isnull=True)


def take_amounts(task: Task) -> None:
    """Set what the signed progress says of the task: amount, claim, days; the caller saves.

    Amount and claim are those of the report that counts (``rules.counting``); the unit was heard of last on
    the newest day that any report is of.
    """
    signed = list(task.progress.filter(progress_with("counts")))
    counts, measured = last_word(signed), newest_amount(signed)
    task.last_progress_on = max((one.as_of for one in signed), default=None)
    task.claim = counts.claim if counts else ""
    task.done_amount, task.amount_on = (measured.amount, measured.as_of) if measured else (None, None)
