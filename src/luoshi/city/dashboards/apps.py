"""The application's name for Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """``luoshi.city.dashboards``."""

    name = "luoshi.city.dashboards"
    default_auto_field = "django.db.models.BigAutoField"
