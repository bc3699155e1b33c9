"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from luoshi.city.frame.templatetags.frame import language_now


def frame(request: HttpRequest) -> dict[str, Any]:
    """The acting person, the language, whether this is the demo."""
    return {
        "actor": getattr(request, "actor", None),
        "language": language_now(),
        "demo": settings.DEMO,
        "htmx_config": settings.HTMX_CONFIG,
    }
