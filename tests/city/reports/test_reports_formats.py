"""Every format that the reader takes goes from the upload to promises on the report's page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from luoshi.city.config.administration import log_faults
from luoshi.city.reports.models import Report

pytestmark = pytest.mark.django_db
LINES = (
    "政府工作报告",
    "——2026年1月12日在青岚市第九届人民代表大会第五次会议上",
    "青岚市市长 林远山",
    "一、2026年工作安排",
    "新建社区菜店40个。改造供水管网28公里。",
)


def _word() -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def _pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 14)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 760 - 24 * number, line)
    canvas.save()
    return buffer.getvalue()


def _web() -> bytes:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return f"<!doctype html><html><head><title>{LINES[0]}</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报告.txt", "\n".join(LINES).encode("gb18030")),
        ("报告.md", "\n\n".join(LINES).encode()),
        ("报告.html", _web()),
        ("报告.docx", _word()),
        ("报告.pdf", _pdf()),
    ],
    ids=["txt", "md", "html", "docx", "pdf"],
)
def test_a_report_of_any_format_is_read(
    office: Any, uploaded: Callable[..., Report], name: str, content: bytes
) -> None:
    report = uploaded(content, name)
    assert (report.state, report.place, report.year) == ("read", "青岚市", 2026)
    assert sorted(promise.text for promise in report.promises.all()) == [
        "改造供水管网28公里",
        "新建社区菜店40个",
    ]
    page = office.client("office").get(f"/reports/{report.key}/").content.decode()
    assert "40个" in page
    assert list(log_faults()) == []
