"""What the log's actions and records are called: as their applications declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from luoshi.city.chain.models import Entry
from luoshi.city.chain.registry import Name, kinds, namings
from luoshi.errors import Language


def action_words(action: str, language: Language) -> str:
    """An action in words: ``task.accept`` -> 任务 · 签收; a part that nobody declared stays as it is."""
    name, _, verb = action.partition(".")
    kind = kinds().get(name)
    about = kind.in_language(language) if kind else name
    words = kind.actions.get(verb) if kind else None
    return f"{about} · {words.in_language(language) if words else verb}" if verb else about


def action_choices(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """The actions to choose from by what they are about, each as the log has it and in words."""
    return [
        (
            kind.in_language(language),
            [(f"{name}.{verb}", action_words(f"{name}.{verb}", language)) for verb in kind.actions],
        )
        for name, kind in kinds().items()
    ]


def subject_names(entries: Iterable[Entry]) -> dict[str, Name]:
    """The names of the records that entries are about, by their subject; one query a kind."""
    keys: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        kind, _, key = entry.subject.partition(":")
        keys[kind].append(key)
    return {
        f"{kind}:{key}": name
        for kind, naming in namings().items()
        if keys[kind]
        for key, name in naming.names(keys[kind]).items()
    }


def subjects_called(typed: str) -> list[str]:
    """The subjects that somebody means who types ``typed``: as the log has them, or a record's name."""
    return [typed, *(f"{kind}:{key}" for kind, naming in namings().items() for key in naming.find(typed))]
