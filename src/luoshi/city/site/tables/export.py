"""A list as a file: exactly the rows that its filters leave, in its order and in the columns that it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from luoshi.city.site.errors import InvalidError
from luoshi.city.site.media_types import MEDIA_TYPES
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.write import Sheet, separated, workbook
from luoshi.city.site.uploads import disposition

EXPORT_KINDS = ("xlsx", "csv")
MOST_EXPORTED = 20_000
"""Rows of a list that is exported: more would keep others waiting."""


def refuse_too_many(count: int, code: str) -> None:
    """Raise ``InvalidError`` with the words of ``code`` above ``MOST_EXPORTED`` rows."""
    if count > MOST_EXPORTED:
        raise InvalidError(code, count=count, most=MOST_EXPORTED)


def table_file(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as ``csv``, or as ``xlsx`` in a sheet called ``name``."""
    return separated(columns, rows) if kind == "csv" else workbook([Sheet(name, columns, rows)])


def table_response(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file of ``kind`` as a download called ``name``."""
    headers = {"Content-Disposition": disposition(name)}
    return HttpResponse(data, content_type=MEDIA_TYPES[kind], headers=headers)
