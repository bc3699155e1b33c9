"""``luoshi reconcile``: formats, choices, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from rich.cells import cell_len

from luoshi.cli import main
from luoshi.cli.reconcile import FORMS, VERDICT_NAMES, run_reconcile
from luoshi.ledger.pages.i18n import VERDICTS
from luoshi.ledger.pages.rows import ACCOUNT_COLUMNS

DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def city(fictional: tuple[Path, ...]) -> str:
    return str(fictional[0].parent)


@pytest.fixture(scope="module")
def two(fictional: tuple[Path, ...]) -> list[str]:
    """Two years of the city, where pages and charts of all would only take longer."""
    return [str(path) for path in fictional[:2]]


def test_a_sentence_a_year_and_both_quotes_in_the_table(city: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", city, "--format", "table", "--lang", "zh"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    sentences = [line for line in out.splitlines() if "项量化承诺：" in line]
    assert [line[:4] for line in sentences] == ["2023", "2024", "2025", "2026"]
    assert "兑现" in sentences[0]
    assert "地区生产总值增长6.5%左右" in out
    assert "增长5.4%" in out
    assert max(map(cell_len, out.splitlines())) <= 80


def test_a_pipe_gets_json_lines(city: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", city]) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert list(rows[0]) == list(ACCOUNT_COLUMNS)
    assert {row["year"] for row in rows} == {2023, 2024, 2025, 2026}


@pytest.mark.parametrize("verdict", ["missed", "kept"])
def test_choosing_a_year_and_verdicts(city: str, verdict: str, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ["--year", "2023", "--verdict", verdict, "--verdict", "partly", "--place", "青岚"]
    assert main(["reconcile", city, *asked]) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {(row["year"], row["verdict"]) for row in rows} == {(2023, verdict), (2023, "partly")}


def test_csv_and_excel_hold_the_same_promises(city: str, tmp_path: Path) -> None:
    assert main(["reconcile", city, "-o", str(tmp_path / "a.csv")]) == 0
    assert main(["reconcile", city, "-o", str(tmp_path / "a.xlsx"), "--lang", "zh"]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    series = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert series.sheet_names == ["逐年", "承诺与兑现", "改动与重复"]
    sheet = series.get_sheet_by_name("承诺与兑现").to_python()
    assert len(sheet) == len(rows) + 1
    assert sheet[0][:4] == ["地区", "报告年份", "到期年份", "兑现情况"]
    place = sheet[0].index("承诺")
    assert [row[place] for row in sheet[1:]] == [row["promised"] for row in rows]


def test_a_page_with_its_reports_and_charts(
    two: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page, charts = tmp_path / "new" / "p.html", tmp_path / "charts"
    assert main(["reconcile", *two, "-o", str(page), "--charts", str(charts), "--lang", "en"]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert str(page) in err
    assert '<html lang="en">' in page.read_text(encoding="utf-8")
    assert len(list((page.parent / "reports").iterdir())) == len(two)
    assert {path.suffix for path in charts.iterdir()} == {".png", ".svg"}


def test_a_folder_asks_for_pages(two: list[str], tmp_path: Path) -> None:
    assert main(["reconcile", *two, "-o", str(tmp_path / "pages")]) == 0
    assert {path.name for path in (tmp_path / "pages").iterdir()} == {"index.html", "reports"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "html"], "-o"),
        (["--place", "不在市"], "青岚市"),
        (["--year", "1999"], "--year"),
        (["--verdict", "great"], "unreported"),
    ],
)
def test_what_is_not_right_is_said_in_a_line(
    city: str, arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["reconcile", city, *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert words in err


def test_a_file_that_cannot_be_read_stops_nothing(city: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", city, "/nowhere.txt"]) == 2
    out, err = capfd.readouterr()
    assert out.count("\n") > 100
    assert err.count("\n") == 1


@pytest.mark.parametrize("form", FORMS)
def test_several_processes_give_the_same_bytes(
    city: str, two: list[str], tmp_path: Path, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs / "a.html" if form == "html" else tmp_path / jobs
        asked = ["--format", form, "-o", str(out), "--jobs", jobs, "--lang", "en"]
        assert main(["reconcile", *(two if form == "html" else [city]), "/nowhere.txt", *asked]) == 2
        said.append(capfd.readouterr().err.replace(str(out), ""))
    assert said[0] == said[1]
    assert written(tmp_path / "1") == written(tmp_path / "2")


def written(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of every file of a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {str(file.relative_to(path)): file.read_bytes() for file in files if file.is_file()}


class DeadlyPath(str):
    """The path of a file that ends every process that opens it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def test_a_file_that_ends_its_process_gets_one_line_and_the_others_are_reconciled(
    city: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, hurt = tmp_path / "whole.jsonl", tmp_path / "hurt.jsonl"
    assert run_reconcile([city], "en", output=whole, jobs=2) == 0
    assert run_reconcile([DeadlyPath("deadly.txt"), city], "en", output=hurt, jobs=2) == 2
    assert hurt.read_bytes() == whole.read_bytes()
    err = capfd.readouterr().err
    assert err.startswith("luoshi: deadly.txt: the process reading it died twice")
    assert err.count("\n") == 1


@pytest.mark.parametrize("looked_at", [True, False])
def test_a_bar_is_drawn_only_where_a_person_looks(
    city: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], looked_at: bool
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: looked_at)
    assert main(["reconcile", city, city, "--lang", "zh", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert "读报告" not in out
    assert ("读报告" in err and "逐地对账" in err) == looked_at
    assert looked_at or err == ""


def test_options_are_documented_and_verdicts_are_those_of_the_ledger() -> None:
    assert set(VERDICT_NAMES) == set(VERDICTS)
    section = DOCS.split("## `luoshi reconcile`")[1].split("\n## ")[0]
    options = ("--format", "--output", "--place", "--year", "--verdict", "--charts", "--jobs", "--lang")
    assert [name for name in (*options, *FORMS, *VERDICT_NAMES) if f"`{name}`" not in section] == []
