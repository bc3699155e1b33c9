"""The application's name for Django."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """``luoshi.city.history``."""

    name = "luoshi.city.history"
    default_auto_field = "django.db.models.BigAutoField"
