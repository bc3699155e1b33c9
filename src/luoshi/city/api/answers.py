"""What operations have in common."""

from __future__ import annotations

from typing import Any

from luoshi.city.api.schemas import Error

REFUSALS = {400: Error, 401: Error, 403: Error, 404: Error, 422: Error}
WRITE_REFUSALS = {**REFUSALS, 409: Error, 413: Error, 415: Error, 503: Error, 507: Error}


def asks(permission: str) -> dict[str, Any]:
    """The permission that an operation asks for, as it stands in the OpenAPI document."""
    return {
        "x-permission": permission,
        "security": [{}, {"token": []}],
    }
