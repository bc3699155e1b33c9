"""The application's name for Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """``luoshi.city.reports``."""

    name = "luoshi.city.reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What it logs has words."""
        from luoshi.city.chain.registry import register_actions

        register_actions("luoshi.city.reports")
