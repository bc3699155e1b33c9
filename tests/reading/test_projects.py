"""Projects: works that the report names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reading.figures import figures
from luoshi.reading.lexicon import table
from luoshi.reading.outline import outline
from luoshi.reading.projects import ProjectDraft, projects
from luoshi.reading.projects.leads import LEADS
from luoshi.reading.projects.suffixes import Suffixes

HEAD = "一、2024年工作回顾\n"
PLAN = "\n二、2025年工作安排\n"


def drafts(text: str) -> list[ProjectDraft]:
    drawn = outline(text, 2025)
    return projects(text, drawn, list(figures(text, drawn.paragraphs, 2025)))


def told(sentence: str) -> list[tuple[str, str | None]]:
    """Names and stages that the sentence tells in the review."""
    return [(draft.name, draft.stage) for draft in drafts(HEAD + sentence)]


def asked(sentence: str) -> list[tuple[str, str | None]]:
    """Names and stages that the sentence asks for in the plan."""
    return [(draft.name, draft.stage) for draft in drafts(HEAD + "过去一年平稳。" + PLAN + sentence)]


STAGES_TOLD = [
    ("蓝鲸水库竣工。", [("蓝鲸水库", "completed")]),
    ("蓝鲸灯具项目建成投产。", [("蓝鲸灯具项目", "in_production")]),
    ("云杉电缆项目签约落地。", [("云杉电缆项目", "signed")]),
    ("云杉绕城高速顺利通车。", [("云杉绕城高速", "completed")]),
    ("云杉大桥主体完工，青石隧道加快建设。", [("云杉大桥", "completed"), ("青石隧道", "under_construction")]),
    ("新建珠岭体育公园。", [("珠岭体育公园", "completed")]),
    ("加快新建珠岭体育公园。", [("珠岭体育公园", "under_construction")]),
    ("云杉国际机场前期工作全面完成。", [("云杉国际机场", "preparing")]),
    ("完成云杉城际铁路可研报告编制。", [("云杉城际铁路", "preparing")]),
    ("云杉灯厂、青石电站等12个项目开工建设。", [("云杉灯厂", "started"), ("青石电站", "started")]),
    ("云杉灯具等100个工业项目开工建设、达产达效。", [("云杉灯具", "in_production")]),
]

STAGES_ASKED = [
    ("加快推进珠岭数字产业园建设。", [("珠岭数字产业园", "under_construction")]),
    ("做好云杉国际机场前期工作。", [("云杉国际机场", "preparing")]),
    ("谋划云杉抽水蓄能电站。", [("云杉抽水蓄能电站", "planned")]),
    ("规划建设云杉大学城新校区。", [("云杉大学城新校区", "planned")]),
    ("续建云杉跨江大桥。", [("云杉跨江大桥", "continued")]),
    ("启动云杉医院搬迁建设。", [("云杉医院搬迁", "started")]),
    ("推动云杉电缆项目尽快开工。", [("云杉电缆项目", "started")]),
    ("加快云杉钢厂改造项目选址等前期工作，力争年内开工。", [("云杉钢厂改造项目", "started")]),
    ("加快云杉水厂前期工作，力争年内开工。", [("云杉水厂", "started")]),
    ("确保云杉水厂建成投用。", [("云杉水厂", "in_production")]),
    (
        "对云杉灯具、青石玻璃等计划项目，落实开工条件，确保尽快开工建设。",
        [("云杉灯具", "started"), ("青石玻璃", "started")],
    ),
]

LISTS = [
    ("推进云杉钨业一期、珠岭农机二期等项目建设。", ["云杉钨业一期", "珠岭农机二期"]),
    ("推进云杉、青石、珠岭等重点物流项目建设。", ["云杉", "青石", "珠岭"]),
    ("实施红星桥改造、云杉陵园二期工程。", ["红星桥改造", "云杉陵园二期"]),
    ("推进云杉电厂35万千瓦、青石电厂66万千瓦项目建设。", ["云杉电厂35万千瓦", "青石电厂66万千瓦"]),
    ("做好云海、云青、云珠高速前期工作。", ["云海", "云青", "云珠"]),
    ("加快云海、云青高速改扩建。", ["云海", "云青"]),
    ("推进云杉疏散基地和青石人防系统改造项目建设。", ["云杉疏散基地", "青石人防系统改造"]),
    ("打通云杉大道、青石大道两条骨干道路。", ["云杉大道", "青石大道"]),
    ("筹建云杉古城、青石古城保护开发项目。", ["云杉古城", "青石古城"]),
    ("推动云杉灯具项目竣工投产、青石玻璃就近配套。", ["云杉灯具项目"]),
    ("推动云杉灯具、青石玻璃等重点企业入规。", []),
    ("推进云湖、青湖等景区提档升级。", []),
    ("推动食醋、白酒、陶瓷等产业提档升级。", []),
    ("谋划一批风电、光伏发电项目。", []),
    ("抓好退耕还林、石漠化治理等重点工程。", []),
    ("实施云杉营商、青石法治等五大环境提升工程。", []),
    ("推进云杉堤、青石堤等8条河道防洪能力提升工程建设。", ["云杉堤", "青石堤"]),
    ("加快云杉科研攻关、青石揭榜等科研攻关项目。", []),
    ("开工建设云杉大桥及连接线项目。", ["云杉大桥及连接线项目"]),
    ("推进云海、海珠高速公路青石段建设。", ["云海", "海珠高速公路青石段"]),
    ("打通云杉路等8条“断头路”。", ["云杉路"]),
    ("加快云杉河、青石园质量管理。", []),
    ("加快云杉灯具馆、农副产品交易中心建设。", ["云杉灯具馆", "农副产品交易中心"]),
]

NAMES = [
    ("建成全省首个云杉智能灯具基地。", ["云杉智能灯具基地"]),
    ("加快建设总投资180亿元的云杉化工园。", ["云杉化工园"]),
    ("启用“云杉客厅”。", ["云杉客厅"]),
    ("加快“云企通”服务平台建设。", ["“云企通”服务平台"]),
    ("期盼多年的云杉城际破土动工。", ["云杉城际"]),
    ("支持青石县全力推进珠岭（青石）灯具产业园建设。", ["珠岭（青石）灯具产业园"]),
    ("云杉机场扩建工程（一期）开工。", ["云杉机场扩建工程（一期）"]),
    ("云杉铁路青石段建成通车。", ["云杉铁路青石段"]),
    ("美的云杉厨电项目投产。", ["美的云杉厨电项目"]),
    ("文化艺术中心开工建设。", ["文化艺术中心"]),
    ("全面启用新市民中心。", ["新市民中心"]),
    ("云杉风貌带建设如火如荼。", ["云杉风貌带"]),
    ("云杉酒店项目落户青石港。", ["云杉酒店项目"]),
    ("青石县云杉综合交通枢纽建成投用。", ["青石县云杉综合交通枢纽"]),
    ("优质云杉水厂、珠岭水厂扩建开工。", ["优质云杉水厂", "珠岭水厂扩建"]),
]

NO_NAMES = [
    "推进重大项目建设。",
    "深化工程建设项目审批制度改革。",
    "实施素质提升工程。",
    "开工项目12个。",
    "新建农村公路50公里。",
    "推进14条高速公路项目建设。",
    "建成12个示范园区。",
    "加快推进老旧小区改造。",
    "深化平安云杉、法治云杉建设。",
    "推进“五纵五横”项目建设。",
    "建设“两区四新城”。",
    "加快“三横三纵”路网建设。",
    "云杉机场开通15条航线。",
    "发挥云杉铁路建设的带动作用。",
    "新建15个社区服务站。",
    "打造区域性金融中心。",
    "建设全国重要的先进制造业基地。",
    "实施《云杉物流基地三年行动计划》。",
    "依托云杉大学发展软件产业。",
    "高速公路通车里程达到500公里。",
    "把云杉建成千亿级产业基地。",
    "建设人民满意的服务型政府。",
]


@pytest.mark.parametrize(("sentence", "found"), STAGES_TOLD)
def test_stages_of_the_review(sentence: str, found: list[tuple[str, str | None]]) -> None:
    assert told(sentence) == found


@pytest.mark.parametrize(("sentence", "found"), STAGES_ASKED)
def test_stages_of_the_plan(sentence: str, found: list[tuple[str, str | None]]) -> None:
    assert asked(sentence) == found


@pytest.mark.parametrize(("sentence", "names"), LISTS)
def test_lists_share_a_noun_or_a_verb(sentence: str, names: list[str]) -> None:
    assert [name for name, _ in asked(sentence)] == names


@pytest.mark.parametrize(("sentence", "names"), NAMES)
def test_names_reach_from_their_first_to_their_last_character(sentence: str, names: list[str]) -> None:
    assert [name for name, _ in told(sentence)] == names


@pytest.mark.parametrize("sentence", NO_NAMES)
def test_programmes_counts_and_classes_are_no_projects(sentence: str) -> None:
    assert told(sentence) == []
    assert asked(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("总投资12亿元的云杉电缆项目开工，其他平稳。", [(1.2e9, None)]),
        ("投资8亿元建设云杉水厂。", [(8e8, None)]),
        ("云杉二级公路开工建设，总投资5.3亿元。", [(5.3e8, None)]),
        ("云杉抽水蓄能电站（140万千瓦，总投资90亿元）开工建设。", [(9e9, "140万千瓦")]),
        ("投资31亿元的云杉雪场、投资2.5亿元的青石酒店等16个项目落地。", [(3.1e9, None), (2.5e8, None)]),
        ("总投资51亿元的云杉雪场、青石酒店等9个项目开工。", [(None, None), (None, None)]),
        ("云杉水厂完成投资3亿元，主体完工。", []),
        ("总投资126亿元的云杉抽水蓄能电站列入国家规划。", [(1.26e10, None)]),
        (
            "总投资12亿元的云杉材料项目和总投资7亿元的青石电池项目等一批产业项目布局青石港。",
            [(1.2e9, None), (7e8, None)],
        ),
        ("年产20万吨的云杉纸业项目投产。", [(None, "年产20万吨")]),
        ("年出栏300万头生猪养殖项目开工建设。", [(None, "年出栏300万头")]),
        ("全长73.6公里的云杉高速公路建成通车。", [(None, "73.6公里")]),
        ("云杉高速公路73.6公里建成通车。", [(None, "73.6公里")]),
        ("云杉500千伏输变电工程投运。", [(None, "500千伏")]),
    ],
)
def test_investment_and_capacity_are_the_projects_own(
    sentence: str, amounts: list[tuple[float | None, str | None]]
) -> None:
    assert [(draft.investment, draft.capacity) for draft in drafts(HEAD + sentence)] == amounts


def test_a_list_shares() -> None:
    assert [draft.share for draft in drafts(HEAD + "云杉桥、青石桥等项目开工，珠岭港竣工。")] == [
        True,
        True,
        False,
    ]


def test_status_is_that_of_the_part() -> None:
    text = HEAD + "蓝鲸水库竣工。" + PLAN + "开工云杉大桥。"
    assert [(draft.name, draft.status) for draft in drafts(text)] == [
        ("蓝鲸水库", "actual"),
        ("云杉大桥", "target"),
    ]


@given(
    st.lists(st.sampled_from("甲乙丙云项目工程园、等12个开工，。建成“”（）的和水库\n"), max_size=60).map(
        "".join
    )
)
def test_a_name_is_where_it_says(sentence: str) -> None:
    text = HEAD + sentence
    end = 0
    for draft in drafts(text):
        assert text[draft.start : draft.end] == draft.name
        assert "\n" not in draft.name
        assert draft.start >= end
        end = draft.end


def test_no_word_stands_for_two_stages() -> None:
    seen: dict[str, str] = {}
    for stage, words in table("projects", "stages.toml")["stages"].items():
        for word in words:
            assert seen.setdefault(word, stage) == stage, word


@pytest.mark.parametrize(
    "key", ["sites", "acts", "loose_sites", "listed_sites", "soft_acts", "generic", "classes"]
)
def test_no_word_is_listed_twice(key: str) -> None:
    words = table("projects", "names.toml")[key]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_a_suffix_is_the_longest_that_the_stretch_ends_in() -> None:
    places = Suffixes(["桥", "大桥"], ["水库"])
    assert places.last_characters == "库桥"
    assert places.size_at_end("云杉大桥", 0, 4) == 2
    assert places.size_at_end("云杉大桥", 0, 3) == places.size_at_end("云杉", 2, 2) == 0
    assert places.end("云杉水库建设", 0, 4)
    assert not places.end("库", 0, 0)
    assert not places.end_name("")


@pytest.mark.parametrize(
    ("clause", "name", "kind"),
    [
        ("全力加快建设云杉港", "云杉港", "build"),
        ("突出抓好云杉港", "云杉港", "push"),
        ("2025年6月底前开工云杉港", "云杉港", "build"),
        ("研究院二期", "研究院二期", None),
        ("同步云杉港", "云杉港", None),
    ],
)
def test_opening_words_say_what_is_done(clause: str, name: str, kind: str | None) -> None:
    at, found = LEADS.read(clause, 0, len(clause))
    assert (clause[at:], found) == (name, kind)
