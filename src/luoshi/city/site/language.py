"""The language of the page being made."""

from __future__ import annotations

from django.utils.translation import get_language

from luoshi.errors import Language


def language_now() -> Language:
    """``en`` where the request asks for English, else ``zh``."""
    return "en" if (get_language() or "").startswith("en") else "zh"
