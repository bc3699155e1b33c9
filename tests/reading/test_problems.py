"""Problems: shortcomings that the report owns up to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.outline import outline
from luoshi.reading.promises import problems

HEAD = "一、2024年工作回顾\n去年新建公园3个，解决了一批困难和问题。\n"
PLAN = "\n二、2025年工作安排\n针对存在的问题，开展整治。"


def read(paragraphs: str) -> list[str]:
    text = HEAD + paragraphs + PLAN
    return [text[draft.start : draft.end] for draft in problems(text, outline(text, 2025))]


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (
            "同时，我们也清醒地看到，发展中还存在不少困难和问题：一是产业结构不优；二是人才不足，等等。对此，我们将采取有力措施加以解决。",
            ["产业结构不优", "人才不足"],
        ),
        (
            "在肯定成绩的同时，我们也清醒地认识到，还面临许多困难和问题。经济总量偏小。部分干部作风不实。我们一定高度重视，努力改进。",
            ["经济总量偏小", "部分干部作风不实"],
        ),
        (
            "存在的主要问题是：\n1．总量偏小，结构不优。\n2．民生短板较多。\n各位代表，感谢大家！",
            ["总量偏小，结构不优", "民生短板较多"],
        ),
        (
            "各位代表，我们清醒地看到，甲类企业生产经营困难，财政收支矛盾突出。",
            ["各位代表，我们清醒地看到，甲类企业生产经营困难，财政收支矛盾突出"],
        ),
        (
            "同时，我们也看到，还面临不少困难和问题：财力偏弱；个别干部不会为，等等。成绩不说也在，问题不说难改。",
            ["财力偏弱", "个别干部不会为"],
        ),
        (
            "同时，我们也看到，还面临不少困难和问题：财力偏弱；人才缺乏，等等。还有个别干部作风不实。",
            ["财力偏弱", "人才缺乏", "还有个别干部作风不实"],
        ),
        ("全年解决了群众办证存在的困难和问题12件。", []),
        ("在此，向全市人民表示感谢！", []),
    ],
)
def test_shortcomings_are_read_but_not_what_will_be_done_about_them(
    paragraphs: str, found: list[str]
) -> None:
    assert read(paragraphs) == found


def test_the_plan_owns_up_to_nothing_by_naming_what_it_tackles() -> None:
    assert read("全年平稳。") == []


@given(
    st.lists(st.sampled_from("存在困难和问题不足：；。一是二是我们清醒地看到\n甲，1．"), max_size=60).map(
        "".join
    )
)
def test_problems_are_in_order_and_within_a_line(paragraphs: str) -> None:
    text = HEAD + paragraphs + PLAN
    end = 0
    for draft in problems(text, outline(text, 2025)):
        assert end <= draft.start < draft.end <= len(text)
        assert "\n" not in text[draft.start : draft.end]
        end = draft.end
