"""HEAD is GET without the body; OPTIONS says what an address takes; TRACE and its like are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

_PAGE_WITH_FORM = "GET, POST"
# PUT and its like go on to the views, which refuse them in their own words; TRACE and what else there is do
# not: to a view that asks for nothing but POST they would be GET.
_KNOWN = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"))


class MethodsMiddleware:
    """Views know GET and what writes; the other methods that HTTP asks for are answered here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        if request.method not in _KNOWN:
            refused = HttpResponse(status=405, headers={"Allow": _PAGE_WITH_FORM})
            say_all(refused)
            return refused
        if request.method == "HEAD":
            request.method = "GET"
            response = self.get_response(request)
            request.method = "HEAD"
            return _without_body(response)
        response = self.get_response(request)
        if request.method == "OPTIONS" and response.status_code in (200, 405):
            allowed = response.headers.get("Allow", _PAGE_WITH_FORM)
            response.close()
            response = HttpResponse(status=204, headers={"Allow": allowed})
        say_all(response)
        return response


def say_all(response: HttpResponse) -> None:
    """Add to the methods that a view takes those that are answered for it."""
    if "Allow" in response.headers:
        allowed = {one.strip() for one in response.headers["Allow"].split(",")} | {"OPTIONS"}
        response.headers["Allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))


def _without_body(response: HttpResponse) -> HttpResponse:
    """The same headers, and the length that the body would have."""
    say_all(response)
    if response.streaming:
        cast("StreamingHttpResponse", response).streaming_content = ()
    else:
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response
