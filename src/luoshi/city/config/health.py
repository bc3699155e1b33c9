"""``/health/live`` and ``/health/ready``: for the machine that watches the site."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from luoshi.city.frame.access import open_to_all


@open_to_all
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@open_to_all
def ready(_request: HttpRequest) -> JsonResponse:
    """The database answers, too; 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


urlpatterns = [path("live", live, name="live"), path("ready", ready, name="ready")]
