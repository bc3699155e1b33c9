"""Looking through a file for marks of state secrets; runs in a child process, knows no Django."""

from __future__ import annotations

from luoshi.city.rules.secrecy import refuse_secret_text
from luoshi.reading.intake.everything import text_within


def looked_through(data: bytes, name: str, ocr: bool) -> bool:
    """Whether all of a file could be looked at; ``StateSecretError`` for one with a mark anywhere in it.

    ``ocr``  whether pictures are recognised, where the extra is installed.
    """
    within = text_within(data, name, ocr)
    refuse_secret_text(within.text, name)
    return within.whole
