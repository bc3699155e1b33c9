"""Words with numbers: ``{days:# day|# days}`` is ``1 day`` for one and ``3 days`` for any other number."""

from __future__ import annotations

import re
from functools import lru_cache

_FORM = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def fill(words: str, /, **values: object) -> str:
    """``words`` with ``values`` set in; ``KeyError`` for a value that is missing.

    Of the two forms behind the colon the first stands where the value is 1; ``#`` in a form is the value.
    """
    if "|" in words:
        ones = frozenset(
            name for name, value in values.items() if isinstance(value, int | str) and str(value) == "1"
        )
        words = _chosen(words, ones & _counted(words))
    return words.format(**values)


@lru_cache(maxsize=1024)
def _counted(words: str) -> frozenset[str]:
    return frozenset(form[1] for form in _FORM.finditer(words))


@lru_cache(maxsize=1024)
def _chosen(words: str, ones: frozenset[str]) -> str:
    """The words with one of the forms of each number: ``{days} days``."""

    def choose(form: re.Match[str]) -> str:
        name, one, many = form.groups()
        return (one if name in ones else many).replace("#", f"{{{name}}}")

    return _FORM.sub(choose, words)
