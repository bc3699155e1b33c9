"""What is no government work report is refused by name."""

from __future__ import annotations

import pytest

import luoshi
from luoshi import InputError, Source, read_source

BODY = (
    "一、2024年工作回顾\n全市地区生产总值增长5.2%，新增城镇就业4.2万人，改造老旧小区151个。\n"
    "二、2025年工作安排\n地区生产总值增长5.5%左右。新建学校8所。改造管网46公里。建设云杉大桥。\n"
)
REPORT = "各位代表：\n现在，我代表市人民政府，向大会报告政府工作，请予审议。\n"


def refused(head: str, title: str | None = None) -> str | None:
    """The name of what a text that begins so is taken for; ``None`` where it is read as a report."""
    try:
        read_source(Source.from_text(f"{head}\n{BODY}", hints=luoshi.Hints(title=title)))
    except InputError as error:
        return str(error.details.get("kind", error.code))
    return None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("青岚市2024年国民经济和社会发展统计公报[1]\n青岚市统计局\n2025年4月30日", "统计公报"),
        ("青岚市第七次全国人口普查公报（第一号）", "统计公报"),
        ("2024年青岚市生态环境状况公报", "统计公报"),
        ("关于青岚市2024年预算执行情况和2025年预算草案的报告", "预算报告"),
        ("关于青岚市2024年财政预算执行情况与\n2025年财政预算（草案）的报告\n青岚市财政局", "预算报告"),
        ("关于2023年财政决算的报告", "预算报告"),
        (
            "关于青岚市2024年国民经济和社会发展计划执行情况与2025年国民经济和社会发展计划草案的报告",
            "计划报告（国民经济和社会发展计划执行情况）",
        ),
        (
            "关于青岚市2024年国民经济和社会发展计划\n执行情况与2025年计划草案的报告",
            "计划报告（国民经济和社会发展计划执行情况）",
        ),
        ("青岚市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "规划纲要"),
        ("中共青岚市委关于制定国民经济和社会发展第十五个五年规划的建议", "规划纲要"),
        ("青岚市人民代表大会常务委员会工作报告", "人大常委会工作报告"),
        ("各位代表：\n我受市人大常委会委托，代表青岚市人大常委会，向大会报告工作。", "人大常委会工作报告"),
        ("青岚市中级人民法院工作报告", "法院工作报告"),
        ("工作报告\n各位代表：\n现在，我代表青岚市中级人民法院向大会报告工作，请予审议。", "法院工作报告"),
        ("青岚市人民检察院工作报告", "检察院工作报告"),
        ("政协第九届青岚市委员会常务委员会工作报告", "政协常委会工作报告"),
        ("中国人民政治协商会议第九届青岚市委员会常务委员会工作报告", "政协常委会工作报告"),
        ("关于青岚市2023年度市级预算执行和其他财政收支的审计工作报告", "审计工作报告"),
        ("青岚市2024年政府信息公开工作年度报告", "信息公开或法治政府建设年度报告"),
    ],
)
def test_other_documents_are_refused_by_name(head: str, kind: str) -> None:
    assert refused(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        "政府工作报告",
        "青岚市人民政府2025年工作报告",
        f"工作报告\n{REPORT}",
        f"{REPORT}数据均以2024年统计公报为准，预算执行情况另行书面报告。",
        f"关于青岚市国民经济和社会发展第十个五年计划纲要的报告\n{REPORT}",
        f"关于青岚市国民经济和社会发展第十四个五年规划纲要（草案）的报告\n{REPORT}",
        f"关于青岚市国民经济和社会发展情况的报告\n{REPORT}",
        f"青岚市第九届人民代表大会第四次会议关于政府工作报告的决议\n{REPORT}",
        f"政府工作报告\n（2024年国民经济和社会发展计划执行情况与2025年计划草案的报告）\n{REPORT}",
        f"青岚年鉴统计公报\n{REPORT}",
        f"政府工作报告\n{REPORT}市中级人民法院工作报告、市人民检察院工作报告已经审议。",
    ],
)
def test_near_misses_are_read(head: str) -> None:
    assert refused(head) is None


def test_a_title_beside_the_text_tells_too() -> None:
    assert refused("一、综合", "青岚市2024年国民经济和社会发展统计公报") == "统计公报"
    assert refused("一、综合", "青岚市2025年政府工作报告") is None
    assert refused("数据见统计公报", "青岚市2025年政府工作报告") is None


def test_other_documents_are_read_when_asked_for() -> None:
    text = f"青岚市2024年国民经济和社会发展统计公报\n{BODY}"
    with pytest.raises(InputError, match=r"统计公报，不是政府工作报告.*--any"):
        luoshi.read(text)
    report = luoshi.read(text, any_text=True)
    assert report.figures
    assert "统计公报" in report.notices[0]
