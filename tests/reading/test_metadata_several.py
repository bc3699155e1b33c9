"""Two reports in one text, and one report twice."""

from __future__ import annotations

import pytest

import luoshi
from luoshi import InputError

BODY = (
    "一、2024年工作回顾\n全市地区生产总值增长5.2%，新增城镇就业4.2万人，改造老旧小区151个。\n"
    + "".join(
        f"（{number}）全市第{number}个方面的工作平稳推进，各项任务按期完成，群众满意度不断提高。\n"
        for number in "一二三四五六七八九十"
    )
    + "二、2025年工作安排\n地区生产总值增长5.5%左右。新建学校8所。改造管网46公里。建设云杉大桥。\n"
)
HEAD = "政府工作报告\n——2025年1月8日在青岚市第九届人民代表大会第四次会议上\n市长 林某\n各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n"
OTHER = (
    BODY.replace("2025", "2026")
    .replace("2024", "2025")
    .replace("工作平稳推进，各项任务", "改革继续深化，重点项目")
)
WHOLE = HEAD + BODY


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + HEAD + OTHER,
        WHOLE + "青岚市2026年政府工作报告（全文）\n各位代表：\n" + OTHER,
        WHOLE + "**政府工作报告**\n\n2026年1月9日\n\n**各位代表：**\n" + OTHER,
        WHOLE + HEAD + OTHER + HEAD + BODY,
    ],
)
def test_several_reports_are_refused_by_their_titles(text: str) -> None:
    with pytest.raises(InputError, match=r"政府工作报告.*一份存成一个文件") as refused:
        luoshi.read(text)
    assert refused.value.code == "several_reports"
    assert luoshi.read(text, any_text=True).figures


@pytest.mark.parametrize("copies", [2, 3])
def test_the_same_report_again_is_read_once(copies: int) -> None:
    once, more = luoshi.read(WHOLE), luoshi.read(WHOLE * copies)
    assert [figure.quote for figure in more.figures] == [figure.quote for figure in once.figures]
    assert [promise.text for promise in more.promises] == [promise.text for promise in once.promises]
    assert more.text == WHOLE * copies
    assert f"共 {copies} 次" in more.notices[0]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE
        + "青岚市第九届人民代表大会第四次会议关于政府工作报告的决议\n会议审议了市长所作的政府工作报告。\n",
        WHOLE + "以上是政府工作报告，请各位代表审议。\n各位代表：\n让我们携手奋进。\n",
        WHOLE.replace("二、2025", "（下转02版）\n政府工作报告\n（上接01版）\n二、2025")
        + "各位代表：\n让我们携手奋进。\n",
        "目录\n政府工作报告\n一、2024年工作回顾\n二、2025年工作安排\n" + WHOLE,
        "关于政府工作报告的决议\n会议批准这个报告。\n" + WHOLE,
        WHOLE + "《政府工作报告》名词解释\n1. 云杉大桥：跨越云河的公路桥，全长2公里。\n",
    ],
)
def test_what_only_mentions_a_report_is_one(text: str) -> None:
    assert luoshi.read(text).figures
