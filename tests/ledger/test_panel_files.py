"""The panel written to a file and read back by the tools that researchers use."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from pandas.io.stata import StataReader
from python_calamine import CalamineWorkbook

from luoshi.errors import UsageError
from luoshi.ledger.panels import PANEL_FORMATS
from luoshi.ledger.panels.columns import Column, columns, words
from luoshi.ledger.panels.files import panel_format, write_panel

LONG = "句" * 3000
TEXTS = ["四平市", "", None, "=1+1", '引“号”,"逗"\n行', "a" * 2045]
COLUMNS = (
    Column("place", "text", "地区", "全称"),
    Column("sentence", "long", "原句"),
    Column("year", "integer", "年份"),
    Column("value", "number", "数值"),
    Column("end", "integer", "止"),
    Column("headline", "yes", "总目标"),
    Column("status", "coded", "状态", "", (("target", "目标"), ("actual", "已完成"))),
    Column("a_very_long_name_of_an_indicator_growth_target", "number", "长名"),
    Column("a_very_long_name_of_an_indicator_growth_actual", "number", "长名二"),
)


def frame() -> pl.DataFrame:
    """Six rows with everything that is hard to write."""
    data: dict[str, list[Any]] = {
        "place": TEXTS,
        "sentence": [LONG, "短", None, "", "二", "三"],
        "year": [2024, None, 1979, 2025, 2026, 2027],
        "value": [5.5, None, -3.0, 1.31e11, 0.0, 1e-7],
        "end": [1, 2, 3, 4, 5, 6],
        "headline": [True, False, None, True, True, False],
        "status": ["target", "actual", None, "target", "target", "actual"],
        COLUMNS[7].name: [1.0, None, None, None, None, None],
        COLUMNS[8].name: [2.0, None, None, None, None, None],
    }
    return pl.DataFrame(data, schema={column.name: column.dtype for column in COLUMNS})


def write(path: Path) -> Path:
    rows = frame()
    assert write_panel(path, iter([rows[:2], rows[2:]]), COLUMNS, "zh") == len(rows)
    return path


@pytest.mark.parametrize("name", PANEL_FORMATS)
def test_same_rows_give_the_same_bytes_however_they_come(tmp_path: Path, name: str) -> None:
    rows = frame()
    one, two = tmp_path / f"one.{name}", write(tmp_path / f"two.{name}")
    write_panel(one, (rows[at : at + 1] for at in range(len(rows))), COLUMNS, "zh")
    assert one.read_bytes() == two.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [one.name, two.name]


@pytest.mark.parametrize("name", PANEL_FORMATS)
def test_panel_without_rows_has_its_columns(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"empty.{name}"
    assert write_panel(path, [], COLUMNS, "zh") == 0
    if name == "parquet":
        assert pl.read_parquet(path).columns == [column.name for column in COLUMNS]
    if name == "dta":
        assert len(pd.read_stata(path).columns) == len(COLUMNS)


@pytest.mark.parametrize("name", PANEL_FORMATS)
def test_failure_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"kept.{name}"
    path.write_bytes(b"before")

    def broken() -> Any:
        yield frame()
        raise KeyError

    with pytest.raises(KeyError):
        write_panel(path, broken(), COLUMNS, "zh")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [(path.name, b"before")]


def test_parquet_comes_back_as_it_was(tmp_path: Path) -> None:
    assert pl.read_parquet(write(tmp_path / "p.parquet")).equals(frame())


def test_csv_has_a_mark_names_and_no_formulas(tmp_path: Path) -> None:
    data = write(tmp_path / "p.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["place"] for row in rows] == ["四平市", "", "", "'=1+1", TEXTS[4], TEXTS[5]]
    assert [row["value"] for row in rows] == ["5.5", "", "-3", "131000000000", "0", "1e-07"]
    assert [row["headline"] for row in rows] == ["1", "0", "", "1", "1", "0"]


def test_excel_speaks_words_and_explains_its_columns(tmp_path: Path) -> None:
    series = CalamineWorkbook.from_path(str(write(tmp_path / "p.xlsx")))
    assert series.sheet_names == [words("panel", "zh"), words("codebook", "zh")]
    rows = series.get_sheet_by_name("面板").to_python()
    assert rows[0] == [column.label for column in COLUMNS]
    assert [row[0] for row in rows[1:]] == ["四平市", "", "", "=1+1", TEXTS[4], TEXTS[5]]
    assert [row[3] for row in rows[1:]] == [5.5, "", -3.0, 1.31e11, 0.0, 1e-7]
    assert [row[6] for row in rows[1:]] == ["目标", "已完成", "", "目标", "目标", "已完成"]
    codebook = series.get_sheet_by_name("说明").to_python()
    assert codebook[1] == ["地区", "place", "全称"]
    assert len(codebook) == len(COLUMNS) + 1


def test_stata_has_labels_long_strings_and_missing_values(tmp_path: Path) -> None:
    path = write(tmp_path / "p.dta")
    data = pd.read_stata(path, convert_categoricals=False)
    with StataReader(path) as reader:
        labels, values = reader.variable_labels(), reader.value_labels()
        assert reader.data_label == words("title", "zh")
    assert data["place"].to_list() == ["四平市", "", "", "=1+1", TEXTS[4], TEXTS[5]]
    assert data["sentence"].to_list() == [LONG, "短", "", "", "二", "三"]
    assert data["year"].fillna(-1).to_list() == [2024, -1, 1979, 2025, 2026, 2027]
    assert data["value"].fillna(-1).to_list() == [5.5, -1, -3.0, 1.31e11, 0.0, 1e-7]
    assert data["headline"].fillna(-1).to_list() == [1, 0, -1, 1, 1, 0]
    assert data["status"].fillna(-1).to_list() == [1, 2, -1, 1, 1, 2]
    assert list(data.columns) == [
        "place", "sentence", "year", "value", "end_", "headline", "status",
        "a_very_long_name_of_an_indicat_1", "a_very_long_name_of_an_indicat_2",
    ]  # fmt: skip
    assert list(labels.values()) == [column.label for column in COLUMNS]
    assert values == {"status": {1: "目标", 2: "已完成"}}


def test_short_texts_are_plain_strings_in_stata_so_that_they_can_be_keys(tmp_path: Path) -> None:
    data = write(tmp_path / "p.dta").read_bytes()
    at = data.index(b"<variable_types>") + len(b"<variable_types>")
    assert struct.unpack_from("<2H", data, at) == (2045, 32768)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_fit_into_stata(language: Any) -> None:
    assert [one.name for one in columns(language, every=True) if not 0 < len(one.label) <= 80] == []
    assert [one.name for one in columns(language, every=True) if not one.says] == []


@pytest.mark.parametrize("name", ["panel.txt", "panel", "panel.jsonl"])
def test_other_suffixes_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"\.parquet"):
        panel_format(Path(name))
