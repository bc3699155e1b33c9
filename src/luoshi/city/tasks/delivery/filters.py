"""What the lists across tasks show, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q

from luoshi.city.rules.escalation import SUPERVISION_COLOURS
from luoshi.city.site.lists import Filters, Form, Key, Orders, choice, flag, text

OBSTACLE_STATES = {
    "open": Q(settled_on__isnull=True),
    "settled": Q(settled_on__isnull=False),
    "all": Q(),
}
BY_DUE = Orders({"due": (Key("due", nullable=True),)})
"""By day; what has none stands last."""


@dataclass(frozen=True)
class ObstacleFilters(Filters):
    """The filters of the obstacles; ``overdue`` is left to the query, which knows the day."""

    asked: ClassVar = Form("tasks.delivery", labels={"overdue": "tasks.delivery.only_overdue"})

    unit: str = text("remover__key", "task__lead_unit__key")
    state: str = choice(OBSTACLE_STATES, default="open")
    overdue: bool = flag(Q(settled_on__isnull=True))


@dataclass(frozen=True)
class SupervisionOrderFilters(Filters):
    """The filters of the supervision orders."""

    asked: ClassVar = Form("tasks.delivery", labels={"unanswered": "tasks.delivery.only_unanswered"})

    unit: str = text("unit__key")
    colour: str = choice(SUPERVISION_COLOURS, "colour")
    unanswered: bool = flag(Q(answered_at__isnull=True))


@dataclass(frozen=True)
class NotificationFilters(Filters):
    """The filters of one's notifications."""

    unread: bool = flag(Q(read_at__isnull=True))
