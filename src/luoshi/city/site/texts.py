"""The texts that a request brings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from luoshi.city.site.middleware import has_nul
from luoshi.city.site.words import say

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_form(request: HttpRequest) -> bool:
    """Whether the body is that of a form."""
    return request.content_type in _FORMS


def texts_in_json(body: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a JSON body, named by their keys; without JSON, the body as it is."""
    try:
        waiting: list[tuple[str, Any]] = [("", json.loads(body))] if body else []
    except (ValueError, RecursionError):
        waiting = [("", body.decode("utf-8", "replace"))]
    named = say("site.field_name")
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, str):
            yield where or "body", value
        elif isinstance(value, list):
            waiting += [(where, one) for one in value]
        elif isinstance(value, dict):
            for name, one in value.items():
                yield named, name
                waiting.append((name[:60], one))


def any_nul(request: HttpRequest) -> bool:
    """Whether the address, a field or a text of a JSON body has NUL."""
    if has_nul(request):
        return True
    if is_form(request) or b"\\u0000" not in request.body:
        return False
    return any("\0" in text for _, text in texts_in_json(request.body))
