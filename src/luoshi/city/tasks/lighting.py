"""A task's light, from its facts by the rules."""

from __future__ import annotations

from datetime import date

from luoshi.city.tasks.models import Task


def relight(task: Task, today: date) -> None:
    """Compute the light anew; the caller saves."""
    raise NotImplementedError
