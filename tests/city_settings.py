"""The settings of the tests: fast passwords, jobs at once, a database that the environment may name."""

from __future__ import annotations

import os
import tempfile

os.environ["LUOSHI_DATA"] = tempfile.mkdtemp(prefix="luoshi-tests-")
os.environ.setdefault("LUOSHI_HTTPS", "0")
# Tests of signing in ask for it themselves.
os.environ.setdefault("LUOSHI_SECOND_FACTOR", "optional")
if os.environ.get("LUOSHI_TEST_DATABASE_URL"):
    os.environ["LUOSHI_DATABASE_URL"] = os.environ["LUOSHI_TEST_DATABASE_URL"]
else:
    os.environ.pop("LUOSHI_DATABASE_URL", None)

from luoshi.city.config.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as an office has it: in memory, requests side by side would share one connection. It outlives no power cut.
    DATABASES["default"]["TEST"] = {"NAME": DATA / "tests.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
# Beside other tests a child would wait for them.
OPENING_NICENESS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
