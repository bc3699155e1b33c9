"""The knowledge beside the code: tables that load, and words that mean one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi import Figure, Source, read_source
from luoshi.reading.lexicon import alternation, table

PACKAGES = ("figures", "outline")
UNITS: dict[str, list[str]] = table("figures", "units.toml")
TAIL: dict[str, Any] = table("figures", "words.toml")["tail"]


def lists(value: object, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of words in a table, with its path."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from lists(below, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        yield path, value


def tables(folder: Traversable, package: str = "") -> Iterator[tuple[str, str]]:
    """The package and name of every table of reading."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from tables(entry, entry.name)
        elif entry.name.endswith(".toml"):
            yield package, entry.name


TABLES = list(tables(files("luoshi.reading")))
WORD_LISTS = [
    (f"{package}/{name}:{path}", words)
    for package, name in TABLES
    if package in PACKAGES
    for path, words in lists(table(package, name))
]


def test_every_table_loads() -> None:
    assert {("figures", "units.toml"), ("figures", "words.toml"), ("outline", "cues.toml")} <= set(TABLES)
    assert [name for name in TABLES if not table(*name)] == []


def twice(words: Iterable[str]) -> list[str]:
    """The words that are there more than once."""
    return [word for word, count in Counter(words).items() if count > 1]


def is_neat(word: str) -> bool:
    """Whether a word is one, and a pattern."""
    try:
        re.compile(word.replace("{Y}", "2024").replace("{N}", "十四五"))
    except re.error:
        return False
    return bool(word) and word == word.strip() and "\n" not in word


def test_words_are_neat_and_stand_once_in_their_list() -> None:
    assert len(WORD_LISTS) > 20
    faults = [f"{path} is empty" for path, words in WORD_LISTS if not words]
    faults += [f"{path}: {word} twice" for path, words in WORD_LISTS for word in twice(words)]
    faults += [f"{path}: {word!r}" for path, words in WORD_LISTS for word in words if not is_neat(word)]
    assert faults == []


def test_a_unit_stands_in_one_list_only() -> None:
    assert twice(unit for units in UNITS.values() for unit in units) == []


def test_a_word_of_the_tail_stands_in_one_list_only() -> None:
    assert twice(word for words in TAIL.values() if isinstance(words, list) for word in words) == []


@pytest.mark.parametrize(
    "bounds", [TAIL["bound"], table("figures", "words.toml")["after"]], ids=["tail", "after"]
)
def test_a_word_gives_one_bound_only(bounds: dict[str, list[str]]) -> None:
    assert twice(word for words in bounds.values() for word in words) == []
    assert set(bounds) <= {"at_least", "at_most", "about"}


# Units read back


def figures(sentence: str) -> tuple[Figure, ...]:
    text = f"青岚市政府工作报告\n一、2023年工作回顾\n{sentence}\n"
    return read_source(Source.from_text(text), year=2024, any_text=True).figures


OPENINGS = {
    "percent": "税收增长",
    "points": "城镇化率提高",
    "times": "税收增长",
    "rank": "排名升至第",
    "duration": "优良天数平均达到",
}


def test_every_unit_reads_back_as_itself() -> None:
    faults = {}
    for kind, unit in ((kind, unit) for kind, units in UNITS.items() for unit in units):
        opening = "人均预期寿命达到" if unit == "岁" else OPENINGS.get(kind, "木器产量")
        read = [(figure.quote, figure.low, figure.unit) for figure in figures(f"{opening}3{unit}。")]
        if read != [(f"3{unit}", 3.0, "%" if unit == "％" else unit)]:
            faults[unit] = read
    assert faults == {}


# Full-width digits

WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def values(sentence: str) -> list[tuple[object, ...]]:
    return [
        (
            f.quote.translate(WIDE),
            f.subject.translate(WIDE),
            f.measure,
            f.low,
            f.high,
            f.unit,
            f.bound,
            f.period,
        )
        for f in figures(sentence)
    ]


@pytest.mark.parametrize("digit", "0123456789")
def test_a_full_width_digit_reads_like_its_twin(digit: str) -> None:
    sentence = f"新建学校1{digit}所。"
    (figure,) = figures(sentence.translate(WIDE))
    assert figure.quote == f"1{digit}所".translate(WIDE)
    assert figure.low == float(f"1{digit}")
    assert values(sentence) == values(sentence.translate(WIDE))


@given(
    st.sampled_from(
        [
            "新建学校{n}所。",
            "税收增长{n}%。",
            "完成投资{n}.5亿元。",
            "税收增长{n}%—99%。",
            "城镇化率由{n}%提高到98%。",
            "排名升至第{n}位。",
            "{n}年建成公园3个。",
        ]
    ),
    st.integers(1, 97),
)
def test_full_width_figures_read_like_their_twins(sentence: str, number: int) -> None:
    narrow = sentence.format(n=number)
    assert values(narrow) == values(narrow.translate(WIDE))


# Patterns made of words


@given(
    st.lists(st.text("增长达到为.+(", min_size=1, max_size=4), min_size=1, max_size=12),
    st.text("增长达到为.+(", max_size=8),
)
def test_an_alternation_takes_the_longest_word_that_stands_there(words: list[str], text: str) -> None:
    match = re.match(alternation(words), text)
    fitting = [word for word in words if text.startswith(word)]
    assert (match[0] if match else None) == (max(fitting, key=len) if fitting else None)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["增长", "增"], "增长5%", "增长"),
        (["增", "增长", "增长率"], "增长5%", "增长"),
        (["[0-9]+年", "今年"], "2024年", "2024年"),
    ],
)
def test_an_alternation_may_hold_patterns(words: list[str], text: str, found: str) -> None:
    match = re.match(alternation(words, patterns=True), text)
    assert match is not None
    assert match[0] == found


def test_every_word_behind_a_number_bounds_it() -> None:
    faults = {}
    for bound, words in table("figures", "words.toml")["after"].items():
        for word in words:
            read = [(figure.quote, figure.bound) for figure in figures(f"群众满意度达到95%{word}。")]
            if read != [("95%", bound)]:
                faults[word] = read
    assert faults == {}


@pytest.mark.parametrize(
    ("words", "patterns"),
    [
        pytest.param(
            table("outline", "cues.toml")["openings"]["first_words"],
            [
                pattern
                for name in ("review_span", "review_span_far", "review_year", "plan_span", "plan_year")
                for pattern in table("outline", "cues.toml")["openings"][name]
            ],
            id="openings",
        ),
        pytest.param(
            table("promises", "problems.toml")["outside"]["first_words"],
            table("promises", "problems.toml")["outside"]["patterns"],
            id="shortcomings",
        ),
    ],
)
def test_what_is_looked_for_first_stands_in_every_pattern(words: list[str], patterns: list[str]) -> None:
    assert [pattern for pattern in patterns if not any(word in pattern for word in words)] == []
