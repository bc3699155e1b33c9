"""Settings from environment variables; every one is described in ``docs/deploy.md``."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from luoshi.city.config.bounds import bounds, is_within
from luoshi.errors import UsageError

KEY_FILE = "secret-key"

# Read elsewhere than in the settings: by the command line, the tests and the tools.
ELSEWHERE = frozenset({"LANG", "DEBUG", "SHARED"})


class Environment:
    """The variables ``LUOSHI_*``, read with their kinds; ``asked`` holds the names that were looked for."""

    asked: ClassVar[set[str]] = set()

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        """The variable as it stands, trimmed."""
        self.asked.add(name)
        return self._variables.get(f"LUOSHI_{name}", default).strip()

    def unknown(self) -> list[str]:
        """Variables that are set but that nothing reads: misspelt, or of another version."""
        set_here = {name.removeprefix("LUOSHI_") for name in self._variables if name.startswith("LUOSHI_")}
        return sorted(f"LUOSHI_{name}" for name in set_here - self.asked - ELSEWHERE)

    def flag(self, name: str, default: bool = False) -> bool:
        """``1``, ``true``, ``yes``, ``on`` or their opposites."""
        value = self.text(name).lower()
        if value in ("1", "true", "yes", "on"):
            return True
        if value in ("0", "false", "no", "off"):
            return False
        if value:
            raise UsageError("setting_flag", name=f"LUOSHI_{name}", value=value)
        return default

    def number(self, name: str, default: int) -> int:
        """A whole number, not negative, and one that a site may start with."""
        value = self.text(name)
        if not value:
            return default
        if not value.isdecimal():
            raise UsageError("setting_number", name=f"LUOSHI_{name}", value=value)
        bound = bounds().get(name)
        if bound is not None and not is_within(value, bound.starts):
            raise UsageError("setting_bounds", **bound.told(name, value, bound.starts))
        return int(value)

    def names(self, name: str) -> list[str]:
        """Names between commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def hosts(self, name: str, *, anybody: bool) -> list[str]:
        """Names under which the site answers; all there are only where it is for ``anybody``."""
        found = self.names(name)
        if not anybody and any(set(host) <= set("*.") for host in found):
            raise UsageError("setting_hosts", name=f"LUOSHI_{name}")
        return found or ["localhost", "127.0.0.1", "[::1]"]

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """One of ``allowed``."""
        value = self.text(name, default) or default
        if value not in allowed:
            raise UsageError("setting_choice", name=f"LUOSHI_{name}", value=value, allowed=", ".join(allowed))
        return value

    def zone(self, name: str, default: str) -> str:
        """The name of a time zone."""
        value = self.text(name, default) or default
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise UsageError("setting_zone", name=f"LUOSHI_{name}", value=value) from None
        return value


def secure_origin_of(address: str) -> str:
    """What a browser names as the origin of forms of the site at ``address``; empty without HTTPS."""
    parts = urlsplit(address)
    return f"https://{parts.netloc}" if parts.scheme == "https" and parts.netloc else ""


def secret_in(folder: Path) -> str:
    """The secret key kept in ``folder``; where there is none yet, one for this process only."""
    try:
        return (folder / KEY_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(50)


def keep_secret(folder: Path) -> None:
    """Make the secret key of an office that starts for the first time, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
