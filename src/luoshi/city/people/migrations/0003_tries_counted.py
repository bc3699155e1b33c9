"""The table of the cache, in which tries of second factors are counted for every process of the site."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "people_tries"


def add_table(_apps: Any, editor: Any) -> None:
    call_command("createcachetable", TABLE, database=editor.connection.alias, verbosity=0)


def remove_table(_apps: Any, editor: Any) -> None:
    editor.execute(f"DROP TABLE {editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_former_passwords"),
    ]

    operations = [migrations.RunPython(add_table, remove_table)]
