"""Reports against statistics, the fictional city, the real seeds, and the command."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import luoshi
from corpus import ROOT, demo_folder
from luoshi.cli import main
from luoshi.errors import InputError
from luoshi.ledger.contradictions import contradictions, read_statistics
from luoshi.reading.reader import read_source
from luoshi.reading.text import Hints, Source

TEXT = "政府工作报告\n一、2024年工作回顾\n全市地区生产总值1649.3亿元、增长5.6%。一般公共预算收入98.5亿元。\n"


def against(tmp_path: Path, row: str, head: str = "place,year,indicator,value,source,unit") -> list[str]:
    table = tmp_path / "stats.csv"
    table.write_text(f"{head}\n{row}\n", encoding="utf-8")
    hints = Hints(place="青岚市", year=2025)
    report = read_source(Source.from_text(TEXT, name="a.txt", hints=hints), any_text=True)
    return [one.grade for one in contradictions([report], read_statistics(table))]


@pytest.mark.parametrize(
    ("row", "grades"),
    [
        ("青岚市,2024,gdp,1649.3,年鉴,亿元", []),
        ("青岚市,2024,gdp,1649.27,年鉴,亿元", []),
        ("青岚,2024,地区生产总值,1649.27,年鉴,亿元", []),
        ("青岚市,2024,gdp,1649,年鉴,亿元", []),
        ("青岚市,2024,gdp,1640.1,年鉴,亿元", ["worth_a_look"]),
        ("青岚市,2024,gdp,1349.3,年鉴,亿元", ["likely"]),
        ("青岚市,2023,gdp,1349.3,年鉴,亿元", []),
        ("白芷市,2024,gdp,1349.3,年鉴,亿元", []),
        ("青岚市,2024,gdp,1349.3,年鉴,万美元", []),
    ],
)
def test_reports_are_held_against_statistics(tmp_path: Path, row: str, grades: list[str]) -> None:
    assert against(tmp_path, row) == grades


@pytest.mark.parametrize(
    ("row", "head", "code"),
    [
        ("青岚市,2024,幸福感,3,年鉴,", "place,year,indicator,value,source,unit", "statistics_indicator"),
        ("青岚市,2024,gdp,许多,年鉴,", "place,year,indicator,value,source,unit", "statistics_number"),
        ("青岚市,2024,gdp,3", "place,year,indicator,value", "statistics_columns"),
    ],
)
def test_a_bad_table_is_refused_in_one_line(tmp_path: Path, row: str, head: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        against(tmp_path, row, head)
    assert caught.value.code == code


def test_chinese_columns_are_known(tmp_path: Path) -> None:
    assert against(tmp_path, "青岚市,2024,gdp,1349.3,年鉴,亿元", "地区,年份,指标,数值,来源,单位") == [
        "likely"
    ]


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv"):
        read_statistics(tmp_path / "none.csv")


def test_planted_contradictions_of_the_fictional_city_are_found(fictional: Sequence[Path]) -> None:
    lines = (ROOT / "src/luoshi/demo/expected.jsonl").read_text(encoding="utf-8").splitlines()
    planted = [record for record in map(json.loads, lines) if record.get("kind") == "contradiction"]
    findings = contradictions([luoshi.read(path) for path in fictional])
    assert planted
    assert [one.grade for one in findings] == ["certain"] * len(planted)
    for record in planted:
        files = {quote["file"] for quote in record["quotes"]}
        assert any({Path(side.file).name for side in one.evidence} == files for one in findings)


def test_slips_of_a_real_abstract_are_found(shared: Path) -> None:
    findings = contradictions([luoshi.read(shared / "seeds" / "四平市-2026.txt")])
    kinds = {one.kind for one in findings if one.grade == "certain"}
    assert {"threshold_order", "repeated_passage"} <= kinds


def test_real_reports_give_no_sure_false_alarm(shared: Path) -> None:
    paths = sorted((shared / "reports" / "四平市").glob("*.md"))
    findings = contradictions([luoshi.read(path) for path in paths], least="likely")
    assert findings == []


def test_command_lists_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(demo_folder()), "--format", "table", "--lang", "zh"]) == 0
    assert "部分（409亿元）大于整体（386亿元）" in capsys.readouterr().out


def test_command_writes_lines_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(demo_folder()), "--format", "jsonl", "--lang", "en"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {record["kind"] for record in records} == {"part_exceeds_whole", "growth_misfit"}
    assert all(record["words"] and record["evidence"] for record in records)
    assert main(["check", str(demo_folder()), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert [row["finding"] for row in rows] == ["1", "1", "2", "2"]


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_command_says_in_words_that_nothing_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert main(["check", str(tmp_path / "a.txt"), "--format", form, "--lang", "zh"]) == 0
    said = capsys.readouterr()
    assert "没有发现对不上的地方" in (said.out if form == "table" else said.err)


def test_command_ends_with_2_on_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.txt")]) == 2
    assert main(["check", str(demo_folder()), "--against", str(tmp_path / "none.csv")]) == 2
    assert main(["check", str(demo_folder()), "--grade", "perhaps"]) == 2
    assert capsys.readouterr().err.count("luoshi: ") == 3
