"""The table of indicators: complete, and no alias says two things."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import indicators as tool
from luoshi.ledger.indicators import all_indicators, find, indicator_of, topics, units
from luoshi.ledger.indicators.catalogue import concepts
from luoshi.ledger.indicators.matching import alias_index
from luoshi.ledger.indicators.subjects import normal

CHINESE = re.compile(r"[一-龥]")
LATIN = re.compile(r"[A-Za-z]{2}")


def test_there_are_enough_and_every_code_is_one_indicator() -> None:
    codes = Counter(indicator.code for indicator in all_indicators())
    assert len(concepts()) >= 200
    assert len(all_indicators()) >= 150
    assert [code for code, count in codes.items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code) for code in codes)


@pytest.mark.parametrize("field", ["code", "zh", "en"])
def test_no_two_indicators_share_a_name(field: str) -> None:
    names = Counter(getattr(indicator, field) for indicator in all_indicators())
    assert [name for name, count in names.items() if count > 1] == []


def test_every_entry_is_complete_in_both_languages() -> None:
    for indicator in all_indicators():
        assert CHINESE.search(indicator.zh), indicator.code
        assert LATIN.search(indicator.en), indicator.code
        assert not CHINESE.search(indicator.en), indicator.code
        if indicator.note is not None:
            assert CHINESE.search(indicator.note.zh), indicator.code
            assert LATIN.search(indicator.note.en), indicator.code
            assert not CHINESE.search(indicator.note.en), indicator.code


def test_topics_and_families_of_units_are_known_and_used() -> None:
    assert {indicator.topic for indicator in all_indicators()} == set(topics())
    assert {indicator.unit for indicator in all_indicators()} == set(units())
    assert all(words.zh and words.en for words in topics().values())


def test_every_entry_says_which_direction_is_better() -> None:
    assert {indicator.better for indicator in all_indicators()} == {"higher", "lower", "none"}


def test_no_unit_is_listed_twice_in_a_family() -> None:
    for family, members in units().items():
        assert members, family
        assert len(members) == len(set(members)), family


def test_no_alias_is_in_two_entries_of_one_measure_and_unit() -> None:
    for key, several in alias_index().items():
        for number, one in enumerate(several):
            for other in several[number + 1 :]:
                assert not set(units()[one.unit]) & set(units()[other.unit]), (key, one.code, other.code)


def test_every_alias_finds_its_own_entry() -> None:
    assert [indicator.code for indicator in all_indicators() if not indicator.aliases] == []
    faults = [
        (indicator.code, alias, unit)
        for indicator in all_indicators()
        for alias in indicator.aliases
        for unit in units()[indicator.unit]
        if indicator_of(alias, indicator.measure, unit) != indicator
    ]
    assert faults == []


def test_aliases_are_listed_once_in_their_entry() -> None:
    for name, concept in concepts().items():
        doubled = [alias for alias, count in Counter(concept.aliases).items() if count > 1]
        assert doubled == [], name


def test_an_alias_in_one_spelling_stays_as_it_is() -> None:
    for alias in {alias for indicator in all_indicators() for alias in indicator.aliases}:
        assert normal(normal(alias)) == normal(alias), alias


def test_the_name_of_an_indicator_of_levels_is_one_of_its_aliases() -> None:
    for name in ("gdp", "retail_sales", "grain_output", "registered_unemployment_rate", "forest_coverage"):
        indicator = find(name)
        assert indicator is not None
        assert indicator.zh in indicator.aliases


def test_measures_of_one_concept_share_it() -> None:
    level, growth = find("gdp"), find("gdp_growth")
    assert level is not None
    assert growth is not None
    assert (level.concept, growth.concept) == ("gdp", "gdp")
    assert (level.measure, growth.measure) == ("level", "growth")


def test_an_unknown_code_is_no_indicator() -> None:
    assert find("happiness_of_cats") is None


def test_the_documentation_is_the_table_as_it_is() -> None:
    assert tool.DOCUMENT.read_text(encoding="utf-8") == tool.document(), (
        "docs/indicators.md is not current: run tools/indicators.py --write-docs"
    )
