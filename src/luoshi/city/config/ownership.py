"""The demonstration opens only what it filled, and an office never that: everybody knows its password."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import Error as DatabaseFailure

from luoshi.city.demo.mark import owner
from luoshi.errors import UsageError

_LOGGER = logging.getLogger("luoshi.site")


def check_owner() -> bool:
    """Whether the database is filled, as this site's kind; ``UsageError`` where as the other."""
    found = owner()
    if settings.DEMO and found == "office":
        raise UsageError("demo_opens_office")
    if found == "demo" and not settings.DEMO:
        raise UsageError("office_opens_demo")
    return found != "nobody"


class Gate:
    """Asked before each page until it is known that the database is this site's."""

    def __init__(self) -> None:
        self._known = False

    def refusal(self) -> UsageError | None:
        """Why nothing is answered; ``None`` also where the database is away, which pages say themselves."""
        if self._known:
            return None
        try:
            self._known = check_owner()
        except DatabaseFailure:
            return None
        except UsageError as error:
            _LOGGER.critical("%s", error.message("en"))
            return error
        return None
