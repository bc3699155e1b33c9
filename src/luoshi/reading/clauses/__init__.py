"""Sentences and clauses of a paragraph, and the words that open them."""

from luoshi.reading.clauses.openings import Openings
from luoshi.reading.clauses.splitting import MARKS, SENTENCE_ENDS, Clause, Measured, clauses

__all__ = ["MARKS", "SENTENCE_ENDS", "Clause", "Measured", "Openings", "clauses"]
