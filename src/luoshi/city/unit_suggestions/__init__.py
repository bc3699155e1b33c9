"""Proposes the lead unit (牵头单位) and supporting units (配合单位) of a promise; a person decides.

Topic words in ``topics.toml`` and earlier decisions of the office speak for a unit, and every proposal
says which.
"""

from luoshi.city.unit_suggestions.experience import Experience
from luoshi.city.unit_suggestions.proposer import Proposer, propose
from luoshi.city.unit_suggestions.reasons import in_words
from luoshi.city.unit_suggestions.records import Decision, KnownUnit, Proposal, Reason
from luoshi.city.unit_suggestions.units import departments_of

__all__ = [
    "Decision",
    "Experience",
    "KnownUnit",
    "Proposal",
    "Proposer",
    "Reason",
    "departments_of",
    "in_words",
    "propose",
]
