"""The patterns of ``normalization.toml``, compiled."""

from __future__ import annotations

import re
from functools import cache

from luoshi.reading.lexicon import table


@cache
def pattern(section: str, name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Any of the patterns ``[section] name``, between ``before`` and ``after``."""
    return re.compile(
        f"{before}(?:{'|'.join(table('normalization', 'normalization.toml')[section][name])}){after}"
    )


def notice(name: str, **details: object) -> str:
    """The notice ``name`` in words."""
    words: str = table("normalization", "normalization.toml")["notices"][name]
    return words.format(**details)


def shortened(text: str, size: int = 16) -> str:
    """The first ``size`` characters of ``text`` on one line, for a notice."""
    line = " ".join(text.split())
    return line if len(line) <= size else line[:size] + "…"
