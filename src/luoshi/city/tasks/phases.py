"""Phases and attributes of tasks and progress entries as conditions of the database (``rules.states``).

``path`` leads to the record: ``tasks_in("working", path="task__")`` for what belongs to a task.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from luoshi.city.rules.states import Attribute, Phase, progress_lifecycle, task_lifecycle


def tasks_in(*phases: Phase, path: str = "") -> Q:
    """Tasks in any of ``phases``."""
    return _states(task_lifecycle().states_in(*phases), path)


def tasks_with(attribute: Attribute, path: str = "") -> Q:
    """Tasks in a state that has ``attribute``."""
    return _states(task_lifecycle().states_with(attribute), path)


def progress_in(*phases: Phase, path: str = "") -> Q:
    """Progress entries in any of ``phases``."""
    return _states(progress_lifecycle().states_in(*phases), path)


def progress_with(attribute: Attribute, path: str = "") -> Q:
    """Progress entries in a state that has ``attribute``."""
    return _states(progress_lifecycle().states_with(attribute), path)


def _states(names: Iterable[str], path: str) -> Q:
    return Q(**{f"{path}state__in": tuple(names)})
