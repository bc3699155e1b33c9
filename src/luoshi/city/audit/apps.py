"""The application's name for Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """``luoshi.city.audit``."""

    name = "luoshi.city.audit"
    default_auto_field = "django.db.models.BigAutoField"
