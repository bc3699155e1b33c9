"""The log, by person, subject, action and day; the newest entry first, read on by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from luoshi.city.audit.wording import subjects_called
from luoshi.city.chain.models import Entry
from luoshi.city.people.models import Person

SIZE = 100
_AFTER_ALL = 2**62
_LONGEST = 100
_LATELY = timedelta(days=60)


@dataclass(frozen=True)
class LogFilters:
    """What of the log is shown; empty filters nothing. ``before``: entries with a smaller number only."""

    person: str = ""
    subject: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def log_filters_of(query: Mapping[str, str]) -> LogFilters:
    """The filters in an address; what makes no sense filters nothing."""
    before = query.get("before", "")
    return LogFilters(
        person=query.get("person", "").strip()[:_LONGEST],
        subject=query.get("subject", "").strip()[:_LONGEST],
        action=query.get("action", "").strip()[:_LONGEST],
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )


def _day(written: str) -> date | None:
    """A day with a midnight before and after it in every time zone."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if date.min.year < day.year < date.max.year else None


def entries(filters: LogFilters) -> QuerySet[Entry]:
    """The entries that the filters leave, the newest first, by way of the log's indexes.

    A person is found by name, user name or key; a subject by its name in the log or what its
    application calls it: a task's number.
    """
    found = Entry.objects.order_by("-number")
    if filters.person:
        known = Person.objects.filter(
            Q(name=filters.person) | Q(username=filters.person) | Q(key=filters.person)
        )
        found = found.filter(person__in=[filters.person, *known.values_list("key", flat=True)])
    if filters.subject:
        found = found.filter(subject__in=subjects_called(filters.subject))
    if filters.action:
        found = found.filter(action=filters.action)
    if filters.since:
        found = found.filter(number__gte=_first_number(filters.since))
    if filters.until:
        found = found.filter(number__lt=_first_number(filters.until + timedelta(days=1)))
    if filters.before is not None:
        found = found.filter(number__lt=filters.before)
    return found


def privileged_lately(today: date) -> QuerySet[Entry]:
    """Who was given a privileged post in the last weeks, the newest first."""
    return entries(LogFilters(action="holding.privileged", since=today - _LATELY))


def _first_number(day: date) -> int:
    """The number of the first entry on or after ``day``: numbers and times grow together."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    first = Entry.objects.filter(at__gte=midnight).order_by("at").values_list("number", flat=True).first()
    return _AFTER_ALL if first is None else first
