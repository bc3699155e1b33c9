"""Shapes in which whole texts come: one line, a table of contents, lines cut by counting, blank lines."""

from __future__ import annotations

import pytest

from luoshi.reading.normalization import normalize
from luoshi.reading.normalization.pieces import compose, insert_line_ends, keep
from luoshi.reading.text import NormalizedText

PARAGRAPHS = (
    "政府工作报告",
    "——2025年1月8日在青岚市第八届人民代表大会第四次会议上",
    "各位代表：",
    "现在，我代表市人民政府，向大会报告政府工作，请予审议。",
    "一、2024年工作回顾",
    "过去一年，全市地区生产总值增长5.2%，粮食产量61.5万吨。城镇新增就业4.2万人，改造老旧小区151个。",
    "（一）产业发展提质增效。新增规上工业企业86户，高新技术企业达到312家。",
    "二、2025年工作安排",
    "今年主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业4万人以上。",
    "（一）加快建设现代化产业体系。新建产业园区3个，建成5G基站1200个。",
    "三、加强政府自身建设",
    "坚持依法行政，办理代表建议按期办复率100%。各项工作扎实推进，政务服务水平不断提高。",
)
TEXT = "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("gap", ["", " ", "  ", "\u3000", "\u3000\u3000", " \u3000"])
def test_a_text_in_one_line_is_parted_where_its_paragraphs_are(gap: str) -> None:
    normalized, notices = normalize(gap.join(PARAGRAPHS))
    assert normalized.text == TEXT
    assert len(notices) == 1


@pytest.mark.parametrize("gap", ["", "\u3000\u3000"])
def test_what_is_parted_points_at_its_source(gap: str) -> None:
    source = gap.join(PARAGRAPHS)
    normalized, _ = normalize(source)
    for paragraph in PARAGRAPHS:
        start = normalized.text.index(paragraph)
        first, last = normalized.source_span(start, start + len(paragraph))
        assert source[first:last] == paragraph


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "全市一、二、三产业分别增长4%、5%、6%。" * 20,
        "年初以来，我们坚持稳中求进。 全市经济平稳运行，各项指标 好于预期。",
    ],
)
def test_a_text_with_lines_of_its_own_or_none_to_find_stays_as_it_is(text: str) -> None:
    assert normalize(text)[0].text.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "contents",
    [
        "目录\n一、2024年工作回顾……1\n二、2025年工作安排……3\n三、加强政府自身建设……9\n",
        "目　录\n一、2024年工作回顾\n二、2025年工作安排\n三、加强政府自身建设\n",
        "一、2024年工作回顾......1\n二、2025年工作安排......3\n三、加强政府自身建设......9\n",
        "目录\n一、2024年工作回顾\t1\n（一）产业发展提质增效\t2\n二、2025年工作安排\t3\n",
    ],
)
def test_a_table_of_contents_is_left_out_and_told(contents: str) -> None:
    normalized, notices = normalize(contents + TEXT)
    assert normalized.text.removeprefix("目录\n") == TEXT
    assert [notice for notice in notices if "目录" in notice]


@pytest.mark.parametrize(
    "text",
    [
        "目录编制工作完成。\n一、完成目录编制\n新建学校3所。",
        "一、工作回顾\n全市增长5%。\n二、工作安排\n新建学校3所。",
    ],
)
def test_headings_without_a_table_of_contents_stay(text: str) -> None:
    assert normalize(text)[0].text == text


@pytest.mark.parametrize("width", [16, 20, 24])
def test_blank_lines_between_paragraphs_part_wrapped_lines(width: int) -> None:
    paragraphs = [text * 4 if text[-1] == "。" and text[0] not in "（现" else text for text in PARAGRAPHS]
    lines = [[text[at : at + width] for at in range(0, len(text), width)] for text in paragraphs]
    assert normalize("\n\n".join(map("\n".join, lines)))[0].text == "\n".join(paragraphs)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("地区生产总值增长5。2%，其中工业增长7·1%。", "地区生产总值增长5.2%，其中工业增长7.1%。"),
        ("三次产业比为12。3:39。0:48。7。", "三次产业比为12.3:39.0:48.7。"),
        ("失业率、物价涨幅分别为3﹒2、1﹒8个百分点。", "失业率、物价涨幅分别为3.2、1.8个百分点。"),
        ("PM2·5平均浓度下降。", "PM2.5平均浓度下降。"),
        ("位居全省第1。35条河流达标。", "位居全省第1。35条河流达标。"),
        ("侦破“4·11”案件，纪念“5·12”地震。", "侦破“4·11”案件，纪念“5·12”地震。"),
        ("比例为2:1。15个园区建成。", "比例为2:1。15个园区建成。"),
    ],
)
def test_points_in_other_dress_are_decimal_points_where_a_unit_follows(source: str, expected: str) -> None:
    assert normalize(source)[0].text == expected


def test_radicals_are_the_characters_they_look_like() -> None:
    assert normalize("⼯业增加值增⻓7.1%，⺠⽣持续改善。")[0].text == "工业增加值增长7.1%，民生持续改善。"


@pytest.mark.parametrize("line", ["（下转第二版）", "（上接第一版）", "下转第3版"])
def test_a_line_that_says_where_a_page_goes_on_is_left_out(line: str) -> None:
    source = f"全市经济平稳运行，城镇新增就业\n{line}\n4.2万人，改造老旧小区151个。"
    assert normalize(source)[0].text == "全市经济平稳运行，城镇新增就业4.2万人，改造老旧小区151个。"


def test_line_ends_that_were_put_in_have_no_source() -> None:
    text = "甲乙丙丁戊己"
    inserted, inner = insert_line_ends(text, [2, 4])
    assert inserted == "甲乙\n丙丁\n戊己"
    shortened, outer = keep(inserted, [3], [4])
    assert shortened == "甲乙\n丁\n戊己"
    result = NormalizedText.mapped(shortened, compose(outer, inner))
    spans = [result.source_span(at, at + 1) for at, char in enumerate(shortened) if char != "\n"]
    assert [text[start:end] for start, end in spans] == list("甲乙丁戊己")


def test_form_feeds_count_where_line_ends_were_put_in() -> None:
    source = "".join(PARAGRAPHS) + "\f政府工作报告\n附件：\f名词解释"
    normalized, _ = normalize(source)
    assert normalized.text.startswith(TEXT)
