"""The outline of a report: its sections, and what part and years each paragraph speaks of."""

from luoshi.reading.outline.frames import Frame, names_a_part, plan_years
from luoshi.reading.outline.outline import Outline, Paragraph, SectionDraft, outline

__all__ = ["Frame", "Outline", "Paragraph", "SectionDraft", "names_a_part", "outline", "plan_years"]
