"""Which tries at a password are checked: names, places, right and wrong ones in a row."""

from __future__ import annotations

from collections import Counter

import pytest

from luoshi.city.rules.signing_in import Failures, Judgement, Limits, Place, judge_password

LIMITS = Limits(here=5, address=20, flood=80, new_places=10, everywhere=100)
CHECKED = Judgement()
PRETENDED = {"address": Judgement("address", checked=False), "name": Judgement("name", checked=False)}
ANSWERED = {"address": Judgement("address"), "name": Judgement("name")}
REFUSED = {
    "name_and_address": Judgement("name_and_address", refused_at_once=True, checked=False),
    "address": Judgement("address", refused_at_once=True, checked=False),
}


@pytest.mark.parametrize(
    ("failures", "place", "judgement"),
    [
        (Failures(), "new", CHECKED),
        (Failures(4, 19, 9), "new", CHECKED),
        (Failures(5, 5, 5), "new", REFUSED["name_and_address"]),
        (Failures(5, 5, 0), "known", REFUSED["name_and_address"]),
        (Failures(5, 0, 0), "browser", REFUSED["name_and_address"]),
        (Failures(0, 20, 0), "new", PRETENDED["address"]),
        (Failures(0, 20, 0), "known", ANSWERED["address"]),
        (Failures(0, 20, 0), "browser", CHECKED),
        (Failures(0, 80, 0), "new", REFUSED["address"]),
        (Failures(0, 80, 0), "known", REFUSED["address"]),
        (Failures(4, 800, 800), "browser", CHECKED),
        (Failures(0, 0, 10), "new", CHECKED),
        (Failures(1, 1, 10), "new", PRETENDED["name"]),
        (Failures(1, 1, 10), "known", ANSWERED["name"]),
        (Failures(0, 0, 100), "new", PRETENDED["name"]),
        (Failures(0, 0, 100), "known", ANSWERED["name"]),
    ],
)
def test_what_becomes_of_a_try(failures: Failures, place: Place, judgement: Judgement) -> None:
    assert judge_password(failures, LIMITS, place) == judgement


@pytest.mark.parametrize(
    ("tries", "checked"),
    [
        ([("mayor", "a")] * 30, 5),
        ([("mayor", f"a{number}") for number in range(40)], 40),
        ([("mayor", f"a{number}") for number in range(40)] * 5, 40),
        ([("mayor", f"a{number}") for number in range(500)], 100),
        ([(f"made-up-{number}", "a") for number in range(500)], 20),
        ([(f"made-up-{number % 5}", "a") for number in range(500)], 20),
        ([("mayor", "a"), ("office", "a"), ("mayor", "b")] * 10, 15),
    ],
)
def test_how_many_guesses_a_row_of_tries_gets(tries: list[tuple[str, str]], checked: int) -> None:
    here: Counter[tuple[str, str]] = Counter()
    address: Counter[str] = Counter()
    new_places: Counter[str] = Counter()
    got = 0
    for name, place in tries:
        failures = Failures(here[name, place], address[place], new_places[name])
        judgement = judge_password(failures, LIMITS, "new")
        got += judgement.checked
        if not judgement.refused_at_once:
            here[name, place] += 1
            address[place] += 1
            new_places[name] += judgement.checked
    assert got == checked
