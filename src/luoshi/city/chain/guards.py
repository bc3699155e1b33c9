"""Triggers that refuse to change or delete entries of the log, whoever asks the database to."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "chain_entry"
_SQLITE = {
    "chain_entry_no_update": f"""
        CREATE TRIGGER chain_entry_no_update BEFORE UPDATE ON {_TABLE}
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    "chain_entry_no_delete": f"""
        CREATE TRIGGER chain_entry_no_delete BEFORE DELETE ON {_TABLE}
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
}
_POSTGRESQL = f"""
    CREATE OR REPLACE FUNCTION chain_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
    CREATE TRIGGER chain_entry_no_change BEFORE UPDATE OR DELETE ON {_TABLE}
        FOR EACH ROW EXECUTE FUNCTION chain_entry_refuse();
    CREATE TRIGGER chain_entry_no_truncate BEFORE TRUNCATE ON {_TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION chain_entry_refuse();
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        else:
            for statement in _SQLITE.values():
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away: for tests that empty the database, and for a restore."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS chain_entry_no_change ON {_TABLE}")
            cursor.execute(f"DROP TRIGGER IF EXISTS chain_entry_no_truncate ON {_TABLE}")
        else:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
