"""Texts and stretches of them: source, normalized text, span."""

from luoshi.reading.text.normalized import LONGEST_SENTENCE, NormalizedText, Pieces
from luoshi.reading.text.source import Hints, Source
from luoshi.reading.text.span import Span

__all__ = ["LONGEST_SENTENCE", "Hints", "NormalizedText", "Pieces", "Source", "Span"]
