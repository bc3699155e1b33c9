"""The application's name for Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """``luoshi.city.desk``."""

    name = "luoshi.city.desk"
    default_auto_field = "django.db.models.BigAutoField"
