"""Failed tries and known places in tables of their own; what axes counted in its table counts no more."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def empty_table_of_axes(apps: Any, _editor: Any) -> None:
    apps.get_model("axes", "AccessAttempt").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("axes", "0007_alter_accessattempt_unique_together"),
        ("people", "0003_tries_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailedTries",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, db_index=True, max_length=64)),
                ("count", models.PositiveIntegerField(default=0)),
                ("until", models.DateTimeField(db_index=True)),
                ("said", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="KnownPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=64)),
                ("until", models.DateTimeField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_places",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-until", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=["person", "place"], name="known_place_once"),
                ],
            },
        ),
        migrations.RunPython(empty_table_of_axes, migrations.RunPython.noop),
    ]
