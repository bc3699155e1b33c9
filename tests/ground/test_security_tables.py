"""The promises of docs/security: every requirement of the standards once, every test they name there."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from corpus import ROOT
from security import COVERED, PAGES, parts_of
from security import tests as named_tests

# The levels of ASVS 5.0.0, a digit for each requirement of a section in its order.
ASVS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
# GB/T 22239-2019, level 3: 8.1.2 to 8.1.5 with how many letters each point has, one without any; else the points.
LETTERS = {
    "8.1.2": (5, 2, 1), "8.1.3": (4, 5, 4, 2, 4, 1), "8.1.4": (4, 7, 4, 6, 1, 1, 2, 2, 3, 2, 2), "8.1.5": (2, 2, 2, 6),
}  # fmt: skip
POINTS = {"8.1.1": 10, "8.1.6": 4, "8.1.7": 5, "8.1.8": 4, "8.1.9": 10, "8.1.10": 14}


def levels() -> dict[str, int]:
    return {
        f"{section}.{place}": int(level)
        for section, digits in ASVS.items()
        for place, level in enumerate(digits, 1)
    }


def letters() -> set[str]:
    found = {f"{section}.{place}" for section, many in POINTS.items() for place in range(1, many + 1)}
    for section, points in LETTERS.items():
        for place, many in enumerate(points, 1):
            number = f"{section}.{place}"
            found |= {number} if many == 1 else {f"{number} {'abcdefgh'[one]}" for one in range(many)}
    return found


def test_the_requirements_of_the_standard_are_counted_as_it_counts_them() -> None:
    assert Counter(levels().values()) == {1: 70, 2: 183, 3: 92}


def test_every_requirement_of_levels_one_and_two_is_there_once() -> None:
    entries = [(one.id, one.level, part.number) for part in parts_of("asvs5") for one in part.controls]
    assert len({one[0] for one in entries}) == len(entries)
    assert {one: level for one, level, _ in entries if level < 3} == {
        one: level for one, level in levels().items() if level < 3
    }
    assert all(
        levels()[one] == level and chapter == f"V{one.split('.')[0]}" for one, level, chapter in entries
    )


def test_every_point_of_the_standard_is_there_once() -> None:
    entries = [(one.id, part.number) for part in parts_of("gb22239") for one in part.controls]
    assert len({one for one, _ in entries}) == len(entries)
    assert {one for one, _ in entries} == letters()
    assert all(one.startswith(f"{section}.") for one, section in entries)


@pytest.mark.parametrize("name", ["asvs5", "gb22239"])
def test_what_is_promised_is_shown(name: str) -> None:
    """Whoever says yes names tests; whoever says less says what is missing, or whose it is."""
    known = named_tests()
    for control in (one for part in parts_of(name) for one in part.controls):
        assert control.covered in COVERED, control.id
        assert control.how, control.id
        assert "|" not in control.how + control.asks, control.id
        assert set(control.shown) <= set(known), control.id
        assert len(set(control.shown)) == len(control.shown), control.id
        if control.covered == "yes":
            assert any(known[one][1] or one == "review" for one in control.shown), control.id


def test_every_test_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    attacks = set(
        re.findall(
            r'^    "([\w-]+)": \(', (ROOT / "tools" / "attack.py").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    used = {
        name
        for table in ("asvs5", "gb22239")
        for part in parts_of(table)
        for one in part.controls
        for name in one.shown
    }
    for name, (_, by) in named_tests().items():
        assert name in used, f"{name} shows nothing"
        for one in by:
            step, _, only = one.partition(" ONLY=")
            if step.startswith("make "):
                assert re.search(rf"^{step.removeprefix('make ')}:", makefile, re.MULTILINE), one
                assert not only or only in attacks, one
            else:
                path, _, test = one.partition("::")
                assert (ROOT / path).exists(), one
                assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), one


@pytest.mark.parametrize("name", list(PAGES))
def test_the_pages_are_those_of_the_tables(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name](), "make docs-security writes it"
