"""Lines that are a report's title, and lines that only speak of a report."""

from __future__ import annotations

import pytest

from luoshi.reading.lexicon import is_notice, is_title
from luoshi.reading.lexicon.table_heads import TABLE_HEAD


@pytest.mark.parametrize(
    "line",
    [
        "政府工作报告",
        "**政府工作报告**",
        "# 政府工作报告",
        "《政府工作报告》",
        "政府工作报告（2025年）",
        "政府工作报告2025年",
        "(2025年)政府工作报告",
        "2025年政府工作报告（全文）",
        "二〇二五年政府工作报告",
        "2025年四川省内江市政府工作报告",
        "青岚市人民政府工作报告(节选)",
        "政府工作报告（2025年1月8日）",
        "政府工作报告_青岚市人民政府",
        "青岚市人民政府关于印发2025年政府工作报告的通知",
    ],
)
def test_a_title_is_told_in_any_dress(line: str) -> None:
    assert is_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "现在，我代表市人民政府作政府工作报告。",
        "《政府工作报告》名词解释",
        "关于政府工作报告的决议",
        "政府工作报告确定的10件民生实事",
        "一、2024年工作回顾",
        "青岚市2025年工作报告会",
        "在政府工作报告起草过程中",
    ],
)
def test_a_line_about_a_report_is_no_title(line: str) -> None:
    assert not is_title(line)


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("青岚市人民政府关于印发2025年政府工作报告的通知", True),
        ("关于印发政府工作报告重点任务分工的通知", True),
        ("关于召开政府工作报告座谈会的通知", False),
        ("2025年政府工作报告", False),
    ],
)
def test_a_notice_that_brings_a_report_is_told(line: str, notice: bool) -> None:
    assert is_notice(line) is notice


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("指标|单位|2024年完成|2025年目标", True),
        ("指标单位2024年完成2025年目标", True),
        ("2024年完成", True),
        ("序号|责任单位|完成时限", True),
        ("2024年工作回顾", False),
        ("2025年目标任务安排", False),
        ("完成情况良好", False),
    ],
)
def test_the_head_of_a_table_is_made_of_columns_alone(line: str, head: bool) -> None:
    assert bool(TABLE_HEAD.fullmatch(line)) is head
