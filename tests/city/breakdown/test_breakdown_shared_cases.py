"""The shared cases of tables, as they were handed over (``tests/cases``)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from city.breakdown.bringing import brought

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[2] / "cases"


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


def test_the_column_called_lead_wins(desk: Client) -> None:
    (task,) = brought(desk, case("29-lead-and-responsible.xlsx")).done
    assert task == ("完成预算绩效评价", "市财政局", ("市教育局",), "2026-06-30")


def test_merged_cells_hold_for_all_their_rows(desk: Client) -> None:
    assert brought(desk, case("31-merged-cells.xlsx")).done == [
        ("完成预算绩效评价", "市财政局", (), "2026-06-30"),
        ("清理财政专户", "市财政局", (), "2026-06-30"),
    ]


def test_deadline_words_are_days(desk: Client) -> None:
    days = [task[3] for task in brought(desk, case("32-deadline-words.xlsx")).done]
    assert days == ["2026-03-31", "2026-12-31", "2026-06-30", "2026-12-31", "2026-06-30", "2026-03-31"]


def test_lists_of_units_however_divided(desk: Client) -> None:
    """Nothing is brought in for the one row that names no unit; without it the others hold."""
    found = brought(desk, case("33-unit-lists.xlsx"))
    assert [cell for cell, _ in found.faults] == ["E4"]
    assert "“各县（市、区）人民政府”" in found.said
    assert found.tasks == []
