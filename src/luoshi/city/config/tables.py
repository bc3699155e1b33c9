"""The database's tables: whether they are of this version, and bringing them up to it."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from luoshi.city.chain.upgrading import take_over
from luoshi.errors import UsageError


def migrate() -> int:
    """Bring the tables up to this version; how many records the log takes over into its lists of fields.

    ``UsageError`` where another version made them from which no step leads to this one.
    """
    _check_origin()
    call_command("migrate", verbosity=0, interactive=False)
    return take_over()


def tables_wait() -> bool:
    """Whether migrations wait to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _check_origin() -> None:
    """Raise ``UsageError`` where a step was applied that this version does not have."""
    loader = MigrationLoader(connection)
    if set(loader.applied_migrations) - set(loader.disk_migrations):
        raise UsageError("tables_of_another_version")


def require_tables() -> None:
    """Raise ``UsageError`` where the tables are not of this version."""
    if tables_wait():
        raise UsageError("tables_outdated")


def make_tables_ready() -> None:
    """Bring the tables up to this version where the database is this site's own.

    ``UsageError`` where it is a server's: an office decides when ``luoshi city migrate`` runs.
    """
    if not tables_wait():
        return
    if connection.vendor != "sqlite" and not settings.DEMO:
        raise UsageError("tables_outdated")
    migrate()
