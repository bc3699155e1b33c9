"""Addresses under ``/api/``."""

from __future__ import annotations

from django.urls import path

from luoshi.city.api.site import api
from luoshi.city.api.views import description, document

urlpatterns = [
    path("", description, name="api"),
    path("v1/openapi.json", document, name="api_document"),
    path("v1/", api.urls),
]
