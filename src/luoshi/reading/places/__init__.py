"""Which narrower place (a county, a development zone) a stretch of text is about."""

from luoshi.reading.places.locator import Locator

__all__ = ["Locator"]
