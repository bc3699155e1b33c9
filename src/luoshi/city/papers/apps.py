"""The application's name for Django."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """``luoshi.city.papers``."""

    name = "luoshi.city.papers"
    default_auto_field = "django.db.models.BigAutoField"
