"""What the walks over all addresses share: the addresses, and what an answer and its statements are looked at for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from luoshi.city.api.site import api
from luoshi.city.rules.permissions import Role

_WRITE = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b[^\"]*\"(\w+)\"", re.IGNORECASE)
_OF_NO_RECORD = {"django_session", "people_token"}  # a session is seen, a token's last use


def views() -> Iterator[tuple[str, str, URLPattern]]:
    """Every address with its name and its view."""

    def walk(patterns: Any, before: str, space: str) -> Iterator[tuple[str, str, URLPattern]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                inner = f"{one.namespace}:" if one.namespace else space
                yield from walk(one.url_patterns, before + str(one.pattern), inner)
            else:
                yield before + str(one.pattern), f"{space}{one.name}", one

    yield from walk(get_resolver().url_patterns, "", "")


def pages() -> dict[str, URLPattern]:
    """The pages to be walked: neither allauth's, which stand under ``account/``, nor the API's operations."""
    return {name: view for address, name, view in views() if not address.startswith(("api/v1/", "account/"))}


def operations() -> list[tuple[str, str, str]]:
    """Each operation of the API: method, address, permission."""
    paths = api.get_openapi_schema()["paths"]
    return [
        (method.upper(), address, one["x-permission"])
        for address, methods in paths.items()
        for method, one in methods.items()
    ]


# How long a connection waits for locks of others is said to the connection alone.
_READS = ("SELECT", "WITH", "EXPLAIN", "PRAGMA", "SHOW", "SET LOCK_TIMEOUT")


@contextmanager
def writes() -> Iterator[list[str]]:
    """The tables written to meanwhile."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        written = _WRITE.match(sql)
        if written and written[1] not in _OF_NO_RECORD:
            found.append(written[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


@contextmanager
def only_reading() -> Iterator[list[str]]:
    """What is written or locked meanwhile."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _is_write(sql):
            found.append(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def _is_write(sql: str) -> bool:
    """Whether a statement takes or waits for a lock; a transaction does, for on SQLite it begins as a write."""
    words = sql.lstrip(" (\n").upper()
    return not words.startswith(_READS) or " FOR UPDATE" in words or " FOR NO KEY UPDATE" in words


def body_of(response: Any) -> str:
    """The words of a page or a file, those packed in a workbook, too."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = b"\n".join(package.read(name) for name in package.namelist())
    return str(data.decode("utf-8", "replace"))


def may_be_kept(answer: Any, role: Role) -> bool:
    """Whether browsers and proxies keep no more of an answer than its reader allows: nothing of a person."""
    said = {one.strip() for one in answer.headers["Cache-Control"].split(",")}
    by_cookie = "Cookie" in answer.headers["Vary"]
    if role != "public" or answer.status_code != 200:
        return by_cookie and {"private", "no-store"} <= said
    return by_cookie and ("no-store" in said or said in ({"private", "no-cache"}, {"public", "max-age=60"}))
