"""The heads of a table's columns, by which a table is told from headings."""

from __future__ import annotations

import re

from luoshi.reading.lexicon.load import alternation, table

_WORDS = alternation(table("lexicon", "tables.toml")["columns"])
# Atomic, since 实际完成 is also 实际 and 完成: a long line of such words costs its length.
COLUMN_HEAD = re.compile(rf"(?>{_WORDS}|(?:19|20)\d\d年?度?|[（(][^（）()\n]{{1,8}}[）)])++")
"""The head of one column: ``2024年完成``, ``单位（万元）``."""
TABLE_HEAD = re.compile(rf"(?>{_WORDS}|(?:19|20)\d\d年?度?|[（(]?%[）)]?|[\s|/])++")
"""The heads of all columns in a line: ``指标|单位|2024年完成``."""
