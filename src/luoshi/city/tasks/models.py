"""Tasks, what was promised of them, and everything that is done to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import ClassVar, get_args

from django.db import models
from django.db.models import Q
from django.utils import timezone

from luoshi.city.chain.models import Recorded
from luoshi.city.people.models import Person, Post, Unit
from luoshi.city.people.scopes import Scopes
from luoshi.city.reports.models import Promise, Report
from luoshi.city.rules.escalation import SUPERVISION_COLOURS
from luoshi.city.rules.facts import Claim, Colour
from luoshi.city.rules.states import Phase, phase_of, progress_lifecycle, task_lifecycle
from luoshi.city.rules.verdicts import Verdict
from luoshi.city.tasks.events import ChangeRequestKind
from luoshi.city.tasks.phases import tasks_in

ORIGINS = ("report", "meeting", "instruction", "proposal", "other")
KINDS = ("headline_target", "task", "project", "livelihood")
SEARCHED = ("key", "title", "words", "origin_words")
"""The fields of a task whose words are found."""
COLOURS: tuple[str, ...] = get_args(Colour)
VERDICTS: tuple[str, ...] = get_args(Verdict)
CLAIMS: tuple[str, ...] = get_args(Claim)
CHANGE_REQUEST_KINDS: tuple[str, ...] = get_args(ChangeRequestKind)
NOTIFICATION_KINDS = (
    "due_soon",
    "due_today",
    "overdue",
    "milestone_due",
    "progress_due",
    "escalated",
    "asked",
    "moved",
)


_TASK, _PROGRESS = task_lifecycle(), progress_lifecycle()


def _choices(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


# Units and the sponsor know of a task from its first issue on: what was drafted only is the office's own.
_ISSUED_ONCE = ~(tasks_in("draft") & Q(issued_at__isnull=True))


class Task(Recorded):
    """A promise, or an instruction from elsewhere, to be done.

    ``words`` are the original words and never change once issued; ``title`` is what it is called.
    The target (``target_low`` .. ``target_high`` in ``target_unit``) is empty where none is stated.
    ``runs_from`` is the day from which it counts for the unit that leads it: of its issue, of its transfer to
    that unit, of its resumption.
    ``light`` and ``light_reasons`` are computed daily and at every write (``rules.lights``);
    ``done_amount`` is the signed amount that counts (``rules.counting``), of the day ``amount_on``;
    ``last_progress_on`` the newest day of signed progress. ``submitted_on`` is the day on which the unit last
    asked for review: the day that counts for being on time.
    """

    RECORDED = (
        "key", "year", "title", "words", "kind", "origin", "origin_words", "promise_id", "lead_unit_id",
        "sponsor_id", "officer_id", "start", "due", "first_due", "state", "target_low", "target_high",
        "target_unit", "target_bound", "claim", "own_verdict", "verdict", "verdict_words", "submitted_on",
        "closed_on", "done_on", "released_at", "progress_interval_days", "report_id", "section", "issued_at",
        "accepted_at", "runs_from", "done_amount", "amount_on", "last_progress_on",
    )  # fmt: skip

    scopes: ClassVar[Scopes] = Scopes(
        unit=lambda held: _ISSUED_ONCE & (Q(lead_unit__in=held.units) | Q(supports__unit__in=held.units)),
        lead=lambda held: _ISSUED_ONCE & Q(lead_unit__in=held.units),
        sponsored=lambda held: _ISSUED_ONCE & Q(sponsor__in=held.posts),
        released=lambda _held: Q(released_at__isnull=False),
    )

    key = models.CharField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    words = models.TextField()
    kind = models.CharField(max_length=20, choices=_choices(KINDS), default="task")
    origin = models.CharField(max_length=12, choices=_choices(ORIGINS), default="report")
    origin_words = models.CharField(max_length=300, blank=True)
    promise = models.ForeignKey(
        Promise, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    section = models.CharField(max_length=200, blank=True)
    section_order = models.PositiveIntegerField(default=0)

    lead_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="led")
    supporting_units = models.ManyToManyField(Unit, through="Support", related_name="supported")
    sponsor = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsored"
    )
    officer = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="officered"
    )

    start = models.DateField()
    due = models.DateField()
    first_due = models.DateField(null=True, blank=True)
    progress_interval_days = models.PositiveSmallIntegerField(default=30)
    target_low = models.FloatField(null=True, blank=True)
    target_high = models.FloatField(null=True, blank=True)
    target_unit = models.CharField(max_length=40, blank=True)
    target_bound = models.CharField(max_length=10, blank=True)

    state = models.CharField(max_length=20, choices=_choices(_TASK.states), default=_TASK.initial)
    issued_at = models.DateTimeField(null=True, blank=True)
    runs_from = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    claim = models.CharField(max_length=10, choices=_choices(CLAIMS), blank=True)
    own_verdict = models.CharField(max_length=16, choices=_choices(VERDICTS), blank=True)
    verdict = models.CharField(max_length=16, choices=_choices(VERDICTS), blank=True)
    verdict_words = models.TextField(blank=True)

    light = models.CharField(max_length=8, choices=_choices(COLOURS), default="grey")
    light_reasons = models.JSONField(default=list)
    light_since = models.DateField(null=True, blank=True)
    done_amount = models.FloatField(null=True, blank=True)
    amount_on = models.DateField(null=True, blank=True)
    last_progress_on = models.DateField(null=True, blank=True)

    released_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    submission = models.CharField(max_length=60, unique=True, null=True, blank=True)

    class Meta:
        ordering = ("year", "number")
        constraints = (models.UniqueConstraint(fields=["year", "number"], name="task_number_in_year"),)
        indexes = (
            models.Index(fields=["year", "state", "due"], name="task_year_state_due"),
            models.Index(fields=["year", "light", "due"], name="task_year_light"),
            models.Index(fields=["lead_unit", "year", "state", "due"], name="task_unit_year_state"),
            models.Index(fields=["sponsor", "year", "due"], name="task_sponsor_year"),
            models.Index(fields=["year", "section_order", "number"], name="task_year_section"),
            models.Index(fields=["state", "due"], name="task_state_due"),
            models.Index(fields=["released_at", "year"], name="task_released"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def subject(self) -> str:
        """Its name in the log."""
        return f"task:{self.pk}"

    @property
    def phase(self) -> Phase:
        """The phase of its state."""
        return phase_of(self.state)  # type: ignore[arg-type]

    @property
    def unit_ids(self) -> frozenset[int]:
        """Lead and supporting units; prefetch ``supports`` for lists."""
        supporting = {support.unit_id for support in self.supports.all()}
        return frozenset(supporting | ({self.lead_unit_id} if self.lead_unit_id else set()))

    @property
    def milestones_past(self) -> list[date]:
        """The days of milestones that have passed by today; prefetch ``milestones`` for lists."""
        today = timezone.localdate()
        return [one.due for one in self.milestones.all() if one.due <= today]

    @property
    def is_released(self) -> bool:
        """Whether the public sees it."""
        return self.released_at is not None


_OF_TASK = Task.scopes.within("task")


class Support(Recorded):
    """A unit that supports a task 配合单位."""

    RECORDED = ("task_id", "unit_id")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="supports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="supports")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["task", "unit"], name="support_once"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.unit_id}"


class Milestone(Recorded):
    """What is to be reached by a day: words, and an amount in the task's unit where there is one 季度节点.

    ``agreed_on`` is the day on which it was put in, where that was after the issue.
    """

    RECORDED = ("task_id", "due", "amount", "words", "done_on", "agreed_on")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="milestones")
    due = models.DateField()
    amount = models.FloatField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return f"{self.due} {self.words}"


class ProgressEntry(Recorded):
    """A report on a task: amount done, words, next step; drafted by an officer, signed by the head.

    ``final`` asks for review of the whole task. ``submission`` makes a repeated form one report.
    """

    RECORDED = (
        "task_id", "as_of", "amount", "words", "next_step", "claim", "final", "own_verdict", "state",
        "returned_reason", "written_by_id", "written_post_id", "written_at", "signed_by_id", "signed_at",
        "reviewed_by_id", "reviewed_at",
    )  # fmt: skip

    scopes: ClassVar[Scopes] = _OF_TASK

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="progress")
    as_of = models.DateField()
    amount = models.FloatField(null=True, blank=True)
    words = models.TextField()
    next_step = models.TextField(blank=True)
    claim = models.CharField(max_length=10, choices=_choices(CLAIMS), blank=True)
    final = models.BooleanField(default=False)
    own_verdict = models.CharField(max_length=16, choices=_choices(VERDICTS), blank=True)
    state = models.CharField(max_length=20, choices=_choices(_PROGRESS.states), default=_PROGRESS.initial)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(max_length=500, blank=True)
    submission = models.CharField(max_length=40, unique=True, null=True, blank=True)

    class Meta:
        ordering = ("-as_of", "-pk")
        indexes = (
            models.Index(fields=["task", "-as_of", "-id"], name="progress_of_task"),
            models.Index(fields=["state", "signed_at"], name="progress_state"),
        )

    def __str__(self) -> str:
        return f"{self.task_id} {self.as_of}"

    @property
    def phase(self) -> Phase:
        """The phase of its state."""
        return _PROGRESS.states[self.state].phase  # type: ignore[index]

    @property
    def is_editable(self) -> bool:
        """Whether its author may change it."""
        return "editable" in _PROGRESS.states[self.state].attributes  # type: ignore[index]


class Evidence(Recorded):
    """A file that shows what was done; its bytes lie outside the web root under their own digest."""

    RECORDED = (
        "task_id", "progress_id", "name", "sha256", "size", "media_type", "added_by_id", "added_at",
        "removed_at", "unchecked",
    )  # fmt: skip

    scopes: ClassVar[Scopes] = _OF_TASK

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    progress = models.ForeignKey(
        ProgressEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    # Something in it could not be looked through for marks of secrecy.
    unchecked = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Obstacle(Recorded):
    """What is in the way of a task, who must remove it, by when 问题清单."""

    RECORDED = (
        "task_id", "words", "remover_id", "due", "entered_by_id", "settled_on", "settled_words", "entered_at",
    )  # fmt: skip

    scopes: ClassVar[Scopes] = replace(
        _OF_TASK, unit=lambda held: _OF_TASK.unit(held) | Q(remover__in=held.units)
    )

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="obstacles")
    words = models.TextField()
    remover = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="to_remove"
    )
    due = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_words = models.TextField(blank=True)

    class Meta:
        ordering = ("due", "pk")
        indexes = (models.Index(fields=["settled_on", "due"], name="obstacle_open"),)

    def __str__(self) -> str:
        return self.words


class ChangeRequest(Recorded):
    """A unit asks for an extension, a suspension or a transfer; somebody decides 申请."""

    RECORDED = (
        "task_id", "kind", "reason", "wanted_due", "wanted_unit_id", "asked_by_id", "asked_at", "granted",
        "decision", "decided_by_id", "decided_at",
    )  # fmt: skip

    scopes: ClassVar[Scopes] = _OF_TASK

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="change_requests")
    kind = models.CharField(max_length=12, choices=_choices(CHANGE_REQUEST_KINDS))
    reason = models.TextField()
    wanted_due = models.DateField(null=True, blank=True)
    wanted_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    granted = models.BooleanField(null=True, blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["granted", "asked_at"], name="change_request_open"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class Event(Recorded):
    """A dated fact of a task's timeline: a move, a change of an issued task, a decision; with its reason.

    ``before`` and ``after`` hold what a change changed. ``public`` events (``rules.publicity``) are shown to
    the public with the released task.
    """

    RECORDED = (
        "task_id", "at", "action", "from_state", "to_state", "reason", "before", "after", "person_name",
        "post_name", "public",
    )  # fmt: skip

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    person_name = models.CharField(max_length=100, blank=True)
    post_name = models.CharField(max_length=255, blank=True)
    public = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=["task", "at"], name="event_of_task"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.action}"


class Notification(Recorded):
    """Something that the holder of a post should see: a reminder, an escalation, a move.

    ``key`` makes the daily command idempotent. Whether it was read is the reader's and not recorded.
    """

    RECORDED = ("key", "post_id", "task_id", "kind", "detail", "on")

    key = models.CharField(max_length=120, unique=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notifications")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=16, choices=_choices(NOTIFICATION_KINDS))
    detail = models.JSONField(default=dict)
    on = models.DateField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=["post", "read_at", "-on"], name="notification_of_post"),)

    def __str__(self) -> str:
        return self.key


class SupervisionOrder(Recorded):
    """A supervision order 督办单 on a task, in one of three colours; the unit answers by ``answer_due``."""

    RECORDED = (
        "key",
        "task_id",
        "unit_id",
        "colour",
        "issued_on",
        "answer_due",
        "words",
        "answer",
        "answered_at",
        "issued_by_id",
    )

    scopes: ClassVar[Scopes] = replace(
        _OF_TASK,
        unit=lambda held: _OF_TASK.unit(held) | Q(unit__in=held.units),
        lead=lambda held: Q(unit__in=held.units),
    )

    key = models.CharField(max_length=40, unique=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="supervision_orders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="supervision_orders")
    colour = models.CharField(max_length=8, choices=_choices(SUPERVISION_COLOURS))
    issued_on = models.DateField()
    answer_due = models.DateField()
    words = models.TextField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-issued_on", "-pk")

    def __str__(self) -> str:
        return self.key


class Numbering(models.Model):
    """The last number that a task of a year was given; numbers of removed drafts are not given again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"
