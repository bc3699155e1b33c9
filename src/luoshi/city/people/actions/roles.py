"""Which roles a person who manages units may give."""

from __future__ import annotations

from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import require

# Who holds such a post manages accounts, or reads all without being seen in the work: the office, which
# manages units, cannot make itself one of these.
_GUARDED = frozenset(("administrator", "auditor"))


def require_for_role(actor: Actor, *roles: str) -> None:
    """``Refused`` where one of ``roles`` may be given and taken by who manages accounts only."""
    if _GUARDED.intersection(roles):
        require(actor, "account.manage")
