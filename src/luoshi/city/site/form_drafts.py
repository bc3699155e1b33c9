"""Keeping what is typed into a form as it comes, and forgetting it once it is sent; not logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from luoshi.city.chain.writing import writes
from luoshi.city.rules.limits import longest
from luoshi.city.site.errors import InvalidError
from luoshi.city.site.leftovers import forget, kept
from luoshi.city.site.models import FormDraft
from luoshi.city.site.uploads import path_of

MOST_DRAFTS = 100
"""Of one person; the oldest goes."""
_MOST_FIELDS = 200
_NEVER = frozenset(("csrfmiddlewaretoken", "place", "form_key"))
_REMEMBERED = timedelta(hours=1)
_LONGEST_PLACE = 80
_TABLES = ("xlsx", "xls", "csv", "txt")


def draft_at(person: Any, place: str) -> FormDraft | None:
    """What the person typed at ``place`` and has not sent."""
    if person is None or not place:
        return None
    draft = FormDraft.objects.filter(person=person, place=place).first()
    return draft if draft is not None and (draft.content or draft.sha256) else None


@writes
def keep_draft(
    *, person: Any, place: str, content: Mapping[str, Sequence[str]], form_key: str = ""
) -> FormDraft | None:
    """Keep the fields of a form; what is too long or too many for a form of ours is cut.

    ``None`` where the form ``form_key`` was sent meanwhile.
    """
    _check_place(place)
    rows = FormDraft.objects.filter(person=person)
    if form_key and rows.filter(place=place, sent=form_key).exists():
        return None
    most = longest("form_draft.field")
    fields = {
        name[:100]: [value[:most] for value in values[:_MOST_FIELDS]]
        for name, values in list(content.items())[:_MOST_FIELDS]
        if name not in _NEVER
    }
    draft, made = FormDraft.objects.update_or_create(
        person=person, place=place, defaults={"content": fields, "sent": ""}
    )
    if made:
        old = list(rows.order_by("-changed_at").values_list("pk", flat=True)[MOST_DRAFTS:])
        rows.filter(pk__in=old).delete()
    return draft


def keep_file(*, person: Any, place: str, file: File[Any]) -> None:
    """Keep an uploaded file between its preview and its confirmation. Raises ``FileRefusedError``."""
    _check_place(place)
    forget_draft(person=person, place=place)
    with kept([file], allowed=_TABLES) as (stored,):
        FormDraft.objects.update_or_create(person=person, place=place, defaults={"sha256": stored.sha256})


def file_at(person: Any, place: str) -> bytes | None:
    """The bytes of the file that is kept at ``place``."""
    draft = draft_at(person, place)
    if draft is None or not draft.sha256:
        return None
    try:
        return path_of(draft.sha256).read_bytes()
    except FileNotFoundError:
        return None


def forget_draft(*, person: Any, place: str, form_key: str = "") -> None:
    """Forget what was kept, if anything was; inside the transaction of a write it goes with it.

    With ``form_key`` the form is remembered as sent for an hour.
    """
    rows = FormDraft.objects.filter(person=person)
    here = list(rows.filter(place=place).values_list("sha256", flat=True))
    if not here:
        return
    files = [sha256 for sha256 in here if sha256]
    if form_key:
        nothing = {"content": {}, "sha256": "", "sent": form_key[:40]}
        FormDraft.objects.update_or_create(person=person, place=place, defaults=nothing)
        over = timezone.now() - _REMEMBERED
        rows.filter(sent__gt="", changed_at__lt=over).delete()
    else:
        rows.filter(place=place).delete()
    for sha256 in files:
        transaction.on_commit(lambda sha256=sha256: forget(sha256))  # type: ignore[misc]


def _check_place(place: str) -> None:
    if not place or len(place) > _LONGEST_PLACE:
        raise InvalidError("request_unfit")
