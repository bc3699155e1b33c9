"""The dated facts of a task's story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from luoshi.city.history.chain import Signature, record
from luoshi.city.tasks.models import Step, Task

_PUBLIC = frozenset(
    {
        "issue",
        "accept",
        "approve",
        "close",
        "grant_extension",
        "suspend",
        "resume",
        "transfer",
        "reopen",
        "change",
    }
)


def add_step(
    task: Task,
    signature: Signature,
    action: str,
    *,
    before: str = "",
    reason: str = "",
    changed: Mapping[str, Sequence[object]] | None = None,
) -> Step:
    """Add one fact, in the transaction of the write that it tells of."""
    changed = changed or {}
    step = Step.objects.create(
        task=task,
        at=timezone.now(),
        action=action,
        from_state=before or task.state,
        to_state=task.state,
        reason=reason,
        before={field: values[0] for field, values in changed.items()},
        after={field: values[1] for field, values in changed.items()},
        person_name=signature.person_name,
        post_name=signature.post_name,
        public=action in _PUBLIC,
    )
    record(signature, f"step.{action}", step)
    return step
