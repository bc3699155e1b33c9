"""Paragraphs cut by lines, blank lines, pages and newspaper columns."""

from __future__ import annotations

import pytest

from luoshi.reading.normalization import front_matter, normalize

PARAGRAPHS = (
    "一、2021年工作回顾",
    (
        "过去的一年，云岭市坚持稳中求进，扎实推进各项工作，经济运行总体平稳，社会大局和谐安宁。全市地区生产总值增长6.2%，"
        "粮食总产量达到35.6万吨，城镇新增就业2.3万人，居民收入稳步提高，较好完成了市人大确定的目标任务。"
    ),
    "（一）产业发展迈出新步伐",
    (
        "实施工业项目128个，完成投资47.5亿元，新增规模以上企业26户。特色农业提质增效，茶园面积扩大到12万亩，"
        "带动3.1万户农民增收，建成冷链物流中心4个，全年接待游客860万人次，旅游综合收入增长11%。"
    ),
    "（二）城乡面貌发生新变化",
    (
        "改造老旧小区45个，新修农村公路320公里，完成危桥改造17座。新建口袋公园9处，城区绿化覆盖率提高到41%，"
        "生活垃圾分类基本实现全覆盖，群众居住环境明显改善，城市功能更加完善，乡村建设有力有序。"
    ),
    "二、2022年工作安排",
    (
        "今年的主要预期目标是：地区生产总值增长6%左右，固定资产投资增长8%，城镇登记失业率控制在4%以内，居民收入与经济增长同步。"
        "为此，重点抓好项目建设、乡村振兴、生态保护、民生改善等方面工作，确保全年任务圆满完成。"
    ),
)


def wrap(paragraph: str, width: int, indent: str) -> list[str]:
    text = indent + paragraph
    return [text[at : at + width] for at in range(0, len(text), width)]


def wrapped(width: int, indent: str = "\u3000\u3000", gap: str = "\n") -> str:
    return gap.join(line for paragraph in PARAGRAPHS for line in wrap(paragraph, width, indent))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "面对压力，我们攻坚克难。预计全市地区生产\n\n总值增长 4%左右，工业增长 2%。",
            "面对压力，我们攻坚克难。预计全市地区生产总值增长4%左右，工业增长2%。",
        ),
        ("夯实基础，壮大产业，\n\n推动经济发展。", "夯实基础，壮大产业，推动经济发展。"),
        ("脱贫攻坚任务艰巨，仍有\n\n29\n\n万人尚未脱贫。", "脱贫攻坚任务艰巨，仍有29万人尚未脱贫。"),
        (
            "——2020年1月7日在云岭市第八届\n人民代表大会第五次会议上",
            "——2020年1月7日在云岭市第八届人民代表大会第五次会议上",
        ),
        ("**在云岭市第八届人民代表大会**\n\n**第五次会议上**", "在云岭市第八届人民代表大会第五次会议上"),
    ],
)
def test_a_sentence_cut_in_two_is_joined(source: str, expected: str) -> None:
    assert normalize(source)[0].text == expected


@pytest.mark.parametrize(
    "source",
    [
        "一、工作回顾\n过去的一年，我们克难前行。",
        "（一）坚持创新驱动，加快转型升级，推动工业经济实现质的有效提升和量的合理增长\n2021年工业增长5%。",
        "我们完成了任务。\n在此，表示感谢。",
        "重点抓好以下工作：\n一是稳增长。\n二是促改革。",
        "城镇新增就业2万人。（二）城乡建设\n新修公路30公里。",
        "政府工作报告\n市长李某某\n各位代表：",
        "| 事项 | 单位 |\n| 供水 | 市水务局 |",
    ],
)
def test_headings_lists_and_whole_sentences_are_not_joined(source: str) -> None:
    assert normalize(source)[0].text == source.replace(" ", "")


def test_a_long_list_item_is_joined_only_where_the_text_is_often_cut() -> None:
    item = "①加快图书馆、博物馆、大剧院和体育馆建设步伐，年内实现大部分场馆面向全市公众免费开放，为广大市民提供优"
    cuts = "完成投资。推动项目落\n\n地见效。扩大对外开\n\n放水平。提升服务能\n\n力水平。\n\n"
    rest = "良的活动场所。②加固危桥。"
    assert item + rest in normalize(f"{cuts}{item}\n\n{rest}")[0].text
    assert item + rest not in normalize(f"{item}\n\n{rest}")[0].text


@pytest.mark.parametrize("width", [15, 22, 36])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_hard_wrapped_text_becomes_one_paragraph_a_line(width: int, gap: str) -> None:
    normalized, notices = normalize(wrapped(width, gap=gap))
    assert normalized.text.split("\n") == list(PARAGRAPHS)
    assert any("逐行断开" in notice for notice in notices)


def test_without_indentation_short_lines_end_paragraphs() -> None:
    assert normalize(wrapped(22, indent=""))[0].text.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "第{}页", "第 {} 页 共 9 页", "{}"])
@pytest.mark.parametrize("end", ["\n", "\f"])
def test_page_numbers_and_running_heads_go_and_sentences_run_on_over_pages(number: str, end: str) -> None:
    lines = wrapped(30).split("\n")
    pages = [lines[at : at + 5] for at in range(0, len(lines), 5)]
    source = end.join(
        "\n".join(["云岭市政府工作报告汇编", *page, number.format(count)])
        for count, page in enumerate(pages, 1)
    )
    normalized, notices = normalize(source)
    assert normalized.text.split("\n") == ["云岭市政府工作报告汇编", *PARAGRAPHS]
    assert any("页码" in notice for notice in notices)
    assert any("页眉" in notice for notice in notices)


def test_lines_that_come_back_without_pages_are_content() -> None:
    line = "围绕建设美丽云岭的总体要求，我们"
    source = "\n".join(f"{line}\n{text}" for text in wrapped(20).split("\n"))
    assert normalize(source)[0].text.count(line) == source.count(line)


def test_numbers_on_lines_of_their_own_that_do_not_count_up_are_content() -> None:
    assert "350" in normalize("投资总额达\n\n350\n\n多亿元，\n\n7\n\n个项目开工。")[0].text


def test_captions_and_headlines_of_a_newspaper_page_go() -> None:
    source = wrapped(20).split("\n")
    pasted = [
        *source[:8],
        "建设中的云岭新城。（资料图片）王某某",
        *source[8:],
        "在攻坚中前行",
        "——云岭市政府工作报告解读（一）",
    ]
    normalized, notices = normalize("\n\n".join(pasted))
    assert "资料图片" not in normalized.text
    assert "解读" not in normalized.text
    assert "在攻坚中前行" not in normalized.text
    assert any("图片说明" in notice and "新城" in notice for notice in notices)
    assert any("标题" in notice for notice in notices)


def test_a_section_out_of_order_is_moved_where_its_number_says_with_a_notice() -> None:
    first, second = wrapped(20).split("\u3000\u3000二、")
    source = "\u3000\u3000二、" + second + "\n" + first
    normalized, notices = normalize(source)
    assert normalized.text.split("\n") == list(PARAGRAPHS)
    assert any("一、2021年工作回顾" in notice and "请核对" in notice for notice in notices)
    start = normalized.text.index("35.6万吨")
    assert source[slice(*normalized.source_span(start, start + 4))] == "35.6"


def test_sections_whose_numbers_leave_doubt_stay_where_they_are() -> None:
    source = wrapped(20).replace("一、2021", "三、2021")
    assert normalize(source)[0].text.split("\n")[0].startswith("三、")


def test_front_matter_is_no_part_of_the_text_and_can_be_asked_for() -> None:
    source = "---\nsource:\n- https://example.org\ntitle: '云岭市政府工作报告'\nyear: 2022\n---\n\n各位代表："
    assert normalize(source)[0].text == "各位代表："
    assert front_matter(source) == {"title": "云岭市政府工作报告", "year": "2022"}


def test_a_rule_that_opens_a_text_is_no_front_matter() -> None:
    assert front_matter("---\n各位代表：\n---\n") == {}
    assert "各位代表" in normalize("---\n各位代表：\n---\n")[0].text
