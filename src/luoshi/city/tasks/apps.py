"""The application's name for Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """``luoshi.city.tasks``."""

    name = "luoshi.city.tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tasks are found by their words, in the log by key; the masthead counts unread notifications."""
        from luoshi.city.chain.registry import Naming, register_actions, register_naming
        from luoshi.city.rules.publicity import register_record
        from luoshi.city.search.index import follow
        from luoshi.city.site.context import count_unread_with
        from luoshi.city.tasks.events import events, log_actions
        from luoshi.city.tasks.models import SEARCHED, Task
        from luoshi.city.tasks.naming import task_names, task_references
        from luoshi.city.tasks.selectors import unread_notifications

        follow(Task, SEARCHED)
        count_unread_with(unread_notifications)
        register_actions("luoshi.city.tasks", log_actions())
        register_record("event", {name: kind.basis for name, kind in events().items()})
        register_naming("task", Naming(task_names, task_references))
