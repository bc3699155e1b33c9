"""Each format holds the same records, and is safe to open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from rich.cells import cell_len

from luoshi.errors import UsageError
from luoshi.output.formats import FormatName, Request, encode, format_of_suffix, writing
from luoshi.output.formats import workbook as workbook_format
from luoshi.output.formats.columns import schema
from luoshi.output.formats.separated import cell
from luoshi.output.rows import COLUMNS, KINDS, REPORT_COLUMNS, Kind, report_row, rows
from luoshi.reading.records import Report, SourceInfo


def written(request: Request, reports: Sequence[Report], out: Path | None = None) -> bytes:
    """What the format writes of ``reports``: to ``out`` if given, else to standard output."""
    stdout = io.BytesIO()
    with writing(request, out, stdout) as write:
        for report in reports:
            write(encode(report, request))
    return out.read_bytes() if out and out.is_file() else stdout.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_rows_have_their_columns(report: Report, kind: Kind) -> None:
    table = rows(report, kind)
    assert len(table) == len(getattr(report, kind))
    assert all(tuple(sorted(row)) == tuple(sorted(COLUMNS[kind])) for row in table)


def test_report_row_has_its_columns(report: Report, nothing: Report) -> None:
    assert tuple(report_row(report)) == REPORT_COLUMNS
    assert report_row(nothing)["report_place"] is None


def test_rows_say_where_a_record_stands(report: Report) -> None:
    row = rows(report, "promises")[0]
    assert row["section_path"] == "二、2031年工作安排 › （一）稳增长"
    assert row["figure_quotes"] == ["6%—6.5%"]
    assert (row["report_place"], row["report_year"]) == ("云汀市", 2031)
    assert report.text[row["start"] : row["end"]] == row["text"]


def test_json_lines_hold_a_figure_a_line(report: Report) -> None:
    lines = [json.loads(line) for line in written(Request("jsonl"), [report, report]).splitlines()]
    assert len(lines) == 2 * len(report.figures)
    first = {
        key: lines[0][key]
        for key in ("file", "start", "end", "quote", "low", "high", "unit", "status", "tone")
    }
    figure = report.figures[0]
    assert first == {
        "file": "folder/云汀.txt", "start": figure.start, "end": figure.end, "quote": "1200亿元", "low": 1.2e11,
        "high": 1.2e11, "unit": "元", "status": "expected", "tone": None,
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_only_chooses_the_records(report: Report, kind: Kind) -> None:
    lines = written(Request("jsonl", kind), [report]).splitlines()
    assert [json.loads(line)["start"] for line in lines] == [record.start for record in getattr(report, kind)]


def test_csv_opens_in_a_spreadsheet(report: Report) -> None:
    content = written(Request("csv", "promises"), [report])
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["text"] for row in table] == [promise.text for promise in report.promises]
    assert table[0]["figure_quotes"] == "6%—6.5%"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-8%", "'-8%"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("6=6", "6=6"),
        (["=1", "2"], "'=1；2"),
        ((3, 4), "3；4"),
        (-52.8, -52.8),
        (3e9, 3000000000),
        (None, None),
    ],
)
def test_csv_cells_are_never_formulas(value: object, shown: object) -> None:
    assert cell(value) == shown


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_excel_has_a_sheet_for_each_kind(tmp_path: Path, report: Report) -> None:
    out = tmp_path / "a.xlsx"
    written(Request("xlsx"), [report, report], out)
    found = sheets(out)
    assert list(found) == ["数字", "承诺", "项目", "问题", "提纲", "报告"]
    assert [len(table) - 1 for table in found.values()] == [16, 6, 2, 2, 6, 2]
    head, first = found["数字"][:2]
    named = dict(zip(head, first, strict=True))
    assert (named["指标"], named["状态"], named["数值（低）"]) == ("地区生产总值", "预计", 1.2e11)


def test_excel_speaks_english_and_holds_one_kind_if_asked(tmp_path: Path, report: Report) -> None:
    out = tmp_path / "a.xlsx"
    written(Request("xlsx", "promises", "en"), [report], out)
    found = sheets(out)
    assert list(found) == ["Promises", "Reports"]
    assert found["Promises"][1][4] == "headline target"


def test_excel_takes_any_text(tmp_path: Path, report: Report) -> None:
    out = tmp_path / "a.xlsx"
    texts = ["=1+1", "http://a.example", "\x00\x1b控制", "长" * 40_000]
    problems = tuple(msgspec.structs.replace(report.problems[0], text=text) for text in texts)
    written(Request("xlsx", "problems"), [msgspec.structs.replace(report, problems=problems)], out)
    column = [row[3] for row in sheets(out)["问题"][1:]]
    assert column[:2] == texts[:2]
    assert column[2] == "��控制"
    assert len(column[3]) == 32_767


def test_excel_goes_on_in_another_sheet(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_format, "_ROWS_A_SHEET", 4)
    out = tmp_path / "a.xlsx"
    written(Request("xlsx", "figures"), [report], out)
    found = sheets(out)
    assert [len(found[name]) - 1 for name in ("数字", "数字 2", "数字 3")] == [3, 3, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_parquet_has_typed_columns(tmp_path: Path, report: Report, kind: Kind) -> None:
    out = tmp_path / "a.parquet"
    written(Request("parquet", kind), [report, report], out)
    frame = pl.read_parquet(out)
    assert dict(frame.schema) == schema(kind)
    assert frame.height == 2 * len(getattr(report, kind))
    assert frame.to_dicts()[0] == msgspec.json.decode(msgspec.json.encode(rows(report, kind)[0]))


def test_parquet_keeps_the_order_over_its_parts(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.output.formats.columns._ROWS_A_PART", 3)
    out = tmp_path / "a.parquet"
    written(Request("parquet"), [report] * 5, out)
    assert pl.read_parquet(out)["start"].to_list() == [figure.start for figure in report.figures] * 5


def test_parquet_of_no_records_has_its_columns(tmp_path: Path, nothing: Report) -> None:
    out = tmp_path / "a.parquet"
    written(Request("parquet"), [nothing], out)
    assert tuple(pl.read_parquet(out).columns) == COLUMNS["figures"]


@pytest.mark.parametrize("name", ["xlsx", "parquet", "html"])
def test_some_formats_need_a_file(report: Report, name: FormatName) -> None:
    with pytest.raises(UsageError) as caught:
        written(Request(name), [report])
    assert caught.value.code == "output_needed"


@pytest.mark.parametrize("name", ["jsonl", "csv", "xlsx", "parquet", "table"])
def test_an_error_leaves_no_file(tmp_path: Path, report: Report, name: FormatName) -> None:
    request = Request(name)

    def failing() -> None:
        with writing(request, tmp_path / "a", io.BytesIO()) as write:
            write(encode(report, request))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert list(tmp_path.iterdir()) == []


def test_table_of_one_report_shows_it_at_a_glance(report: Report) -> None:
    text = written(Request("table"), [report]).decode()
    assert text.startswith("云汀市2031年政府工作报告\nfolder/云汀.txt\n")
    assert "数字 8 · 承诺 3 · 项目 1 · 问题 1" in text
    assert "\n2031年预期目标\n  地区生产总值  力争增长6%—6.5%\n" in text
    assert "·  停车难还没有根本解决" in text
    assert "·  读取时：接回了 1 处断行" in text
    assert "改造老旧小区" not in text
    assert "--only figures|promises|projects|problems|outline" in text


def test_table_of_several_reports_has_a_line_each(report: Report, nothing: Report) -> None:
    other = msgspec.structs.replace(report, source=SourceInfo("folder/more/2032.txt", "text", None, ""))
    lines = written(Request("table"), [report, other]).decode().splitlines()
    assert lines[0] == "folder/"
    assert [line.split()[-1] for line in lines[2:]] == ["云汀.txt", "more/2032.txt"]
    lines = written(Request("table"), [report, nothing]).decode().splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["folder/云汀.txt", "空.txt"]


def test_table_of_a_kind_stands_under_the_headings_of_its_sections(report: Report) -> None:
    text = written(Request("table", "figures"), [report]).decode()
    lines = [line.split() for line in text.splitlines()]
    at = lines.index(["（一）稳增长"])
    assert lines[at + 1] == ["地区生产总值", "增长6%—6.5%", "目标", "2031"]
    assert lines[at + 2] == ["云港码头项目总投资", "30亿元", "目标", "2031"]
    projects = written(Request("table", "projects"), [report]).decode()
    assert "云港码头项目  开工  30亿元" in projects
    assert "3000000000" not in projects.replace(",", "")


@pytest.mark.parametrize("kind", KINDS)
def test_table_is_no_wider_than_a_terminal(report: Report, kind: Kind) -> None:
    wide = msgspec.structs.replace(report.figures[0], subject="新建改建扩建" * 12)
    changed = msgspec.structs.replace(report, figures=(wide, *report.figures[1:]))
    lines = written(Request("table", kind), [changed]).decode().splitlines()
    assert max(map(cell_len, lines)) <= 80


@pytest.mark.parametrize("kind", KINDS)
def test_table_shows_the_kind_asked_for_of_every_report(report: Report, nothing: Report, kind: Kind) -> None:
    text = written(Request("table", kind, "en"), [report, nothing]).decode()
    assert text.startswith("云汀市2031年政府工作报告\nfolder/云汀.txt\n")
    assert "空.txt" in text


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/nothing]"])
def test_table_shows_brackets_as_they_are(report: Report, text: str) -> None:
    problem = msgspec.structs.replace(report.problems[0], text=text)
    shown = written(Request("table", "problems"), [msgspec.structs.replace(report, problems=(problem,))])
    assert text in shown.decode()


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("a.XLSX", "xlsx"),
        ("b.csv", "csv"),
        ("c.htm", "html"),
        ("d", None),
        ("e.doc", None),
        ("f.jsonl", "jsonl"),
    ],
)
def test_the_suffix_tells_the_format(name: str, format_name: FormatName | None) -> None:
    assert format_of_suffix(Path(name)) == format_name


def test_html_of_several_reports_is_a_folder_with_an_index(
    tmp_path: Path, report: Report, nothing: Report
) -> None:
    written(Request("html"), [report, report, nothing], tmp_path / "pages")
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert names == ["index.html", "云汀市-2031-2.html", "云汀市-2031.html", "空.html"]
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert index.count('.html"') == 3


def test_html_of_one_report_is_a_file_and_takes_no_second(tmp_path: Path, report: Report) -> None:
    out = tmp_path / "a.html"
    assert written(Request("html"), [report], out).startswith(b"<!doctype html>")
    with pytest.raises(UsageError) as caught:
        written(Request("html"), [report, report], tmp_path / "b.html")
    assert caught.value.code == "one_page_only"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c:d", "", "...", "名 字?#%.txt"])
def test_html_names_stay_in_their_folder(tmp_path: Path, nothing: Report, name: str) -> None:
    source = msgspec.structs.replace(nothing.source, name=name)
    written(Request("html"), [msgspec.structs.replace(nothing, source=source)], tmp_path / "pages")
    assert len(list((tmp_path / "pages").iterdir())) == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "pages"]
