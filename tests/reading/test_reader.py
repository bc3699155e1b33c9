"""The reader as a whole: what is planted in a text is found at its place, and nothing that is typed in breaks it."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import luoshi
from luoshi import Figure, InputError, Report, Source, Years, read_source
from luoshi.reading.records.model import Bound, Measure, Part, PromiseKind, Stage, Status, Tone

REPORT = """政府工作报告
——2024年1月8日在吉林市第十七届人民代表大会第三次会议上
吉林市市长 闻砚舟

各位代表：

一、2023年工作回顾
预计地区生产总值增长5.4%。舒兰市粮食产量30万吨，新建学校3所。磐石市、桦甸市分别新建公园4个、5个。
我们也清醒看到，停车难问题仍然突出，差距不小。

二、2024年工作安排
今年的主要预期目标是：地区生产总值增长6%左右。
（一）城市更新
开工总投资30亿元的云杉大桥项目，改造道路8条。支持蛟河市新建公园9个。
"""


def read(text: str, **known: Any) -> Report:
    return read_source(Source.from_text(text), any_text=True, **known)


# Planted figures: exact intervals come back


@dataclasses.dataclass(frozen=True)
class Planted:
    """A sentence with one figure: the words before it, the number as written, its value, its unit."""

    before: str
    number: str
    value: float
    unit: str
    after: str

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.number}{self.unit}{self.after}"


MULTIPLIERS = {"": 1, "万": 1e4, "亿": 1e8, "百万": 1e6, "万亿": 1e12}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
DEEDS = [
    ("新建学校", "所"),
    ("改造老旧小区", "个"),
    ("完成投资", "元"),
    ("粮食产量", "吨"),
    ("培训农民", "人次"),
    ("新修公路", "公里"),
]


@st.composite
def planted(draw: st.DrawFn) -> Planted:
    subject, unit = draw(st.sampled_from(DEEDS))
    whole = draw(st.integers(1, 9999))
    decimals = draw(st.sampled_from(["", ".5", ".25"]))
    multiplier = draw(st.sampled_from(list(MULTIPLIERS)))
    digits = f"{whole}{decimals}"
    if draw(st.booleans()):
        digits = digits.translate(WIDE)
    space = draw(st.sampled_from(["", " "]))
    after = draw(st.sampled_from(["。", "，群众得到实惠。", "以上。", "；推进改革。"]))
    value = float(f"{whole}{decimals}") * MULTIPLIERS[multiplier]
    return Planted(subject, f"{digits}{space}{multiplier}", value, unit, after)


FILLERS = st.sampled_from(
    [
        "",
        "　　经济平稳运行。",
        "各位代表！",
        "加快建设“1+9+N”体系。",
        "用好12345热线，打造5G网络。",
        "**深入推进改革。**",
        "（一）做强产业\n",
    ]
)


@given(
    review=st.lists(st.tuples(FILLERS, planted()), max_size=5),
    plan=st.lists(st.tuples(FILLERS, planted()), max_size=5),
    line_end=st.sampled_from(["\n", "\n\n", "\r\n", "\r\n　　"]),
    bold=st.booleans(),
)
def test_planted_figures_are_found_exactly(
    review: list[tuple[str, Planted]], plan: list[tuple[str, Planted]], line_end: str, *, bold: bool
) -> None:
    mark = "**" if bold else ""
    text = f"青岚市政府工作报告{line_end}{mark}一、2023年工作回顾{mark}{line_end}"
    expected: list[tuple[int, int, float, str, str]] = []
    for status, parts in (("actual", review), ("target", plan)):
        for filler, figure in parts:
            text += filler + (line_end if filler else "")
            start = len(text) + len(figure.before)
            end = start + len(figure.number) + len(figure.unit)
            expected.append((start, end, round(figure.value, 6), figure.unit, status))
            text += figure.sentence + line_end
        if status == "actual":
            text += f"{mark}二、2024年工作安排{mark}{line_end}"
    found = read(text, year=2024).figures
    assert [(f.start, f.end, round(f.low, 6), f.unit, f.status) for f in found] == expected
    assert [f.quote for f in found] == [text[start:end] for start, end, *_ in expected]


@pytest.mark.parametrize("tenths", [1282, 1303, 1607])
def test_a_value_is_the_very_number(tenths: int) -> None:
    (figure,) = read(f"完成投资{tenths / 10}亿元。\n", year=2024).figures
    assert figure.low == tenths * 10**7


@given(st.lists(planted(), min_size=1, max_size=4), st.integers(0, 30))
def test_the_figure_is_the_same_wherever_its_sentence_stands(sentences: list[Planted], pushed: int) -> None:
    text = "一、2023年工作回顾\n" + "".join(figure.sentence for figure in sentences)
    plain = read(text, year=2024)
    moved = read("各位代表！\n" * pushed + text, year=2024)
    shift = len("各位代表！\n") * pushed
    assert [(f.start + shift, f.end + shift, f.quote, f.subject, f.low) for f in plain.figures] == [
        (f.start, f.end, f.quote, f.subject, f.low) for f in moved.figures
    ]


# Whatever comes in


def assert_sound(report: Report) -> None:
    """What holds of every report, of whatever text."""
    text = report.text
    sections = range(len(report.outline))
    starts = [figure.start for figure in report.figures]
    assert starts == sorted(starts)
    for figure in report.figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.of(text) == figure.quote
        assert re.search(r"[0-9０-９]", figure.quote)
        assert figure.low <= figure.high
        assert figure.measure in get_args(Measure)
        assert figure.bound in get_args(Bound)
        assert figure.status in get_args(Status)
        assert (figure.tone in get_args(Tone)) == (figure.status == "target")
        assert re.fullmatch(r"(?:\d{4}(?:-\d{4})?)?", figure.period)
        assert figure.section is None or figure.section in sections
    for promise in report.promises:
        assert 0 <= promise.start < promise.end <= len(text)
        assert promise.kind in get_args(PromiseKind)
        assert all(index in range(len(report.figures)) for index in promise.figures)
    for project in report.projects:
        assert 0 <= project.start < project.end <= len(text)
        assert project.stage is None or project.stage in get_args(Stage)
    for problem in report.problems:
        assert 0 <= problem.start < problem.end <= len(text)
    for section in report.outline:
        assert section.part in get_args(Part)


def test_a_sound_report_is_sound() -> None:
    report = read(REPORT)
    assert_sound(report)
    assert len(report.figures) == 9


WORDS = st.sampled_from(
    [
        *list("一二三（）、，。；：“”《》〈〉—-~～至到第前后每约近超余多以上下内左右年月日个百分点元亩倍位岁天０１２3456789.,%％‰万亿千百+×/：:#*|\\\u3000\u200b\ufeff\t\r\n "),
        "一、2023年工作回顾\n", "二、2024年工作安排\n", "预计", "力争", "分别", "均", "增长", "下降", "达到", "由", "比", "“十四五”末", "到2027年", "新建", "项目", "总投资", "其中",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=60).map("".join))
@example("第前后%%%。。”》）\n9至9到9—9万亿%余多")
@example("由由由1从比1较1至2由3")
@example("8：：9:1：")
def test_signs_and_words_in_any_order_break_nothing(text: str) -> None:
    assert_sound(read(text, year=2024))


@given(st.text(max_size=200))
@example("\ud800新建3所\udfff。\n")
@example("\x00\x01新建\x003所。\x1f")
@example("新建③所，¾个，Ⅷ座，٣个，३所，𝟛所，²个，㎡5㎡。")
@example("1" + "\u0301" * 50 + "个。")
@example("\u202e新建3所\u202c。")
@example("🏗️新建🏫3🏫所👍🏽。")
def test_any_text_is_read(text: str) -> None:
    assert_sound(read(text, year=2024))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("新建学校" + "9" * 300 + "所。", id="digits"),
        pytest.param("1," * 10_000, id="digits-and-commas"),
        pytest.param("（" * 50_000 + "3个", id="brackets"),
        pytest.param("“" * 20_000 + "3个", id="quotation-marks"),
        pytest.param("新建学校3所、" * 2_000, id="one-long-list"),
        pytest.param("\n" * 100_000, id="line-ends"),
        pytest.param("# " * 20_000, id="marks"),
        pytest.param("一、" * 20_000, id="heading-numbers"),
        pytest.param("由" * 20_000 + "3个增加到5个", id="origins"),
        pytest.param(" " * 100_000 + "新建3所。", id="blanks"),
    ],
)
def test_monstrous_text_is_read(text: str) -> None:
    assert_sound(read(text, year=2024))


def test_a_hundred_thousand_digits_are_read() -> None:
    assert_sound(read("完成投资" + "9" * 100_000 + "元。\n新建学校3所。", year=2024))


def test_a_value_is_finite() -> None:
    report = read("完成投资" + "9" * 400 + "元。\n新建学校3所。", year=2024)
    assert all(math.isfinite(figure.low) for figure in report.figures)


@given(st.lists(WORDS, max_size=40).map("".join))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(text) == read(text)


# What is no report


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("今天天气很好。\n我们去爬山。\n", id="prose"),
        pytest.param("\n", id="nothing"),
        pytest.param("鸡蛋3个，面粉200克，拌匀后蒸20分钟。\n", id="a-recipe"),
        pytest.param("政府工作报告\n", id="a-title-alone"),
        pytest.param("\ud800\n", id="half-a-character"),
    ],
)
def test_what_is_no_report_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InputError) as raised:
        luoshi.read(text)
    assert raised.value.code == "not_a_report"
    assert "\n" not in raised.value.message("zh") + raised.value.message("en")


def test_force_reads_what_is_no_report() -> None:
    assert read("鸡蛋3个。").text == "鸡蛋3个。"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("青岚市政府工作报告\n新建学校3所。\n", id="by-its-title"),
        pytest.param(
            "——2024年1月8日在吉林市第十七届人民代表大会第三次会议上\n新建学校3所。\n", id="by-its-meeting"
        ),
        pytest.param(
            "去年，税收增长6%。\n今年的主要目标是：税收增长5%，新建学校3所，改造道路8条。\n",
            id="by-its-contents",
        ),
    ],
)
def test_a_report_is_known(text: str) -> None:
    assert luoshi.read(text, year=2024).figures


# Places inside the report's place


def test_a_figure_knows_the_narrower_place_it_is_about() -> None:
    assert [(f.quote, f.place) for f in read(REPORT).figures] == [
        ("5.4%", None),
        ("30万吨", "舒兰市"),
        ("3所", None),
        ("4个", None),  # 磐石市、桦甸市: two places, so none
        ("5个", None),
        ("6%", None),
        ("30亿元", None),
        ("8条", None),
        ("9个", "蛟河市"),
    ]


def test_a_promise_knows_the_narrower_place_it_is_about() -> None:
    assert {promise.text: promise.place for promise in read(REPORT).promises}[
        "支持蛟河市新建公园9个"
    ] == "蛟河市"


@pytest.mark.parametrize(
    ("plan", "place"),
    [
        ("支持舒兰市新建学校、医院。", "舒兰市"),
        ("推进塔山公园、舒兰温泉等项目建设。", None),
        ("推进塔山公园、舒兰温泉和蛟河市林场等项目建设。", None),
    ],
)
def test_a_place_in_a_list_is_not_that_of_the_promise(plan: str, place: str | None) -> None:
    report = read(f"政府工作报告\n一、2024年工作安排\n{plan}\n", place="吉林市", year=2024)
    assert {promise.place for promise in report.promises} == {place}


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        pytest.param("舒兰市新建学校3所。", "舒兰市", id="full-name"),
        pytest.param("舒兰新建学校3所。", "舒兰市", id="short-name"),
        pytest.param("在舒兰市，新建学校3所。", None, id="another-clause"),
        pytest.param("四平市新建学校3所。", None, id="no-narrower-place"),
        pytest.param("云杉经济开发区新建学校3所。", "云杉经济开发区", id="a-zone"),
        pytest.param("全市新建学校3所。", None, id="the-place-itself"),
        pytest.param("推进塔山桥、舒兰市大桥等3座桥梁加固。", None, id="an-item-of-a-list"),
        pytest.param("推进舒兰市大桥、塔山桥等3座桥梁加固。", None, id="the-first-of-examples"),
    ],
)
def test_a_place_is_told_from_the_clause(sentence: str, place: str | None) -> None:
    report = read(f"政府工作报告\n一、2023年工作回顾\n{sentence}\n", place="吉林市", year=2024)
    assert [figure.place for figure in report.figures] == [place]


# Records


@pytest.mark.parametrize("name", ["figures", "promises", "projects", "problems", "outline"])
def test_records_cannot_be_changed(name: str) -> None:
    report = read(REPORT)
    records = getattr(report, name)
    assert isinstance(records, tuple)
    assert records
    with pytest.raises(AttributeError):
        records[0].start = 0
    with pytest.raises(AttributeError):
        setattr(report, name, ())


def test_records_are_values() -> None:
    first, second = read(REPORT).figures, read(REPORT).figures
    assert first == second
    assert len({first[0], second[0]}) == 1


def test_spans_are_half_open() -> None:
    figure = read(REPORT).figures[0]
    assert isinstance(figure, Figure)
    assert REPORT[figure.start : figure.end] == figure.of(REPORT) == "5.4%"
    assert figure.end - figure.start == len("5.4%")


def test_years_speak_of_one_or_of_several() -> None:
    assert (str(Years(2024, 2024)), str(Years(2021, 2025))) == ("2024", "2021-2025")
