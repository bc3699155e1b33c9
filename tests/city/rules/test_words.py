"""The words and data files of the rules."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterable
from typing import get_args

import pytest

from corpus import ROOT
from luoshi.city.rules.burden import AskedFor
from luoshi.city.rules.corrections import CorrectionKind
from luoshi.city.rules.escalation import Recipient, SupervisionColour
from luoshi.city.rules.facts import Claim, Colour, thresholds
from luoshi.city.rules.figure_corrections import FigureCorrectionKind
from luoshi.city.rules.reminders import ReminderKind
from luoshi.city.rules.verdicts import Verdict
from luoshi.city.rules.words import choices, in_words, kinds, name_of, number, percents, reason_codes, table
from luoshi.ledger.records import Reason

RULES = ROOT / "src" / "luoshi" / "city" / "rules"


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("light", Colour),
        ("claim", Claim),
        ("verdict", Verdict),
        ("supervision_order", SupervisionColour),
        ("recipient", Recipient),
        ("reminder", ReminderKind),
        ("asked", AskedFor),
    ],
)
def test_every_value_has_a_name_in_both_languages(kind: str, values: object) -> None:
    assert {value for value, _ in choices(kind)} == set(get_args(values))
    assert all(name_of(kind, value, "zh") and name_of(kind, value, "en") for value in get_args(values))


def test_no_two_values_share_a_name() -> None:
    faults = {
        (kind, language): shared
        for kind in kinds()
        for language in ("zh", "en")
        if (shared := repeated(words[language] for words in table("words.toml")[kind].values()))
    }
    assert faults == {}


def repeated(names: Iterable[str]) -> list[str]:
    """The names that stand more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def test_every_kind_of_correction_has_a_name() -> None:
    assert set(table("corrections.toml")["kinds"]) == set(get_args(CorrectionKind)) | set(
        get_args(FigureCorrectionKind)
    )


def literals() -> set[str]:
    """Every string in the code of the rules; ``f"remind_{of}_{when}"`` gives its parts."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in RULES.glob("*.py")]
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_reason_is_given_somewhere() -> None:
    made = {
        f"remind_{of}_{when}"
        for of in ("due", "milestone", "progress")
        for when in ("ahead", "today", "past")
    }
    made |= {f"suggests_{verdict}" for verdict in ("exceeded", "kept", "partly", "missed")}
    assert reason_codes() <= literals() | made


def names_in(line: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(line) if name]


def is_english(name: str) -> bool:
    return name.endswith("_en")


def fields(line: str) -> set[str]:
    return {name.removesuffix("_en") for name in names_in(line)}


def test_a_reason_says_the_same_in_both_languages() -> None:
    reasons = {code: table("reasons.toml")[code] for code in reason_codes()}
    assert {code: set(words) for code, words in reasons.items() if set(words) != {"zh", "en"}} == {}
    assert [code for code, words in reasons.items() if fields(words["zh"]) != fields(words["en"])] == []
    assert [code for code, words in reasons.items() if any(map(is_english, names_in(words["zh"])))] == []


def test_a_reason_in_words() -> None:
    reason = Reason("behind", {"planned": "62", "done": "40", "of": "2026-08-15"})
    assert in_words(reason) == "序时进度应完成 62 %，实际 40 %（截至 2026-08-15）"
    assert in_words(reason, "en") == "62 % should be done by the schedule, 40 % is (as of 2026-08-15)"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (62.0, "62"),
        (0.1 + 0.2, "0.3"),
        (-2.5, "-2.5"),
        (12_000_000_000.0, "12000000000"),
        (0.0, "0"),
        (1e-9, "0"),
    ],
)
def test_numbers_as_a_person_writes_them(value: float, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((0.62, 0.4), ("62", "40")),
        ((0.622, 0.618), ("62.2", "61.8")),
        ((0.5, 0.5), ("50", "50")),
        ((1.25, 0.0), ("125", "0")),
    ],
)
def test_percents_that_differ_look_different(shares: tuple[float, float], words: tuple[str, str]) -> None:
    assert percents(*shares) == words


def test_the_document_names_every_data_file_and_no_other() -> None:
    words = (ROOT / "docs" / "rules-of-delivery.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+\.(?:toml|py))`", words))
    beside = {path.name for path in (RULES.parent / "tasks" / "breakdown").iterdir()}
    assert all((RULES / name).is_file() for name in named - beside)
    data = {path.name for path in RULES.glob("*.toml")}
    assert data - named == {"permissions.toml", "reasons.toml", "words.toml"}


def test_thresholds_are_in_order() -> None:
    known = thresholds()
    assert 0 < known.red_below < known.yellow_below <= 1
    assert 0 <= known.compared_from < 1
    assert set(known.claim_agrees_with) == set(get_args(Claim))
    assert known.milestone_window_days <= known.task_window_days
