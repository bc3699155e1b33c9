"""The application's name for Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """``luoshi.city.tasks``."""

    name = "luoshi.city.tasks"
    default_auto_field = "django.db.models.BigAutoField"
