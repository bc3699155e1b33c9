"""The errors that every application raises; pages and API answer with their ``status``."""

from __future__ import annotations

from luoshi.errors import LuoshiError


class InvalidError(LuoshiError):
    """What came with the request cannot be taken: 400."""


class ForbiddenError(LuoshiError):
    """The acting person may not do this: 403; what he may not even see is a ``NotFoundError``."""

    status = 403


class NotFoundError(LuoshiError):
    """There is no such record for the acting person: 404."""

    status = 404


class ConflictError(LuoshiError):
    """What is asked contradicts what is there: 409."""

    status = 409


class StaleError(ConflictError):
    """Somebody changed the record since the person opened it: 409."""
