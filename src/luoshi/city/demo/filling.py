"""Filling an empty database with the fictional city; only where the settings say that this is the demo."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone

from luoshi.city.chain.writing import writing
from luoshi.city.demo.city import add_city, demo_accounts
from luoshi.city.demo.mark import owner
from luoshi.city.demo.scenario import tell_story
from luoshi.city.people.actors import Actor, actor_for
from luoshi.city.people.models import Person
from luoshi.city.reports.actions.uploading import upload_report
from luoshi.city.tasks.daily import run_daily
from luoshi.errors import UsageError

__all__ = ["demo_accounts", "fill_once", "upload"]


def fill_once() -> bool:
    """Fill the database where it is empty; whether it was. All or nothing: it is one transaction.

    A demonstration that was filled on an earlier day gets the lights and reminders of today. Raises
    ``UsageError`` where an office writes in it.
    """
    if not settings.DEMO:
        raise UsageError("only_in_demo")
    found = owner()
    if found == "office":
        raise UsageError("demo_opens_office")
    if found == "demo":
        run_daily(timezone.localdate())
        return False
    with writing(alone=True):
        add_city()
        tell_story()
    return True


def upload(path: Path) -> None:
    """Upload a report for the supervision office, as its page does.

    The site's worker reads it. Raises ``LuoshiError`` where it is refused.
    """
    with path.open("rb") as file:
        upload_report(actor=acting("office"), file=File(file, name=path.name))


def acting(username: str) -> Actor:
    """The person of ``username`` as acting today."""
    return actor_for(Person.objects.get(username=username), timezone.localdate())
