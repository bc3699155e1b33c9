"""``{% say "tasks.lead_unit" %}`` and ``{{ task.state|named:"task_state" }}``: words in both languages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language

from luoshi.city.frame.words import say
from luoshi.city.rules.words import Reason, in_words, name_of
from luoshi.errors import Language

register = template.Library()


def language_now() -> Language:
    """The language of the page being made."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.simple_tag(name="say")
def say_tag(key: str, **values: object) -> str:
    """The words of ``key``, escaped like any text."""
    return say(key, language_now(), **values)


@register.filter
def named(value: str, kind: str) -> str:
    """A value in words: ``{{ task.state|named:"task_state" }}``; empty for an empty value."""
    return name_of(kind, value, language_now()) if value else ""


@register.filter
def reason(value: dict[str, Any]) -> str:
    """A reason kept as JSON, ``{"code": …, "details": {…}}``, as a sentence."""
    return in_words(Reason(value["code"], value.get("details", {})), language_now())


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str) -> bool:
    """Whether the person of the page has ``permission`` in any scope."""
    return bool(context["actor"].may_open(permission))


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: object) -> str:
    """This page's address with some of its query changed; a value of ``None`` or "" takes the key out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"
