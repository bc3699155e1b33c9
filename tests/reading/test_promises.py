"""Promises: what the plan says will be done."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.figures import figures
from luoshi.reading.lexicon import table
from luoshi.reading.normalization import normalize
from luoshi.reading.outline import outline
from luoshi.reading.promises import Cut, PromiseDraft, promises

HEAD = "一、2024年工作回顾\n去年新建公园3个，产值增长9%。\n二、2025年工作安排\n"
SHARED = Path(os.environ.get("LUOSHI_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def drafts(text: str, cut: Cut = "fine") -> list[PromiseDraft]:
    drawn = outline(text, 2025)
    return promises(text, drawn, list(figures(text, drawn.paragraphs, 2025)), cut=cut)


def read(plan: str, cut: Cut = "fine") -> list[str]:
    text = HEAD + plan
    return [text[draft.start : draft.end] for draft in drafts(text, cut)]


def kinds(plan: str) -> list[str]:
    return [draft.kind for draft in drafts(HEAD + plan)]


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ("新建口袋公园5个，修建农村公路300公里。", ["新建口袋公园5个", "修建农村公路300公里"]),
        ("实施青芽行动，科技企业达到30家。", ["实施青芽行动，科技企业达到30家"]),
        ("出台《梨花招商办法》，举办首届陶艺大赛。", ["出台《梨花招商办法》", "举办首届陶艺大赛"]),
        ("加快建设云杉数据港二期工程，建成丁家渡大桥。", ["加快建设云杉数据港二期工程", "建成丁家渡大桥"]),
        ("整治排口；推广沼气。", ["整治排口", "推广沼气"]),
        ("完善管理制度，提高服务水平。", ["完善管理制度，提高服务水平"]),
        ("坚持一盘棋，整治己河沿岸排口，清淤15公里。", ["整治己河沿岸排口，清淤15公里"]),
        ("建设陶艺街区，让古窑火起来。", ["建设陶艺街区"]),
        ("建设陶艺街区，打造江南窑火新地标。", ["建设陶艺街区"]),
        ("推进冷链仓库投用，打造果蔬出口基地。", ["推进冷链仓库投用，打造果蔬出口基地"]),
        (
            "实施强链行动，打造示范车间5个，蓝鲸灯厂二期投产。",
            ["实施强链行动，打造示范车间5个", "蓝鲸灯厂二期投产"],
        ),
        (
            "实施街巷亮化工程，改造青溪路、白塔路。实施云桥二期项目，改造青溪路、白塔路。",
            ["实施街巷亮化工程，改造青溪路、白塔路", "实施云桥二期项目", "改造青溪路、白塔路"],
        ),
        ("推进旅游旺市，全市旅游收入达到90亿元。", ["推进旅游旺市", "全市旅游收入达到90亿元"]),
        ("开工重点项目30个，完成投资50亿元。", ["开工重点项目30个，完成投资50亿元"]),
        ("加快青溪码头、白塔码头建设，力争年内开工。", ["加快青溪码头、白塔码头建设，力争年内开工"]),
        (
            "引进青芽、白露等企业，家数力争达到90个，惠及居民9万人。",
            ["引进青芽、白露等企业，家数力争达到90个，惠及居民9万人"],
        ),
        ("推广“青芽办”做法，建立“白露码”平台。", ["推广“青芽办”做法", "建立“白露码”平台"]),
        ("第一，新建公园5个。第二，清理河道，绿化堤岸。", ["新建公园5个", "清理河道，绿化堤岸"]),
        ("坚持“四办”工作法，改造街巷5条。", ["坚持“四办”工作法，改造街巷5条"]),
        ("深化对口合作，助力蓝鲸灯厂竣工投产。", ["深化对口合作，助力蓝鲸灯厂竣工投产"]),
        ("公路方面，新建青溪公路。", ["公路方面，新建青溪公路"]),
        ("安全是发展的前提，开展排查整治。", ["开展排查整治"]),
        ("同时，整治乙河排口。", ["整治乙河排口"]),
        ("新建公园3座，争创省级文明城市。", ["新建公园3座", "争创省级文明城市"]),
        ("加快企业技术改造，引导银行下乡。", ["加快企业技术改造", "引导银行下乡"]),
        ("推广“一户一码，一事一办”做法。", ["推广“一户一码，一事一办”做法"]),
        ("重点抓好两件事：完善甲类制度，提高乙类水平。", ["完善甲类制度，提高乙类水平"]),
        ("一是推进甲项改革；二是整治乙类隐患。", ["推进甲项改革", "整治乙类隐患"]),
        ("三次产业比调整为8：42：50。", ["三次产业比调整为8：42：50"]),
        ("各县区要管好用好村级账目。", ["各县区要管好用好村级账目"]),
    ],
)
def test_a_sentence_is_cut_where_deeds_have_objects_of_their_own(plan: str, found: list[str]) -> None:
    assert read(plan) == found


@pytest.mark.parametrize(
    "plan",
    [
        "今年工作的总体要求是：坚持稳中求进，加快建设美好家园。",
        "今年是全面完成规划之年，做好政府工作意义重大。",
        "做好今年工作，必须把握好以下原则：一是坚持创新引领，加快发展。二是坚持民生为本，办好实事。",
        "形势依然严峻，机遇与挑战并存。",
        "坚持人民至上，牢固树立底线思维。",
        "认真办好民生实事。",
        "产业建设是城市发展的希望所在。",
        "做好今年工作，必须提高效率，完善机制。",
        "各位代表，让我们携手奋进！",
    ],
)
def test_what_only_says_how_to_think_is_no_promise(plan: str) -> None:
    assert read(plan) == []


def test_aims_of_a_term_are_no_promises_where_the_year_has_a_plan_of_its_own() -> None:
    term = "未来五年，产值年均增长7%，建成青芽新城。\n——建设绿色家园。到2029年，绿地达到90公顷。\n"
    year = "三、2025年重点工作\n新建公园5个，修建公路30公里。整治乙河排口。未来五年，绿地增加9公顷。"
    year += "开工丁家渡大桥。\n"
    review = HEAD.partition("二、")[0]
    text = review + "二、今后五年目标任务\n" + term + year
    assert [text[draft.start : draft.end] for draft in drafts(text)] == [
        "新建公园5个",
        "修建公路30公里",
        "整治乙河排口",
        "开工丁家渡大桥",
    ]
    only_term = review + "二、今后五年目标任务\n" + term
    assert len(drafts(only_term)) == 3


BELOW = (
    "提升陶艺产业。新建陶土窑厂3座，引进青芽、白露等陶艺企业25家，培训窑工900名。\n"
    "提升灯具产业。新建灯具工厂4座，引进蓝鲸、银杏等灯具企业26家，培训灯匠800名。\n"
)


@pytest.mark.parametrize(
    ("opening", "found"),
    [
        ("围绕新型工业，做优结构，推动产业转型。\n", []),
        ("云溪市政府工作报告强调，提升服务水平，建设实干政府。\n", []),
        ("中心会议推动各地加快转型，为全市发展指明了方向。\n", []),
        ("加强民主建设，保持社会稳定，是建设云溪的重要内容。\n", []),
        ("优化产业结构，工业产值增长9%。\n", ["优化产业结构，工业产值增长9%"]),
        ("加快建设云杉大桥二期工程。\n", ["加快建设云杉大桥二期工程"]),
    ],
)
def test_what_only_leads_to_the_headings_below_is_no_promise(opening: str, found: list[str]) -> None:
    promised = read("（一）做强产业\n" + opening + BELOW)
    assert promised[: len(found) + 1] == [*found, "新建陶土窑厂3座"]


def test_what_opens_a_part_before_its_numbered_fields_is_no_promise() -> None:
    opening = "强化三个导向。一是发展导向，在各条战线上创一流。二是改革导向，推进改革创新。\n"
    fields = (
        "（一）做强产业\n" + BELOW + "（二）做美城市\n新建口袋公园6个，改造背街小巷7条，新增车位800个。\n"
    )
    assert read(opening + fields)[0] == "新建陶土窑厂3座"


def test_the_review_promises_nothing() -> None:
    assert all(draft.start >= len(HEAD) for draft in drafts(HEAD + "建设甲水库。"))


def test_heads_inside_a_paragraph_and_what_leads_to_them_are_left_out() -> None:
    plan = "把项目作为第一抓手，提振精气神。攻坚新建项目。健全推进机制，提高服务水平。守牢安全底线。加强排查，完善应急预案。"
    assert read(plan) == ["健全推进机制，提高服务水平", "加强排查，完善应急预案"]


def test_the_first_sentence_that_only_says_what_the_others_are_for_is_left_out() -> None:
    plan = "聚焦群众关切，提高服务水平，让城市更有温度。新建公园5个。聚焦群众关切，新建公厕9座。\n"
    assert read(plan) == ["新建公园5个", "聚焦群众关切，新建公厕9座"]


def test_a_numbered_sentence_before_others_is_their_head() -> None:
    plan = "一是扩大消费，繁荣市场。举办陶艺节。二是整治乙河。第三，优化供给。推广白露码。\n"
    assert read(plan) == ["举办陶艺节", "整治乙河", "推广白露码"]


def test_short_acts_between_heads_are_promises() -> None:
    plan = "聚焦内需。激活消费市场。新建商场5个。开展陶艺评选活动。"
    plan += "扩大有效投资。开工项目9个，完成投资50亿元。提升开放水平。引进企业6家。\n"
    promised = ["新建商场5个", "开展陶艺评选活动", "开工项目9个，完成投资50亿元", "引进企业6家"]
    assert read(plan) == promised


def test_short_sentences_in_a_row_are_promises() -> None:
    assert read("开展专项行动，加强监管，净化市场环境。打击假货。查处走私。整顿市场秩序。")[1:] == [
        "打击假货",
        "查处走私",
        "整顿市场秩序",
    ]


def test_headline_targets_are_one_an_indicator() -> None:
    plan = "主要预期目标是：地区生产总值增长6%左右，城乡居民收入分别增长7%、8%，财政收入增长5%、固定资产投资增长9%，节能减排完成省定任务。开工甲电站。"
    assert read(plan) == [
        "地区生产总值增长6%左右",
        "城乡居民收入分别增长7%、8%",
        "财政收入增长5%",
        "固定资产投资增长9%",
        "节能减排完成省定任务",
        "开工甲电站",
    ]
    assert kinds(plan) == ["headline_target"] * 5 + ["task"]


def test_a_target_named_in_one_clause_and_given_in_the_next_is_one() -> None:
    plan = "主要预期目标是：地区生产总值，比上年增长6%；到2025年，财政收入增长5%。"
    assert read(plan) == ["地区生产总值，比上年增长6%", "财政收入增长5%"]


def test_headline_targets_may_go_on_behind_a_full_stop() -> None:
    plan = "主要预期目标是：产值增长6%。城镇登记失业率控制在4%以内，居民消费价格与全省一致。改造道路5条。"
    assert kinds(plan) == ["headline_target"] * 3 + ["task"]


def test_headline_targets_may_stand_in_lines_of_their_own() -> None:
    plan = "主要预期目标是：\n——地区生产总值增长6%左右；\n——粮食产量90万吨以上。\n（一）抓项目\n开展技改。"
    assert kinds(plan)[:2] == ["headline_target", "headline_target"]
    assert kinds(plan)[-1] == "task"


@pytest.mark.parametrize(
    "plan",
    [
        "办好3件民生实事：①新建公厕20座，改造旱厕9座。②开通夜班公交。③为老人免费体检。",
        "办好3件民生实事：\n1．新建公厕20座，改造旱厕9座。\n2．开通夜班公交。\n3．为老人免费体检。",
        "用心办好民生实事。①新建公厕20座，改造旱厕9座。②开通夜班公交。③为老人免费体检。",
    ],
)
def test_an_item_of_a_livelihood_list_is_one_promise(plan: str) -> None:
    found = drafts(HEAD + plan)
    assert [draft.kind for draft in found] == ["livelihood"] * 3
    assert read(plan)[0] == "新建公厕20座，改造旱厕9座"


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        ("建成云杉国际机场。", "project"),
        ("推进珠岭数字产业园建设。", "project"),
        ("加快蓝鲸灯厂、青石水库等12个项目建设。", "project"),
        ("引进算法企业25家。", "task"),
        ("新建公园3个。", "task"),
        ("实施物流基地三年行动计划。", "task"),
        ("建设一批特色园区。", "task"),
    ],
)
def test_named_works_make_a_promise_a_project(plan: str, kind: str) -> None:
    assert kinds(plan) == [kind]


def test_a_promise_knows_its_figures_section_and_year() -> None:
    text = HEAD + "（一）抓项目\n新建公园5个，修建公路30公里。到2027年建成甲水库5座。"
    found = drafts(text)
    assert [draft.period for draft in found] == ["2025", "2025", "2027"]
    assert [len(draft.figure_indexes) for draft in found] == [1, 1, 1]
    assert {draft.section for draft in found} == {2}


def test_the_coarse_cut_keeps_the_figures_of_a_thread_together() -> None:
    plan = "实施青芽行动，科技企业达到30家，研发投入增长9%。"
    assert len(read(plan, "coarse")) < len(read(plan, "fine"))


def test_a_line_that_says_what_a_word_means_promises_nothing() -> None:
    plan = "（一）做强产业\n新建甲厂3座，引进企业25家，培训工人900名，开工丁家渡大桥。\n"
    assert len(read(plan + "青芽行动：指新建公园9座，引进企业4家。推广白露码。\n")) == len(read(plan))


def test_notes_behind_the_report_promise_nothing() -> None:
    filler = "开展技改。\n" * 40
    assert "开工丁电站" not in read(filler + "名词解释\n1．双优计划：开工丁电站。")


plans = st.lists(
    st.sampled_from("建设甲乙公园，；。：！“”（）、①一是3个%增长\n目标民生实事要坚持让"), max_size=80
).map("".join)


@given(plans)
def test_promises_are_in_order_apart_and_within_a_line(plan: str) -> None:
    text = HEAD + plan
    end = 0
    for draft in drafts(text):
        assert end <= draft.start < draft.end <= len(text)
        assert "\n" not in text[draft.start : draft.end]
        end = draft.end


@given(plans)
def test_reading_promises_twice_gives_the_same(plan: str) -> None:
    assert drafts(HEAD + plan) == drafts(HEAD + plan)


def test_no_word_of_doing_stands_in_two_lists() -> None:
    seen: dict[str, str] = {}
    kinds = {
        kind: entry
        for kind, entry in table("promises", "verbs.toml").items()
        if kind not in {"reaching", "alone", "no_heads", "tells"}
    }
    for kind, entry in kinds.items():
        for word in entry["words"]:
            assert seen.setdefault(word, kind) == kind, word


def test_the_coarse_cut_weighs_nothing_that_the_fine_one_does_not() -> None:
    tables: dict[str, Any] = table("promises", "cut.toml")
    assert tables["coarse"].keys() <= tables["fine"].keys()


def test_labelled_plans_are_split_as_asked() -> None:
    labels = SHARED / "promises" / "labels.jsonl"
    if not labels.exists():
        pytest.skip(f"no labelled plans at {labels}")
    sys.path.insert(0, str(labels.parent))
    try:
        from score_promises import score  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    gold = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    found = []
    for file in sorted({label["file"] for label in gold}):
        source = (SHARED / "reports" / file).read_text(encoding="utf-8")
        normalized, _ = normalize(source)
        drawn = outline(normalized.text, int(file[-7:-3]))
        for draft in promises(
            normalized.text, drawn, list(figures(normalized.text, drawn.paragraphs, int(file[-7:-3])))
        ):
            start, end = normalized.source_span(draft.start, draft.end)
            found.append({"file": file, "start": start, "end": end, "kind": draft.kind})
    result, _ = score(gold, found)
    assert result["split_f1"] >= 0.75
    assert result["covered"] >= 0.97
    assert result["kind"] >= 0.88
