"""The WSGI application, for any server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.city.config.settings")

_site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site; behind a proxy, the client is the one whom the proxy names last, if it is an address."""
    from django.conf import settings

    from luoshi.city.rules.addresses import plain_address

    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_PROXY and forwarded:
        environ["REMOTE_ADDR"] = plain_address(forwarded.rpartition(",")[2].strip())
    return _site(environ, start_response)
