"""From a source as people have it to a text that can be read: one paragraph a line."""

from luoshi.reading.mending.front_matter import front_matter
from luoshi.reading.mending.mend import mend

__all__ = ["front_matter", "mend"]
