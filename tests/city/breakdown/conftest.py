"""A report with three promises, as if read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.writing import writing
from luoshi.city.people.models import Unit
from luoshi.city.reports.models import Figure, Promise, Report
from luoshi.city.tasks.breakdown import suggesting

if TYPE_CHECKING:
    from city.office import Office

TEXTS = (
    ("一、扩大消费", "建设社区商业网点40个，6月底前完成20个", "task"),
    ("一、扩大消费", "举办促消费活动100场", "livelihood"),
    ("二、水利建设", "加强河道治理，完成水库除险加固", "project"),
)
UNITS = (
    ("市财政局", "", "department"),
    ("市教育局", "", "department"),
    ("市发展和改革委员会", "市发改委", "department"),
    ("市住房和城乡建设局", "市住建局", "department"),
    ("市公共资源（政府采购）交易中心", "", "other"),
    ("东港区人民政府", "东港区", "district"),
    ("西山县人民政府", "西山县", "district"),
)
TODAY = date(2026, 3, 2)
SYSTEM = Signature.program("tests")


@pytest.fixture(autouse=True)
def _fresh_proposals() -> Iterator[None]:
    suggesting.forget()
    yield
    suggesting.forget()


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office decomposes in March 2026: no day that the tests name is past."""
    monkeypatch.setattr(timezone, "localdate", today_or_local)


def today_or_local(moment: datetime | None = None) -> date:
    """``timezone.localdate`` of a day in March 2026; of a moment that is given, its own day."""
    return timezone.localtime(moment).date() if moment else TODAY


@pytest.fixture
def report(db: None) -> Report:
    """青岚市's report with three promises in two sections; the first has a target of 40."""
    text = "。".join(words for _, words, _ in TEXTS) + "。"
    found = Report.objects.create(
        key="qinglan-2026", file_name="report.txt", stored="x", size=1, sha256="0" * 64, state="read", text=text,
        place="青岚市", year=2026, title="青岚市2026年政府工作报告",
    )  # fmt: skip
    with writing():
        record(SYSTEM, "report.add", found)
    for number, (section, words, kind) in enumerate(TEXTS, 1):
        start = text.index(words)
        promise = Promise.objects.create(
            key=f"qinglan-2026-p{number:04}", report=found, position=number, start=start, end=start + len(words),
            text=words, kind=kind, period="2026", section=int(section[0] == "二") + 1, section_path=[section],
        )  # fmt: skip
        if number == 1:
            at = text.index("40个")
            Figure.objects.create(
                key="qinglan-2026-f0001", report=found, promise=promise, start=at, end=at + 3, quote="40个",
                subject="社区商业网点", measure="level", low=40, high=40, unit="个", bound="exact", status="target",
            )  # fmt: skip
    return found


@pytest.fixture
def promise(report: Report) -> Callable[[int], Promise]:
    """The promise with a number."""
    return lambda number: Promise.objects.get(report=report, position=number)


@pytest.fixture
def desk(office: Office) -> Client:
    """The office's browser, in a city with the units that the tables of the tests name."""
    with writing():
        for number, (name, short, kind) in enumerate(UNITS):
            unit = Unit.objects.create(
                key=f"u{number}", name=name, short_name=short, kind=kind, position=50 + number
            )
            record(SYSTEM, "unit.add", unit)
    return office.client("office")
