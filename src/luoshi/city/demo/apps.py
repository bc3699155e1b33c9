"""The application's name for Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """``luoshi.city.demo``."""

    name = "luoshi.city.demo"
    default_auto_field = "django.db.models.BigAutoField"
