"""Which of several figures fills a cell, and which fill none."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.ledger.panels.choosing import choose
from luoshi.ledger.panels.columns import columns
from luoshi.ledger.panels.rows import part_schema

ROW: dict[str, Any] = {
    "owner": "220300", "timing": None, "place_code": "220300", "place": "四平市", "province": "吉林省", "first_year": 2024, "year": 2024,
    "indicator": "gdp_growth", "indicator_zh": "地区生产总值增速", "indicator_en": "GDP growth", "status": "target",
    "value": 5.0, "value_low": 5.0, "value_high": 5.0, "unit": "%", "bound": "about", "measure": "growth", "tone": "plain",
    "period": "2024", "subject": "地区生产总值", "quote": "5%", "sentence": "地区生产总值增长5%左右。", "section": "目标",
    "file": "a.txt", "start": 10, "end": 12, "sha256": "a", "report_year": 2024, "edition": "full",
    "narrower_place": None, "headline": True, "listed": 0, "exact_subject": True,
}  # fmt: skip


def rows(*changes: dict[str, Any]) -> pl.DataFrame:
    """Rows that differ from ``ROW`` as said; each is another text unless it says which."""
    made = [{**ROW, "sha256": str(number), "start": number, **one} for number, one in enumerate(changes)]
    return pl.DataFrame(made, schema=part_schema(), orient="row")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"edition": "abstract"}, id="full before abstract"),
        pytest.param({"edition": "abstract"}, {"edition": "interpretation"}, id="abstract before interpretation"),
        pytest.param({}, {"edition": None}, id="full before unknown"),
        pytest.param({"edition": None}, {"edition": "abstract"}, id="unknown before abstract"),
        pytest.param({}, {"headline": False}, id="headline first"),
        pytest.param({}, {"exact_subject": False}, id="exact subject first"),
        pytest.param({"exact_subject": False}, {"headline": False}, id="headline before exact subject"),
        pytest.param({"status": "actual", "bound": "exact"}, {"status": "actual", "bound": "at_least"}, id="what was reached before what was passed"),
        pytest.param({"status": "expected", "bound": "about"}, {"status": "expected", "bound": "at_most", "listed": 5}, id="what was reached before rates beside it"),
        pytest.param({"bound": "at_least", "listed": 1}, {"bound": "exact"}, id="a target may be a limit"),
        pytest.param({"listed": 3}, {"listed": 2}, id="most rates beside it first"),
        pytest.param({"listed": 2, "exact_subject": False}, {}, id="rates beside it before exact subject"),
        pytest.param({}, {"listed": 5, "headline": False}, id="headline before rates beside it"),
        pytest.param({"edition": "abstract"}, {"report_year": 2021}, id="right year before edition"),
        pytest.param({"report_year": 2023}, {"report_year": 2025}, id="a target rather from before"),
        pytest.param({"report_year": 2023}, {"report_year": 2021}, id="nearest report"),
        pytest.param({"report_year": 2021}, {"report_year": None}, id="unknown report year last"),
        pytest.param({"status": "actual", "report_year": 2025}, {"status": "actual", "report_year": 2024}, id="outcome from the year after"),
        pytest.param({"status": "actual", "report_year": 2026}, {"status": "actual", "report_year": 2024}, id="an outcome rather from after"),
        pytest.param({"start": 1}, {"start": 2}, id="first in the text"),
        pytest.param({"file": "a", "start": 9}, {"file": "b", "start": 1}, id="first file by name"),
    ],
)  # fmt: skip
def test_the_first_of_two_candidates_fills_the_cell(first: dict[str, Any], second: dict[str, Any]) -> None:
    for order in ([first, second], [second, first]):
        numbered = [{**one, "value_low": 5.0 + (one is second)} for one in order]
        chosen = choose(rows(*numbered))
        assert chosen["value_low"].to_list() == [5.0]
        assert chosen.select("candidates", "candidate_values").row(0) == (2, 2)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"narrower_place": "梨树县"}, "narrower_place"),
        ({"first_year": 2021, "period": "2021-2024"}, "span"),
        ({"timing": "span"}, "span"),
        ({"timing": "part_year"}, "part_year"),
        ({"first_year": None, "year": None, "period": None}, "no_year"),
    ],
)
def test_what_fills_no_cell_is_no_candidate_and_is_kept_only_with_every(
    change: dict[str, Any], why: str
) -> None:
    both = rows(change, {"start": 99})
    assert choose(both)["candidates"].to_list() == [1]
    assert choose(rows(change)).is_empty()
    every = choose(both, every=True)
    assert set(every["choice"]) == {"chosen", why}
    assert every.filter(choice=why)["candidates"].to_list() == [None]


def test_same_text_under_two_names_counts_once() -> None:
    same = {"sha256": "s", "start": 5}
    chosen = choose(rows({**same, "file": "copy.txt"}, {**same, "file": "a.txt"}), every=True)
    assert chosen.select("file", "candidates").rows() == [("a.txt", 1)]


def test_agreeing_candidates_give_one_value() -> None:
    chosen = choose(rows({}, {"headline": False}, {"value_low": 6.0, "value_high": 6.0}))
    assert chosen.select("candidates", "candidate_values").row(0) == (3, 2)


def test_renamed_place_has_its_last_name_throughout() -> None:
    old = {"place": "旧名市", "year": 2009, "first_year": 2009, "report_year": 2009}
    assert choose(rows(old, {"place": "新名市"}))["place"].to_list() == ["新名市", "新名市"]


def test_cells_stand_in_order_of_year_indicator_and_status() -> None:
    cells = [
        (2025, "gdp", "actual"),
        (2024, "gdp_growth", "target"),
        (2024, "gdp", "actual"),
        (2024, "gdp", "target"),
    ]
    made = [
        {"year": year, "first_year": year, "indicator": code, "status": status}
        for year, code, status in cells
    ]
    chosen = choose(rows(*made))
    assert chosen.select("year", "indicator", "status").rows() == [cells[3], cells[2], cells[1], cells[0]]


CANDIDATES = st.fixed_dictionaries(
    {
        "report_year": st.sampled_from([2023, 2024, 2025, None]),
        "edition": st.sampled_from(["full", "abstract", None]),
        "headline": st.booleans(),
        "exact_subject": st.booleans(),
        "status": st.sampled_from(["target", "expected", "actual"]),
        "year": st.sampled_from([2023, 2024, None]),
        "first_year": st.sampled_from([2021, 2023, 2024, None]),
        "narrower_place": st.sampled_from([None, None, "梨树县"]),
        "file": st.sampled_from(["a", "b"]),
    }
)


@settings(max_examples=40)
@given(st.lists(CANDIDATES, max_size=8), st.randoms())
def test_every_cell_is_filled_once_whatever_the_order(found: list[dict[str, Any]], random: Any) -> None:
    made = [{**one, "sha256": one["file"], "start": number} for number, one in enumerate(found)]
    shuffled = random.sample(made, len(made))
    chosen, every = choose(rows(*shuffled)), choose(rows(*shuffled), every=True)
    assert chosen.equals(choose(rows(*made)))
    assert every.equals(choose(rows(*made), every=True))
    assert not chosen.select("year", "indicator", "status").is_duplicated().any()
    assert len(every) == len(made)
    assert every.filter(choice="chosen").select(chosen.columns).equals(chosen)
    assert every.filter(pl.col("candidates") > 0)["choice"].is_in(["chosen", "outranked"]).all()


@pytest.mark.parametrize("every", [False, True])
def test_columns_are_those_of_the_codebook(every: bool) -> None:
    assert choose(rows({}), every=every).columns == [column.name for column in columns("zh", every=every)]
