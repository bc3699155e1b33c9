"""How long a request waits, its language, and refusals as pages rather than tracebacks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from luoshi.city.site.database import STATUSES, let_go, wait_at_most
from luoshi.city.site.errors import InvalidError
from luoshi.city.site.language import language_now
from luoshi.city.site.saved import watch
from luoshi.errors import LuoshiError

LANGUAGE_COOKIE = "language"


class WaitMiddleware:
    """A page that cannot write soon says so soon; jobs and commands wait longer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        # Whether the process lives is answered without the database.
        if request.path_info.startswith("/health/"):
            return self.get_response(request)
        wait_at_most(settings.BUSY_SECONDS)
        watch()
        response = self.get_response(request)
        if response.status_code == STATUSES["busy"]:
            let_go()
        return response


class LanguageMiddleware:
    """Chinese, or English where the person or the browser's cookie asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if language == "en" else "zh-Hans")
        return response


def language_of(request: HttpRequest) -> str:
    """The language of the request's reader, before anything is known of him, too."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE)
    if chosen not in ("zh", "en"):
        chosen = getattr(getattr(request, "actor", None), "language", "")
    return "en" if chosen == "en" else "zh-hans"


class RefusalMiddleware:
    """A refusal of the program (``LuoshiError``) is a page with one clear line and the fitting status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        # The errors of the API have a shape of their own.
        if not request.path_info.startswith("/api/") and has_nul(request):
            return refused(request, InvalidError("unfit_signs"))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for ``error``; other exceptions are Django's to handle."""
        return refused(request, error) if isinstance(error, LuoshiError) else None


def refused(request: HttpRequest, error: LuoshiError) -> HttpResponse:
    """The page of a refusal, with its status."""
    status = error.status
    words = error.message(language_now())
    return render(request, "site/refused.html", {"words": words, "status": status}, status=status)


def has_nul(request: HttpRequest) -> bool:
    """Whether the address or a field has NUL, which PostgreSQL does not keep and no person types."""
    fields = [*request.GET.lists(), *request.POST.lists()]
    return "\0" in request.path or any("\0" in word for name, words in fields for word in (name, *words))
