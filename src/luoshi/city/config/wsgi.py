"""The WSGI application, for any server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.city.config.settings")

_site = get_wsgi_application()

# Only now: the applications are ready.
from luoshi.city.config.ownership import Gate  # noqa: E402

_gate = Gate()


def _below_path(environ: dict[str, Any], path: str) -> None:
    """A proxy hands on the path below which the site lies, or takes it away: both are the same page."""
    if path and f"{environ.get('PATH_INFO', '')}/".startswith(f"{path}/"):
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(path) or "/"
    environ["SCRIPT_NAME"] = path


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site; behind a proxy, the client is the one whom the proxy names last, if it is an address."""
    from django.conf import settings

    from luoshi.city.rules.addresses import plain_address

    _below_path(environ, settings.SITE_PATH)
    # Whether the process lives is answered without the database.
    refusal = None if environ.get("PATH_INFO") == "/health/live" else _gate.refusal()
    if refusal is not None:
        # Of an office on the demonstration's database, or the other way round, no page is shown.
        lines = f"{refusal.message('zh')}\n{refusal.message('en')}\n".encode()
        start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return [lines]
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_PROXY and forwarded:
        environ["REMOTE_ADDR"] = plain_address(forwarded.rpartition(",")[2].strip())
    return _site(environ, start_response)
