"""Uploaded reports, what was read from them, and what people corrected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.city.chain.models import Recorded
from luoshi.city.people.models import Person
from luoshi.city.people.scopes import Scopes
from luoshi.city.reports.phases import readings_in
from luoshi.city.rules.states import Phase, promise_lifecycle, reading_lifecycle

CORRECTION_KINDS = ("confirm", "edit", "join", "split", "exclude", "include", "add", "figure")


_READING, _PROMISE = reading_lifecycle(), promise_lifecycle()


def _choices(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


class Report(Recorded):
    """A report as uploaded and read. The same file twice is one report: ``sha256`` of its bytes.

    ``text`` is the source as decoded, in which every offset counts; ``record`` is the whole
    ``luoshi.reading`` report as plain JSON, without its text, as the reader ``reader`` gave it.
    ``stored`` is empty where the file was refused and not kept.
    ``asked_at`` is set while it waits for the reader or is being read, anew too; ``begun_at`` is when the
    reader last gave a sign of life, ``begins`` how often it began since somebody asked. ``last_promise`` and
    ``last_figure`` are the last numbers that were given to a key, so that none is given twice. ``confirmed``
    holds the keys of what a person confirmed before tasks were made of it
    (``tasks.actions.confirmations``); the log says who.
    """

    RECORDED = (
        "key", "sha256", "place", "year", "title", "state", "released_at", "text", "record", "file_name",
        "uploaded_by_id", "uploaded_at", "confirmed",
    )  # fmt: skip

    scopes: ClassVar[Scopes] = Scopes(
        released=lambda _held: readings_in("settled") & Q(released_at__isnull=False)
    )

    key = models.CharField(max_length=40, unique=True)
    file_name = models.CharField(max_length=255)
    stored = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    uploaded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=_choices(_READING.states), default=_READING.initial)
    progress = models.PositiveSmallIntegerField(default=0)
    failure = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    begins = models.PositiveSmallIntegerField(default=0)
    reader = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    record = models.JSONField(default=dict, blank=True)
    place = models.CharField(max_length=100, blank=True)
    place_code = models.CharField(max_length=6, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.JSONField(default=list, blank=True)
    last_promise = models.PositiveIntegerField(default=0)
    last_figure = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-year", "-uploaded_at")

    def __str__(self) -> str:
        return self.title or self.file_name

    @property
    def phase(self) -> Phase:
        """The phase of its reading: settled once it was read."""
        return _READING.states[self.state].phase  # type: ignore[index]

    @property
    def is_released(self) -> bool:
        """Whether outsiders get it."""
        return self.released_at is not None and self.phase == "settled"


class Correction(Recorded):
    """What a person corrected, apart from what was read; corrections apply in order and win over it.

    ``start``, ``end`` and ``quote`` anchor it in the text; ``detail`` holds what the kind needs (see
    ``rules.correction_codec``). A correction is withdrawn, never changed. ``placed`` is false for one whose
    words the newest reading of the file does not have.
    """

    RECORDED = (
        "report_id", "kind", "start", "end", "quote", "detail", "reason", "withdrawn_at", "made_by_id",
        "made_at",
    )  # fmt: skip

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=_choices(CORRECTION_KINDS))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    detail = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    placed = models.BooleanField(default=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id} {self.start}-{self.end}"


class Judged:
    """A promise or a figure, which a person confirms or excludes."""

    state: str

    @property
    def phase(self) -> Phase:
        """In review until somebody judged it, then settled."""
        return _PROMISE.states[self.state].phase  # type: ignore[index]

    @property
    def counts(self) -> bool:
        """Whether it is a promise, or a figure of one: nobody excluded it."""
        return "counts" in _PROMISE.states[self.state].attributes  # type: ignore[index]


class Promise(Judged, models.Model):
    """A promise as it now stands: read, with corrections applied.

    Rows are found again by their place in the text, so that tasks keep their promise when the report is
    read again. ``present`` is false for one on which a task rests but that neither the newest reading
    nor a correction gives any more.
    """

    key = models.CharField(max_length=60, unique=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="promises")
    position = models.PositiveIntegerField(default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=20)
    period = models.CharField(max_length=20, blank=True)
    section = models.PositiveIntegerField(null=True, blank=True)
    section_path = models.JSONField(default=list)
    origin = models.CharField(max_length=10, default="read")
    state = models.CharField(max_length=12, choices=_choices(_PROMISE.states), default=_PROMISE.initial)
    exclusion_reason = models.CharField(max_length=500, blank=True)
    present = models.BooleanField(default=True)

    class Meta:
        ordering = ("report", "position")
        indexes = (models.Index(fields=["report", "position"], name="promise_in_report"),)

    def __str__(self) -> str:
        return self.text


class Figure(Judged, models.Model):
    """A number of a report as it now stands, with corrections applied; fields as in the reader's record."""

    key = models.CharField(max_length=60, unique=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    promise = models.ForeignKey(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="figures"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    measure = models.CharField(max_length=10)
    low = models.FloatField()
    high = models.FloatField()
    unit = models.CharField(max_length=40, blank=True)
    bound = models.CharField(max_length=10)
    status = models.CharField(max_length=12)
    tone = models.CharField(max_length=8, blank=True)
    period = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=10, default="read")
    state = models.CharField(max_length=12, choices=_choices(_PROMISE.states), default=_PROMISE.initial)

    class Meta:
        ordering = ("report", "start")
        indexes = (models.Index(fields=["report", "start"], name="figure_in_report"),)

    def __str__(self) -> str:
        return self.quote
