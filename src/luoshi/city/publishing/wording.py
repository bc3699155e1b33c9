"""What happened to a released task, in words."""

from __future__ import annotations

from luoshi.city.frame.words import words_of
from luoshi.city.publishing.records import Changed
from luoshi.city.rules.words import name_of, table
from luoshi.errors import Language


def event_words(action: str, language: Language) -> str:
    """A public step in words: ``grant_extension`` -> 同意延期."""
    moves = {move["name"]: move for move in table("states.toml")["task"]}
    own = words_of("publishing")["events_said"]
    words: str = (own.get(action) or moves.get(action, {})).get(language, action)
    return words


def changed_words(changed: Changed, language: Language) -> tuple[str, str, str]:
    """A changed field, what it was and what it is, in words; "—" for nothing."""
    field: str = words_of("publishing")["fields"][changed.field][language]
    before, after = (
        name_of("verdict", value, language) if value and changed.field == "verdict" else value or "—"
        for value in (changed.before, changed.after)
    )
    return field, before, after
