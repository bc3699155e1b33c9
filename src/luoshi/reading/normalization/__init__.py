"""From a source as people have it to a text that can be read: one paragraph a line."""

from luoshi.reading.normalization.characters import with_plain_characters
from luoshi.reading.normalization.front_matter import front_matter
from luoshi.reading.normalization.normalize import normalize

__all__ = ["front_matter", "normalize", "with_plain_characters"]
