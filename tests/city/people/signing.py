"""Signing in, as the tests of people do it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

PASSWORD = "correct horse battery staple"  # noqa: S105 - the one of the fixture
NEW = "Qing-Lan-2026-xie"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/account/login/", {"login": username, "password": password, **more})


def inside(client: Client) -> bool:
    return client.get("/people/").status_code == 200


def change(client: Client, old: str, new: str, **more: str) -> Any:
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/account/password/change/", form | more)


class Clock:
    """The time, which a test lets pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._passed, now = 0, time.time
        monkeypatch.setattr(time, "time", lambda: now() + self._passed)

    def wait(self, seconds: int) -> None:
        self._passed += seconds


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
