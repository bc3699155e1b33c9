"""The log's entries and their chain, and what a record must say of itself to be logged."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

BEFORE_ALL = "0" * 64


class Entry(models.Model):
    """One write: who, holding which post, did what to which record, and what the record was then.

    ``state`` is the digest of the record after the write; ``hash`` covers every other field and the
    ``previous`` hash, so that no entry can be changed, left out or moved without the chain showing it.
    Triggers in the database refuse to change or delete entries. ``form`` says which list of fields the digest
    covers (``Recorded.forms``); entries from before lists had numbers have none. An entry about many rows of
    a model at once holds their digests in ``detail["rows"]``, by subject.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=40)
    person_name = models.CharField(max_length=100)
    post = models.CharField(max_length=40, blank=True)
    post_name = models.CharField(max_length=255, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    state = models.CharField(max_length=64, blank=True)
    form = models.PositiveSmallIntegerField(null=True, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=["subject", "number"], name="entry_subject"),
            models.Index(fields=["person", "number"], name="entry_person"),
            models.Index(fields=["action", "number"], name="entry_action"),
            models.Index(fields=["at"], name="entry_at"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"


class Head(models.Model):
    """The last entry of the chain; its one row is locked while an entry is added."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEFORE_ALL)

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Recorded(models.Model):
    """A record whose every change is logged; ``RECORDED`` names the fields that the digest covers.

    ``RECORDED_BEFORE`` are the lists of earlier versions of the program, the oldest first: a record that was
    not written since is compared by the list that its entry was made with. ``RECORDED_WITH`` are the
    relations that the fields are worked out from.
    """

    RECORDED: tuple[str, ...] = ()
    RECORDED_BEFORE: tuple[tuple[str, ...], ...] = ()
    RECORDED_WITH: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def subject(self) -> str:
        """The name of this record in the log: ``task:2026-0001``."""
        return f"{self._meta.model_name}:{self.pk}"

    def recorded(self, form: int | None = None) -> dict[str, Any]:
        """The fields that the digest covers, by the list numbered ``form``, else by the newest."""
        names = self.RECORDED if form is None else self.forms()[form - 1]
        return {name: getattr(self, name) for name in names}

    def fingerprint(self, form: int | None = None) -> str:
        """SHA-256 of the recorded fields."""
        return hashlib.sha256(canonical(self.recorded(form)).encode()).hexdigest()

    @classmethod
    def forms(cls) -> tuple[tuple[str, ...], ...]:
        """All lists of recorded fields, numbered from 1; the last is the one in use."""
        return (*cls.RECORDED_BEFORE, cls.RECORDED)


def chained(entry: Entry, head: Head) -> None:
    """Make ``entry`` the next of the chain; the caller saves both."""
    entry.number, entry.previous = head.number + 1, head.hash
    entry.hash = hash_of(entry)
    head.number, head.hash = entry.number, entry.hash


def hash_of(entry: Entry) -> str:
    """SHA-256 of the entry's fields, its own hash excepted."""
    fields = {name: getattr(entry, name) for name in _hashed()}
    if entry.form is None:
        del fields["form"]  # entries from before there was the field
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


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


canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode
"""A value in the one spelling that is hashed."""
