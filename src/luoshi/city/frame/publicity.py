"""The mark beside a field that says whether what is typed there is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from luoshi.city.frame.templatetags.frame import language_now
from luoshi.city.frame.words import say
from luoshi.city.rules.publicity import Openness, Told, openness


@dataclass(frozen=True)
class Mark:
    """What the page says beside a field; ``brief`` beside fields in which no words are typed."""

    openness: Openness
    words: str
    brief: bool


def mark(form: forms.Form, told: Mapping[str, tuple[Told, ...]], *, of: str, released: bool) -> None:
    """Say beside every field of ``form`` what becomes of it.

    ``told`` names where each field goes; a field in which words are typed and that it does not name is a
    ``KeyError``. ``of`` is what must be released before: ``task``, ``report``, ``unit``.
    """
    when = "now" if released else "later"
    for name, field in form.fields.items():
        typed = type(field) in _TYPED
        if field.widget.is_hidden or (not typed and name not in told):
            continue
        found = openness(told[name])
        if not typed and found == "inner":
            continue
        key = f"inner.{of}" if found == "inner" else f"{found}.{of}.{when}" if typed else "brief"
        said = say(f"frame.publicity.{key}", language_now())
        field.publicity = Mark(found, said, not typed)  # type: ignore[attr-defined]
        _describe(form, name)


_TYPED = (forms.CharField,)


def _describe(form: forms.Form, name: str) -> None:
    """Let screen readers say the mark, and the help, with the field."""
    bound = form[name]
    ids = [f"{bound.auto_id}_publicity", *([f"{bound.auto_id}_helptext"] if bound.help_text else [])]
    form.fields[name].widget.attrs["aria-describedby"] = " ".join(ids)
