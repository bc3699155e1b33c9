"""The knowledge beside the code: tables that load, and words that mean one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
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


@pytest.mark.parametrize(("package", "name"), TABLES)
def test_a_table_loads(package: str, name: str) -> None:
    assert table(package, name)


def test_there_are_tables() -> None:
    assert {("figures", "units.toml"), ("figures", "words.toml"), ("outline", "cues.toml")} <= set(TABLES)
    assert len(WORD_LISTS) > 20


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            words,
            id=path,
        )
        for path, words in WORD_LISTS
    ],
)
def test_a_word_stands_once_in_its_list(words: list[str]) -> None:
    assert [word for word, count in Counter(words).items() if count > 1] == []


@pytest.mark.parametrize("words", [pytest.param(words, id=path) for path, words in WORD_LISTS])
def test_words_are_neat(words: list[str]) -> None:
    assert words
    assert [word for word in words if not word or word != word.strip() or "\n" in word] == []
    for word in words:
        re.compile(word.replace("{Y}", "2024").replace("{N}", "十四五"))


def test_a_unit_stands_in_one_list_only() -> None:
    counts = Counter(unit for units in UNITS.values() for unit in units)
    assert [unit for unit, count in counts.items() if count > 1] == []


def test_a_word_of_the_tail_stands_in_one_list_only() -> None:
    counts = Counter(word for words in TAIL.values() if isinstance(words, list) for word in words)
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["tail.bound", "after"])
def test_a_word_gives_one_bound_only(name: str) -> None:
    bounds = TAIL["bound"] if name == "tail.bound" else table("figures", "words.toml")["after"]
    counts = Counter(word for words in bounds.values() for word in words)
    assert [word for word, count in counts.items() if count > 1] == []
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


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        pytest.param(
            kind,
            unit,
            id=f"{kind}-{unit}",
        )
        for kind, units in UNITS.items()
        for unit in units
    ],
)
def test_a_unit_reads_back_as_itself(kind: str, unit: str) -> None:
    opening = "人均预期寿命达到" if unit == "岁" else OPENINGS.get(kind, "木器产量")
    found = [(figure.quote, figure.low, figure.unit) for figure in figures(f"{opening}3{unit}。")]
    assert found == [(f"3{unit}", 3.0, "%" if unit == "％" else unit)]


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


BOUND_WORDS = [
    (word, bound) for bound, words in table("figures", "words.toml")["after"].items() for word in words
]


@pytest.mark.parametrize(("word", "bound"), BOUND_WORDS)
def test_a_word_behind_a_number_bounds_it(word: str, bound: str) -> None:
    (figure,) = figures(f"群众满意度达到95%{word}。")
    assert (figure.quote, figure.bound) == ("95%", bound)


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
