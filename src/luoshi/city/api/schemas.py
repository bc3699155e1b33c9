"""The shapes that the API gives and takes; the fields are the records' own, see ``docs/glossary.md``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator

from luoshi.city.rules.amounts import LARGEST
from luoshi.city.rules.limits import longest
from luoshi.city.rules.years import taken_day


class ErrorBody(Schema):
    """What went wrong: a stable code and one line in the caller's language."""

    code: str
    message: str
    details: dict[str, Any] = Field(default_factory=dict)


class Error(Schema):
    """Every error has this shape."""

    error: ErrorBody


class ReportOut(Schema):
    """A report that was read."""

    key: str
    title: str
    place: str
    place_code: str
    year: int | None
    sha256: str
    reader: str
    released: bool


class FigureOut(Schema):
    """A figure as it stands after corrections; ``start:end`` are offsets into the report's text."""

    key: str
    promise: str | None
    start: int
    end: int
    quote: str
    subject: str
    measure: str
    low: float
    high: float
    unit: str
    bound: str
    status: str
    tone: str
    period: str
    place: str
    origin: str


class PromiseOut(Schema):
    """A promise as it stands after corrections; ``origin`` and ``state`` are for those inside the office."""

    key: str
    start: int
    end: int
    text: str
    kind: str
    period: str
    section_path: list[str]
    origin: str
    state: str
    tasks: list[str]


class UnitOut(Schema):
    """A Popolo organization."""

    id: str
    name: str
    other_names: list[dict[str, str]]
    classification: str
    parent_id: str | None
    founding_date: date | None
    dissolution_date: date | None


class PostOut(Schema):
    """A Popolo post."""

    id: str
    label: str
    role: str
    organization_id: str
    start_date: date | None
    end_date: date | None


class MembershipOut(Schema):
    """A Popolo membership: a person holds a post."""

    person_id: str
    person_name: str
    post_id: str
    organization_id: str
    start_date: date
    end_date: date | None


class MilestoneOut(Schema):
    """What is to be reached by a day."""

    due: date
    amount: float | None
    words: str
    done_on: date | None


class TaskOut(Schema):
    """A task. Who sees it only because it is released gets what is public; the rest is empty or null."""

    key: str
    year: int
    title: str
    words: str
    kind: str
    origin: str
    promise: str | None
    section: str
    lead_unit: str | None
    supporting_units: list[str]
    sponsor: str | None
    start: date
    due: date
    first_due: date | None
    state: str
    light: str
    light_reasons: list[str]
    target_low: float | None
    target_high: float | None
    target_unit: str
    target_bound: str
    done_amount: float | None
    last_progress_on: date | None
    own_verdict: str
    verdict: str
    verdict_words: str
    done_on: date | None
    closed_on: date | None
    released: bool
    version: int | None
    milestones: list[MilestoneOut]


class VerdictOut(Schema):
    """The two verdicts on a task."""

    task: str
    year: int
    words: str
    own_verdict: str
    verdict: str
    verdict_words: str
    done_on: date | None


class ChangedOut(Schema):
    """A field before and after."""

    field: str
    before: str
    after: str


class EventOut(Schema):
    """A dated event with its reason; ``by`` is a post, never a person."""

    on: date
    action: str
    by: str
    reason: str
    changed: list[ChangedOut]


class EvidenceOut(Schema):
    """A file that shows what was done."""

    id: int
    name: str
    sha256: str
    size: int
    media_type: str
    unchecked: bool


class ProgressOut(Schema):
    """A report on a task; see ``TaskOut`` for what is empty."""

    id: int
    as_of: date
    amount: float | None
    words: str
    next_step: str
    claim: str
    final: bool | None
    state: str
    signed_at: datetime | None
    evidence: list[EvidenceOut]


class ProgressIn(Schema):
    """A report on a task; sent again with the same ``submission`` it is the same report.

    Of a released task ``as_of``, ``amount`` and ``words`` are published as they are once the office accepts
    them.
    """

    submission: str = Field(min_length=8, max_length=40)
    as_of: Annotated[date, AfterValidator(taken_day)]
    amount: float | None = Field(None, ge=-LARGEST, le=LARGEST)
    words: str = Field(min_length=1, max_length=longest("progress.words"))
    next_step: str = Field("", max_length=longest("progress.next_step"))
    claim: Literal["", "on_track", "behind", "at_risk"] = ""
