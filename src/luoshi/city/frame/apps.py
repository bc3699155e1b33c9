"""The application's name for Django."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """``luoshi.city.frame``."""

    name = "luoshi.city.frame"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connections wait as long as the page may."""
        from luoshi.city.frame.database import listen

        listen()
