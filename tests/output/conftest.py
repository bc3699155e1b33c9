"""A report made by hand, with every kind of record, and text that would like to be HTML."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi.reading.records import (
    Figure,
    Place,
    Problem,
    ProjectMention,
    Promise,
    Report,
    Section,
    SourceInfo,
    Years,
)

TEXT = """政府工作报告
——2031年1月8日在云汀市第三届人民代表大会第一次会议上
云汀市市长 江望舒

一、2030年工作回顾

预计全市地区生产总值突破1200亿元、增长6.1%。城镇登记失业率由3.9%降至3.5%。新建<b>公园</b>12个</script><script>alert(1)</script>。
=我们也看到，停车难还没有根本解决。

二、2031年工作安排

（一）稳增长。力争地区生产总值增长6%—6.5%；总投资30亿元的云港码头项目确保年内开工，
改造老旧小区45个。
"""


def place_of(quote: str, nth: int = 1) -> tuple[int, int]:
    """Where the ``nth`` occurrence of ``quote`` is."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(quote, start + 1)
    return start, start + len(quote)


def figure(quote: str, subject: str, value: float, unit: str, **other: Any) -> Figure:
    start, end = place_of(quote)
    fields: dict[str, Any] = {
        "measure": "level",
        "high": value,
        "bound": "exact",
        "status": "actual",
        "tone": None,
        "period": "2030",
        "section": 0,
        "place": None,
    }
    return Figure(start, end, quote, subject, low=value, unit=unit, **fields | other)


def figures() -> tuple[Figure, ...]:
    plan = {"status": "target", "tone": "plain", "period": "2031", "section": 2}
    return (
        figure("1200亿元", "地区生产总值", 1.2e11, "元", bound="at_least", status="expected"),
        figure("6.1%", "地区生产总值", 6.1, "%", measure="growth", status="expected"),
        figure("3.9%", "城镇登记失业率", 3.9, "%", measure="share", status="background", period="2029"),
        figure("3.5%", "城镇登记失业率", 3.5, "%", measure="share"),
        figure("12个", "新建公园", 12, "个"),
        figure(
            "6%—6.5%",
            "地区生产总值",
            6,
            "%",
            **plan | {"measure": "growth", "high": 6.5, "bound": "between", "tone": "strive"},
        ),
        figure("30亿元", "云港码头项目总投资", 3e9, "元", **plan),
        figure("45个", "改造老旧小区", 45, "个", **plan | {"place": "云汀新区"}),
    )


def outline() -> tuple[Section, ...]:
    body = {
        heading: place_of(heading) for heading in ("一、2030年工作回顾", "二、2031年工作安排", "（一）稳增长")
    }
    (a, b), (c, d), (e, f) = body.values()
    return (
        Section(a, b, 0, 1, "一、2030年工作回顾", "review", None, c),
        Section(c, d, 1, 1, "二、2031年工作安排", "plan", None, len(TEXT)),
        Section(e, f, 2, 2, "（一）稳增长", "plan", 1, len(TEXT)),
    )


@pytest.fixture
def report() -> Report:
    target = "力争地区生产总值增长6%—6.5%"
    project = "总投资30亿元的云港码头项目确保年内开工"
    task = "改造老旧小区45个"
    problem = "停车难还没有根本解决"
    return Report(
        source=SourceInfo("folder/云汀.txt", "text", "utf-8", "ab" * 32),
        text=TEXT,
        title="政府工作报告",
        place=Place("云汀市", "999900", "云汀省"),
        year=2031,
        meeting="云汀市第三届人民代表大会第一次会议",
        speaker="江望舒",
        date="2031-01-08",
        edition="full",
        reviews=Years(2030, 2030),
        plans=Years(2031, 2031),
        outline=outline(),
        figures=figures(),
        promises=(
            Promise(*place_of(target), target, "headline_target", "2031", 2, (5,), None),
            Promise(*place_of(project), project, "project", "2031", 2, (6,), None),
            Promise(*place_of(task), task, "task", "2031", 2, (7,), "云汀新区"),
        ),
        projects=(
            ProjectMention(
                *place_of("云港码头项目"), "云港码头项目", "started", "target", 3e9, None, 2, None
            ),
        ),
        problems=(Problem(*place_of(problem), problem, 0),),
        notices=("接回了 1 处断行",),
    )


@pytest.fixture
def nothing(report: Report) -> Report:
    """A text in which nothing was found."""
    return Report(
        source=SourceInfo("空.txt", "text", None, ""),
        text="没有什么。",
        title=None,
        place=None,
        year=None,
        meeting=None,
        speaker=None,
        date=None,
        edition=None,
        reviews=None,
        plans=None,
        outline=(),
        figures=(),
        promises=(),
        projects=(),
        problems=(),
    )
