"""The change of language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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
