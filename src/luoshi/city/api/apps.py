"""The application's name for Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """``luoshi.city.api``."""

    name = "luoshi.city.api"
    default_auto_field = "django.db.models.BigAutoField"
