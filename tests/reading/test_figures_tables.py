"""Figures of tables of indicators, however their cells are told apart.

A case: the rule, the part of the report, a table, its figures as ``quote｜subject｜value unit｜special``.
"""

from __future__ import annotations

import luoshi
from reading.sentences import Case, run_cases

TABBED = "指标\t单位\t2023年完成\t2024年目标\n粮食产量\t万吨\t61.5\t62\n地区生产总值\t亿元\t1523.6\t1610"
BOTH_YEARS = [
    "61.5｜粮食产量｜615000 吨｜actual 2023",
    "62｜粮食产量｜620000 吨",
    "1523.6｜地区生产总值｜152360000000 元｜actual 2023",
    "1610｜地区生产总值｜161000000000 元",
]

CASES: list[Case] = [
    ("tabs", "plan", TABBED, BOTH_YEARS),
    ("bars", "plan", TABBED.replace("\t", "|"), BOTH_YEARS),
    ("bars-of-markdown", "plan", "| 指标 | 单位 | 目标 |\n|---|---|---|\n| 粮食产量 | 万吨 | 62 |", ["62｜粮食产量｜620000 吨"]),
    ("a-cell-a-line", "plan", TABBED.replace("\t", "\n"), BOTH_YEARS),
    ("a-cell-a-line-with-empty-lines", "plan", TABBED.replace("\t", "\n\n"), BOTH_YEARS),
    ("target-of-the-part", "plan", "指标\t单位\t目标\n城镇新增就业\t万人\t4.2", ["4.2｜城镇新增就业｜42000 人"]),
    ("outcome-of-the-part", "review", "指标\t单位\t完成\n城镇新增就业\t万人\t4.2", ["4.2｜城镇新增就业｜42000 人"]),
    ("expected-outcome", "review", "指标\t单位\t预计完成\n城镇新增就业\t万人\t4.2", ["4.2｜城镇新增就业｜42000 人｜expected"]),
    ("numbered-rows", "plan", "序号\t指标\t单位\t目标\n1\t粮食产量\t万吨\t62\n2\t出口总额\t亿美元\t3.5", ["62｜粮食产量｜620000 吨", "3.5｜出口总额｜350000000 美元"]),
    ("growth-by-its-name", "plan", "指标\t单位\t目标\n地区生产总值增长\t%\t6左右", ["6｜地区生产总值｜6 %｜growth about"]),
    ("growth-by-its-column", "review", "指标\t单位\t完成\t增长\n出口总额\t亿元\t35\t6.5", ["35｜出口总额｜3500000000 元", "6.5｜出口总额｜6.5 %｜growth"]),
    ("fall-by-its-name", "plan", "指标\t单位\t目标\n单位能耗降低\t%\t3", ["3｜单位能耗｜-3 %｜growth"]),
    ("share", "plan", "指标\t单位\t目标\n城镇化率\t%\t61.5以上", ["61.5｜城镇化率｜61.5 %｜share at_least"]),
    ("value-with-a-unit-of-its-own", "plan", "指标\t单位\t目标\n城镇登记失业率\t%\t4%以内", ["4%｜城镇登记失业率｜4 %｜share at_most"]),
    ("cells-without-a-value", "plan", "指标\t单位\t目标\n粮食产量\t万吨\t62\n安全生产\t—\t持续好转", ["62｜粮食产量｜620000 吨"]),
    ("remarks-are-no-values", "plan", "指标\t单位\t目标\t属性\n粮食产量\t万吨\t62\t约束性", ["62｜粮食产量｜620000 吨"]),
    ("tabs-without-a-head", "plan", "粮食产量\t万吨\t62\n棉花产量\t万吨\t3", []),
    ("a-table-without-units", "plan", "事项\t牵头部门\n改造道路8条。\t住建局", ["8条｜改造道路｜8 条"]),
    ("what-follows-a-table-is-text", "plan", "指标\t单位\t目标\n粮食产量\t万吨\t62\n新建学校3所。", ["62｜粮食产量｜620000 吨", "3所｜新建学校｜3 所"]),
    ("units-that-are-firms", "plan", "指标\n单位\n加强监管，新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("a-word-of-units-in-text", "plan", "落实责任单位，新建学校3所。", ["3所｜新建学校｜3 所"]),
]  # fmt: skip


def test_a_table_is_read_by_its_head() -> None:
    run_cases(CASES)


def test_rows_of_a_table_open_no_section_and_end_no_plan() -> None:
    text = (
        f"青岚市政府工作报告\n一、2023年工作回顾\n经济平稳。\n二、2024年工作安排\n{TABBED}\n新建学校3所。\n"
    )
    report = luoshi.read(text, year=2024)
    assert [section.heading for section in report.outline] == ["一、2023年工作回顾", "二、2024年工作安排"]
    assert report.figures[-1].status == "target"
