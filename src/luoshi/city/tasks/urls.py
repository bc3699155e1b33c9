"""Addresses under ``/tasks/``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("luoshi.city.tasks.listing.urls")),
    path("", include("luoshi.city.tasks.decomposing.urls")),
    path("", include("luoshi.city.tasks.doing.urls")),
]
