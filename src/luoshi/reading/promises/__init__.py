"""Promises: what the plan says will be done; problems: what the report owns up to."""

from luoshi.reading.promises.cutting import Cut
from luoshi.reading.promises.problems import ProblemDraft, problems
from luoshi.reading.promises.promises import PromiseDraft, promises

__all__ = ["Cut", "ProblemDraft", "PromiseDraft", "problems", "promises"]
