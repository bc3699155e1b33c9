"""The application's name for Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """``luoshi.city.tasks``."""

    name = "luoshi.city.tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tasks are found by their words; the masthead counts unread notifications."""
        from luoshi.city.search.index import follow
        from luoshi.city.site.context import count_unread_with
        from luoshi.city.tasks.models import SEARCHED, Task
        from luoshi.city.tasks.queries import unread_notifications

        follow(Task, SEARCHED)
        count_unread_with(unread_notifications)
