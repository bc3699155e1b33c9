"""A table brought in as a clerk does it: uploaded, looked at, confirmed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from luoshi.city.tasks.models import Task

ADDRESS = "/tasks/other-sources/import/"
FIXED = ("来源", "来源名称", "工作任务")
CELLS = ("会议议定", "市政府第12次常务会议", "完成预算绩效评价")
Done = tuple[str, str, tuple[str, ...], str]


@dataclass
class Outcome:
    """What the preview said, and the tasks there are after confirming it."""

    status: int
    faults: list[tuple[str, str]] = field(default_factory=list)  # cell such as D3, and what is wrong
    notices: list[tuple[str, str]] = field(default_factory=list)
    wrong: str = ""
    tasks: list[Task] = field(default_factory=list)

    @property
    def done(self) -> list[Done]:
        """Words, lead, supporting and due day of each task."""
        return [
            (
                task.words,
                task.lead_unit.name if task.lead_unit else "",
                tuple(support.unit.name for support in task.supports.order_by("pk")),
                task.due.isoformat(),
            )
            for task in self.tasks
        ]

    @property
    def said(self) -> str:
        """Everything that the preview said, on one line."""
        lines = [self.wrong, *(f"{cell} {words}" for cell, words in (*self.faults, *self.notices))]
        return " | ".join(filter(None, lines))


def brought(client: Client, data: bytes, name: str = "表.xlsx", address: str = ADDRESS) -> Outcome:
    """Upload ``data``; confirm it, and what the preview asks, where there is something to confirm."""
    answer = client.post(address, {"file": SimpleUploadedFile(name, data)})
    page = html.fromstring(answer.content.decode())
    found = Outcome(answer.status_code, _lines(page, "faults"), _lines(page, "notices"))
    found.wrong = " ".join(one.text_content() for one in page.xpath("//p[@role='alert']"))
    button = page.xpath("//button[@name='confirm']/@value")
    if button:
        asked = page.xpath("//input[@name='asked']/@value")
        sure = {"asked": asked, "sure": "yes"} if asked else {}
        assert client.post(address, {"confirm": button[0], **sure}).status_code == 302
    found.tasks = list(Task.objects.select_related("lead_unit", "sponsor", "officer").order_by("number"))
    return found


def _lines(page: Any, name: str) -> list[tuple[str, str]]:
    return [
        ("".join((*column.split()[:1], number.strip())), words.strip())
        for number, column, words in (
            [cell.text_content() for cell in row.xpath("th | td")]
            for row in page.xpath(f"//table[@id='{name}']/tbody/tr")
        )
    ]


def book(write: Callable[[Any, Any], None], *more: tuple[str, Callable[[Any, Any], None]]) -> bytes:
    """An Excel file; ``write`` gets its sheet and the book, ``more`` are other sheets by name."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    for name, fill in (("任务", write), *more):
        fill(made.add_worksheet(name), made)
    made.close()
    return stream.getvalue()


def rows(*lines: Sequence[Any]) -> Callable[[Any, Any], None]:
    """Write the lines from the first row on."""

    def write(page: Any, _book: Any) -> None:
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)

    return write


def one_task(headers: Sequence[str], cells: Sequence[Any]) -> bytes:
    """A table of one task from elsewhere with these further columns."""
    return book(rows((*FIXED, *headers), (*CELLS, *cells)))
