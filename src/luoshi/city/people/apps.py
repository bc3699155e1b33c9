"""The application's name for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """``luoshi.city.people``."""

    name = "luoshi.city.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sign-ins are logged, and mark the session."""
        from luoshi.city.chain.registry import register_actions
        from luoshi.city.people import login_gates, sessions
        from luoshi.city.people.signing import entries

        register_actions("luoshi.city.people")
        for one in (entries, sessions, login_gates):
            one.listen()
