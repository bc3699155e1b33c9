"""Signing in and out, second factor, OpenID Connect: allauth's pages under ``/account/``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
