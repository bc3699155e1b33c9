"""The application's name for Django."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """``luoshi.city.documents``."""

    name = "luoshi.city.documents"
    default_auto_field = "django.db.models.BigAutoField"
