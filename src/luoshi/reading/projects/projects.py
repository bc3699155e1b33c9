"""From sentences to the projects they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from luoshi.reading.outline import Outline
from luoshi.reading.records import Stage, Status
from luoshi.reading.statements import Measured


class ProjectDraft(NamedTuple):
    """A project in offsets of the mended text; see ``records.ProjectMention`` for the fields."""

    start: int
    end: int
    name: str
    stage: Stage | None
    status: Status
    investment: float | None
    capacity: str | None
    section: int | None


def projects(text: str, outline: Outline, figures: Sequence[Measured]) -> list[ProjectDraft]:
    """The named projects of the review and the plan, in text order."""
    return []
