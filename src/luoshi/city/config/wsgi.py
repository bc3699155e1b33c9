"""The WSGI application, for any server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.city.config.settings")

_site = get_wsgi_application()

# Only now: the applications are ready.
from django.db import connections  # noqa: E402

from luoshi.city.config.ownership import Gate  # noqa: E402

_gate = Gate()
_refusal = _gate.refusal()
# A server may fork its processes after this.
connections.close_all()
if _refusal is not None:
    raise _refusal


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site; behind a proxy, the client is the one whom the proxy names last."""
    from django.conf import settings

    refusal = _gate.refusal()
    if refusal is not None:
        lines = f"{refusal.message('zh')}\n{refusal.message('en')}\n".encode()
        start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return [lines]
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_PROXY and forwarded:
        environ["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
    return _site(environ, start_response)
