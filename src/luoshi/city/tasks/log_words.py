"""What the log calls tasks and what is done to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse

from luoshi.city.chain.registry import Name, Words
from luoshi.city.rules.states import progress_lifecycle, task_lifecycle
from luoshi.city.site.words import words_of
from luoshi.city.tasks.models import Task


def log_actions() -> Mapping[str, Mapping[str, Words]]:
    """What the log calls moves and other events, by the kind of record that they are about."""
    moves = {move.name: Words(move.zh, move.en) for move in task_lifecycle().moves}
    progress = {move.name: Words(move.zh, move.en) for move in progress_lifecycle().moves}
    own = {name: Words(**words) for name, words in words_of("tasks")["delivery"]["event"].items()}
    task = own | progress | moves
    del task["return"]
    return {"task": task, "event": task, "progress": progress}


def task_names(keys: Collection[str]) -> dict[str, Name]:
    """Tasks by key and page, by what the log refers to them by."""
    tasks = Task.objects.filter(pk__in=keys).values_list("pk", "key")
    return {str(pk): Name(key, reverse("task", args=[key])) for pk, key in tasks}


def task_references(key: str) -> Iterable[str]:
    """What the log refers to the task ``key`` by."""
    return [str(pk) for pk in Task.objects.filter(key=key).values_list("pk", flat=True)]
