"""The reader's record as a report keeps it, and back."""

from __future__ import annotations

from typing import Any

import luoshi
from luoshi.city.reports.models import Report
from luoshi.reading.records import Report as ReadReport


def reader_name() -> str:
    """The reader at hand, as ``Report.reader`` keeps it."""
    return f"luoshi {luoshi.__version__}"


def record_of(report: ReadReport) -> dict[str, Any]:
    """The report as it is kept beside its text."""
    record = report.to_dict()
    del record["text"]
    return record


def as_read(report: Report) -> ReadReport:
    """The report as the reader gave it, nothing corrected."""
    return ReadReport.from_dict({**report.record, "text": report.text})
