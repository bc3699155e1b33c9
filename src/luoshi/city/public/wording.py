"""A released task in words: the same for its page and for the row of a download; see ``tasks.public``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.city.rules.words import name_of, number
from luoshi.city.site.words import say_in, words_of
from luoshi.city.tasks.events import event_words
from luoshi.city.tasks.public import Changed
from luoshi.errors import Language

Shown = Mapping[str, Any]
"""A task, an entry, a milestone or an event as outsiders get it, see ``tasks.public``."""


def changed_words(changed: Changed, language: Language) -> tuple[str, str, str]:
    """A changed field, what it was and what it is, in words; "—" for nothing."""
    field: str = words_of("public")["fields"][changed.field][language]
    before, after = (_value(changed.field, value, language) for value in (changed.before, changed.after))
    return field, before, after


def _value(field: str, value: str, language: Language) -> str:
    if not value:
        return "—"
    if field == "verdict":
        return name_of("verdict", value, language)
    return name_of("bound", value, language) if field == "target_bound" else value


def event_line(event: Shown, language: Language) -> str:
    """An event on one line: day, what happened, whose post, why, what changed."""
    changed = (
        f"{field} {before} → {after}"
        for field, before, after in (changed_words(one, language) for one in event["changed"])
    )
    parts = (
        f"{event['on']}",
        event_words(event["action"], language, public=True),
        event["by"],
        event["reason"],
        "；".join(changed),
    )
    return " ".join(filter(None, parts))


def target_words(task: Shown, language: Language) -> str:
    """The target with its bound and unit; empty where there is none."""
    ends = [one for one in (task["target_low"], task["target_high"]) if one is not None]
    if not ends:
        return ""
    range_ = "–".join(dict.fromkeys(number(one) for one in sorted(ends)))
    return say_in(
        language, f"public.target_said.{task['target_bound'] or 'exact'}", amount=range_ + task["target_unit"]
    )


def milestone_line(milestone: Shown, task: Shown, language: Language) -> str:
    """A milestone on one line."""
    reached = say_in(language, "public.reached", day=milestone["done_on"]) if milestone["done_on"] else ""
    said = (f"{milestone['due']}", amount_words(milestone["amount"], task), milestone["words"], reached)
    return " ".join(filter(None, said))


def done_line(entry: Shown, task: Shown) -> str:
    """An accepted progress entry on one line."""
    return " ".join(filter(None, (f"{entry['as_of']}", amount_words(entry["amount"], task), entry["words"])))


def amount_words(amount: float | None, task: Shown) -> str:
    """An amount in the task's unit; empty for none."""
    return "" if amount is None else f"{number(amount)}{task['target_unit']}"


def state_words(task: Shown, language: Language) -> str:
    """How far the public is told it is."""
    return say_in(language, f"public.{task['state']}")
