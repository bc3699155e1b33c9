"""The change of language, and the page of a failure."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luoshi.city.site.access import open_to_all
from luoshi.city.site.addresses import sign_in_address
from luoshi.city.site.database import AGAIN_AFTER, STATUSES, told, trouble_of
from luoshi.city.site.language import language_now
from luoshi.city.site.middleware import LANGUAGE_COOKIE, language_of
from luoshi.city.site.saved import saved
from luoshi.errors import LuoshiError

_MOST_SHOWN_AGAIN = 1_000_000


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to the page that asked."""
    chosen = "en" if request.POST.get("language") == "en" else "zh"
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("home")
    response = HttpResponseRedirect(back)
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=31_536_000,
        path=settings.LANGUAGE_COOKIE_PATH,
        samesite="Lax",
        httponly=True,
        secure=settings.HTTPS,
    )
    return response


def unfit(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A request that is refused as it came; whose session ended meanwhile signs in again."""
    if isinstance(exception, SessionInterrupted):
        return HttpResponseRedirect(sign_in_address(request.get_full_path()))
    error, status = _unfit(exception)
    with translation.override(language_of(request)):
        words = error.message(language_now())
        if request.path_info.startswith("/api/"):
            body = {"code": error.code, "message": words, "details": error.details}
            return JsonResponse({"error": body}, status=status)
        page = get_template("400.html").render({"words": words, "status": status})
        return HttpResponse(page, status=status)


def _unfit(exception: Exception) -> tuple[LuoshiError, int]:
    if isinstance(exception, RequestDataTooBig):
        most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1024 // 1024
        return LuoshiError("request_too_large", most=most), 413
    if isinstance(exception, TooManyFieldsSent):
        return LuoshiError("too_many_fields", most=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS), 400
    if isinstance(exception, TooManyFilesSent):
        return LuoshiError("too_many_files", most=settings.DATA_UPLOAD_MAX_NUMBER_FILES), 400
    if isinstance(exception, MultiPartParserError):
        return LuoshiError("form_broken"), 400
    if isinstance(exception, DisallowedHost):
        return LuoshiError("host_unknown"), 400
    return LuoshiError("request_unfit"), 400


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """A form without the token of this session: the page was open for too long, or is another site's."""
    return render(request, "403_csrf.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """What went wrong, without database or session: whether it is busy, away or full, else 500."""
    trouble = trouble_of(sys.exc_info()[1])
    status = STATUSES[trouble] if trouble else 500
    with translation.override(language_of(request)):
        if trouble and request.path_info.startswith("/api/"):
            response: HttpResponse = JsonResponse({"error": told(trouble, language_now())}, status=status)
        else:
            page = get_template("503.html" if trouble else "500.html")
            context: dict[str, Any] = {"trouble": trouble, "status": status, "saved": saved()}
            if trouble and not saved():
                context["sent"] = _sent(request)
            response = HttpResponse(page.render(context), status=status)
    if status == 503:
        response["Retry-After"] = AGAIN_AFTER
    return response


@dataclass(frozen=True)
class Sent:
    """What a browser sent and can send again: nothing of it is lost with the page that could not take it."""

    address: str
    how: Literal["opened", "form", "beside", "reload", "secret"]
    fields: tuple[tuple[str, str], ...] = ()


def _sent(request: HttpRequest) -> Sent:
    address = request.get_full_path()
    if request.headers.get("HX-Request"):
        return Sent(address, "beside")  # the page with what was typed is still there
    if request.method != "POST":
        return Sent(address, "opened")
    try:
        fields = tuple((name, value) for name, values in request.POST.lists() for value in values)
        files = bool(request.FILES)
    except Exception:  # noqa: BLE001 - a body that broke off is not shown again, whatever it was
        return Sent(address, "reload")
    if request.path_info.startswith("/account/") or any("password" in name for name, _ in fields):
        return Sent(address, "secret")
    if files or sum(len(value) for _, value in fields) > _MOST_SHOWN_AGAIN:
        return Sent(address, "reload")
    return Sent(address, "form", fields)
