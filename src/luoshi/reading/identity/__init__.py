"""What a report is: place, year, meeting, speaker, date, edition; and the places inside a place."""

from luoshi.reading.identity.identify import Identity, identify
from luoshi.reading.identity.places import find_place, narrower_places

__all__ = ["Identity", "find_place", "identify", "narrower_places"]
