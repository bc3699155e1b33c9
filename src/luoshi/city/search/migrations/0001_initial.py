"""What is found by its words, with the full-text index of the database's own kind."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from luoshi.city.search import fulltext


def _install(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    fulltext.install(editor.connection)


def _remove(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    fulltext.remove(editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("ref", models.BigIntegerField()),
                ("tokens", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "ref"), name="document_once")],
            },
        ),
        migrations.RunPython(_install, _remove),
    ]
