"""From the bytes of an upload to what the reader reads in it; runs in a child process, knows no Django."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

import luoshi
from luoshi.city.rules.secrecy import refuse_secret_text
from luoshi.city.site.looking import looked_through
from luoshi.errors import InputError
from luoshi.knowledge import toml_table
from luoshi.reading.intake import from_bytes
from luoshi.reading.intake.kinds import kind_of
from luoshi.reading.records import Report as ReadReport
from luoshi.reading.text import Source

# An office has no command line: what it is told says nothing of options.
_OFFICE_WORDS = {
    "not_a_report": "city_report_not_a_report",
    "other_document": "city_report_other_document",
    "several_reports": "city_report_several_reports",
}
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How large a report may be, from ``bounds.toml``."""

    most_characters: int
    most_promises: int
    most_figures: int


@cache
def bounds() -> Bounds:
    """The bounds in force."""
    return msgspec.convert(toml_table("luoshi.city.reports", "bounds.toml"), Bounds)


def package_kind(data: bytes, name: str) -> str:
    """The kind of a zipped file; ``InputError`` for one that is not read, which says what to do with it."""
    return kind_of(io.BytesIO(data), name)


def opened(place: str, name: str, tell: Callable[[int], object] = lambda _: None) -> ReadReport:
    """The report in the file at ``place``, called ``name``; ``tell`` hears how far it is, in percent.

    Raises ``InputError`` where it is lost, cannot be read, or is larger than ``bounds``, and
    ``StateSecretError``.
    """
    data = fetch(place, name)
    tell(10)
    looked_through(data, name, ocr=False)
    tell(20)
    source = source_of(data, name)
    refuse_secret_text(source.text, name)
    tell(60)
    report = read(source)
    tell(85)
    return report


def fetch(place: str, name: str) -> bytes:
    """The bytes of an upload; ``InputError`` where the disk does not have them."""
    try:
        return Path(place).read_bytes()
    except OSError as error:
        raise InputError("city_report_file_lost", name) from error


def source_of(data: bytes, name: str) -> Source:
    """The one text in an upload, its format told by its content; ``InputError`` where it cannot be read."""
    found = from_bytes(data, name)
    first = next(found)
    if next(found, None) is not None:
        raise InputError("city_report_several_texts", name)
    if isinstance(first, InputError):
        raise first
    _check(name, "city_report_most_characters", len(first.text), bounds().most_characters)
    # No database keeps these; one character for one, so that offsets stay.
    return msgspec.structs.replace(first, text=_UNKEPT.sub("\ufffd", first.text))


def read(source: Source) -> ReadReport:
    """What the reader reads in a text; ``InputError`` where it is no report."""
    try:
        report = luoshi.read_source(source)
    except InputError as error:
        if error.code not in _OFFICE_WORDS:
            raise
        details = {name: value for name, value in error.details.items() if name != "source"}
        raise InputError(_OFFICE_WORDS[error.code], error.source, **details) from error
    _check(source.name, "city_report_most_promises", len(report.promises), bounds().most_promises)
    _check(source.name, "city_report_most_figures", len(report.figures), bounds().most_figures)
    return report


def _check(name: str, code: str, count: int, most: int) -> None:
    if count > most:
        raise InputError(code, name, count=count, most=most)
