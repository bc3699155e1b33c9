"""The full-text index that each database keeps over ``search_document`` by itself, at every write."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_INSERT = "INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens);"
_DELETE = "INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
_SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        tokens, content='search_document', content_rowid='id', tokenize='unicode61 remove_diacritics 0')""",
    f"CREATE TRIGGER search_added AFTER INSERT ON search_document BEGIN {_INSERT} END",
    f"CREATE TRIGGER search_removed AFTER DELETE ON search_document BEGIN {_DELETE} END",
    f"""CREATE TRIGGER search_changed AFTER UPDATE ON search_document WHEN old.tokens <> new.tokens
        BEGIN {_DELETE} {_INSERT} END""",
)
_SQLITE_GONE = (
    "DROP TRIGGER IF EXISTS search_added",
    "DROP TRIGGER IF EXISTS search_removed",
    "DROP TRIGGER IF EXISTS search_changed",
    "DROP TABLE IF EXISTS search_index",
)
_POSTGRESQL = (
    """ALTER TABLE search_document ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED""",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
)
_POSTGRESQL_GONE = ("ALTER TABLE search_document DROP COLUMN IF EXISTS vector",)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the index in place; a migration that alters the table does this again."""
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the index away."""
    _run(connection, _POSTGRESQL_GONE if connection.vendor == "postgresql" else _SQLITE_GONE)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
