"""The application's name for Django."""

from django.apps import AppConfig

from luoshi.confinement import prepare

_OPENERS = (
    "luoshi.reading.intake.pdf",
    "luoshi.reading.intake.word",
    "luoshi.reading.reader",
    "luoshi.city.site.tables.grids",
    "docxtpl",
    "pypdfium2",
)


class FrameConfig(AppConfig):
    """``luoshi.city.site``."""

    name = "luoshi.city.site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connections wait as long as the page may; children that open files begin with what opens them."""
        from luoshi.city.chain.registry import register_actions
        from luoshi.city.site.database import listen

        register_actions("luoshi.city.site")
        listen()
        prepare(_OPENERS)
