"""Administration, audit and business exclude each other; a post that begins when another ends is fine."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import get_args

import pytest

from luoshi.city.rules.permissions import Role
from luoshi.city.rules.separation import Held, clash, effective_kind, guarded_roles, kind_of, privileged_roles

BUSINESS = ("leader", "supervision_office", "unit_head", "unit_officer")
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def test_every_role_of_a_post_is_of_one_kind() -> None:
    roles = {role for role in get_args(Role) if role != "public"}
    assert {role: kind_of(role) for role in roles} == {
        "administrator": "administration",
        "auditor": "audit",
        **dict.fromkeys(BUSINESS, "business"),
    }
    assert guarded_roles() < privileged_roles() < roles


@pytest.mark.parametrize("role", BUSINESS)
def test_posts_of_different_kinds_exclude_each_other(role: str) -> None:
    for one, other in combinations((role, "auditor", "administrator"), 2):
        held = Held(other, None, None)
        assert clash(Held(one, FIRST, None), [held]) is held
        assert clash(held, [Held(one, FIRST, None)])
    assert clash(Held(role, FIRST, None), [Held(other, None, None) for other in BUSINESS]) is None


@pytest.mark.parametrize(
    ("since", "until", "clashes"),
    [
        (date(2026, 7, 1), None, False),
        (date(2026, 6, 30), None, True),
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2026, 3, 1), date(2026, 3, 1), True),
        (None, date(2025, 12, 31), False),
        (None, None, True),
    ],
)
def test_only_days_that_both_would_hold_count(since: date | None, until: date | None, clashes: bool) -> None:
    held = [Held("supervision_office", FIRST, LAST)]
    assert (clash(Held("administrator", since, until), held) is not None) is clashes


@pytest.mark.parametrize(
    ("roles", "kind"),
    [
        (("supervision_office", "administrator"), "administration"),
        (("auditor", "unit_head", "administrator"), "administration"),
        (("auditor", "leader"), "business"),
        (("auditor",), "audit"),
        ((), None),
    ],
)
def test_of_posts_that_exclude_each_other_one_kind_gives_permissions(
    roles: tuple[str, ...], kind: str | None
) -> None:
    assert effective_kind(roles) == kind
