"""The tables of words: what an editor of ``topics.toml`` and ``departments.toml`` may not break."""

from __future__ import annotations

from collections import Counter

from luoshi.city.unit_suggestions import departments_of
from luoshi.city.unit_suggestions.knowledge import TIERS, departments, table, topic_tables, words_of
from luoshi.city.unit_suggestions.reasons import reason_codes
from luoshi.city.unit_suggestions.records import ReasonCode

DEPARTMENTS = sorted(departments())
# departments whose tasks are named by a handful of words
SMALL = 4


def test_a_full_city_government_is_listed() -> None:
    assert len(DEPARTMENTS) >= 40


def test_every_department_has_strong_words() -> None:
    tables = topic_tables()
    assert [name for name in DEPARTMENTS if len(tables[name]["strong"].split()) < SMALL] == []


def test_no_words_without_a_department() -> None:
    assert set(topic_tables()) == set(departments())


def test_tiers_are_listed_and_a_word_stands_once() -> None:
    tables = topic_tables()
    assert {name: unlisted for name in DEPARTMENTS if (unlisted := set(tables[name]) - set(TIERS))} == {}
    counts = {
        name: Counter(word for words in tables[name].values() for word in words.split())
        for name in DEPARTMENTS
    }
    assert [(name, word) for name, words in counts.items() for word in words if words[word] > 1] == []


def test_no_word_is_one_character() -> None:
    assert [word for word in words_of(topic_tables()) if len(word) < 2] == []


def test_words_that_mean_nothing_are_no_topic_words() -> None:
    assert set(table("topics.toml")["nothing"].split()).isdisjoint(words_of(topic_tables()))


def test_a_word_of_two_departments_at_one_strength_is_marked_as_shared() -> None:
    shared = set(table("topics.toml")["shared"].split())
    unmarked = {
        word: names
        for word, tiers in words_of(topic_tables()).items()
        for tier in TIERS[:-1]
        if len(names := _independent([name for name, one in tiers.items() if one == tier])) > 1
        and word not in shared
    }
    assert unmarked == {}


def test_no_strong_word_and_no_indicator_is_shared() -> None:
    shared = set(table("topics.toml")["shared"].split())
    strong = {
        word: names
        for word, tiers in words_of(topic_tables()).items()
        for tier in ("indicators", "strong")
        if len(names := _independent([name for name, one in tiers.items() if one == tier])) > 1
        and word in shared
    }
    assert strong == {}


def _independent(names: list[str]) -> list[str]:
    """Without the kinds that repeat the words of the kind they are usually a part of."""
    return [name for name in names if departments()[name].within not in names]


def test_the_name_of_a_kind_is_of_this_kind_alone() -> None:
    assert {name: kinds for name in DEPARTMENTS if (kinds := departments_of(name)) != (name,)} == {}


def test_kinds_named_by_a_kind_exist() -> None:
    faults = []
    for name, kind in departments().items():
        missing = {*kind.beside, *filter(None, [kind.within])} - (set(departments()) - {name})
        if missing:
            faults.append(f"{name}: no kind beside it or around it: {sorted(missing)}")
        elif kind.within is not None and departments()[kind.within].within is not None:
            faults.append(f"{name}: {kind.within} lies within another kind itself")
    assert not faults, "\n".join(faults)


def test_no_core_stands_twice_in_a_department() -> None:
    assert [kind.name for kind in departments().values() if len(set(kind.cores)) < len(kind.cores)] == []


def test_every_reason_has_words_in_both_languages() -> None:
    assert reason_codes() == set(ReasonCode.__args__)  # type: ignore[attr-defined]
    assert all(set(words) == {"zh", "en"} for words in table("reasons.toml").values())


def test_every_prior_is_of_a_listed_department() -> None:
    priors = table("weights.toml")["prior"].values()
    assert {name for prior in priors for name in prior} <= set(departments())
