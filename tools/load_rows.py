"""Writing very many rows with their log entries, fast, so that `luoshi city verify-log` finds no fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db import connection, models, transaction

from luoshi.city.chain.models import BEFORE_ALL, Entry, Head, Recorded, hash_of

_CHUNK = 20_000


class Rows:
    """Collects rows of all tables and writes each table when it has many; keeps the chain of the log."""

    def __init__(self) -> None:
        self._waiting: dict[type[models.Model], list[models.Model]] = {}
        self._written: set[type[models.Model]] = set()
        self._number, self._hash = 0, BEFORE_ALL
        _haste()

    def add(self, row: models.Model, action: str = "", *, at: datetime | None = None) -> None:
        """One row; with an ``action`` its log entry, too."""
        rows = self._waiting.setdefault(type(row), [])
        rows.append(row)
        if len(rows) >= _CHUNK:
            self._write(type(row))
        if action and isinstance(row, Recorded):
            self._log(row, action, at or datetime.now(UTC))

    def finish(self) -> None:
        """Write what waits, set the log's head and the counters of keys, and let the database look at it."""
        for model in list(self._waiting):
            self._write(model)
        Head.objects.update_or_create(pk=1, defaults={"number": self._number, "hash": self._hash})
        _settle(self._written)

    def _log(self, row: Recorded, action: str, at: datetime) -> None:
        entry = Entry(
            number=self._number + 1,
            at=at,
            person="program:load",
            person_name="落实",
            action=action,
            subject=row.subject(),
            state=row.fingerprint(),
            form=len(row.forms()),
            previous=self._hash,
        )
        entry.hash = hash_of(entry)
        self._number, self._hash = entry.number, entry.hash
        self.add(entry)

    def _write(self, model: type[models.Model]) -> None:
        rows = self._waiting.pop(model, [])
        if not rows:
            return
        self._written.add(model)
        fields = list(model._meta.concrete_fields)
        names = ", ".join(f'"{field.column}"' for field in fields)
        getters = [(field.attname, _prepared(field)) for field in fields]
        values = (
            tuple(prepare(row.__dict__[name]) if prepare else row.__dict__[name] for name, prepare in getters)
            for row in rows
        )
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
                    for value in values:
                        copy.write_row(value)
            else:
                marks = ", ".join("?" * len(fields))
                insert = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608
                # Django's own cursor would translate the marks of every row.
                connection.connection.executemany(insert, values)


def _prepared(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of ``field`` is given to the database; ``None`` as it is."""
    if isinstance(field, models.JSONField):
        return partial(json.dumps, ensure_ascii=False)
    if connection.vendor == "postgresql" or not isinstance(field, models.DateField):
        return None
    return _moment if isinstance(field, models.DateTimeField) else _day


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _haste() -> None:
    """No waiting for the disk and no looking up of foreign keys: the rows are right, and remade if not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET synchronous_commit = off")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")


def _settle(written: set[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
            for model in _counted(written):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                )
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _counted(written: set[type[models.Model]]) -> Sequence[type[models.Model]]:
    return [model for model in written if isinstance(model._meta.pk, models.BigAutoField)]
