"""One shape for every error."""

from __future__ import annotations

from typing import Any

from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from luoshi.city.site.database import AGAIN_AFTER, STATUSES, told, trouble_of
from luoshi.city.site.language import language_now
from luoshi.errors import LuoshiError


def install(api: NinjaAPI) -> None:
    """Give ``api`` the handlers."""

    def answer(
        request: HttpRequest, status: int, code: str, message: str, details: dict[str, Any]
    ) -> HttpResponse:
        body = {"error": {"code": code, "message": message, "details": details}}
        response = api.create_response(request, body, status=status)
        if status == 401:
            response["WWW-Authenticate"] = "Bearer"
        return response

    def refused(request: HttpRequest, error: LuoshiError) -> HttpResponse:
        details = {
            name: value if isinstance(value, list) else str(value)
            for name, value in error.details.items()
            if not name.endswith("_en")
        }
        status = error.status
        return answer(request, status, error.code, error.message(language_now()), details)

    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [
            {"where": ".".join(str(part) for part in fault["loc"]), "what": fault["type"]}
            for fault in error.errors
        ]
        words = LuoshiError("api_invalid").message(language_now())
        return answer(request, 422, "api_invalid", words, {"faults": faults})

    def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
        words = LuoshiError("api_missing").message(language_now())
        return answer(request, 404, "api_missing", words, {})

    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        words = LuoshiError("api_unreadable").message(language_now())
        return answer(request, error.status_code, "api_unreadable", words, {})

    def unkept(request: HttpRequest, _error: DataError) -> HttpResponse:
        # NUL, say, which PostgreSQL does not keep
        words = LuoshiError("api_unreadable").message(language_now())
        return answer(request, 400, "api_unreadable", words, {})

    def not_now(request: HttpRequest, error: Exception) -> HttpResponse:
        trouble = trouble_of(error) or "away"
        body = {"error": told(trouble, language_now())}
        response = api.create_response(request, body, status=STATUSES[trouble])
        if response.status_code == 503:
            response["Retry-After"] = AGAIN_AFTER
        return response

    api.add_exception_handler(OperationalError, not_now)  # type: ignore[arg-type]
    api.add_exception_handler(InterfaceError, not_now)  # type: ignore[arg-type]
    api.add_exception_handler(DataError, unkept)  # type: ignore[arg-type]
    api.add_exception_handler(LuoshiError, refused)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, invalid)  # type: ignore[arg-type]
    api.add_exception_handler(Http404, missing)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, unreadable)  # type: ignore[arg-type]
