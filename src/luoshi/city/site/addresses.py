"""Addresses of this site: where signing in begins, and whole ones for letters."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.urls import get_script_prefix, reverse


def sign_in_address(back: str) -> str:
    """The page of signing in, which leads to ``back`` afterwards."""
    return f"{reverse('account_login')}?next={quote(back)}"


def whole_address(path: str) -> str:
    """What ``reverse`` gave as ``path``, as an address for who is not on a page of the site."""
    # A thread that serves no request knows nothing of the path below which the site lies.
    return f"{settings.SITE_ADDRESS}/{path.removeprefix(get_script_prefix())}"
