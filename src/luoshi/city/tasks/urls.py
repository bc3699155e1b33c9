"""Addresses under ``/tasks/``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("luoshi.city.tasks.task_list.urls")),
    path("", include("luoshi.city.tasks.breakdown.urls")),
    path("", include("luoshi.city.tasks.delivery.urls")),
]
