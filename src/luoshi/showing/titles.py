"""What a report is called where it is shown."""

from __future__ import annotations

from luoshi.reading.records import Report


def report_title(report: Report) -> str:
    """The report's title, with place and year where it lacks them: 青岚市2024年政府工作报告."""
    place = report.place.name if report.place else ""
    title = " ".join((report.title or "").split()) or "政府工作报告"
    year = f"{report.year}年" if report.year and str(report.year) not in title else ""
    return f"{year}{title}" if place and place in title else f"{place}{year}{title}"
