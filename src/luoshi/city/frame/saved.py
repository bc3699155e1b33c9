"""Whether a request that failed had saved something before: then it does not say that nothing was."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from luoshi.city.history.models import Entry

_here = threading.local()
# Every act has its entry in the log, in its own transaction.
_ENTRY = f'INSERT INTO "{Entry._meta.db_table}"'


@contextmanager
def watched() -> Iterator[None]:
    """A request: forget what the one before it saved, and see what this one saves."""
    _here.saved = False
    with connection.execute_wrapper(_watch):
        yield


def saved() -> bool:
    """Whether an act of the request that is being answered was committed."""
    return getattr(_here, "saved", False)


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if sql.startswith(_ENTRY):
        transaction.on_commit(_note)
    return execute(sql, params, many, context)


def _note() -> None:
    _here.saved = True
