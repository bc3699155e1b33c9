"""Which list of fields an entry's digest covers; room for the name of a unit with that of its post."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from luoshi.city.chain import guards


def _guard(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    # SQLite makes the table anew to alter a column, and the guards go with the old one.
    guards.remove(editor.connection)
    guards.install(editor.connection)


class Migration(migrations.Migration):
    """The columns."""

    dependencies = [("history", "0003_log_page_indexes")]
    operations = [
        migrations.AddField("entry", "form", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AlterField("entry", "post_name", models.CharField(blank=True, max_length=255)),
        migrations.RunPython(_guard, migrations.RunPython.noop),
    ]
