"""Chinese numerals and multipliers: read, spelt, and written down in one place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ROOT
from luoshi.reading.lexicon.numerals import (
    MULTIPLIER,
    ORDINAL,
    POWERS,
    WRITTEN_YEAR,
    count_of,
    digits_of,
    spelt,
)

SOURCE = ROOT / "src" / "luoshi"
HOME = SOURCE / "reading" / "lexicon" / "numerals.py"
RUN = re.compile("四五六七|百千万|千万亿")


@given(st.integers(1, 99))
def test_numerals_are_read_as_they_are_spelt(number: int) -> None:
    assert count_of(spelt(number)) == number
    assert re.fullmatch(ORDINAL, spelt(number))


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("两", 2), ("十", 10), ("二十一", 21), ("", 0), ("一二", 0), ("十十", 0), ("百", 0)],
)
def test_what_is_no_count_is_nought(numeral: str, number: int) -> None:
    assert count_of(numeral) == number


@pytest.mark.parametrize(
    ("written", "year"),
    [("一九八五", "1985"), ("二〇二六", "2026"), ("二零二六", "2026"), ("二○○六", "2006")],
)
def test_years_are_read_digit_by_digit(written: str, year: str) -> None:
    assert re.fullmatch(WRITTEN_YEAR, written)
    assert digits_of(written) == year


@pytest.mark.parametrize(
    ("multiplier", "power"), [("十", 1), ("万", 4), ("千万", 7), ("百亿", 10), ("万亿", 12)]
)
def test_multipliers_are_powers_of_ten(multiplier: str, power: int) -> None:
    assert POWERS[multiplier] == power
    assert re.fullmatch(MULTIPLIER, multiplier)


def test_no_other_file_spells_them() -> None:
    spelling = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path != HOME and RUN.search(path.read_text(encoding="utf-8"))
    ]
    assert spelling == []
