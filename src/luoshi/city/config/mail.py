"""Where e-mail goes: one address in ``LUOSHI_EMAIL_URL``."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from luoshi.errors import UsageError

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True)
class Mail:
    """How to send; without a ``host`` nothing is sent."""

    backend: str = "django.core.mail.backends.dummy.EmailBackend"
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    ssl: bool = False


def mail_settings(url: str) -> Mail:
    """``smtp+tls://user:password@host:587``, ``smtps://…``, ``smtp://…``; ``console:`` prints."""
    if not url:
        return Mail()
    if url == "console:":
        return Mail(backend="django.core.mail.backends.console.EmailBackend")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UsageError("setting_email") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UsageError("setting_email")
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        ssl=parts.scheme == "smtps",
    )
