"""What browsers and proxies keep: nothing of a known reader or a failure; public data for a minute."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseFileResponse  # type: ignore[import-untyped]

from luoshi.city.site.middleware import LANGUAGE_COOKIE

_OF_ANYBODY = frozenset((LANGUAGE_COOKIE, settings.CSRF_COOKIE_NAME))
"""Cookies that say nothing of who reads; with any other one the answer is this reader's."""
_SECONDS = 60


class KeepingMiddleware:
    """Says ``Cache-Control`` of all but static files. The first middleware, so that it sees every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        response = self.get_response(request)
        if not isinstance(response, WhiteNoiseFileResponse):
            _say(request, response)
        return response


def _say(request: HttpRequest, response: HttpResponse) -> None:
    patch_vary_headers(response, ("Cookie", "Authorization"))
    if "no-store" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = _said_of(request, response)


def _said_of(request: HttpRequest, response: HttpResponse) -> str:
    if _is_own(request, response):
        return "private, no-store"
    if response.headers.get("Content-Type", "").startswith("text/html"):
        return "private, no-cache"  # its forms are good for this reader only
    return f"public, max-age={_SECONDS}"


def _is_own(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is for one reader, or for one time."""
    return (
        getattr(getattr(request, "actor", None), "signed_in", False)
        or "Authorization" in request.headers
        or not _OF_ANYBODY.issuperset((*request.COOKIES, *response.cookies))
        or request.path_info.startswith("/account/")
        or request.method not in ("GET", "HEAD")
        or response.status_code != 200
    )
