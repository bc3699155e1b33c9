"""Making Django ready inside a command, with what the command line says put before the environment."""

from __future__ import annotations

import os
from pathlib import Path

from luoshi.city.config.environment import keep_secret

DEFAULT_DATA = Path("luoshi-data")


def prepare(*, data: Path | None = None, demo: bool = False, host: str | None = None) -> None:
    """Load the settings and the applications; makes the secret key of an office that starts anew.

    To be called before anything of Django is used; the environment names what is not given.
    """
    if data is not None:
        os.environ["LUOSHI_DATA"] = str(data)
    if demo:
        os.environ["LUOSHI_DEMO"] = "1"
    if host not in (None, "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"):  # noqa: S104 - names, no binding
        os.environ.setdefault("LUOSHI_HOSTS", f"localhost,127.0.0.1,[::1],{host}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.city.config.settings")
    if not os.environ.get("LUOSHI_SECRET_KEY"):
        keep_secret(Path(os.environ.get("LUOSHI_DATA") or DEFAULT_DATA))

    import django

    django.setup()
