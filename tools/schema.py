"""Write docs/schema/report.schema.json from the records."""

from __future__ import annotations

import json

from corpus import ROOT
from luoshi.reading.records import report_schema

TARGET = ROOT / "docs" / "schema" / "report.schema.json"


def schema_text() -> str:
    """The schema as the published file holds it."""
    return json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema_text(), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)} written")
