"""A record's one list of fields, from which pages, downloads and the API are built.

Which fields there are, in which order, and who gets them stands in ``rules/publicity.toml``. A field is the
model's own column unless a ``Field`` says how it is read from a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType
from typing import Any, Final, Generic, TypeVar, get_args, get_origin

from django.db import models

from luoshi.city.rules.publicity import fields_at, is_public, public_fields

Row = TypeVar("Row", bound=models.Model)
Take = Callable[[Any], Any]
_TYPES: Final[tuple[tuple[type[Any], type[object]], ...]] = (
    (models.BooleanField, bool),
    (models.DateTimeField, datetime),  # before the day that it is a kind of
    (models.DateField, date),
    (models.IntegerField, int),
    (models.FloatField, float),
    (models.CharField, str),
    (models.TextField, str),
)


@dataclass(frozen=True)
class Field:
    """How a field is read from a row.

    ``type`` is its type at the API, or the ``Record`` of which it is a list. ``inside`` gives what those get
    there who see the row inside, ``outside`` what outsiders get, ``pages`` what pages and downloads show to
    outsiders; what is not given is as the one before.
    """

    type: Any
    inside: Take
    outside: Take
    pages: Take

    @classmethod
    def of(cls, type_: Any, inside: Take, *, outside: Take | None = None, pages: Take | None = None) -> Field:
        """``inside`` for all, but for what is given otherwise."""
        return cls(type_, inside, outside or inside, pages or outside or inside)

    @classmethod
    def many(cls, record: Record[Any], rows: Callable[[Any], Iterable[Any]]) -> Field:
        """Rows of another record that belong to the row."""
        return cls(
            record,
            lambda row: [record.answer(one, inside=True) for one in rows(row)],
            lambda row: [record.answer(one, inside=False) for one in rows(row)],
            lambda row: tuple(record.public(one) for one in rows(row)),
        )


class Record(Generic[Row]):
    """The fields of a record of ``publicity.toml``; ``fields`` are those that are no columns of ``model``."""

    def __init__(self, name: str, model: type[Row], **fields: Field) -> None:
        self.name = name
        self._model = model
        self._fields = fields

    def public(self, row: Row) -> PublicRow[Row]:
        """The row as pages and downloads show it to outsiders."""
        return PublicRow(self, row)

    def answer(self, row: Row, *, inside: bool) -> dict[str, Any]:
        """The row as the API answers; for outsiders what is not public is there and empty."""
        return {name: self._answered(name, row, inside=inside) for name in fields_at(self.name, "api")}

    def answer_types(self) -> dict[str, Any]:
        """The type of each field of ``answer``: ``None`` is among them where only that says nothing."""
        return {name: self._type(name) for name in fields_at(self.name, "api")}

    def field(self, name: str) -> Field:
        """How a field is read from a row."""
        if name not in self._fields:
            self._fields[name] = _column(self._model._meta.get_field(name))
        return self._fields[name]

    def is_text(self, name: str) -> bool:
        """Whether a field holds words in the language in which people wrote them."""
        return self.field(name).type in (str, str | None)

    def is_same_for_all(self, name: str) -> bool:
        """Whether outsiders are told a field as those inside are: what they may filter and order rows by."""
        if name not in public_fields(self.name, "api"):
            return False
        field = self.field(name)
        return field.outside is field.inside

    def _answered(self, name: str, row: Row, *, inside: bool) -> Any:
        if inside:
            return self.field(name).inside(row)
        return self.field(name).outside(row) if is_public(self.name, name) else _nothing(self._type(name))

    def _type(self, name: str) -> Any:
        type_ = self.field(name).type
        if not public_fields(self.name):  # outsiders get no row of it
            return type_
        if isinstance(type_, Record) or is_public(self.name, name) or _is_emptied(type_):
            return type_
        return type_ | None


class PublicRow(Mapping[str, Any], Generic[Row]):
    """A row as outsiders get it: its public fields by name, each read when it is asked for.

    ``KeyError`` for every other field.
    """

    __slots__ = ("_record", "_row")

    def __init__(self, record: Record[Row], row: Row) -> None:
        self._record = record
        self._row = row

    def __getitem__(self, name: str) -> Any:
        if name not in public_fields(self._record.name, "pages"):
            raise KeyError(name)
        return self._record.field(name).pages(self._row)

    def __iter__(self) -> Iterator[str]:
        return iter(public_fields(self._record.name, "pages"))

    def __len__(self) -> int:
        return len(public_fields(self._record.name, "pages"))


def _column(column: Any) -> Field:
    """A column as it is; what it refers to by its key at the API and by its name on pages."""
    name, optional = column.name, column.null
    if column.is_relation:
        return Field.of(
            str | None if optional else str,
            lambda row: getattr(getattr(row, name), "key", None),
            pages=lambda row: getattr(getattr(row, name), "name", ""),
        )
    type_: Any = next(type_ for kind, type_ in _TYPES if isinstance(column, kind))
    return Field.of(type_ | None if optional else type_, lambda row: getattr(row, name))


def _is_emptied(type_: Any) -> bool:
    """Whether a type has a value that says nothing: none, an empty text, an empty list."""
    return NoneType in get_args(type_) or (get_origin(type_) or type_) in (str, list)


def _nothing(type_: Any) -> Any:
    if NoneType in get_args(type_):
        return None
    return [] if isinstance(type_, Record) else (get_origin(type_) or type_)()
