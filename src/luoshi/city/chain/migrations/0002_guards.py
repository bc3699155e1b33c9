"""The first row of the chain's head, and the triggers."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from luoshi.city.chain import guards


def _begin(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("history", "Head").objects.get_or_create(pk=1)
    guards.install(editor.connection)


def _end(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(editor.connection)


class Migration(migrations.Migration):
    """Guards of the log."""

    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(_begin, _end)]
