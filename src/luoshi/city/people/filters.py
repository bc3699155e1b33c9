"""What the lists of units and of people show, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q

from luoshi.city.people.models import UNIT_KINDS
from luoshi.city.site.lists import Filters, Form, choice, flag, search

ACCOUNT_STATES = {
    "open": Q(username__isnull=False, is_active=True),
    "none": Q(username__isnull=True, is_active=True),
    "closed": Q(is_active=False),
}
_LONGEST = 100


@dataclass(frozen=True)
class UnitFilters(Filters):
    """The filters of the list of units; ``closed`` adds units that are no more."""

    asked: ClassVar = Form(
        "people.units",
        labels={
            "q": "people.units.words",
            "kind": "people.form.kind",
            "closed": "people.units.with_closed",
        },
    )

    q: str = search(_LONGEST)
    kind: str = choice(UNIT_KINDS, "kind")
    closed: bool = flag(narrows=False)


@dataclass(frozen=True)
class PersonFilters(Filters):
    """The filters of the list of people; ``state`` is that of the account."""

    asked: ClassVar = Form(
        "people.persons", labels={"q": "people.persons.words", "state": "people.persons.account"}
    )

    q: str = search(_LONGEST)
    state: str = choice(ACCOUNT_STATES)
