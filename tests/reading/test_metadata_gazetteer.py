"""The table of divisions, and the places inside a place."""

from __future__ import annotations

import pytest

from luoshi.reading.lexicon import table
from luoshi.reading.metadata import find_place, narrower_places
from luoshi.reading.metadata.gazetteer import divisions
from luoshi.reading.records import Place


def test_every_code_has_six_digits_and_every_parent_is_in_the_table() -> None:
    codes = {one.code for one in divisions()}
    assert all(len(one.code) == 6 and one.code.isdigit() for one in divisions())
    assert {one.parent for one in divisions()} <= codes | {""}


def test_a_code_has_one_name_in_use_and_lies_in_its_parent() -> None:
    current = [one for one in divisions() if not one.until]
    assert len(current) == len({one.code for one in current})
    assert all(one.code[:2] == one.parent[:2] for one in divisions() if one.parent)


def test_short_names_are_shorter_beginnings_of_names() -> None:
    for one in divisions():
        assert not one.short or (one.name.startswith(one.short) and 2 <= len(one.short) < len(one.name)), one


def test_all_provinces_and_prefectures_are_there() -> None:
    ranks = [one.rank for one in divisions() if not one.until]
    assert ranks.count(0) == 34
    assert ranks.count(1) == 333
    assert ranks.count(2) > 2800


@pytest.mark.parametrize(
    ("name", "context", "code"),
    [
        ("四平市", "", "220300"),
        ("吉林省四平市铁西区", "", "220302"),
        ("铁西区", "在四平市", "220302"),
        ("铁西区", "", None),
        ("东莞市", "", "441900"),
        ("襄樊市", "", "420600"),
        ("伊通县", "", "220323"),
    ],
)
def test_places_are_found_by_full_name(name: str, context: str, code: str | None) -> None:
    place = find_place(name, context)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize("name", ["", "市", "我市", "四平", "云岭市", "某省四平市"])
def test_what_is_no_full_name_is_no_place(name: str) -> None:
    assert find_place(name) is None


def test_narrower_places_are_full_and_short_names_each_with_the_full_name() -> None:
    place = find_place("四平市")
    assert place is not None
    names = narrower_places(place)
    assert names["梨树"] == names["梨树县"] == "梨树县"
    assert names["伊通"] == names["伊通县"] == "伊通满族自治县"
    assert names["公主岭市"] == "公主岭市"
    assert "四平" not in names


def test_a_province_holds_its_prefectures_and_their_counties() -> None:
    place = find_place("吉林省")
    assert place is not None
    names = narrower_places(place)
    assert names["四平"] == "四平市"
    assert names["敦化"] == "敦化市"
    assert "西安" not in names


def test_a_place_without_code_holds_nothing() -> None:
    assert narrower_places(Place(name="云岭市")) == {}


def test_ordinary_words_are_each_listed_once_and_bar_short_names_only() -> None:
    words = table("metadata", "metadata.toml")["narrower"]["ordinary_words"]
    assert len(words) == len(set(words))
    place = find_place("长春市")
    assert place is not None
    assert "朝阳" not in narrower_places(place)
    assert "朝阳区" in narrower_places(place)
