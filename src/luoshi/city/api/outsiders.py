"""What callers get of others' released tasks: what is public by ``rules.publicity``, the rest empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from ninja import Schema

from luoshi.city.rules.publicity import is_public


def for_outsiders(
    record: str, shape: type[Schema], given: Mapping[str, Any], *, named: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """``given`` with every field emptied that is not public.

    ``named`` are fields that the record calls otherwise.
    """
    names = named or {}
    return {
        name: value if is_public(record, names.get(name, name)) else _empty(shape, name)
        for name, value in given.items()
    }


def _empty(shape: type[Schema], name: str) -> Any:
    """Nothing, as the shape has it: null where that may be, else an empty text or list."""
    annotation: Any = shape.model_fields[name].annotation
    if type(None) in get_args(annotation):
        return None
    return (get_origin(annotation) or annotation)()
