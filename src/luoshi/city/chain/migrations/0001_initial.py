"""The log, the first row of its head, and the triggers that guard it."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from luoshi.city.chain import guards


def _begin(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("chain", "Head").objects.get_or_create(pk=1)
    guards.install(editor.connection)


def _end(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("person", models.CharField(max_length=40)),
                ("person_name", models.CharField(max_length=100)),
                ("post", models.CharField(blank=True, max_length=40)),
                ("post_name", models.CharField(blank=True, max_length=255)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=80)),
                ("detail", models.JSONField(default=dict)),
                ("state", models.CharField(blank=True, max_length=64)),
                ("form", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("number",),
                "indexes": [
                    models.Index(fields=["subject", "number"], name="entry_subject"),
                    models.Index(fields=["person", "number"], name="entry_person"),
                    models.Index(fields=["action", "number"], name="entry_action"),
                    models.Index(fields=["at"], name="entry_at"),
                ],
            },
        ),
        migrations.RunPython(_begin, _end),
    ]
