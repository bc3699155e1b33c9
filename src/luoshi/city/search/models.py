"""What is found by its words: one row a record, its text as pairs of characters."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


class Document(models.Model):
    """The words of the record ``ref`` of ``kind``; the database keeps its full-text index by itself."""

    kind = models.CharField(max_length=20)
    ref = models.BigIntegerField()
    tokens = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "ref"], name="document_once"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"


@models.TextField.register_lookup
class Found(models.Lookup[Any]):
    """``tokens__found=[["社区", "区菜"], ["店"]]``: every term is there, its pieces one after the other."""

    lookup_name = "found"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """A phrase of FTS5 for each term; its last piece a prefix."""
        left, _ = self.process_lhs(compiler, compiler.connection)
        table = left.rpartition(".")[0]
        query = " AND ".join(f'"{" ".join(pieces)}" *' for pieces in self.rhs)
        found = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
        return f"{table}.id IN ({found})", [query]

    def as_postgresql(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """The same in the words of ``to_tsquery``."""
        left, _ = self.process_lhs(compiler, compiler.connection)
        table = left.rpartition(".")[0]
        query = " & ".join(
            "(" + " <-> ".join(f"'{piece}'" for piece in pieces) + ":*)" for pieces in self.rhs
        )
        return f"{table}.vector @@ to_tsquery('simple', %s)", [query]
