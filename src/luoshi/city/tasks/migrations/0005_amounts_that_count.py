"""The amount of each task, taken anew from the reports that stand: by the rule which of them counts."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from luoshi.city.rules.counting import newest_amount


def take_amounts(apps: Any, _editor: Any) -> None:
    """Set what more than one signed report may have left wrong."""
    progress, task = apps.get_model("tasks", "Progress"), apps.get_model("tasks", "Task")
    signed = progress.objects.filter(state__in=("awaiting_review", "accepted"), amount__isnull=False)
    of_task: dict[int, list[Any]] = {}
    for one in signed.only("task_id", "as_of", "signed_at", "final", "amount").order_by().iterator():
        of_task.setdefault(one.task_id, []).append(one)
    for pk, reports in of_task.items():
        counts = newest_amount(reports)
        if len(reports) > 1 and counts is not None:
            task.objects.filter(pk=pk).update(done_amount=counts.amount, amount_on=counts.as_of)


class Migration(migrations.Migration):
    """Nothing to take back: the amounts are taken from the reports at every write."""

    dependencies = [("tasks", "0004_runs_from")]
    operations = [migrations.RunPython(take_amounts, migrations.RunPython.noop)]
