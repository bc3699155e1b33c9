"""The words that matching knows."""

from __future__ import annotations

import re

import pytest

from luoshi.ledger.matching.knowledge import (
    bared,
    essence,
    family_of,
    flow_of,
    masks_of,
    one_spelling,
    part_of_year,
    scopes,
    spelled,
    table,
    threshold_of,
)


def test_no_unit_stands_in_two_families() -> None:
    units = [unit for family in table()["units"].values() for unit in family]
    assert len(units) == len(set(units))


def test_no_spelling_is_led_on_to_another() -> None:
    same = table()["same"]
    assert not set(same.values()) & set(same)


def test_no_filler_stands_twice() -> None:
    words = table()["fillers"]["words"]
    assert len(words) == len(set(words))


def test_every_scope_word_is_a_pattern_of_one_value() -> None:
    for group in table()["scopes"].values():
        words = [word for value in group["values"].values() for word in value]
        assert len(words) == len(set(words))
        for word in words:
            re.compile(word)


@pytest.mark.parametrize(
    ("unit", "family", "factor"),
    [
        ("吨", "mass", 1000),
        ("斤", "mass", 0.5),
        ("户", "count", 1),
        ("所", "count", 1),
        ("‰", "percent", 0.1),
        ("公顷", "area", 10000),
        ("光年", "光年", 1),
    ],
)
def test_units_of_one_dimension_share_a_family(unit: str, family: str, factor: float) -> None:
    assert family_of(unit) == (family, factor)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规模以上工业增加值", "规上工业增加值"),
        ("全市地区生产总值", "预计全年GDP"),
        ("新建高标准农田", "建成高标准农田"),
        ("到2025年常住人口城镇化率", "常住人口城镇化率"),
        ("③改造老旧小区", "改造 老旧小区"),
        ("办好民生实事", "民生实事全部兑现"),
    ],
)
def test_words_that_say_nothing_of_the_thing_do_not_part_two_names(one: str, other: str) -> None:
    assert essence(one_spelling(one)) == essence(one_spelling(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("5000万元以上项目", "亿元以上项目"), ("城镇居民收入", "农村居民收入"), ("高标准农田", "高效节水农田")],
)
def test_words_that_name_the_thing_stay(one: str, other: str) -> None:
    assert essence(one_spelling(one)) != essence(one_spelling(other))


@pytest.mark.parametrize(
    "text", ["", "新建 学校\n3所，改造规模以上企业5000万元以上项目12个", "①②", "𠮷田建设"]
)
def test_the_way_back_from_bare_words_covers_every_character(text: str) -> None:
    made, offsets = spelled(text)
    assert len(offsets) == len(text) + 1
    assert offsets[-1] == len(made)
    bare, places = bared(made)
    assert len(places) == len(made) + 1
    assert places[-1] == len(bare)
    assert list(places) == sorted(places)
    assert (one_spelling(text), essence(made)) == (made, bare)


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("10亿元以上项目", "10亿"),
        ("亿元以上项目", "1亿"),
        ("5000万元以上工业项目", "5000万"),
        ("项目投资10亿元", ""),
        ("2.5亿级企业", "2.5亿"),
    ],
)
def test_the_size_from_which_on_things_count(text: str, threshold: str) -> None:
    assert threshold_of(text) == threshold


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("新增120家", "flow"),
        ("企业超过850家", "stock"),
        ("新增企业突破100家", "flow"),
        ("改造小区12个", None),
    ],
)
def test_what_is_added_and_all_there_is_are_told_apart(clause: str, kind: str | None) -> None:
    assert flow_of(clause) == kind


@pytest.mark.parametrize(
    ("ahead", "partial"),
    [("前三季度地区生产总值增长", True), ("上半年增长2.7%，全年增长", False), ("地区生产总值增长", False)],
)
def test_the_nearest_word_says_of_which_part_of_the_year_a_figure_is(ahead: str, partial: bool) -> None:
    assert part_of_year(ahead) == partial


@pytest.mark.parametrize(
    ("text", "group", "value"),
    [
        ("外贸进出口", "trade", 0),
        ("外贸出口", "trade", 1),
        ("农村居民收入", "residence", 1),
        ("规上工业", "size", 0),
        ("新开工项目", "stage", 2),
    ],
)
def test_a_scope_is_seen_alone(text: str, group: str, value: int) -> None:
    index = [scope.name for scope in scopes()].index(group)
    assert masks_of(text)[index] == 1 << value
