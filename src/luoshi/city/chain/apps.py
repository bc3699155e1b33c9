"""The application's name for Django."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """``luoshi.city.chain``."""

    name = "luoshi.city.chain"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What it logs has words."""
        from luoshi.city.chain.registry import register_actions

        register_actions("luoshi.city.chain")
