"""A released task in words: the same for its page and for the row of a download."""

from __future__ import annotations

from luoshi.city.public.records import Changed, Done, PublicEvent, PublicMilestone, PublicTask
from luoshi.city.rules.words import name_of, number
from luoshi.city.site.words import say_in, words_of
from luoshi.city.tasks.events import event_words
from luoshi.errors import Language


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


def event_line(event: PublicEvent, language: Language) -> str:
    """An event on one line: day, what happened, whose post, why, what changed."""
    changed = (
        f"{field} {before} → {after}"
        for field, before, after in (changed_words(one, language) for one in event.changed)
    )
    happened = event_words(event.action, language, public=True)
    parts = (f"{event.on}", happened, event.by, event.reason, "；".join(changed))
    return " ".join(filter(None, parts))


def target_words(task: PublicTask, language: Language) -> str:
    """The target with its bound and unit; empty where there is none."""
    ends = [one for one in (task.target_low, task.target_high) if one is not None]
    if not ends:
        return ""
    range_ = "–".join(dict.fromkeys(number(one) for one in sorted(ends)))
    return say_in(
        language, f"public.target_said.{task.target_bound or 'exact'}", amount=range_ + task.target_unit
    )


def node_line(node: PublicMilestone, task: PublicTask, language: Language) -> str:
    """A milestone on one line."""
    reached = say_in(language, "public.reached", day=node.done_on) if node.done_on else ""
    said = (f"{node.due}", amount_words(node.amount, task), node.words, reached)
    return " ".join(filter(None, said))


def done_line(done: Done, task: PublicTask) -> str:
    """An accepted report on one line."""
    return " ".join(filter(None, (f"{done.as_of}", amount_words(done.amount, task), done.words)))


def amount_words(amount: float | None, task: PublicTask) -> str:
    """An amount in the task's unit; empty for none."""
    return "" if amount is None else f"{number(amount)}{task.target_unit}"


def state_words(task: PublicTask, language: Language) -> str:
    """How far the public is told it is."""
    return say_in(language, f"public.{task.state}")
