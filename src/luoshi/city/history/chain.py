"""Adding to the chain, and checking it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from luoshi.city.history.models import Entry, Head, Recorded

BEFORE_ALL = "0" * 64
_CHUNK = 500


@dataclass(frozen=True)
class Signature:
    """Who writes, holding which post."""

    person: str
    person_name: str
    post: str = ""
    post_name: str = ""

    @classmethod
    def program(cls, job: str) -> Signature:
        """The program itself, at a daily ``job``."""
        return cls(person=f"program:{job}", person_name="落实")


def record(signature: Signature, action: str, subject: Recorded | str, **detail: Any) -> Entry:
    """Log one write, in the transaction that makes it. ``subject`` is the record as it is after it."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a write and its log entry belong in one transaction")
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        number=head.number + 1,
        at=timezone.now(),
        person=signature.person,
        person_name=signature.person_name,
        post=signature.post,
        post_name=signature.post_name,
        action=action,
        subject=subject if isinstance(subject, str) else subject.subject(),
        detail=json.loads(_canonical(detail)),
        state="" if isinstance(subject, str) else state_of(subject),
        previous=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry


def state_of(subject: Recorded) -> str:
    """SHA-256 of the record's recorded fields."""
    return hashlib.sha256(_canonical(subject.recorded()).encode()).hexdigest()


def hash_of(entry: Entry) -> str:
    """SHA-256 of the entry's fields, its own hash excepted."""
    fields = {name: getattr(entry, name) for name in _hashed()}
    return hashlib.sha256(_canonical(fields).encode()).hexdigest()


@cache
def _hashed() -> tuple[str, ...]:
    return tuple(field.attname for field in Entry._meta.concrete_fields if field.attname != "hash")


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    raise TypeError(f"{type(value).__name__} has no place in the log")


_canonical = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
).encode


@dataclass(frozen=True)
class Fault:
    """Something that was changed behind the program's back."""

    # chain, number, hash, head, changed, missing, unlogged; of stored files file_missing, file_changed
    code: str
    subject: str


def faults(since: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Everything that does not fit: in the chain itself, then between the chain and the records.

    ``since`` is a number and hash noted earlier: the chain must still pass through it.
    """
    previous, number = BEFORE_ALL, 0
    passed = since is None or since[0] == 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=5000):
        number += 1
        if entry.number != number:
            yield Fault("number", str(number))
            number = entry.number
        if entry.previous != previous:
            yield Fault("chain", str(entry.number))
        if hash_of(entry) != entry.hash:
            yield Fault("hash", str(entry.number))
        if since is not None and entry.number == since[0]:
            passed = entry.hash == since[1]
        previous = entry.hash
    head = Head.objects.get(pk=1)
    if (head.number, head.hash) != (number, previous):
        yield Fault("head", f"{head.number}")
    if not passed and since is not None:
        yield Fault("chain", str(since[0]))
    for model in recorded_models():
        yield from _records(model)


def recorded_models() -> Sequence[type[Recorded]]:
    """The models whose changes are logged."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def _records(model: type[Recorded]) -> Iterator[Fault]:
    rows: list[Recorded] = []
    for row in model._default_manager.order_by("pk").iterator(chunk_size=_CHUNK):
        rows.append(row)
        if len(rows) == _CHUNK:
            yield from _changed(rows)
            rows = []
    yield from _changed(rows)
    yield from _missing(model)


def _changed(rows: Sequence[Recorded]) -> Iterator[Fault]:
    logged: dict[str, str] = dict(
        Entry.objects.filter(subject__in=[row.subject() for row in rows])
        .exclude(state="")
        .order_by("number")
        .values_list("subject", "state")
    )
    for row in rows:
        state = logged.get(row.subject())
        if state is None:
            yield Fault("unlogged", row.subject())
        elif state != state_of(row):
            yield Fault("changed", row.subject())


def _missing(model: type[Recorded]) -> Iterator[Fault]:
    name = f"{model._meta.model_name}"
    logged = Entry.objects.filter(subject__startswith=f"{name}:")
    removed = logged.filter(action__endswith=".remove").values("subject")
    subjects = (
        logged.exclude(state="")
        .exclude(subject__in=removed)
        .order_by("subject")
        .values_list("subject", flat=True)
        .distinct()
    )
    left = subjects.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(left, _CHUNK)):
        keys = {subject: subject.partition(":")[2] for subject in chunk}
        found = model._default_manager.filter(pk__in=keys.values()).values_list("pk", flat=True)
        present = set(map(str, found))
        yield from (Fault("missing", subject) for subject, key in keys.items() if key not in present)
