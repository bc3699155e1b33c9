"""What the machine refuses at the command line, as one clear line: a file, the database, its tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from luoshi.errors import UsageError


@contextmanager
def plainly() -> Iterator[None]:
    """Within, what files and the database refuse is a ``UsageError``."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        reason = error.strerror or type(error).__name__
        raise UsageError("path_refused", path=error.filename, reason=reason) from None
    except Exception as error:
        refusal = _of_the_database(error) if "django.db" in sys.modules else None
        if refusal is None:
            raise
        raise refusal from None


def _of_the_database(error: Exception) -> UsageError | None:
    from django.db import DatabaseError, DataError, Error, OperationalError, ProgrammingError

    from luoshi.city.config.tables import tables_wait
    from luoshi.city.config.worker import reason_of
    from luoshi.city.site.database import trouble_of

    if not isinstance(error, Error):
        return None
    if isinstance(error, (ProgrammingError, OperationalError)):
        try:
            if tables_wait():
                return UsageError("tables_outdated")
        except Error:
            pass  # it is away
    trouble = trouble_of(error) or ("away" if type(error) is DatabaseError else None)
    if trouble is not None:
        return UsageError(_CODES[trouble], reason=reason_of(error))
    if isinstance(error, DataError):
        return UsageError("value_refused", reason=reason_of(error))
    return None


_CODES = {
    "away": "command_database_away",
    "busy": "command_database_busy",
    "full": "command_database_full",
}
