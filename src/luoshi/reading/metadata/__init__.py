"""What a report is: place, year, meeting, speaker, date, edition; and the places inside a place."""

from luoshi.reading.metadata.documents import Document, document_circular, opens_as_report, other_document
from luoshi.reading.metadata.gazetteer import find_place, narrower_places
from luoshi.reading.metadata.metadata import Metadata, read_metadata
from luoshi.reading.metadata.several import FurtherReport, first_title, further_reports

__all__ = [
    "Document",
    "FurtherReport",
    "Metadata",
    "document_circular",
    "find_place",
    "first_title",
    "further_reports",
    "narrower_places",
    "opens_as_report",
    "other_document",
    "read_metadata",
]
