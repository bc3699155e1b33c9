"""The way back: whatever is normalized, each kept character knows where it stood."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.normalization import normalize
from luoshi.reading.normalization.patterns import pattern

SNIPPETS = [
    "一、回顾", "增长12。2%", "总额1715，7亿元", "- 3 -", "\n", "\n\n", "第3页", "\f", "各位代表：", "（一）加快发展",
    "预计全市地区生产", "总值增长 4%左右，", "。", "** 粗体**", "---\ntitle: x\n---\n", "<!-- 图 -->", "2 063亿元", '"', "\r\n",
    "（本报记者 张三 摄）", "——某市政府工作报告解读（一）", "云岭市各项工作继续保持稳定增长的良好态势不变", "５％", "\u3000\u3000",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.text(
        alphabet='一二三四年月第页（）()，。,.:;!?"“”\n \t\u3000\xa0*\\<>-—#|0123456789１２％\f\r\ufeffab'
    ),
    st.lists(st.sampled_from(SNIPPETS), max_size=60).map("".join),
)
SAME = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
SWAPPED = {
    *(",，", ";；", ":：", "!！", "?？", "(（", ")）", "。.", "，.", '"“', '"”'),
    *(f"{end}\n" for end in "\r\f\x0b\x85\u2028\u2029 \t\u3000\xa0"),
    *(f"{blank} " for blank in "\n\t\u3000\xa0\f"),
}

# Marks of notes are left out with their numbers.
NOTE = re.compile(r"[①-⑳]|[\[［〔﹝【] ?[0-9]{1,3} ?[\]］〕﹞】]")


def is_same(source: str, normalized: str) -> bool:
    if source == normalized or SAME.get(source) == normalized or source + normalized in SWAPPED:
        return True
    return source.isspace() and normalized == " "


@given(TEXTS)
def test_pieces_follow_without_gaps_and_show_the_source_up_to_plain_characters(text: str) -> None:
    normalized, _ = normalize(text)
    at = 0
    for start, source, length in normalized.pieces:
        assert start == at
        at += length
        stretch = text[source : source + length]
        assert all(is_same(one, two) for one, two in zip(stretch, normalized.text[start:at], strict=True))
        assert normalized.source_span(start, at) == (source, source + length)
    assert at == len(normalized.text)


@given(TEXTS)
def test_normalization_is_deterministic_and_leaves_no_empty_line(text: str) -> None:
    normalized, notices = normalize(text)
    again, same_notices = normalize(text)
    assert (normalized.text, normalized.pieces, notices) == (again.text, again.pieces, same_notices)
    assert "" not in normalized.text.split("\n") or normalized.text == ""


@given(
    st.lists(
        st.sampled_from(["增长", "12", "3.5", " ", "。", "，", "\n", "\n\n", "**", "亿元", "（", "％", "８"]),
        max_size=40,
    )
)
def test_no_digit_of_the_text_is_lost(parts: list[str]) -> None:
    text = "总量" + "".join(parts)
    plain = [SAME.get(char, char) for char in text]
    kept = [char for char in normalize(text)[0].text if char.isdigit()]
    bare = [line.strip(" *") for line in text.split("\n")]
    if not any(pattern("furniture", "page_numbers").match(line) or line.isdigit() for line in bare):
        assert kept == [char for char in plain if char.isdigit()]


def test_a_clean_text_maps_to_itself() -> None:
    normalized, notices = normalize("各位代表：\n过去的一年，经济增长5.2%。")
    assert normalized.is_identity
    assert notices == ()


def test_reports_lose_no_digit_and_normalizing_twice_changes_nothing(shared: Path) -> None:
    for path in sorted((shared / "reports").glob("*/20*[05].md"))[::3]:
        source = path.read_text(encoding="utf-8")
        normalized, _ = normalize(source)
        assert normalize(normalized.text)[0].text == normalized.text, path
        covered = sorted((start, start + length) for _, start, length in normalized.pieces)
        gaps = zip(
            [0, *(end for _, end in covered)], [*(start for start, _ in covered), len(source)], strict=True
        )
        lost = [NOTE.sub("", source[end:start]) for end, start in gaps]
        assert not any(char.isdigit() for gap in lost[1:] for char in gap if "<" not in gap), path


def test_the_seeds_are_normalized(shared: Path) -> None:
    seeds = {
        path.stem: normalize(path.read_text(encoding="utf-8")) for path in (shared / "seeds").glob("*.txt")
    }
    newspaper, notices = seeds["四平市-2024"]
    assert len(newspaper.text.split("\n")) < 80
    assert "解读" not in newspaper.text
    assert len(notices) == 3
    assert "预计全市地区生产总值增长4%左右，工业总产值" in seeds["四平市-2020"][0].text
    assert not set(",;") & set(seeds["四平市-2026"][0].text)
