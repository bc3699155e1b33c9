"""The mark beside a field that says whether what is typed there is published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django import forms

from luoshi.city.rules.publicity import Openness, Told, openness
from luoshi.city.site.words import say


@dataclass(frozen=True)
class Mark:
    """What the page says beside a field; ``brief`` beside fields in which no words are typed."""

    openness: Openness
    words: str
    brief: bool


Subject = Literal["task", "report", "unit"]
"""What must be released before its words are published."""


def mark(
    form: forms.Form,
    told: Mapping[str, tuple[Told, ...]],
    *,
    of: Subject,
    released: bool,
    brief: Collection[str] = (),
) -> None:
    """Say beside every field of ``form`` what becomes of it; of those in ``brief`` in a word.

    ``told`` names where each field goes; a field in which words are typed and that it does not name is a
    ``KeyError``, so that none is forgotten.
    """
    for name, field in form.fields.items():
        typed = type(field) is forms.CharField or getattr(field, "of_words", False)
        if field.widget.is_hidden or (not typed and name not in told):
            continue
        found = mark_of(told[name], of=of, released=released, brief=not typed or name in brief)
        if typed or found.openness != "inner":
            field.publicity = found  # type: ignore[attr-defined]
            _describe(form, name)


def mark_of(told: Iterable[Told], *, of: Subject, released: bool, brief: bool = False) -> Mark:
    """The mark beside a field whose words go to ``told``."""
    found = openness(told)
    key = f"{found}.{of}.{'now' if released else 'later'}"
    if found == "inner" or brief:
        key = "inner" if found == "inner" else "brief"
    return Mark(found, say(f"site.publicity.{key}"), brief)


def _describe(form: forms.Form, name: str) -> None:
    """Let screen readers say the mark, and the help, with the field."""
    bound = form[name]
    ids = [f"{bound.auto_id}_publicity", *([f"{bound.auto_id}_helptext"] if bound.help_text else [])]
    form.fields[name].widget.attrs["aria-describedby"] = " ".join(ids)
