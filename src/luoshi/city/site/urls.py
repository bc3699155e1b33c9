"""Addresses that belong to no application."""

from django.urls import path

from luoshi.city.site.views import language

urlpatterns = [path("language/", language, name="language")]
