"""Addresses under ``/audit/``."""

from django.urls import path

from luoshi.city.audit import views

urlpatterns = [
    path("", views.log, name="audit_log"),
    path("export/", views.log_export, name="audit_log_export"),
]
