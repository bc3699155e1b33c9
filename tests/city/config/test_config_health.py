"""Health pages, the addresses of assets, and who asks behind a proxy."""

from __future__ import annotations

import re
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from luoshi.city.config import health, wsgi
from luoshi.city.config.assets import VersionedAssets


def test_live_needs_no_database() -> None:
    assert Client().get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_when_everything_is_there(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


@pytest.mark.django_db
def test_not_ready_without_a_place_for_files(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.FILES = tmp_path / "file" / "files"
    response = Client().get("/health/ready")
    assert (response.status_code, response.json()["files"]) == (503, "unwritable")


@pytest.mark.django_db
def test_not_ready_while_migrations_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    health._migrated.cache_clear()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    response = Client().get("/health/ready")
    assert (response.status_code, response.json()["database"]) == (503, "outdated")


@pytest.mark.django_db
def test_not_ready_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(connection, "cursor", away)
    response = Client().get("/health/ready")
    assert (response.status_code, response.json()["database"]) == (503, "unreachable")


def test_an_asset_has_a_part_of_its_hash_in_its_address() -> None:
    address = VersionedAssets().url("city/city.css")
    assert re.fullmatch(r"/static/city/city\.css\?v=[0-9a-f]{8}", address)
    assert VersionedAssets().url("nowhere.css") == "/static/nowhere.css"


@pytest.mark.django_db
def test_nobody_is_asked_for_permission() -> None:
    assert reverse("live") == "/health/live"
    assert Client().get("/health/live").headers["Content-Security-Policy"]


def test_whether_the_process_lives_is_answered_before_the_database_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = Mock()
    monkeypatch.setattr(wsgi, "_site", lambda *_: [])
    monkeypatch.setattr(wsgi, "_gate", gate)
    wsgi.application({"PATH_INFO": "/health/live"}, lambda *_: None)
    assert not gate.refusal.called
