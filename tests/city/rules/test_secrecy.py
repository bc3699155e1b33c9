"""Marks of state secrets are found however they are set, typed or misread; what only looks like one is left alone."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.rules.secrecy import Mark, allowed_grades, mark_in, secrecy_mark
from luoshi.city.rules.words import kinds, table
from luoshi.city.site.words import APPLICATIONS, words_of

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("secrecy.jsonl").read_text(encoding="utf-8").splitlines()
]
MARKED = [case["text"] for case in CASES if case["level"]]


def test_a_mark_is_found_and_what_looks_like_one_is_not() -> None:
    faults = []
    for case in CASES:
        mark = secrecy_mark(case["text"])
        level = mark.level if mark else None
        if level != case["level"]:
            faults.append(f"{case['text']!r}: {level}, but {case['level']}: {case['why']}")
    assert not faults, "\n".join(faults)


def test_the_set_has_as_many_near_misses_as_marks() -> None:
    assert len(MARKED) >= 150
    assert len(CASES) - len(MARKED) >= len(MARKED)


def test_the_span_is_the_mark() -> None:
    text = "关于某事项的请示\n机 密★10年\n正文"
    found = secrecy_mark(text)
    assert found is not None
    assert text[found.start : found.end] == "机 密★10年"


@given(text=st.sampled_from(MARKED), before=st.sampled_from(("", "一" * 25_000 + "\n")), data=st.data())
def test_a_text_in_pieces_is_the_same_text(text: str, before: str, data: st.DataObject) -> None:
    whole = before + text + "\n" + "二" * 2_000
    cuts = sorted(data.draw(st.lists(st.integers(len(before), len(before) + len(text)), max_size=6)))
    pieces = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert mark_in(pieces) == secrecy_mark(whole)
    if not before:
        return
    # in pieces of one size, wherever the mark falls
    assert mark_in(whole[at : at + 997] for at in range(0, len(whole), 997)) == secrecy_mark(whole)


def test_a_mark_at_the_end_of_a_long_text_is_found() -> None:
    text = "正文内容。" * 1_000_000
    assert secrecy_mark(f"{text}秘密★3年") == Mark("秘密", len(text), len(text) + 5)


@pytest.mark.parametrize(
    "recipe",
    [
        "正文内容，机制完善，秘书处印发。", "机", "机密", "机" + " " * 19, "机密" + " " * 20, "商业秘密★", "国家秘密★★",
        "机密*1111", "机密 大 1 1 1 1 个", "密级：机密、", "\n" * 20 + "1" * 8 + "机密1", " ", "守机密10年\n", "密    级    ", "机密大1年人",
    ],
)  # fmt: skip
def test_the_time_grows_with_the_text(recipe: str) -> None:
    def seconds(size: int) -> float:
        text = (recipe * (size // len(recipe) + 1))[:size]
        took = []
        for _ in range(3):
            begun = time.process_time()
            assert secrecy_mark(text) is None
            took.append(time.process_time() - begun)
        return min(took)

    # twice doubled: a time that grew with the square would be sixteen times as long
    assert seconds(200_000) <= 2.5**2 * seconds(50_000) + 0.02


def test_no_field_of_the_site_offers_a_grade_of_secrecy() -> None:
    assert allowed_grades() == ("公开", "内部")
    assert set(table("secrecy.toml")["levels"]) == {"秘密", "机密", "绝密"}
    named = [json.dumps(table("words.toml")[kind], ensure_ascii=False) for kind in kinds()]
    named += [json.dumps(words_of(name), ensure_ascii=False) for name in APPLICATIONS]
    for words in named:
        assert not any(level in words for level in ("秘密★", "机密", "绝密", "秘密级"))


def test_the_table_says_its_legal_basis() -> None:
    text = (Path(__file__).parents[3] / "src/luoshi/city/rules/secrecy.toml").read_text(encoding="utf-8")
    for basis in ("保守国家秘密法", "实施条例", "GB/T 9704-2012", "1990年第3号"):
        assert basis in text
