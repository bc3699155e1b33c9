"""From when a task counts for the unit that leads it; of tasks that are there, by their steps."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

_MOVED = ("issue", "transfer", "resume")


def count_from_steps(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The newest issue, transfer or resumption; a due date missed before a suspension stays missed."""
    steps = apps.get_model("tasks", "Step").objects.filter(action__in=(*_MOVED, "suspend"))
    runs_from, suspended = {}, {}
    rows = steps.order_by("at", "pk").values_list("task_id", "action", "at", "task__due")
    for task, action, at, due in rows.iterator(chunk_size=2000):
        day = timezone.localdate(at)
        if action == "suspend":
            suspended[task] = day
        elif action != "resume" or due >= suspended.get(task, day):
            runs_from[task] = day
    tasks = apps.get_model("tasks", "Task").objects
    for task, day in runs_from.items():
        tasks.filter(pk=task).update(runs_from=day)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_numbering_unsaved_submission")]

    operations = [
        migrations.AddField("task", "runs_from", models.DateField(blank=True, null=True)),
        migrations.AddField("milestone", "agreed_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(count_from_steps, migrations.RunPython.noop, elidable=True),
    ]
