"""The one loader of knowledge that lies as data beside the code that uses it."""

from luoshi.reading.lexicon.leaping import Leap, leap
from luoshi.reading.lexicon.load import alternation, table

__all__ = ["Leap", "alternation", "leap", "table"]
