"""The ledger from end to end: the fictional city, frames, and what always holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import luoshi
from corpus import demo_folder
from luoshi import ledger
from luoshi.errors import UsageError
from luoshi.ledger.api import Ledger
from luoshi.ledger.records import Account
from luoshi.reading.records import Report


def report(year: int, review: str, plan: str) -> Report:
    text = f"一、{year - 1}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n"
    return luoshi.read_source(
        luoshi.Source.from_text(text, f"{year}.txt"), place="长春市", year=year, any_text=True
    )


@pytest.fixture(scope="module")
def city() -> Ledger:
    return ledger.read(demo_folder())


def expected() -> Iterator[dict[str, Any]]:
    lines = (demo_folder().parent / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return (row for row in map(json.loads, lines) if "kind" not in row)


def span(text: str, words: dict[str, Any]) -> tuple[int, int]:
    found = list(re.finditer(re.escape(words["quote"]), text))[words["nth"] - 1]
    return found.start(), found.end()


def test_the_fictional_city_gets_the_verdicts_its_authors_meant(city: Ledger) -> None:
    texts = {Path(report.source.name).name: report.text for report in city.reports}
    rows = list(expected())
    assert rows
    faults = [
        f"{row['first']} {row['subject']} {row['promise']['quote']}: {fault}"
        for row in rows
        if (fault := differs(row, city, texts))
    ]
    assert faults == []


def differs(row: dict[str, Any], city: Ledger, texts: dict[str, str]) -> str:
    """How the account of a promise differs from what ``row`` expects; empty where it does not."""
    start, end = span(texts[row["first"]], row["promise"])
    accounts = [
        account
        for account in city.accounts
        if account.figure is not None
        and Path(account.promised.file).name == row["first"]
        and account.promised.start < end
        and start < account.promised.end
    ]
    if [account.verdict for account in accounts] != [row["verdict"]]:
        return f"{[account.verdict for account in accounts]}, not {row['verdict']}"
    outcome = accounts[0].outcome
    if row["outcome"] is None or outcome is None:
        return "" if row["outcome"] is outcome else f"its outcome is {outcome}"
    first, last = span(texts[row["next"]], row["outcome"])
    return "" if outcome.start < last and first < outcome.end else f"its outcome is {outcome}"


def test_the_fictional_city_moved_and_repeated_what_its_authors_meant(city: Ledger) -> None:
    told = {(one.reason.code, one.reason.details.get("subject", "")) for one in city.findings}
    assert ("lowered_after_miss", "地区生产总值") in told
    assert ("goal_restated", "常住人口城镇化率") in told
    assert any(code == "goal_postponed" and "光电新材料产业产值" in subject for code, subject in told)
    repeated = [one for one in city.findings if one.reason.code == "repeated_word_for_word"]
    assert any("排水管网" in one.evidence[0].quote and len(one.evidence) == 3 for one in repeated)
    assert any("积水点" in one.evidence[0].quote and len(one.evidence) == 3 for one in repeated)


def test_goals_for_2025_wait_until_the_report_of_2026(city: Ledger) -> None:
    goals = [
        one
        for one in city.accounts
        if one.year == 2023 and one.due == 2025 and one.indicator == "urbanisation_rate"
    ]
    assert [(one.verdict, one.answered, one.outcome and one.outcome.quote) for one in goals] == [
        ("missed", 2026, "60.9%")
    ]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_order_of_files_never_matters(city: Ledger, order: tuple[int, ...]) -> None:
    files = sorted(path for path in demo_folder().iterdir() if path.suffix in {".md", ".txt"})
    again = ledger.read([files[index] for index in order])
    assert [one.promised.quote for one in again.accounts] == [one.promised.quote for one in city.accounts]
    assert again.verdicts.drop("file", "outcome_file").equals(city.verdicts.drop("file", "outcome_file"))
    assert [one.reason for one in again.findings] == [one.reason for one in city.findings]


def answered_twice(accounts: tuple[Account, ...]) -> list[tuple[object, ...]]:
    """Outcomes that answer promises of two different things in one report."""
    owners: dict[tuple[object, ...], set[str]] = {}
    for one in accounts:
        if one.outcome is not None:
            key = (one.year, one.answered, one.outcome.start, one.outcome.end)
            owners.setdefault(key, set()).add(re.sub(r"\W|[①-⑳]", "", one.subject))
    return [key for key, promises in owners.items() if len(promises) > 1]


def test_no_outcome_of_the_fictional_city_answers_two_things(city: Ledger) -> None:
    assert not answered_twice(city.accounts)


_THINGS = ("高标准农田", "口袋公园", "老旧小区", "农村公路", "停车泊位", "社区食堂", "公办幼儿园", "充电桩")
_LISTS = st.lists(st.tuples(st.sampled_from(_THINGS), st.integers(2, 400)), min_size=1, max_size=8)


def listed(items: list[tuple[str, int]]) -> str:
    return "，".join(f"新建{thing}{count}个" for thing, count in items)


@given(_LISTS, _LISTS)
def test_no_outcome_answers_two_things(plan: list[tuple[str, int]], review: list[tuple[str, int]]) -> None:
    found = Ledger(
        [
            report(2020, "全市平稳。", f"今年，{listed(plan)}。"),
            report(2021, f"{listed(review)}。", "今年，继续努力。"),
        ]
    )
    assert not answered_twice(found.accounts)


@given(_LISTS, _LISTS)
def test_every_promise_has_one_account_and_an_answer_fits_its_verdict(
    plan: list[tuple[str, int]], review: list[tuple[str, int]]
) -> None:
    first, second = (
        report(2020, "全市平稳。", f"今年，{listed(plan)}。"),
        report(2021, f"{listed(review)}。", "今年，继续。"),
    )
    accounts = [one for one in Ledger([first, second]).accounts if one.year == 2020]
    figures = [one.figure for one in accounts if one.figure is not None]
    assert figures == [index for index, one in enumerate(first.figures) if one.status == "target"]
    for one in accounts:
        assert (one.outcome is not None) == (
            one.verdict in {"exceeded", "kept", "partly", "missed", "not_comparable"}
        )


@given(_LISTS)
def test_a_report_reconciled_with_itself_promises_nothing_kept(plan: list[tuple[str, int]]) -> None:
    same = report(2020, "全市平稳。", f"今年，{listed(plan)}。")
    assert {one.verdict for one in Ledger([same, same]).accounts} <= {"not_yet_due"}


def test_the_fictional_reports_reconciled_each_with_itself_keep_nothing(fictional: tuple[Path, ...]) -> None:
    for path in fictional:
        assert {one.verdict for one in ledger.read([path, path]).accounts} == {"not_yet_due"}


def test_promises_and_verdicts_are_frames_with_a_row_a_promise(city: Ledger) -> None:
    assert city.promises.height == city.verdicts.height == len(city.accounts)
    row = city.verdicts.filter((pl.col("indicator") == "gdp_growth") & (pl.col("year") == 2023)).row(
        0, named=True
    )
    assert (row["low"], row["bound"], row["verdict"], row["outcome_low"], row["answered"]) == (
        6.5,
        "about",
        "missed",
        5.4,
        2024,
    )
    assert "5.4%" in row["why"]


def test_a_series_sets_target_against_outcome(city: Ledger) -> None:
    (place,) = {series.place for series in city.all_series}
    series = city.series("gdp_growth", place=place)
    assert series["year"].to_list() == [2023, 2024, 2025, 2026]
    assert series["target_low"].to_list() == [6.5, 5.5, 5.5, 5.0]
    assert series["outcome_low"].to_list() == [5.4, 5.6, 5.3, None]


def test_the_panel_is_a_frame(city: Ledger) -> None:
    panel = city.panel()
    assert {"place", "year", "indicator", "status", "value"} <= set(panel.columns)
    assert panel.height > 100


@pytest.mark.parametrize(("code", "place"), [("no_such_thing", None), ("gdp_growth", "无此市")])
def test_an_unknown_indicator_or_place_is_one_clear_line(city: Ledger, code: str, place: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        city.series(code, place=place)
    assert "\n" not in str(caught.value)


def test_what_cannot_be_read_is_listed_and_stops_nothing(tmp_path: Path, fictional: tuple[Path, ...]) -> None:
    empty = tmp_path / "空.txt"
    empty.write_text("", encoding="utf-8")
    found = ledger.read([empty, fictional[0]])
    assert [error.code for error in found.errors] == ["empty_file"]
    assert len(found.all_series) == 1


def test_a_real_city_is_reconciled_year_by_year(shared: Path) -> None:
    found = ledger.read(shared / "reports" / "四平市")
    (series,) = found.all_series
    assert series.gaps
    missing = {
        one.reason.code for one in found.accounts if one.due is not None and one.due + 1 in series.gaps
    }
    assert missing == {"missing_report"}
    assert {one.place for one in found.accounts} == {"四平市"}
    assert not [key for key in answered_twice(found.accounts) if key[1] is None]
