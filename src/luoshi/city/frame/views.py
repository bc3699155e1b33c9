"""The change of language, and the page of a failure."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import get_template
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luoshi.city.frame.access import open_to_all
from luoshi.city.frame.middleware import LANGUAGE_COOKIE


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to the page that asked."""
    chosen = "en" if request.POST.get("language") == "en" else "zh"
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        LANGUAGE_COOKIE, chosen, max_age=31_536_000, samesite="Lax", httponly=True, secure=settings.HTTPS
    )
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """What went wrong, without database or session: 503 where the database is gone, else 500."""
    gone = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    language = "en" if request.COOKIES.get(LANGUAGE_COOKIE) == "en" else "zh-hans"
    with translation.override(language):
        words = get_template("503.html" if gone else "500.html").render({})
    response = HttpResponse(words, status=503 if gone else 500)
    if gone:
        response["Retry-After"] = "10"
    return response
