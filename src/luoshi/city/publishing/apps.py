"""The application's name for Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """``luoshi.city.publishing``."""

    name = "luoshi.city.publishing"
    default_auto_field = "django.db.models.BigAutoField"
