"""Collections: JSON Lines, JSON, CSV."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import InputError
from luoshi.reading.intake import Columns, from_bytes, limits, sources
from luoshi.reading.intake.columns import known_names
from luoshi.reading.text import Hints, Source

TEXT = "各位代表：\n全市生产总值304.1亿元，增长6.5%。"


def read(data: bytes | str, name: str, columns: Columns | None = None) -> list[Source | InputError]:
    return list(from_bytes(data.encode() if isinstance(data, str) else data, name, columns=columns))


def outline(results: list[Source | InputError]) -> list[tuple[str, str]]:
    """Name and text of sources, name and code of errors."""
    return [
        (result.source, result.code) if isinstance(result, InputError) else (result.name, result.text)
        for result in results
    ]


def lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("row", "hints"),
    [
        (
            {"title": "报告", "content": TEXT, "year": 2021, "place": "云溪市", "date": "2021-02-03"},
            Hints("报告", "云溪市", 2021, "2021-02-03"),
        ),
        (
            {"标题": "报告", "正文": TEXT, "年份": "2021年", "地区": "云溪市", "日期": "2021年2月3日"},
            Hints("报告", "云溪市", 2021, "2021-02-03"),
        ),
        (
            {"Full_Text": TEXT, " YEAR ": 2021.0, "City": "云溪市", "Province": "某省"},
            Hints(None, "云溪市", 2021, within="某省"),
        ),
        ({"内容": TEXT, "年度": "不详", "时间": "某日", "城市": "  ", "名称": None}, Hints()),
        (
            {"正文": TEXT, "省份": "甲省", "城市": "乙市", "区县": "丙区"},
            Hints(place="丙区", within="甲省乙市"),
        ),
        ({"正文": TEXT, "省份": "甲省", "城市": "乙市", "区县": ""}, Hints(place="乙市", within="甲省")),
        ({"正文": TEXT, "省份": "甲省", "城市": "nan", "区县": "市辖区"}, Hints(place="甲省")),
        (
            {"正文": TEXT, "省份": "甲市", "城市": "甲市", "区县": "丙区"},
            Hints(place="丙区", within="甲市甲市"),
        ),
        ({"正文": TEXT, "地区": "东部地区", "城市": "乙市"}, Hints(place="乙市")),
        ({"正文": TEXT, "地区": "丙县", "所属省份": "甲省"}, Hints(place="丙县", within="甲省")),
        ({"正文": TEXT, "发布时间": "2021-02-03 10:00"}, Hints(published="2021-02-03")),
        ({"全文": TEXT, "内容": "摘要", "date": "20210203"}, Hints(date="2021-02-03")),
    ],
)
def test_columns_are_recognised(row: dict[str, object], hints: Hints) -> None:
    (result,) = read(lines(row), "a.jsonl")
    assert isinstance(result, Source)
    assert (result.name, result.text, result.format, result.hints) == ("a.jsonl#1", TEXT, "jsonl", hints)
    assert result.sha256 == Source.from_text(TEXT).sha256


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>一、回顾</p><p>增长<b>6.5%</b>。</p>", "一、回顾\n增长6.5%。"),
        ("一、回顾<br/>\n　　增长6.5%。<BR>二、安排", "一、回顾\n增长6.5%。\n二、安排"),
        ("一、回顾\n增长&nbsp;6.5%，&ldquo;十四五&rdquo;。", "一、回顾\n增长 6.5%，“十四五”。"),
        ('<div style="display:none">菜单</div><div>增长6.5%。</div>', "增长6.5%。"),
        ("<html><body><p>增长6.5%。</p></body></html>", "增长6.5%。"),
        ("万元GDP能耗<0.5吨，R&D占比>3%。", "万元GDP能耗<0.5吨，R&D占比>3%。"),
        ("一、回顾\n\n增长6.5%。", "一、回顾\n\n增长6.5%。"),
    ],
)
def test_markup_in_a_cell_becomes_text(cell: str, text: str) -> None:
    (result,) = read(lines({"正文": cell}), "a.jsonl")
    assert isinstance(result, Source)
    assert result.text == text


def test_columns_asked_for_win() -> None:
    row = {"正文": "别的", "稿子": TEXT, "哪年": 2020, "年份": 2021}
    (result,) = read(lines(row), "a.jsonl", Columns(text="稿子", year="哪年"))
    assert isinstance(result, Source)
    assert (result.text, result.hints.year) == (TEXT, 2020)
    assert outline(read(lines(row), "a.jsonl", Columns(text="没有"))) == [("a.jsonl#1", "column_missing")]


def test_a_broken_line_is_named_and_the_others_go_on() -> None:
    data = (
        "\n" + lines({"正文": "甲"}) + "{broken\n" + lines({"正文": ""}, ["x"], {"别的": 1}, {"正文": "乙"})
    )
    assert outline(read(data, "a.jsonl")) == [
        ("a.jsonl#2", "甲"),
        ("a.jsonl#3", "broken_json_line"),
        ("a.jsonl#4", "row_without_text"),
        ("a.jsonl#5", "not_a_row"),
        ("a.jsonl#6", "no_text_column"),
        ("a.jsonl#7", "乙"),
    ]


def test_a_broken_first_line_does_not_hide_the_others() -> None:
    data = "{broken\r\n" + lines({"正文": "甲"})
    assert outline(read(data, "a.jsonl")) == [("a.jsonl#1", "broken_json_line"), ("a.jsonl#2", "甲")]


def test_a_file_without_one_good_line_is_one_error() -> None:
    assert outline(read("全市\n经济\n", "a.jsonl")) == [("a.jsonl", "no_good_line")]
    assert outline(read("全市\n", "a.jsonl")) == [("a.jsonl#1", "broken_json_line")]


def test_the_columns_found_are_listed() -> None:
    (error,) = read("编号,说明\n1,x\n", "a.csv")
    assert isinstance(error, InputError)
    assert error.code == "no_text_column"
    assert "编号、说明" in error.message("zh")
    assert "编号、说明" in error.message("en")


@pytest.mark.parametrize("indent", [None, 2])
def test_arrays_and_single_objects_are_read(indent: int | None) -> None:
    rows = [{"正文": "甲"}, {"正文": "乙"}]
    array = json.dumps(rows, ensure_ascii=False, indent=indent)
    assert outline(read(array, "a.json")) == [("a.json#1", "甲"), ("a.json#2", "乙")]
    alone = json.dumps(rows[0], ensure_ascii=False, indent=indent)
    assert outline(read(alone, "a.json")) == [("a.json#1", "甲")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('[{"正文": "甲"},\n{]', "broken_json"),
        ("[]", "empty_file"),
        ("[" * 100_000, "broken_json"),
        ('{"a":' * 100_000, "broken_json_line"),
        ('{"正文": ' + "9" * 5000 + "}", "broken_json_line"),
        ("\n \n", "empty_file"),
    ],
)
def test_broken_json_is_one_error(data: str, code: str) -> None:
    assert [found for _, found in outline(read(data, "a.json"))] == [code]


def test_lone_surrogates_become_a_mark() -> None:
    (result,) = read('{"正文": "甲\\ud800", "标题": "\\udfff"}', "a.jsonl")
    assert isinstance(result, Source)
    assert (result.text, result.hints.title) == ("甲\ufffd", "\ufffd")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_collections_come_in_every_encoding(encoding: str, name: str) -> None:
    rows = (
        '正文,标题\r\n"甲，\n一","报告"\r\n'
        if name == "a.csv"
        else lines({"正文": "甲，\n一", "标题": "报告"})
    )
    (result,) = read(rows.encode(encoding), name)
    assert isinstance(result, Source)
    assert (result.text, result.hints.title, result.encoding) == ("甲，\n一", "报告", encoding)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_of_a_csv_is_recognised(delimiter: str) -> None:
    data = delimiter.join(["标题", "正文", "年份"]) + "\n" + delimiter.join(["报告", "甲", "2021"]) + "\n"
    (result,) = read(data, "a.csv")
    assert isinstance(result, Source)
    assert (result.name, result.text, result.format, result.hints.year) == ("a.csv#1", "甲", "csv", 2021)


def test_rows_of_a_csv_are_counted_without_its_header() -> None:
    assert outline(read("正文,年份\n甲,2020\n\n,2021\n乙\n", "a.csv")) == [
        ("a.csv#1", "甲"),
        ("a.csv#2", "row_without_text"),
        ("a.csv#3", "乙"),
    ]


@pytest.mark.parametrize(
    ("data", "code"), [("正文,年份\n", "empty_file"), ("\n\n", "empty_file"), ('""\n', "no_text_column")]
)
def test_a_csv_without_rows_is_one_error(data: str, code: str) -> None:
    assert [found for _, found in outline(read(data, "a.csv"))] == [code]


def test_a_long_report_fits_into_a_field_and_an_endless_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "全市" * 200_000
    assert outline(read(f"正文\n{text}\n", "a.csv")) == [("a.csv#1", text)]
    monkeypatch.setattr(limits, "MAX_ROW_CHARACTERS", 1000)
    assert [code for _, code in outline(read(f"正文\n{text}\n", "a.csv"))] == ["broken_csv"]


def test_collections_larger_than_a_file_may_be_are_read_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    path = tmp_path / "a.jsonl"
    path.write_text(lines(*({"正文": f"第{number}份"} for number in range(100))), encoding="utf-8")
    results = sources(path)
    first = next(results)
    assert isinstance(first, Source)
    assert first.text == "第0份"
    assert sum(isinstance(result, Source) for result in results) == 99
    path.write_text(json.dumps([{"正文": "x" * 100}]), encoding="utf-8")
    assert [code for _, code in outline(list(sources(path)))] == ["too_large"]


def test_a_page_called_json_is_still_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("<html><p>全市经济，平稳。</p></html>", encoding="utf-8")
    (result,) = sources(path)
    assert isinstance(result, Source)
    assert result.format == "html"


@settings(deadline=None)
@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=8)
)
def test_what_is_written_as_csv_is_read_back(texts: list[str]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["标题", "正文"], *(["x", text] for text in texts)])
    results = read(buffer.getvalue().encode(), "a.csv")
    found = [result.text for result in results if isinstance(result, Source)]
    assert found == [text for text in texts if text.strip()]


def test_no_column_name_stands_for_two_things() -> None:
    names = [name for known in known_names().values() for name in known]
    assert len(names) == len(set(names))
    assert set(known_names()) == set(Columns.__struct_fields__)
