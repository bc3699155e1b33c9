"""The accuracy gate: a lower score fails, a higher one can only raise the floor."""

from __future__ import annotations

import pytest

from accuracy import HELD, SLACK, Scores, compare, raised, without_label


def every_score(value: float) -> Scores:
    return {table: dict.fromkeys(names, value) for table, names in HELD.items()}


@pytest.mark.parametrize(
    ("score", "holds", "word"),
    [
        (0.9, True, ""),
        (0.9 - SLACK / 2, True, ""),
        (0.9 - SLACK * 2, False, "BELOW"),
        (0.91, True, "above"),
    ],
)
def test_gate_compares_with_the_floor(score: float, holds: bool, word: str) -> None:
    lines, held = compare(every_score(score), every_score(0.9))
    assert held is holds
    assert all(word and line.startswith(word) for line in lines)
    assert bool(lines) == bool(word)


def test_one_score_below_the_floor_is_enough() -> None:
    scores = every_score(0.95)
    scores["figures"]["record_f1"] = 0.5
    lines, held = compare(scores, every_score(0.9))
    assert not held
    assert [line for line in lines if line.startswith("BELOW")] == [
        "BELOW the floor: figures, record_f1 0.5000, floor 0.9000"
    ]


def test_floor_only_goes_up() -> None:
    scores = every_score(0.95)
    scores["figures"]["record_f1"] = 0.5
    floor = raised(scores, every_score(0.9))
    assert floor["figures"] == {"detection_f1": 0.95, "record_f1": 0.9}


def test_what_overlaps_no_label_is_counted_between_the_first_and_the_last() -> None:
    labels = [{"file": "甲.md", "start": start, "end": start + 10} for start in (100, 200)]
    rows = [{"file": "甲.md", "start": start, "end": start + 5} for start in (50, 105, 150, 205, 300)]
    none, listed = without_label(labels, [*rows, {"file": "乙.md", "start": 150, "end": 155}])
    assert ([row["start"] for row in none], listed) == ([150], 3)
