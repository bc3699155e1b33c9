"""The one loader of knowledge that lies as data beside the code that uses it."""

from luoshi.reading.lexicon.load import alternation, table
from luoshi.reading.lexicon.rare_characters import RareCharPattern, rare_char_pattern
from luoshi.reading.lexicon.titles import is_notice, is_title, text_start, title_start

__all__ = [
    "RareCharPattern",
    "alternation",
    "is_notice",
    "is_title",
    "rare_char_pattern",
    "table",
    "text_start",
    "title_start",
]
