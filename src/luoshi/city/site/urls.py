"""Addresses that belong to no application."""

from django.urls import path

from luoshi.city.site.form_view import keep_form
from luoshi.city.site.views import language

urlpatterns = [
    path("language/", language, name="language"),
    path("form-drafts/", keep_form, name="keep_form"),
]
