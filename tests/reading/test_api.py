"""The entry of reading: ``luoshi.read``, and a report as plain data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import luoshi
from luoshi import Report, Source, UsageError, read_source
from luoshi.reading.records import report_schema

REPORT = """政府工作报告
——2024年1月8日在吉林市第十七届人民代表大会第三次会议上
吉林市市长 闻砚舟

一、2023年工作回顾
（一）城乡焕新
新建学校3所。舒兰市粮食产量30万吨。
我们也清醒看到，停车难问题仍然突出，差距不小。

二、2024年工作安排
今年的主要预期目标是：地区生产总值增长6%左右、力争达到6.5%。
开工总投资30亿元的云杉大桥项目，改造道路8条。加强校园安全管理。
"""


def test_a_text_is_read() -> None:
    report = luoshi.read(REPORT)
    assert report.text == REPORT
    assert [figure.quote for figure in report.figures] == ["3所", "30万吨", "6%", "6.5%", "30亿元", "8条"]


@pytest.mark.parametrize("as_text", [str, Path])
def test_a_path_is_read_like_its_text(tmp_path: Path, as_text: type) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    from_path = luoshi.read(as_text(path))
    assert from_path.source.name == str(path)
    assert from_path.source.encoding == "utf-8"
    assert (from_path.figures, from_path.promises) == (
        luoshi.read(REPORT).figures,
        luoshi.read(REPORT).promises,
    )


def test_a_long_string_without_line_ends_is_text() -> None:
    text = "今年的主要目标是：税收增长5%。" + "改造道路8条，新建学校3所。" * 50
    assert len(luoshi.read(text, year=2024).figures) == 101


def test_a_short_string_without_line_ends_is_a_path() -> None:
    with pytest.raises(luoshi.InputError) as raised:
        luoshi.read("新建学校3所。")
    assert (raised.value.code, raised.value.source) == ("missing_file", "新建学校3所。")


def test_an_empty_string_is_not_the_working_folder() -> None:
    with pytest.raises(luoshi.InputError) as raised:
        luoshi.read("")
    assert raised.value.source != "."


def test_what_a_report_says_of_itself_is_read() -> None:
    report = luoshi.read(REPORT)
    assert report.place is not None
    assert (report.place.name, report.place.code, report.place.province) == ("吉林市", "220200", "吉林省")
    assert (report.year, report.date, report.speaker) == (2024, "2024-01-08", "闻砚舟")
    assert report.meeting == "吉林市第十七届人民代表大会第三次会议"


def test_place_and_year_win_over_the_text() -> None:
    report = luoshi.read(REPORT, place="四平市", year=2020)
    assert report.place is not None
    assert (report.place.name, report.place.code) == ("四平市", "220300")
    assert report.year == 2020


def test_a_year_moves_the_periods() -> None:
    text = "政府工作报告\n一、去年工作回顾\n新建学校3所。\n二、今年工作安排\n改造道路8条。\n"
    assert [figure.period for figure in luoshi.read(text, year=2031).figures] == ["2030", "2031"]


def test_coarse_promises_are_fewer() -> None:
    fine, coarse = luoshi.read(REPORT), luoshi.read(REPORT, cut="coarse")
    assert fine.figures == coarse.figures
    assert 0 < len(coarse.promises) <= len(fine.promises)


def test_an_unknown_cut_is_a_clear_error() -> None:
    with pytest.raises(UsageError):
        luoshi.read(REPORT, cut="finest")  # type: ignore[arg-type]


def test_a_source_keeps_where_it_came_from() -> None:
    source = Source.from_text(REPORT, "来稿.txt")
    report = read_source(source)
    assert (report.source.name, report.source.format, report.source.sha256) == (
        "来稿.txt",
        "text",
        source.sha256,
    )
    assert len(source.sha256) == 64


def test_the_path_to_a_section_runs_from_the_top() -> None:
    report = luoshi.read(REPORT)
    path = report.section_path(report.figures[0].section)
    assert [section.heading for section in path] == ["一、2023年工作回顾", "（一）城乡焕新"]
    assert report.section_path(None) == ()


def test_the_figures_of_a_promise_lie_inside_it() -> None:
    report = luoshi.read(REPORT)
    found = {
        promise.text: [figure.quote for figure in report.figures_of(promise)] for promise in report.promises
    }
    assert found["改造道路8条"] == ["8条"]
    assert found["加强校园安全管理"] == []
    assert all(
        promise.contains(figure) for promise in report.promises for figure in report.figures_of(promise)
    )


# A report as plain data

PARTS = st.lists(
    st.sampled_from(
        [*REPORT.splitlines(keepends=True), "到2030年，人口达到5—6万人。\n", "税收由3亿元增至5亿元。\n"]
    ),
    max_size=16,
).map("".join)


def read(text: str) -> Report:
    return read_source(Source.from_text(text), any_text=True)


@given(PARTS)
def test_a_report_comes_back_from_plain_data(text: str) -> None:
    report = read(text)
    assert Report.from_dict(report.to_dict()) == report
    assert Report.from_dict(json.loads(json.dumps(report.to_dict(), ensure_ascii=False))) == report


VALIDATOR = Draft202012Validator(report_schema())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(report_schema())


@given(PARTS)
def test_plain_data_satisfies_the_schema(text: str) -> None:
    data = json.loads(json.dumps(read(text).to_dict()))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("measure", "size"),
        ("bound", "atleast"),
        ("status", "done"),
        ("tone", "loud"),
        ("low", "3"),
        ("start", 1.5),
        ("section", "1"),
    ],
)
def test_the_schema_and_from_dict_refuse_what_no_report_has(field: str, value: object) -> None:
    data = json.loads(json.dumps(luoshi.read(REPORT).to_dict()))
    data["figures"][0][field] = value
    assert list(VALIDATOR.iter_errors(data))
    with pytest.raises(UsageError) as raised:
        Report.from_dict(data)
    assert raised.value.code == "not_a_report_dict"
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("data", [{}, {"figures": []}, {"source": None}])
def test_other_dicts_are_no_reports(data: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Report.from_dict(data)
