"""What a report says of itself, told from its first and last lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.reading.metadata import Metadata, read_metadata
from luoshi.reading.normalization import front_matter, normalize
from luoshi.reading.text import Hints

OPENING = (
    "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n一、过去一年工作\n我们做了许多工作。"
)
CLOSING = "\n各位代表，让我们团结起来，为建设美丽家园而努力奋斗！"


def told(text: str, name: str = "-", title: str = "", hints: Hints | None = None) -> Metadata:
    return read_metadata(
        text, front_matter={"title": title} if title else {}, hints=hints or Hints(), name=name
    )


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("——2020年1月7日在四平市第八届人民代表大会第五次会议上", "四平市", "220300"),
        ("在2024年1月16日举行的四平市九届人大四次会议上，市长甲乙向大会报告工作。", "四平市", "220300"),
        ("各位代表：\n我代表安康市人民政府，向大会报告工作。", "安康市", "610900"),
        ("——在伊犁州第十四届人民代表大会第五次会议上", "伊犁哈萨克自治州", "654000"),
        ("——在广西壮族自治区第十三届人民代表大会第二次会议上", "广西壮族自治区", "450000"),
        ("伊通满族自治县人民政府工作报告", "伊通满族自治县", "220323"),
        ("海南省省长甲乙丙\n各位代表：", "海南省", "460000"),
        ("吉林省2009年政府工作报告", "吉林省", "220000"),
        ("长春市朝阳区人民政府工作报告", "朝阳区", "220104"),
        ("——在长春市朝阳区第十九届人民代表大会第一次会议上", "朝阳区", "220104"),
        ("——在巢湖市第二届人民代表大会第三次会议上", "巢湖市", "340181"),
    ],
)
def test_the_place_is_the_one_that_meeting_government_speaker_or_title_names(
    text: str, place: str, code: str
) -> None:
    found = told(text).place
    assert found is not None
    assert (found.name, found.code) == (place, code)


def test_the_province_comes_with_the_place() -> None:
    found = told("辽源市人民政府工作报告").place
    assert found is not None
    assert found.province == "吉林省"


def test_of_counties_with_one_name_none_is_guessed() -> None:
    found = told("——在朝阳区第十六届人民代表大会第三次会议上").place
    assert found is not None
    assert (found.name, found.code, found.province) == ("朝阳区", None, None)


def test_a_text_that_says_only_our_city_has_no_place_but_the_file_may_name_one() -> None:
    assert told(OPENING + "我市经济平稳。").place is None
    assert told(OPENING, name="四平市-2020.txt").place == told("四平市政府工作报告").place
    assert told(OPENING, name="reports/安康市/2021.md").place == told("安康市政府工作报告").place


@pytest.mark.parametrize(
    ("text", "title", "name", "year"),
    [
        ("——2016年1月25日在某省第十二届人民代表大会第四次会议上", "2015年政府工作报告", "-", 2016),
        ("——二〇二二年一月十七日在某省第十三届人民代表大会第五次会议上", "", "-", 2022),
        ("——在一九九七年二月十五日在某省第八届人民代表大会第五次会议上", "", "-", 1997),
        ("（2024年12月25日 甲乙丙）", "", "-", 2025),
        (
            "某市政府工作报告\n2018年01月31日阅读：76次\n——2017年12月28日在市第九届人民代表大会第三次会议上",
            "",
            "-",
            2018,
        ),
        ("各位代表：\n一、2015年工作回顾\n很好。\n", "2015年政府工作报告", "-", 2016),
        ("各位代表：\n一、2010年及“十一五”时期工作回顾\n很好。", "", "-", 2011),
        ("各位代表：\n一、一九八七年工作的基本估计\n很好。", "", "-", 1988),
        ("各位代表：\n一、2013年主要工作\n很好。", "", "-", 2014),
        ("各位代表：\n二、“十四五”和2021年工作\n很好。", "", "-", 2021),
        ("各位代表：\n一、过去五年\n很好。\n二、2022年主要目标任务\n更好。", "", "-", 2022),
        ("各位代表：\n很好。", "2019年政府工作报告", "-", 2019),
        ("各位代表：\n很好。", "", "四平市-2020.txt", 2020),
        ("各位代表：\n很好。", "", "reports/某市/2003.md", 2003),
        ("各位代表：\n很好。", "", "-", None),
        ("各位代表：\n很好。", "", "20200107.txt", None),
    ],
)
def test_the_year_is_that_of_the_meeting_then_headings_title_file_name(
    text: str, title: str, name: str, year: int | None
) -> None:
    assert told(normalize(text)[0].text, name=name, title=title).year == year


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("市人民政府市长郭某某\n各位代表：", "郭某某"),
        ("代市长王某\n各位代表：", "王某"),
        ("自治区主席马某\n各位代表：", "马某"),
        ("市长牙合甫·某某某\n各位代表：", "牙合甫·某某某"),
        ("某省人民政府代省长尹某\n各位代表：", "尹某"),
        (
            "政府工作报告（2018年1月26日在某省第十三届人民代表大会第一次会议上代省长景某某）\n各位代表：",
            "景某某",
        ),
        ("——在某市第一届人民代表大会第三次会议上自治区主席陈某\n各位代表：", "陈某"),
        ("（2009年1月17日韩某某）\n各位代表：", "韩某某"),
        ("某某省省长沈某某2020年01月22日\n各位代表：", "沈某某"),
        ("陈某\n各位代表：", "陈某"),
        ("在会议上，市长陈某某代表某市人民政府，向大会报告政府工作。", "陈某某"),
        ("市长\n各位代表：", None),
        ("各位代表：\n市长热线受理诉求。", None),
    ],
)
def test_the_speaker_is_named_before_the_address(text: str, speaker: str | None) -> None:
    assert told(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "meeting", "date"),
    [
        (
            "——2020年1月7日在四平市第八届人民代表大会第五次会议上",
            "四平市第八届人民代表大会第五次会议",
            "2020-01-07",
        ),
        (
            "——2014年1月14日在市第十四届人民代表大会第五次会议上",
            "市第十四届人民代表大会第五次会议",
            "2014-01-14",
        ),
        (
            "市十六届人大五次会议文件（三）\n2019年1月16日在东莞市第十六届人民代表大会第五次会议上",
            "东莞市第十六届人民代表大会第五次会议",
            "2019-01-16",
        ),
        (
            "在四川省第十二届人民代表大会第五次会议上（2017年1月16日）",
            "四川省第十二届人民代表大会第五次会议",
            "2017-01-16",
        ),
        ("2018年01月31日阅读：76次暂无评论", None, None),
        ("——2018年2月30日在四平市第八届人民代表大会第三次会议上", "四平市第八届人民代表大会第三次会议", None),
    ],
)
def test_the_meeting_and_its_day(text: str, meeting: str | None, date: str | None) -> None:
    metadata = told(text)
    assert (metadata.meeting, metadata.date) == (meeting, date)


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        (OPENING + CLOSING, "full"),
        ("——2020年1月7日在某市第八届人民代表大会第五次会议上\n一、工作回顾" + CLOSING, "full"),
        ("政府工作报告（摘要）\n" + OPENING + CLOSING, "abstract"),
        ("政府工作报告\n（上接第一版）我们做了许多工作。" + CLOSING, "abstract"),
        ("在某市九届人大四次会议上，市长向大会报告工作。\n报告首先回顾了去年重点工作。", "abstract"),
        ("一图读懂政府工作报告\n今年目标：增长6%", "interpretation"),
        ("某市政府工作报告解读\n今年目标：增长6%", "interpretation"),
        ("一、工作回顾\n我们做了许多工作。", None),
        (OPENING, None),
    ],
)
def test_the_edition(text: str, edition: str | None) -> None:
    assert told(text).edition == edition


def test_titles_are_told_without_blanks_and_once() -> None:
    assert told(OPENING, title="2 0 2 1 年 政府工作报告").title == "2021年政府工作报告"
    assert (
        told(OPENING, title="2000年某市政府工作报告2000年某市政府工作报告").title == "2000年某市政府工作报告"
    )
    assert told("2018年某市政府工作报告\n" + OPENING).title == "2018年某市政府工作报告"
    assert told(OPENING).title is None


def test_hints_win() -> None:
    hints = Hints(title="某报告", place="安康市", year=1999, date="1999-02-03")
    metadata = told("——2020年1月7日在四平市第八届人民代表大会第五次会议上", hints=hints)
    assert metadata.place is not None
    assert (metadata.title, metadata.place.name, metadata.year, metadata.date) == (
        "某报告",
        "安康市",
        1999,
        "1999-02-03",
    )
    assert told(OPENING, hints=Hints(place="四平")).place == told("四平市政府工作报告").place


def test_places_and_years_of_the_shared_reports(shared: Path) -> None:
    wrong = []
    for path in sorted((shared / "reports").glob("*/*.md")):
        source = path.read_text(encoding="utf-8")
        name = f"{path.parent.name}/{path.name}"
        metadata = read_metadata(
            normalize(source)[0].text, front_matter=front_matter(source), hints=Hints(), name=name
        )
        # the folder of 四川省 names the year reviewed, not the year of the meeting
        year = int(path.stem) + (1 if path.parent.name == "四川省" and int(path.stem) < 2020 else 0)
        if metadata.place is None or metadata.place.name != path.parent.name or metadata.year != year:
            wrong.append(name)
    assert wrong == ["清远市/2015.md"]
