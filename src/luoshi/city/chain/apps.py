"""The application's name for Django."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """``luoshi.city.chain``."""

    name = "luoshi.city.chain"
    default_auto_field = "django.db.models.BigAutoField"
