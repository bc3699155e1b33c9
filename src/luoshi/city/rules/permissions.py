"""Who may do what, from ``permissions.toml``: one table for pages, API, docs and tests."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args

from luoshi.errors import Language
from luoshi.knowledge import toml_table

Role = Literal[
    "leader", "supervision_office", "unit_head", "unit_officer", "auditor", "administrator", "public"
]
Scope = Literal["all", "unit", "lead", "sponsored", "released", "none"]
ROLES: tuple[Role, ...] = get_args(Role)


@cache
def _table() -> dict[str, Any]:
    return toml_table("luoshi.city.rules", "permissions.toml")


@cache
def permissions() -> tuple[str, ...]:
    """Every permission, in the order of the table."""
    return tuple(_table()["permissions"])


@cache
def scope_of(role: Role, permission: str) -> Scope:
    """How far ``role`` reaches with ``permission``; ``KeyError`` for one that is not in the table."""
    scope: Scope = _table()["permissions"][permission].get(role, "none")
    return scope


def is_inside(scope: Scope) -> bool:
    """Whether ``scope`` reaches further than what is released to the public."""
    return scope not in ("released", "none")


def permission_words(permission: str, language: Language) -> str:
    """What the permission allows, in words."""
    words: str = _table()["permissions"][permission]["words"][language]
    return words


def role_words(role: Role, language: Language) -> str:
    """What the role is called."""
    words: str = _table()["roles"][role][language]
    return words
