"""The shapes that the API gives and takes; the fields are the records' own, see ``docs/glossary.md``.

What outsiders get too is shaped by the records' lists of fields (``tasks.public``, ``reports.public``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import GenericAlias
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, create_model

from luoshi.city.reports.public import FIGURE, PROMISE, REPORT
from luoshi.city.rules.amounts import LARGEST
from luoshi.city.rules.facts import Claim
from luoshi.city.rules.limits import longest
from luoshi.city.rules.years import taken_day
from luoshi.city.site.records import Record
from luoshi.city.tasks.public import EVENT, EVIDENCE, MILESTONE, PROGRESS, TASK


class ErrorBody(Schema):
    """What went wrong: a stable code and one line in the caller's language."""

    code: str
    message: str
    details: dict[str, Any] = Field(default_factory=dict)


class Error(Schema):
    """Every error has this shape."""

    error: ErrorBody


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


class ChangedOut(Schema):
    """A field before and after."""

    field: str
    before: str
    after: str


def _schema(
    name: str, words: str, record: Record[Any], *, of: Mapping[str, str] | None = None, **types: Any
) -> type[Schema]:
    """What the API gives of a record: its one list of fields, or those of ``of`` under new names."""
    answered = record.answer_types() | types
    names = of or {field: field for field in answered}
    given: dict[str, Any] = {new: (_annotation(answered[field]), ...) for field, new in names.items()}
    shape = create_model(name, __base__=Schema, __doc__=words, **given)
    if of is None:
        _SHAPES[record] = shape
    return shape


def _annotation(type_: Any) -> Any:
    return GenericAlias(list, (_SHAPES[type_],)) if isinstance(type_, Record) else type_


_SHAPES: dict[Record[Any], type[Schema]] = {}
ReportOut = _schema("ReportOut", "A report that was read.", REPORT)
FigureOut = _schema(
    "FigureOut",
    "A figure as it stands after corrections; ``start:end`` are offsets into the report's text.",
    FIGURE,
)
PromiseOut = _schema(
    "PromiseOut",
    "A promise as it stands after corrections; ``origin`` and ``state`` are for those inside the office.",
    PROMISE,
)
MilestoneOut = _schema("MilestoneOut", "What is to be reached by a day.", MILESTONE)
TaskOut = _schema(
    "TaskOut",
    "A task. Who sees it only because it is released gets what is public; the rest is empty or null.",
    TASK,
)
VERDICT_FIELDS = {
    "key": "task",
    "year": "year",
    "words": "words",
    "own_verdict": "own_verdict",
    "verdict": "verdict",
    "verdict_words": "verdict_words",
    "done_on": "done_on",
}
"""The fields of a task that are its verdicts, and what they are called there."""
VerdictOut = _schema("VerdictOut", "The two verdicts on a task.", TASK, of=VERDICT_FIELDS)
EventOut = _schema(
    "EventOut",
    "A dated event with its reason; ``by`` is a post, never a person.",
    EVENT,
    changed=list[ChangedOut],
)
EvidenceOut = _schema("EvidenceOut", "A file that shows what was done.", EVIDENCE)
ProgressOut = _schema("ProgressOut", "A report on a task; see ``TaskOut`` for what is empty.", PROGRESS)


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
    claim: Claim | Literal[""] = ""
