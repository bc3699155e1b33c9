"""``luoshi panel`` on the command line, and its pages."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import polars as pl
import pytest

from corpus import ROOT
from luoshi.cli import main
from luoshi.ledger.panels import PANEL_FORMATS, columns
from luoshi.ledger.panels.columns import Choice

PAGE = (ROOT / "docs" / "panel.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PANEL_FORMATS)
@pytest.mark.parametrize("form", [[], ["--all"], ["--wide"]])
def test_bundled_city_becomes_a_panel_in_every_format(
    name: str, form: list[str], fictional: tuple[Path, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"panel.{name}"
    files = [str(path) for path in fictional]
    assert main(["panel", *files, "-o", str(out), "--place", "青岚市", *form, "--lang", "en"]) == 0
    printed, errors = capfd.readouterr()
    assert errors == ""
    assert printed.startswith(f"{out}: ")
    assert "4 read" in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["panel.cache", out.name]


def test_bad_file_is_said_after_the_panel_is_written(
    fictional: tuple[Path, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "panel.csv"
    code = main(["panel", "/nowhere.pdf", str(fictional[0]), "-o", str(out), "--lang", "zh"])
    printed, errors = capfd.readouterr()
    assert code == 2
    assert "读了 1 份" in printed
    assert errors.splitlines()[0] == "未能读的 1 份："
    assert errors.splitlines()[1].startswith("luoshi: /nowhere.pdf：")
    assert out.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x.txt"], "-o"),
        (["x.txt", "-o", "p.txt"], ".parquet"),
        (["x.txt", "-o", "p.csv", "--wide", "--all"], "--wide"),
        (["x.txt", "-o", "p.csv", "--jobs", "-1"], "--jobs"),
    ],
)
def test_wrong_command_is_one_line(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["panel", *arguments]) == 2
    printed, errors = capfd.readouterr()
    assert printed == ""
    assert errors.count("\n") == 1
    assert said in errors
    assert list(tmp_path.iterdir()) == []


def test_real_reports_of_a_province_fill_a_panel(shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "panel.parquet"
    files = [str(shared / "reports" / "四平市"), str(shared / "reports" / "丽江市")]
    assert main(["panel", *files, "-o", str(out)]) == 0
    panel = pl.read_parquet(out)
    assert not panel.select("place_code", "year", "indicator", "status").is_duplicated().any()
    growth = panel.filter(indicator="gdp_growth", status="target", place="四平市")
    assert {2014, 2015, 2016, 2021, 2022, 2023} <= set(growth["year"])
    assert growth["value"].is_between(0, 20).all()


def test_codebook_names_every_choice_and_format() -> None:
    assert [choice for choice in get_args(Choice) if f"`{choice}`" not in PAGE] == []
    assert [name for name in PANEL_FORMATS if f"`.{name}`" not in PAGE] == []


def test_codebook_says_what_the_files_say() -> None:
    rows = [f"| `{one.name}` | {one.label} | {one.says} |" for one in columns("en", every=True)]
    assert rows
    assert [row for row in rows if row not in PAGE] == []
