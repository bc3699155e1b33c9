"""How much a page takes: files where it asks for them, a form elsewhere, little from who is not signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from luoshi.city.site.addresses import sign_in_address
from luoshi.city.site.middleware import refused
from luoshi.errors import LuoshiError

View = TypeVar("View", bound=Callable[..., Any])
_MB = 1024 * 1024
_CHUNK = 64 * 1024
_OF_ANYBODY = 1 * _MB


class BodyTooLargeError(LuoshiError):
    """A request whose body is larger than its page takes."""

    status = 413


def takes_files(view: View) -> View:
    """A view with a form that brings files; every other takes what can be typed."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class BodyMiddleware:
    """Refuses a body that is too large before anything of it is kept.

    The API judges its own, after it knows who calls.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        size = _size(request)
        # Few requests have a body worth a look at who sends it.
        if size <= _OF_ANYBODY or request.path_info.startswith("/api/"):
            return self.get_response(request)
        files = _takes_files(request)
        signed_in: bool = request.actor.signed_in  # type: ignore[attr-defined]
        if not signed_in and files:
            _pass_over(request, size)
            return HttpResponseRedirect(sign_in_address(request.path))
        most = _OF_ANYBODY
        if signed_in:
            most = settings.MAX_REQUEST if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size <= most:
            return self.get_response(request)
        _pass_over(request, size)
        return refused(request, BodyTooLargeError("body_too_large", most=most // _MB))


def _size(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isdecimal() else 0


def _takes_files(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "takes_files", False)


def _pass_over(request: HttpRequest, size: int) -> None:
    """Read what a proxy still hands on: cut off, it would tell the browser that the site is broken."""
    while size <= settings.MAX_REQUEST and request.read(_CHUNK):
        pass
