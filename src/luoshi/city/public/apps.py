"""The application's name for Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """``luoshi.city.public``."""

    name = "luoshi.city.public"
    default_auto_field = "django.db.models.BigAutoField"
