"""Texts and stretches of them: source, mended text, span."""

from luoshi.reading.text.mended import MendedText, Pieces
from luoshi.reading.text.source import Hints, Source
from luoshi.reading.text.span import Span

__all__ = ["Hints", "MendedText", "Pieces", "Source", "Span"]
