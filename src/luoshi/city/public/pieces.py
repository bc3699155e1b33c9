"""What the templates of a task that outsiders see are given."""

from __future__ import annotations

from typing import Any

from luoshi.city.public.cells import data_of
from luoshi.city.public.queries import released_report
from luoshi.city.public.wording import amount_words, changed_words
from luoshi.city.site.language import language_now
from luoshi.city.tasks.events import event_words
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.public import TASK


def task_pieces(task: Task) -> dict[str, Any]:
    """A task that ``tasks.public.with_public_fields`` fetched, as outsiders read it, released or not yet."""
    shown, language = TASK.public(task), language_now()
    return {
        "task": shown,
        "done": [(entry, amount_words(entry["amount"], shown)) for entry in shown["done"]],
        "events": [
            (
                event,
                event_words(event["action"], language, public=True),
                [changed_words(one, language) for one in event["changed"]],
            )
            for event in shown["events"]
        ],
        "data": data_of(shown, language),
        "report": released_report(task),
    }
