"""What a person types and has not saved: kept as it comes, forgotten once saved; not logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require
from luoshi.city.tasks.models import FormDraft

_MOST_FIELDS = 200
_LONGEST = 5000
_NEVER = frozenset({"csrfmiddlewaretoken"})


@writes
def keep_unsaved(*, actor: Actor, place: str, content: Mapping[str, Sequence[str]]) -> FormDraft:
    """Keep the fields of a form; what is too long or too many for a form of ours is cut."""
    require(actor, "task.draft")
    fields = {
        name[:100]: [value[:_LONGEST] for value in values[:_MOST_FIELDS]]
        for name, values in list(content.items())[:_MOST_FIELDS]
        if name not in _NEVER
    }
    row, _ = FormDraft.objects.update_or_create(
        person=actor.person, place=place, defaults={"content": fields}
    )
    return row


@writes
def keep_file(*, actor: Actor, place: str, data: str) -> FormDraft:
    """Keep an uploaded table, as base64, between its preview and its confirmation."""
    require(actor, "task.draft")
    row, _ = FormDraft.objects.update_or_create(
        person=actor.person, place=place, defaults={"content": {"file": data}}
    )
    return row


def forget_unsaved(*, actor: Actor, place: str) -> None:
    """Forget what was typed; inside the transaction of a write it goes with it."""
    FormDraft.objects.filter(person=actor.person, place=place).delete()
