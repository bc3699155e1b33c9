"""What goes wrong under ``/api/`` outside of its operations is told in the shape of their errors."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from luoshi.city.site.language import language_now
from luoshi.city.site.methods import say_all
from luoshi.city.site.middleware import language_of
from luoshi.city.site.saved import saved
from luoshi.errors import LuoshiError

_JSON = "application/json"


class OneShapeMiddleware:
    """An answer that is no JSON, such as the page of an unknown address, becomes an error of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        response = self.get_response(request)
        failed = response.status_code >= 400 and request.path_info.startswith("/api/")
        if failed and not response.headers.get("Content-Type", "").startswith(_JSON):
            say_all(response)
            with translation.override(language_of(request)):
                _shape(response, _error_of(response))
        return response


def _error_of(response: HttpResponse) -> LuoshiError:
    status = response.status_code
    if status == 404:
        return LuoshiError("api_missing")
    if status == 405:
        return LuoshiError("api_method", allowed=response.headers.get("Allow", ""))
    if status >= 500:
        return LuoshiError("saved_unsaid" if saved() else "api_failed")
    return LuoshiError("api_unreadable")


def _shape(response: HttpResponse, error: LuoshiError) -> None:
    body = {"code": error.code, "message": error.message(language_now()), "details": error.details}
    response.content = json.dumps({"error": body}).encode()
    response.headers["Content-Type"] = _JSON
    response.headers["Content-Length"] = str(len(response.content))
