"""The templates of an office's papers; without one of its own, the built-in template is used."""

from __future__ import annotations

from typing import Literal, get_args

from django.db import models

from luoshi.city.chain.models import Recorded
from luoshi.city.people.models import Person

PaperKind = Literal[
    "circular", "supervision_order_blue", "supervision_order_yellow", "supervision_order_red", "bulletin"
]
KINDS: tuple[PaperKind, ...] = get_args(PaperKind)


class Template(Recorded):
    """A Word template that the office uploaded; the newest of a kind that is not withdrawn is used."""

    RECORDED = ("kind", "name", "sha256", "size", "withdrawn_at", "uploaded_by_id", "uploaded_at")

    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
