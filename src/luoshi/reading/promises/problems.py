"""Sentences in which a report owns up to a shortcoming."""

from __future__ import annotations

from typing import NamedTuple

from luoshi.reading.outline import Outline


class ProblemDraft(NamedTuple):
    """A problem in offsets of the mended text; see ``records.Problem`` for the fields."""

    start: int
    end: int
    section: int | None


def problems(text: str, outline: Outline) -> list[ProblemDraft]:
    """stub"""
    return []
