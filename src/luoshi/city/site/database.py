"""How long a page waits for the database, and whether a failure of it means busy, away or full."""

from __future__ import annotations

import errno
import gc
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponseBase

from luoshi.city.site.saved import saved
from luoshi.errors import Language, LuoshiError

Trouble = Literal["busy", "away", "full"]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])

STATUSES: dict[Trouble, int] = {"busy": 503, "away": 503, "full": 507}
_CODES: dict[Trouble, str] = {"busy": "database_busy", "away": "database_away", "full": "database_full"}
AGAIN_AFTER = "10"  # seconds, for Retry-After
_SQLITE: dict[int, Trouble] = {5: "busy", 6: "busy", 13: "full"}  # SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL
# lock_timeout, deadlock, serialization, a query stopped for its length, too many connections
_POSTGRESQL_BUSY = frozenset(("55P03", "40P01", "40001", "57014", "53300"))
_POSTGRESQL_FULL = "53100"

_waits = threading.local()


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What a failure says of the database or its disk; ``None`` where it says nothing of them."""
    if isinstance(error, OSError):
        return "full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else None
    # What fails because something failed before it, in a transaction that is broken, is told by the first.
    while isinstance(error, Error):
        if isinstance(error, (OperationalError, InterfaceError)):
            return _kind_of(error.__cause__)
        error = error.__context__ if isinstance(error.__context__, Error) else None
    return None


def _kind_of(cause: object) -> Trouble:
    code, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF, "away")
    if state == _POSTGRESQL_FULL:
        return "full"
    return "busy" if state in _POSTGRESQL_BUSY else "away"


def told(trouble: Trouble, language: Language) -> dict[str, Any]:
    """The trouble in the shape of the API's errors."""
    error = LuoshiError("saved_unsaid" if saved() else _CODES[trouble])
    return {"code": error.code, "message": error.message(language), "details": {}}


def wait_at_most(seconds: float) -> None:
    """Let this thread wait no longer than ``seconds`` for what others have locked."""
    _waits.seconds = seconds
    if connection.connection is not None:
        _tell(connection)


def let_go() -> None:
    """Drop what a failure of the database left behind, in the thread whose connection it was.

    Its cursors hang in a circle with the failure. Another thread that clears them away waits for this one's
    connection, and so for whatever that waits for next.
    """
    if connection.vendor == "sqlite":
        gc.collect()


def patient(view: View) -> View:
    """A page whose writes are many and worth a longer wait, such as an import."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            wait_at_most(settings.BUSY_SECONDS_OF_IMPORTS)
        return view(request, *args, **kwargs)

    return opened  # type: ignore[return-value]


def write_where_free(write: Callable[[], object]) -> bool:
    """Write what is good to have and not worth waiting for; whether it was written."""
    before = getattr(_waits, "seconds", settings.BUSY_SECONDS)
    wait_at_most(0)
    try:
        with transaction.atomic():
            write()
    except OperationalError:
        return False
    finally:
        wait_at_most(before)
    return True


def _tell(database: BaseDatabaseWrapper) -> None:
    seconds = getattr(_waits, "seconds", None)
    if seconds is None or getattr(database, "waits", None) == seconds:
        return
    # PostgreSQL takes 0 for "without end".
    milliseconds = max(1, int(seconds * 1000))
    sqlite = database.vendor == "sqlite"
    with database.cursor() as cursor:
        cursor.execute(f"{'PRAGMA busy_timeout' if sqlite else 'SET lock_timeout'} = {milliseconds}")
    database.waits = seconds  # type: ignore[attr-defined]


def _connected(connection: BaseDatabaseWrapper, **_rest: object) -> None:
    if connection.alias == DEFAULT_DB_ALIAS:
        connection.waits = None  # type: ignore[attr-defined]
        _tell(connection)


def listen() -> None:
    """Tell new connections how long to wait; called once, when the application is ready."""
    connection_created.connect(_connected, dispatch_uid="site.waits")
