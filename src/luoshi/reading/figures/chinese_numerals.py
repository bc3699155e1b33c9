"""Amounts in Chinese characters (``百分之八``, ``三十二点四亿元``), which are not read as figures."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import alternation, table

_WORDS = table("figures", "words.toml")["chinese_numerals"]
_DIGITS = _WORDS["digits"]
_LEADING = _WORDS["leading"]
_FRACTION = f"(?:点[{_DIGITS}]+)?"
_AMOUNT = re.compile(
    f"[百千]分之[{_DIGITS}]+{_FRACTION}"
    f"|(?<![{_DIGITS}])(?=[{_DIGITS}]*[{_LEADING}])[{_DIGITS}]+{_FRACTION}[万亿]*{alternation(_WORDS['units'])}"
)
_LONGEST_WITHOUT_A_FIGURE = 400
_FEWEST = 3
_SHARE = 10


def unread_amounts(text: str, figures: int) -> tuple[str, ...]:
    """A notice that amounts in Chinese characters were left out of ``text``, in which ``figures`` were read.

    A few such amounts beside many figures are said in passing and need no notice.
    """
    if figures >= _FEWEST and figures * _LONGEST_WITHOUT_A_FIGURE >= len(text):
        return ()
    count = sum(1 for _ in _AMOUNT.finditer(text))
    if count < _FEWEST or count * _SHARE < figures:
        return ()
    words: str = _WORDS["notice"]
    return (words.format(count=count),)
