"""What the templates of a task that outsiders see are given."""

from __future__ import annotations

from typing import Any

from luoshi.city.public.queries import released_report
from luoshi.city.public.records import public_task
from luoshi.city.public.wording import amount_words, changed_words, node_line, target_words
from luoshi.city.site.language import language_now
from luoshi.city.tasks.events import event_words
from luoshi.city.tasks.models import Task


def task_pieces(task: Task) -> dict[str, Any]:
    """A task that ``queries.with_story`` fetched, as outsiders read it, released or not yet."""
    shown, language = public_task(task), language_now()
    return {
        "task": shown,
        "done": [(one, amount_words(one.amount, shown)) for one in shown.done],
        "events": [
            (
                event,
                event_words(event.action, language, public=True),
                [changed_words(one, language) for one in event.changed],
            )
            for event in shown.events
        ],
        "target": target_words(shown, language),
        "milestones": [node_line(node, shown, language) for node in shown.milestones],
        "report": released_report(task),
    }
