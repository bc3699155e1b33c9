"""``{{ post.role|role_name }}``, the rules for passwords, a picture that is part of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.forms import BoundField
from django.utils.safestring import SafeString

from luoshi.city.people.models import Holding
from luoshi.city.rules.permissions import Role, permission_words, role_words
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say

register = template.Library()


@register.filter
def role_name(role: Role) -> str:
    """What the role is called."""
    return role_words(role, language_now())


@register.filter
def permission_name(permission: str) -> str:
    """What the permission allows."""
    return permission_words(permission, language_now())


@register.simple_tag
def reset_by_mail() -> bool:
    """Whether a forgotten password is reset by e-mail."""
    return bool(settings.PASSWORD_RESET_BY_MAIL)


@register.simple_tag
def password_rules() -> list[str]:
    """The rules for passwords, one sentence each."""
    return password_validators_help_texts()


@register.filter
def holders(holdings: Iterable[Holding]) -> str:
    """The names of those who hold a post."""
    return "、".join(holding.person.name for holding in holdings)


@register.inclusion_tag("people/account_field.html")
def account_field(
    field: BoundField, label: str, complete: str, *, first: bool = False, numeric: bool = False
) -> dict[str, Any]:
    """A field of a page of the account; ``label`` a key of words, ``complete`` as ``autocomplete`` has it."""
    return {
        "field": field,
        "label": say(label),
        "type": "password" if complete.endswith("-password") else "text",
        "complete": complete,
        "first": first,
        "numeric": numeric,
    }


@register.filter
def inline_svg(picture: str) -> SafeString:
    """The QR picture that allauth drew, as part of the page: the policy lets no ``data:`` address in."""
    return SafeString(picture[picture.index("<svg") :])


@register.filter
def signing_name(action: str) -> str:
    """What happened to an account: ``account.sign_in`` -> 登录."""
    return say(f"people.signing.{action.partition('.')[2]}")
