"""What a report becomes: frozen records that point at the words they were read from."""

from luoshi.reading.records.model import (
    Bound,
    Edition,
    Figure,
    Measure,
    Part,
    Place,
    Problem,
    ProjectMention,
    Promise,
    PromiseKind,
    Report,
    Section,
    SourceInfo,
    Stage,
    Status,
    Tone,
    Years,
)
from luoshi.reading.records.schema import report_schema

__all__ = [
    "Bound",
    "Edition",
    "Figure",
    "Measure",
    "Part",
    "Place",
    "Problem",
    "ProjectMention",
    "Promise",
    "PromiseKind",
    "Report",
    "Section",
    "SourceInfo",
    "Stage",
    "Status",
    "Tone",
    "Years",
    "report_schema",
]
