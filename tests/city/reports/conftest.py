"""A report of the fictional city, uploaded and read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.city.reports.actions.uploading import upload_report
from luoshi.city.reports.models import Report
from luoshi.reading.records import Promise as ReadPromise
from luoshi.reading.records import Report as ReadReport

TEXT = """青岚市政府工作报告
——2026年1月8日在青岚市第九届人民代表大会第五次会议上
青岚市市长 林远山

一、2025年工作回顾
全市地区生产总值增长6.1%，新建社区菜店35个，改造老旧小区48个。

二、2026年工作安排
2026年预期目标是：地区生产总值增长6%左右，城镇新增就业2.4万人。
（一）办好民生实事
新建社区菜店40个，改造老旧小区52个；建成云溪路步行桥，推进东湖湿地修复，加强食品安全监管。
（二）建设重点项目
开工建设青岚东站枢纽，总投资36亿元。引进青岚湾海水淡化项目，日产淡水5万吨。
"""


@pytest.fixture(scope="session")
def report_text() -> str:
    """The words of the fictional report."""
    return TEXT


@pytest.fixture
def uploaded(office: object) -> Callable[..., Report]:
    """Uploads a text (or bytes) as the office's post and gives the report as it then is."""

    def upload(content: str | bytes = TEXT, name: str = "青岚市-2026.txt") -> Report:
        data = content.encode() if isinstance(content, str) else content
        report, _ = upload_report(
            actor=office.actor("office"),  # type: ignore[attr-defined]
            file=SimpleUploadedFile(name, data),
        )
        report.refresh_from_db()
        return report

    return upload


@pytest.fixture
def report(uploaded: Callable[..., Report]) -> Report:
    """The fictional report, read."""
    return uploaded()


@pytest.fixture
def newer_reader(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[tuple[int, int]]], None]:
    """A reader that cuts the promises at the spans given, whatever today's reader does."""

    def install(spans: Sequence[tuple[int, int]], text: str = TEXT) -> None:
        import luoshi
        from luoshi.city.reports import jobs
        from luoshi.city.reports.opening import source_of

        read = luoshi.read_source(source_of(TEXT.encode(), "青岚市-2026.txt"))
        cut = tuple(
            ReadPromise(start, end, text[start:end], "task", "2026", None, (), None) for start, end in spans
        )
        changed = ReadReport.from_dict(read.to_dict() | {"text": text})
        import msgspec

        changed = msgspec.structs.replace(changed, promises=cut)
        monkeypatch.setattr(jobs, "read_upload", lambda _report: changed)
        monkeypatch.setattr(jobs, "reader_name", lambda: "luoshi 99")

    return install
