"""The log, by person, subject, action and day; the newest entry first, read on by number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from luoshi.city.audit.wording import subjects_called
from luoshi.city.chain.models import Entry
from luoshi.city.people.models import Person
from luoshi.city.site.lists import Filters, Form, day, number_below, search, text

SIZE = 100
_AFTER_ALL = 2**62
_LONGEST = 100
_LATELY = timedelta(days=60)


@dataclass(frozen=True)
class LogFilters(Filters):
    """What of the log is shown. ``before``: entries with a smaller number only."""

    asked: ClassVar = Form("audit", label="audit.filters", helped=("person", "subject"))

    person: str = search(_LONGEST, control="text")
    subject: str = search(_LONGEST, control="text")
    action: str = text("action", longest=_LONGEST)
    since: date | None = day()
    until: date | None = day()
    before: int | None = number_below("number__lt")


def entries(filters: LogFilters) -> QuerySet[Entry]:
    """The entries that the filters leave, the newest first, by way of the log's indexes.

    A person is found by name, user name or key; a subject by its name in the log or what its
    application calls it: a task's number.
    """
    found = Entry.objects.filter(filters.condition()).order_by("-number")
    if filters.person:
        known = Person.objects.filter(
            Q(name=filters.person) | Q(username=filters.person) | Q(key=filters.person)
        )
        found = found.filter(person__in=[filters.person, *known.values_list("key", flat=True)])
    if filters.subject:
        found = found.filter(subject__in=subjects_called(filters.subject))
    if filters.since:
        found = found.filter(number__gte=_first_number(filters.since))
    if filters.until:
        found = found.filter(number__lt=_first_number(filters.until + timedelta(days=1)))
    return found


def privileged_lately(today: date) -> QuerySet[Entry]:
    """Who was given a privileged post in the last weeks, the newest first."""
    return entries(LogFilters(action="holding.privileged", since=today - _LATELY))


def _first_number(on: date) -> int:
    """The number of the first entry on or after a day: numbers and times grow together."""
    midnight = timezone.make_aware(datetime.combine(on, time.min))
    first = Entry.objects.filter(at__gte=midnight).order_by("at").values_list("number", flat=True).first()
    return _AFTER_ALL if first is None else first
