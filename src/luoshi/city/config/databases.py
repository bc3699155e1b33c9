"""Which database the site works on: one address in ``LUOSHI_DATABASE_URL``, or a file in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from luoshi.errors import UsageError

FILE = "luoshi.sqlite3"
_SCHEMES = ("postgres", "postgresql", "sqlite")


def database_settings(url: str, folder: Path) -> dict[str, Any]:
    """Django's settings for ``url``; where it is empty, for the file in ``folder``.

    Raises ``UsageError``, which does not show the address: a password may stand in it.
    """
    try:
        parts = urlsplit(url or f"sqlite:///{folder / FILE}")
        known = parts.scheme in _SCHEMES and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise UsageError("setting_database")
    found: dict[str, Any] = dict(
        dj_database_url.parse(url or f"sqlite:///{folder / FILE}", conn_max_age=60, conn_health_checks=True)
    )
    return found
