"""Characters that a typist, a typesetter or an OCR engine put instead of the plain one."""

from __future__ import annotations

import pytest

from luoshi.reading.normalization import normalize


def normalized(text: str) -> str:
    return normalize(text)[0].text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("粮食总产量达到１２．５万吨", "粮食总产量达到12.5万吨"),
        ("增长８％，规上工业增长９.２％", "增长8%，规上工业增长9.2%"),
        ("培育Ａ级景区", "培育A级景区"),
        ("全市实现税收\u3000增长", "全市实现税收增长"),
    ],
)
def test_full_width_digits_letters_and_signs_become_half_width(source: str, expected: str) -> None:
    assert normalized(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("粮食产量３３，２１２万吨，增长5%。", "粮食产量33,212万吨，增长5%。"),
        ("投资完成1，234.5亿元。", "投资完成1,234.5亿元。"),
        ("惠及群众1，234，567人。", "惠及群众1,234,567人。"),
        ("新增2，060 个车位。", "新增2,060个车位。"),
        ("城镇居民收入（48，216元）稳步提高。", "城镇居民收入（48,216元）稳步提高。"),
        ("出口总额由3，120万美元增至5，480万美元。", "出口总额由3,120万美元增至5,480万美元。"),
    ],
)
def test_a_full_width_comma_marks_off_thousands(source: str, expected: str) -> None:
    assert normalized(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "增速居全省第1，120个村完成整治。",
        "综合排名进入全省前10，160户企业上规。",
        "满意度位列8，215名干部受表彰。",
        "绩效考核排名15，310项任务办结。",
        "热线办理量居全市前10，12345热线升级。",
        "打通110，119报警平台。",
        "改造省道207，316公里路面翻新。",
        "占全省1/10，438万名群众受益。",
        "收入比为1：2，117个村达标。",
        "推行“8+1，236户参加。",
        "启用航站楼T2，120个机位投用。",
        "1，4-丁二醇项目投产。",
        "2024，365天全天候服务。",
        "新增12，34个村达标。",
        "新增1，2345户受益。",
        "产值达1200，300户企业受益。",
        "在3，120余名志愿者的努力下。",
    ],
)
def test_a_comma_that_ends_a_clause_stays(source: str) -> None:
    assert normalized(source) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("新建5G基站1200个①，改造小区151个②。", "新建5G基站1200个，改造小区151个。"),
        ("四大主导产业［7］占比提高。", "四大主导产业占比提高。"),
        ("深入人心[1]。", "深入人心。"),
        ("“三个一批”〔14〕建设、“两带”【20】建设。", "“三个一批”建设、“两带”建设。"),
        ("五大园区﹝2﹞投产，“四沟”[^5]治理。", "五大园区投产，“四沟”治理。"),
        ("平台[注3]上线，行动[4,5]启动，试点[6-8]扩面。", "平台上线，行动启动，试点扩面。"),
        ("“三个一批”<sup>12</sup>项目建设。", "“三个一批”项目建设。"),
        ("“三个一批”¹²项目建设。", "“三个一批”项目建设。"),
        ("第一段①。\n第二段②。", "第一段。\n第二段。"),
        ("产业园 ﹝ 2 ﹞ 累计投入5亿元。", "产业园累计投入5亿元。"),
        ("全面完成。[3]\n第二段。", "全面完成。\n第二段。"),
    ],
)
def test_marks_of_notes_behind_words_go(source: str, expected: str) -> None:
    assert normalized(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "①新建公园3座。\n②改造道路8条。",
        "十件实事全面完成：①新建公园3座。②改造道路8条。",
        "重点抓好：[1]新建公园；[2]改造道路。",
        "[1]三个一批：签约一批、开工一批、投产一批。",
        "〔3〕“两带”：沿江产业带和环城产业带。",
        "落实市政办〔2024〕12号文件。",
        "新建绿地25m²、库容3.6万m³。",
        "详见[附件1]和［表二］。",
        "（1）新建公园3座。",
        "开展“3·15”行动[续]。",
    ],
)
def test_marks_that_number_items_and_names_stay(source: str) -> None:
    assert normalized(source) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("工业增加值增长12。2%。", "工业增加值增长12.2%。"),
        ("消费品零售额1715，7亿元，增长5%。", "消费品零售额1715.7亿元，增长5%。"),
        ("城镇化率提高1。5个百分点。", "城镇化率提高1.5个百分点。"),
        ("环境质量居全省第1。35个村完成整治。", "环境质量居全省第1。35个村完成整治。"),
        ("增速居全省第1，12项指标进入前列。", "增速居全省第1，12项指标进入前列。"),
        (
            "三次产业比为5.5∶44.5∶50.0。2010年城镇化率达到38%。",
            "三次产业比为5.5∶44.5∶50.0。2010年城镇化率达到38%。",
        ),
        ("占全国1/10，4386万名群众受益。", "占全国1/10，4386万名群众受益。"),
        ("1，4-丁二醇项目投产。", "1，4-丁二醇项目投产。"),
    ],
)
def test_a_full_stop_or_comma_inside_a_number_is_its_decimal_point(source: str, expected: str) -> None:
    assert normalized(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("安全有序, 稳中有进。", "安全有序，稳中有进。"),
        ("新增就业28.1万人, 吸纳毕业生6860人;实现", "新增就业28.1万人，吸纳毕业生6860人；实现"),
        ("总体要求是: 稳中求进", "总体要求是：稳中求进"),
        ("(一) 兴水利", "（一）兴水利"),
        ("让我们共同奋斗!", "让我们共同奋斗！"),
        ("怎么办? ", "怎么办？"),
        ("收入达到27,180元", "收入达到27,180元"),
        ("比例缩小至2.27:1", "比例缩小至2.27:1"),
        ("热线于8:30开通", "热线于8:30开通"),
        ("网址为https://example.org", "网址为https://example.org"),
        ('打造"一站式"平台', "打造“一站式”平台"),
        ('打造"一站式平台', '打造"一站式平台'),
        ("简称Smart City, Inc.", "简称Smart City, Inc."),
    ],
)
def test_latin_marks_beside_chinese_words_become_chinese(source: str, expected: str) -> None:
    assert normalized(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("政 府 工 作 报 告", "政府工作报告"),
        ("新建 5000 万元以上项目 151 个", "新建5000万元以上项目151个"),
        ("增长 4 %左右", "增长4%左右"),
        ("市长\xa0\xa0李某某", "市长李某某"),
        ("社会消费品零售总额突破1 000亿元", "社会消费品零售总额突破1000亿元"),
        ("2 0 2 1 年 政府工作报告", "2021年政府工作报告"),
        ("财政收入 1 69.4亿元", "财政收入169.4亿元"),
        ("发布于2015-02-09 09:12:19", "发布于2015-02-09 09:12:19"),
        ("引进Near Field公司", "引进Near Field公司"),
        ("PM 2.5浓度下降", "PM2.5浓度下降"),
        ("建成100 MW电站", "建成100MW电站"),
        ("  首尾空格  ", "首尾空格"),
        ("增\u200b长\ufeff5%", "增长5%"),
    ],
)
def test_idle_blanks_go_and_blanks_between_latin_words_stay(source: str, expected: str) -> None:
    assert normalized(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**一、工作回顾**\n\n过去的一年。", "一、工作回顾\n过去的一年。"),
        ("***政府工作报告**", "政府工作报告"),
        ("**一、去年工作** 去年是不平凡的一年。", "一、去年工作\n去年是不平凡的一年。"),
        ("装机2*660兆瓦", "装机2*660兆瓦"),
        ("获得\\“文明城市\\”称号", "获得“文明城市”称号"),
        ("# 一、工作回顾", "#一、工作回顾"),
        ("> 引用的话。", "引用的话。"),
        ("正文。\n\n---\n\n附件：清单。", "正文。\n附件：清单。"),
        ("已完成。<br>（1）新增学位。", "已完成。（1）新增学位。"),
        ("<!-- 市长作报告。张三 摄 -->\n\n各位代表：", "各位代表："),
        ("第一段。\r\n\r\n第二段。\r\n", "第一段。\n第二段。"),
        ("第一段。\r第二段。", "第一段。\n第二段。"),
        ("第一段。\n\n\n \n第二段。", "第一段。\n第二段。"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_marks_of_markdown_and_html_go_and_their_words_stay(source: str, expected: str) -> None:
    assert normalized(source) == expected


def test_comments_left_out_are_told() -> None:
    assert any("市长作报告" in notice for notice in normalize("<!-- 市长作报告 -->\n\n各位代表：")[1])
