"""What a report is called where it is shown."""

from __future__ import annotations

import re
from pathlib import Path

from luoshi.reading.records import Report

_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|#%&\s\ud800-\udfff]+')
_LONGEST_NAME = 80


def report_title(report: Report) -> str:
    """The report's title, with place and year where it lacks them: 青岚市2024年政府工作报告."""
    place = report.place.name if report.place else ""
    title = " ".join((report.title or "").split()) or "政府工作报告"
    year = f"{report.year}年" if report.year and str(report.year) not in title else ""
    return f"{year}{title}" if place and place in title else f"{place}{year}{title}"


def file_name(report: Report) -> str:
    """``青岚市-2024``, without a suffix; from the source's name where place or year are unknown."""
    if report.place and report.year:
        name = f"{report.place.name}-{report.year}"
    else:
        name = Path(report.source.name).stem
    return safe_name(name) or "report"


def safe_name(name: str) -> str:
    """``name`` without what file systems and addresses do not take; it may be empty."""
    return _UNSAFE.sub("-", name).strip("-.")[:_LONGEST_NAME]
