"""From the bytes of an upload to the reader's record, and from a stored record back to a report."""

from __future__ import annotations

import re
from typing import Any

import msgspec

import luoshi
from luoshi.city.frame.uploads import path_of
from luoshi.city.reports.models import Report
from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes
from luoshi.reading.records import Report as ReadReport
from luoshi.reading.text import Source

# An office has no command line: what it is told says nothing of options.
_OFFICE_WORDS = {
    "not_a_report": "city_report_not_a_report",
    "other_document": "city_report_other_document",
    "several_reports": "city_report_several_reports",
}
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def reader_name() -> str:
    """The reader at hand, as ``Report.reader`` keeps it."""
    return f"luoshi {luoshi.__version__}"


def fetch(stored: str, name: str) -> bytes:
    """The bytes of an upload; ``InputError`` where the disk does not have them."""
    try:
        return path_of(stored).read_bytes()
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
    # No database keeps these; one character for one, so that offsets stay.
    return msgspec.structs.replace(first, text=_UNKEPT.sub("\ufffd", first.text))


def read(source: Source) -> ReadReport:
    """What the reader reads in a text; ``InputError`` where it is no report."""
    try:
        return luoshi.read_source(source)
    except InputError as error:
        if error.code not in _OFFICE_WORDS:
            raise
        details = {name: value for name, value in error.details.items() if name != "source"}
        raise InputError(_OFFICE_WORDS[error.code], error.source, **details) from error


def record_of(report: ReadReport) -> dict[str, Any]:
    """The report as it is kept beside its text."""
    record = report.to_dict()
    del record["text"]
    return record


def as_read(report: Report) -> ReadReport:
    """The report as the reader gave it, nothing corrected."""
    return ReadReport.from_dict({**report.record, "text": report.text})
