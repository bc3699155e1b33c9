"""Which columns of a collection hold the text and what is known of it."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from luoshi.errors import InputError
from luoshi.knowledge import toml_table
from luoshi.reading.intake.dates import iso_date, year_number
from luoshi.reading.intake.decoding import replace_surrogates
from luoshi.reading.text import Hints

_SHOWN_COLUMNS = 20
_SHOWN_CHARACTERS = 30


class Columns(msgspec.Struct, frozen=True):
    """The names of the columns (JSON keys) to read; what is ``None`` is recognised by common names."""

    text: str | None = None
    title: str | None = None
    year: str | None = None
    place: str | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None
    date: str | None = None
    published: str | None = None


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """Role (a field of ``Columns``) to the names under which it is known, normalised, best first."""
    return {role: tuple(map(normalised, names)) for role, names in _knowledge().items() if role != "values"}


@cache
def _knowledge() -> dict[str, Any]:
    return toml_table("luoshi.reading.intake", "columns.toml")


@cache
def _empty_places() -> frozenset[str]:
    return frozenset(_knowledge()["values"]["empty"])


def normalised(name: str) -> str:
    """A column's name as it is compared: `` Full_Text `` -> ``fulltext``."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(
        character for character in plain if not character.isspace() and character not in "_-\ufeff"
    )


def find_columns(names: Iterable[str], asked: Columns | None, source: str) -> Columns:
    """The columns to read among ``names``, in the spelling of ``names``.

    ``InputError`` if none holds the text, or a column asked for is missing; it lists ``names``.
    """
    present: dict[str, str] = {}
    for name in names:
        present.setdefault(normalised(name), name)
    found: dict[str, str | None] = {}
    for role, known in known_names().items():
        wanted = getattr(asked, role) if asked else None
        if wanted is not None and normalised(wanted) not in present:
            raise InputError("column_missing", source, column=wanted, columns=_listed(present.values()))
        candidates = (normalised(wanted),) if wanted is not None else known
        found[role] = next((present[name] for name in candidates if name in present), None)
    if found["text"] is None:
        raise InputError("no_text_column", source, columns=_listed(present.values()))
    return Columns(**found)


def row_hints(row: Mapping[str, object], columns: Columns) -> Hints:
    """What ``row`` says of its text; a value that is no year or date is left out."""

    def value(column: str | None) -> object:
        return row.get(column) if column is not None else None

    ranks = (columns.county, columns.place, columns.city, columns.province)
    places = [place for place in map(_place, map(value, ranks)) if place is not None]
    wider = [place for place in places[1:] if place != places[0]]
    return Hints(
        title=_words(value(columns.title)),
        place=places[0] if places else None,
        year=year_number(value(columns.year)),
        date=iso_date(value(columns.date)),
        within="".join(reversed(wider)) or None,
        published=iso_date(value(columns.published)),
    )


def _place(value: object) -> str | None:
    """The name in a column of places; ``None`` for what stands for no name: ``nan``, ``市辖区``."""
    name = _words(value)
    return None if name is None or name.casefold() in _empty_places() else name


def is_header(line: str) -> bool:
    """Whether ``line`` is the first of a CSV file with a text and something known of it."""
    for delimiter in ",\t":
        try:
            row = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        fields = {normalised(field) for field in row}
        roles = {role for role, known in known_names().items() if fields & set(known)}
        if "text" in roles and len(roles) > 1:
            return True
    return False


def _words(value: object) -> str | None:
    text = replace_surrogates(value).strip() if isinstance(value, str) else ""
    return text or None


def _listed(names: Iterable[str]) -> str:
    shown = [replace_surrogates(name)[:_SHOWN_CHARACTERS] for name in names]
    more = ["…"] if len(shown) > _SHOWN_COLUMNS else []
    return "、".join(shown[:_SHOWN_COLUMNS] + more) or "—"
