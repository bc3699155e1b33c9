"""Projects: works that the report names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.figures import figures
from luoshi.reading.lexicon import table
from luoshi.reading.outline import outline
from luoshi.reading.projects import ProjectDraft, projects

HEAD = "一、2024年工作回顾\n"
PLAN = "\n二、2025年工作安排\n"


def drafts(text: str) -> list[ProjectDraft]:
    drawn = outline(text, 2025)
    return projects(text, drawn, list(figures(text, drawn.paragraphs, 2025)))


def read(sentence: str) -> list[tuple[str, str | None]]:
    return [(draft.name, draft.stage) for draft in drafts(HEAD + sentence)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("云杉灯厂、青石电站等12个项目开工建设。", [("云杉灯厂", "started"), ("青石电站", "started")]),
        ("加快推进珠岭数字产业园建设。", [("珠岭数字产业园", "under_construction")]),
        ("蓝鲸水库竣工。", [("蓝鲸水库", "completed")]),
        ("蓝鲸灯具项目建成投产。", [("蓝鲸灯具项目", "in_production")]),
        ("做好云杉国际机场前期工作。", [("云杉国际机场", "preparing")]),
        ("云杉电缆项目签约落地。", [("云杉电缆项目", "signed")]),
        ("谋划云杉抽水蓄能电站。", [("云杉抽水蓄能电站", "planned")]),
        ("续建云杉跨江大桥。", [("云杉跨江大桥", "continued")]),
        ("推进重大项目建设。", []),
        ("深化工程建设项目审批制度改革。", []),
        ("实施素质提升工程。", []),
        ("开工项目12个。", []),
    ],
)
def test_names_and_stages(sentence: str, found: list[tuple[str, str | None]]) -> None:
    assert read(sentence) == found


def test_investment_and_capacity_come_from_the_clause() -> None:
    (project,) = drafts(HEAD + "总投资12亿元的云杉电缆项目开工，其他平稳。")
    assert (project.name, project.investment) == ("云杉电缆项目", 1.2e9)
    (project,) = drafts(HEAD + "年产20万吨的云杉纸业项目投产。")
    assert (project.name, project.capacity) == ("云杉纸业项目", "20万吨")


def test_status_is_that_of_the_part() -> None:
    text = HEAD + "蓝鲸水库竣工。" + PLAN + "开工云杉大桥。"
    assert [(draft.name, draft.status) for draft in drafts(text)] == [
        ("蓝鲸水库", "actual"),
        ("云杉大桥", "target"),
    ]


@given(
    st.lists(st.sampled_from("甲乙丙云项目工程园、等12个开工，。建成“”的和水库\n"), max_size=60).map("".join)
)
def test_a_name_is_where_it_says(sentence: str) -> None:
    text = HEAD + sentence
    for draft in drafts(text):
        assert text[draft.start : draft.end] == draft.name
        assert "\n" not in draft.name


def test_no_word_stands_for_two_stages() -> None:
    seen: dict[str, str] = {}
    for stage, words in table("projects", "works.toml")["stages"].items():
        for word in words:
            assert seen.setdefault(word, stage) == stage, word
