"""The JSON Schema of a report as ``Report.to_dict`` gives it."""

from __future__ import annotations

from typing import Any

import msgspec

from luoshi.reading.records.model import Report


def report_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a report, as published in ``docs/schema/report.schema.json``."""
    schema = msgspec.json.schema(Report)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Luoshi report", **schema}
