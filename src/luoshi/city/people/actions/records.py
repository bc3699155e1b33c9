"""Saving and logging units, posts, persons and holdings: for the pages one, for an import many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.models import Recorded


def give(row: Recorded, given: Any) -> None:
    """Give the row the fields of ``given``, a dataclass of what its form or its line says."""
    for field in fields(given):
        value = getattr(given, field.name)
        setattr(row, field.name, list(value) if isinstance(value, tuple) else value)


def save_changed(signature: Signature, row: Recorded, before: dict[str, Any], **detail: Any) -> None:
    """Save the row and log in which fields it differs from ``before``, as ``<kind>.change``."""
    row.save()
    after = row.recorded()
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(signature, f"{row._meta.model_name}.change", row, **detail, changed=changed)


def save_added(signature: Signature, model: type[Recorded], rows: Sequence[Recorded], **detail: Any) -> None:
    """Save the rows that are not in the database yet, and log all of them, as ``<kind>.add``."""
    model._default_manager.bulk_create([row for row in rows if row.pk is None])
    for row in rows:
        record(signature, f"{model._meta.model_name}.add", row, **detail)
