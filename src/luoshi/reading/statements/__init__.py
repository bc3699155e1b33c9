"""Sentences and clauses of a paragraph, and the words that open them."""

from luoshi.reading.statements.clauses import MARKS, SENTENCE_ENDS, Clause, Measured, clauses
from luoshi.reading.statements.openings import Openings

__all__ = ["MARKS", "SENTENCE_ENDS", "Clause", "Measured", "Openings", "clauses"]
