"""How the log calls tasks and finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse

from luoshi.city.chain.registry import Name
from luoshi.city.tasks.models import Task


def task_names(references: Collection[str]) -> dict[str, Name]:
    """Tasks by key and page, by what the log refers to them by."""
    tasks = Task.objects.filter(pk__in=references).values_list("pk", "key")
    return {str(pk): Name(key, reverse("task", args=[key])) for pk, key in tasks}


def task_references(key: str) -> Iterable[str]:
    """What the log refers to the task ``key`` by."""
    return [str(pk) for pk in Task.objects.filter(key=key).values_list("pk", flat=True)]
