"""Filling an empty database with the fictional city; only where the settings say that this is the demo."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from luoshi.city.demo.city import add_city, demo_accounts
from luoshi.city.history.models import Entry
from luoshi.errors import UsageError

__all__ = ["demo_accounts", "fill_once"]


def fill_once() -> bool:
    """Fill the database where it is empty; whether it was. All or nothing: it is one transaction."""
    if not settings.DEMO:
        raise UsageError("only_in_demo")
    if Entry.objects.exists():
        return False
    with transaction.atomic():
        add_city()
    return True
