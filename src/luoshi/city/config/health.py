"""``/health/live`` and ``/health/ready``: for the machine that watches the site."""

from __future__ import annotations

import tempfile
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from luoshi.city.config.tables import tables_wait
from luoshi.city.site.access import open_to_all

_ASKED_ANEW = {"Cache-Control": "private, no-store"}


@open_to_all
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"}, headers=_ASKED_ANEW)


@open_to_all
def ready(_request: HttpRequest) -> JsonResponse:
    """Database, its tables and the folder for files are there; 503 and which is not where one is not."""
    found = {"database": _database(), "files": _files()}
    ok = all(state == "ok" for state in found.values())
    return JsonResponse(
        {"status": "ok" if ok else "unavailable", **found}, status=200 if ok else 503, headers=_ASKED_ANEW
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _migrated()
    except Error:
        return "unreachable"
    except _OutdatedError:
        return "outdated"
    return "ok"


class _OutdatedError(Exception):
    """Migrations are waiting."""


@cache
def _migrated() -> None:
    """Raise where migrations wait; looked at until none does, since tables only go forward."""
    if tables_wait():
        raise _OutdatedError


def _files() -> str:
    try:
        settings.FILES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.FILES) as file:
            file.write(b"ready")
    except OSError:
        return "unwritable"
    return "ok"


urlpatterns = [path("live", live, name="live"), path("ready", ready, name="ready")]
