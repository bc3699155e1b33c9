"""What a report is: place, year, meeting, speaker, date, edition; and the places inside a place."""

from luoshi.reading.metadata.documents import Document, other_document
from luoshi.reading.metadata.gazetteer import find_place, narrower_places
from luoshi.reading.metadata.metadata import Metadata, read_metadata

__all__ = ["Document", "Metadata", "find_place", "narrower_places", "other_document", "read_metadata"]
