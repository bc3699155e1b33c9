"""What does not add up in reports: pure checks, each with its quotes, a grade and a reason."""

from luoshi.ledger.contradictions.checking import Check
from luoshi.ledger.contradictions.knowledge import name_of, words_of
from luoshi.ledger.contradictions.registry import CHECKS, GRADES, contradictions
from luoshi.ledger.contradictions.statistics import Statistic, read_statistics

__all__ = [
    "CHECKS",
    "GRADES",
    "Check",
    "Statistic",
    "contradictions",
    "name_of",
    "read_statistics",
    "words_of",
]
