"""The application's name for Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """``luoshi.city.search``."""

    name = "luoshi.city.search"
    default_auto_field = "django.db.models.BigAutoField"
