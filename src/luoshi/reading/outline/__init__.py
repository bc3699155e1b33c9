"""The outline of a report: its sections, and what part and years each paragraph speaks of."""

from luoshi.reading.outline.frames import Frame, plan_years
from luoshi.reading.outline.outline import Outline, Paragraph, SectionDraft, outline

__all__ = ["Frame", "Outline", "Paragraph", "SectionDraft", "outline", "plan_years"]
