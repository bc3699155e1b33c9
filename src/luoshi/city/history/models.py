"""The log's entries, and what a record must say of itself to be logged."""

from __future__ import annotations

from typing import Any

from django.db import models


class Entry(models.Model):
    """One write: who, holding which post, did what to which record, and what the record was then.

    ``state`` is the digest of the record after the write; ``hash`` covers every other field and the
    ``previous`` hash, so that no entry can be changed, left out or moved without the chain showing it.
    Triggers in the database refuse to change or delete entries.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=40)
    person_name = models.CharField(max_length=100)
    post = models.CharField(max_length=40, blank=True)
    post_name = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    state = models.CharField(max_length=64, blank=True)
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
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Recorded(models.Model):
    """A record whose every change is logged; ``RECORDED`` names the fields that the digest covers."""

    RECORDED: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def subject(self) -> str:
        """The name of this record in the log: ``task:2026-0001``."""
        return f"{self._meta.model_name}:{self.pk}"

    def recorded(self) -> dict[str, Any]:
        """The fields that the digest covers."""
        return {name: getattr(self, name) for name in self.RECORDED}
