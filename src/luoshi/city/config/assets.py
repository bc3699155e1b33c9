"""Addresses of style sheets and scripts that change when the file does."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedAssets(StaticFilesStorage):
    """``/static/city/city.css?v=1a2b3c4d``: no collecting step, and browsers may keep the file."""

    def url(self, name: str | None) -> str:
        """The address of ``name`` with a part of its hash."""
        address = super().url(name)
        version = _version(name) if name else ""
        return f"{address}?v={version}" if version else address


@cache
def _version(name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8] if isinstance(path, str) else ""
