"""The units of an office: matched with kinds of department, named in the text, leading and supporting."""

from __future__ import annotations

import pytest

from luoshi.city.unit_suggestions import KnownUnit, Proposer, departments_of

OFFICE = (
    KnownUnit("fgw", "市发展和改革委员会", ("市发改委",)),
    KnownUnit("sw", "市商务局"),
    KnownUnit("zs", "市政务服务和数字化建设管理局"),
    KnownUnit("wtl", "市文化体育和旅游局"),
    KnownUnit("jy", "市教育局"),
    KnownUnit("ny", "市农业农村局"),
    KnownUnit("tx", "云杉区政府"),
    KnownUnit("jk", "云杉经开区管委会"),
)
PROPOSER = Proposer(OFFICE)


@pytest.mark.parametrize(
    ("name", "departments"),
    [
        ("市发展和改革委员会", ("发展改革委",)),
        ("发改委", ("发展改革委",)),
        ("市住房和城乡建设局", ("住房城乡建设局",)),
        ("市经济和信息化委员会", ("工业和信息化局",)),
        ("市科技和工业信息化局", ("科学技术局", "工业和信息化局")),
        ("市文化广播电视和旅游局", ("文化和旅游局",)),
        ("市文化体育和旅游局", ("文化和旅游局", "体育局")),
        ("市教育体育局", ("教育局", "体育局")),
        ("市自然资源和规划局（市林业局）", ("自然资源和规划局", "林业和草原局")),
        ("市政务服务和数字化建设管理局", ("政务服务局", "数据局")),
        ("市行政审批局", ("政务服务局",)),
        ("市大数据发展管理局", ("数据局",)),
        ("市地方金融监督管理局", ("金融办",)),
        ("市城市管理行政执法局", ("城市管理局",)),
        ("市国有资产监督管理委员会", ("国资委",)),
        ("市水务局", ("水利局",)),
        ("市人民政府办公室", ("市政府办公室",)),
        ("市残联", ("残疾人联合会",)),
        ("云杉区政府", ()),
        ("云杉科技城管委会", ()),
    ],
)
def test_the_kinds_of_a_unit_follow_from_its_name(name: str, departments: tuple[str, ...]) -> None:
    assert departments_of(name) == departments


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("争取超长期特别国债，谋划项目90个", "fgw"),
        ("推行一窗受理、全程网办", "zs"),
        ("建成公共数据共享平台", "zs"),
        ("举办银杏半程马拉松", "wtl"),
        ("争创4A级景区", "wtl"),
        # this office has no 投资促进局 and no 乡村振兴局: the kinds that do their work
        ("开展驻点招商，签约亿元项目15个", "sw"),
        ("守住不发生规模性返贫底线", "ny"),
    ],
)
def test_a_unit_of_the_office_is_proposed(text: str, key: str) -> None:
    assert PROPOSER.propose(text)[0].unit_key == key


def test_a_unit_that_is_two_kinds_is_proposed_once() -> None:
    keys = [one.unit_key for one in PROPOSER.propose("推行全程网办，建成公共数据共享平台")]
    assert keys.count("zs") == 1


def test_the_kind_is_named_where_the_office_has_no_unit_of_it() -> None:
    best = PROPOSER.propose("完成3座病险水库除险加固")[0]
    assert (best.unit_key, best.department) == (None, "水利局")


def test_a_unit_of_one_kind_stands_before_one_of_several() -> None:
    units = (KnownUnit("both", "市教育体育局"), KnownUnit("one", "市体育局"))
    assert Proposer(units).propose("举办银杏半程马拉松")[0].unit_key == "one"
    assert Proposer(units).propose("新建小学3所")[0].unit_key == "both"


def test_an_office_says_what_a_name_does_not() -> None:
    units = (KnownUnit("hb", "市绿色发展中心", departments=("生态环境局",)),)
    assert Proposer(units).propose("整治入河排污口40个")[0].unit_key == "hb"


def test_a_unit_that_is_named_is_proposed() -> None:
    best = PROPOSER.propose("由云杉区政府打造甲乙丙示范点")[0]
    assert (best.unit_key, best.department, best.reasons[0].code) == ("tx", "云杉区政府", "named")


def test_supporting_units_are_those_the_text_touches_beside_the_lead() -> None:
    text = "举办招商推介会和购物节，签约项目9个，会同市教育局组织学生观展"
    assert PROPOSER.propose(text)[0].unit_key == "sw"
    assert [one.unit_key for one in PROPOSER.supporting(text)] == ["jy"]


def test_who_leads_does_not_support() -> None:
    text = "培育民宿和温泉度假区，建设设施农业和果业基地"
    assert {one.unit_key for one in PROPOSER.supporting(text, lead="wtl")} == {"ny"}
    assert {one.unit_key for one in PROPOSER.supporting(text, lead="ny")} == {"wtl"}


def test_a_heading_alone_makes_nobody_support() -> None:
    assert PROPOSER.supporting("举办招商推介会", ("办好公平教育",)) == ()


def test_nobody_supports_what_nobody_leads() -> None:
    assert PROPOSER.supporting("让甲乙丙丁各得其所") == ()


def test_the_words_of_a_name_do_not_speak_for_the_unit_once_more() -> None:
    proposals = PROPOSER.propose("会同市教育局整治入河排污口40个")
    assert [(one.department, one.reasons[0].code) for one in proposals][:2] == [
        ("生态环境局", "topic_word"),
        ("教育局", "named"),
    ]


def test_a_unit_does_not_lie_beside_itself() -> None:
    codes = {reason.code for reason in PROPOSER.propose("争创4A级景区")[0].reasons}
    assert codes == {"topic_word"}
