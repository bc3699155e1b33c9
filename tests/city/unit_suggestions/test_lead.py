"""Which department is proposed first for sentences we made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.city.unit_suggestions import Proposer, propose

PROPOSER = Proposer()


def first(text: str, headings: tuple[str, ...] = (), kind: str = "task") -> str:
    return PROPOSER.propose(text, headings, kind)[0].department


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("开展驻点招商，签约亿元项目15个", "商务局"),
        ("办好梨花购物节，促进汽车消费", "商务局"),
        ("新建云杉小学，新增学位1200个", "教育局"),
        ("新增高新技术企业30家", "科学技术局"),
        ("培育专精特新企业12家", "工业和信息化局"),
        ("推进青石陶瓷厂技术改造", "工业和信息化局"),
        ("新建高标准农田6万亩", "农业农村局"),
        ("修建农村公路80公里", "交通运输局"),
        ("改造老旧小区21个", "住房城乡建设局"),
        ("推行生活垃圾分类", "城市管理局"),
        ("完成3座病险水库除险加固", "水利局"),
        ("造林2万亩，修复草原5万亩", "林业和草原局"),
        ("严守永久基本农田，盘活闲置土地900亩", "自然资源和规划局"),
        ("整治入河排污口40个", "生态环境局"),
        ("争创4A级景区，打造两条旅游线路", "文化和旅游局"),
        ("举办银杏半程马拉松", "体育局"),
        ("推进紧密型医共体建设", "卫生健康委"),
        ("扩大门诊共济，规范医保基金使用", "医疗保障局"),
        ("新建社区养老服务中心4个", "民政局"),
        ("为800名残疾儿童提供康复服务", "残疾人联合会"),
        ("城镇新增就业2万人", "人力资源和社会保障局"),
        ("做好双拥工作，关爱退役军人", "退役军人事务局"),
        ("严厉打击电信网络诈骗", "公安局"),
        ("深化安全生产隐患排查", "应急管理局"),
        ("创建食品安全示范城市", "市场监督管理局"),
        ("推行一窗受理、全程网办", "政务服务局"),
        ("建成公共数据共享平台，建设城市大脑", "数据局"),
        ("规范行政执法，开展普法教育", "司法局"),
        ("化解政府债务，坚持过紧日子", "财政局"),
        ("防范非法集资，处置不良贷款", "金融办"),
        ("深化国企改革", "国资委"),
        ("化解信访积案60件", "信访局"),
        ("推进审计全覆盖", "审计局"),
        ("办好人大代表建议和政协提案", "市政府办公室"),
        ("新增粮食储备库容3万吨，实施优质粮食工程", "粮食和物资储备局"),
        ("开展全民国防教育，加强人民防空", "国防动员办公室"),
        ("铸牢中华民族共同体意识", "民族宗教事务局"),
        ("结好两座国际友好城市", "外事办公室"),
        ("巩固快递进村成果", "邮政管理局"),
        ("提升气象灾害预警能力，开展人工影响天气作业", "气象局"),
        ("争取超长期特别国债，谋划项目90个", "发展改革委"),
        ("深化供销合作社综合改革", "供销合作社"),
        ("做好防返贫监测，落实四个不摘", "乡村振兴局"),
        ("新建220千伏输电线路40公里", "发展改革委"),
        ("清理拖欠企业账款", "工业和信息化局"),
        ("抓好保交房，处置烂尾楼3处", "住房城乡建设局"),
        ("完成65蒸吨以下燃煤锅炉淘汰", "生态环境局"),
        ("推行按病种分值付费", "医疗保障局"),
        ("建成通三级路的乡镇9个", "交通运输局"),
        ("打机井60眼，实施农村自来水工程", "水利局"),
        ("启动鹭河高速公路项目前期工作", "交通运输局"),
        ("稳产保供，推广新品种20个", "农业农村局"),
        ("提振离境退税商店销售，扩大免税消费", "商务局"),
        ("清理门难进、脸难看、事难办", "政务服务局"),
    ],
)
def test_words_point_to_the_department(text: str, department: str) -> None:
    assert first(text) == department


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("地区生产总值增长6%", "发展改革委"),
        ("规上工业增加值增长8%", "工业和信息化局"),
        ("社会消费品零售总额增长7%", "商务局"),
        ("一般公共预算收入增长5%", "财政局"),
        ("城镇调查失业率5.5%左右", "人力资源和社会保障局"),
        ("优良天数比例达到88%", "生态环境局"),
        ("粮食产量稳定在60亿斤", "农业农村局"),
        ("研发经费投入增长10%", "科学技术局"),
        ("森林覆盖率提高0.3个百分点", "林业和草原局"),
        ("各项主要预期目标全面完成", "发展改革委"),
    ],
)
def test_a_headline_target_goes_to_who_keeps_its_figure(text: str, department: str) -> None:
    assert first(text, kind="headline_target") == department


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("新建农村公路12公里", "交通运输局"),  # no 农村 of 农业农村局
        ("推进乡村旅游提质", "文化和旅游局"),
        ("新增省级以上市级示范点2个，改造危房40户", "住房城乡建设局"),  # no 上市
        ("提高中小学课后服务水平", "教育局"),
        ("严打跨境诈骗，保障经济增长环境", "公安局"),
        ("保持中高速增长，实施技术改造60项", "工业和信息化局"),  # no 高速
        ("加强宣传教育，化解信访积案12件", "信访局"),  # no 传教
        ("强化工程监管，改造危房12户", "住房城乡建设局"),  # no 化工
        ("深入学习先进经验，造林2万亩", "林业和草原局"),  # no 入学
        ("深化城镇化工作，谋划储备项目30个", "发展改革委"),  # no 化工
    ],
)
def test_a_longer_word_hides_the_shorter_inside_it(text: str, department: str) -> None:
    assert first(text) == department


def test_a_word_of_a_list_says_less_than_what_the_clause_is_about() -> None:
    text = "支持种植、养殖、林下等业态，开展职业技能培训"
    assert first(text) == "人力资源和社会保障局"
    assert first(text.replace("、", "和")) == "农业农村局"


def test_headings_say_where_the_words_do_not() -> None:
    assert first("再建6处示范点", ("四、民生", "发展养老服务")) == "民政局"
    assert first("再建6处示范点", ("四、民生", "办好公平教育")) == "教育局"


def test_the_nearest_heading_weighs_most() -> None:
    assert first("再建6处示范点", ("发展养老服务", "办好公平教育")) == "教育局"


def test_own_words_weigh_more_than_the_heading() -> None:
    assert first("新建高标准农田6万亩", ("促进消费",)) == "农业农村局"


def test_a_project_without_words_goes_to_who_keeps_the_projects() -> None:
    proposals = PROPOSER.propose("推进蓝鲸湾二期", kind="project")
    assert [(one.department, one.reasons[0].code) for one in proposals] == [("发展改革委", "usual_keeper")]


def test_nothing_is_proposed_where_nothing_points_anywhere() -> None:
    assert PROPOSER.propose("让甲乙丙丁各得其所") == ()


def test_an_office_lays_its_own_words_over_the_file() -> None:
    own = {"水利局": {"strong": "四沟共治 鹭河"}, "商务局": {"weak": "购物节"}}
    assert Proposer(own_topics=own).propose("推进四沟共治")[0].department == "水利局"
    ours, theirs = (proposer.propose("办好购物节")[0] for proposer in (Proposer(own_topics=own), PROPOSER))
    assert ours.score < theirs.score


def test_scores_fall_and_stay_between_0_and_1() -> None:
    scores = [one.score for one in PROPOSER.propose("招商引资，发展旅游，改造老旧小区，新建学校医院")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) >= 4
    assert all(0 < score < 1 for score in scores)


WORDS = st.sampled_from(
    ["招商", "教育", "，", "。", "农村公路", "10%", "(", "[", "\n", "地区生产总值", " ", "𠮷"]
)


@given(
    st.text(max_size=80) | st.lists(WORDS, max_size=20).map("".join),
    st.lists(st.text(max_size=20)),
    st.text(),
)
def test_arbitrary_text_never_fails(text: str, headings: list[str], kind: str) -> None:
    proposals = PROPOSER.propose(text, headings, kind)
    assert all(one.reasons and 0 < one.score <= 1 for one in proposals)
    assert len({(one.unit_key, one.department) for one in proposals}) == len(proposals)
    assert PROPOSER.propose(text, headings, kind) == proposals
    PROPOSER.supporting(text, headings, kind)


def test_one_promise_can_be_asked_for_without_building_anything() -> None:
    assert propose("整治入河排污口40个")[0].department == "生态环境局"


def test_every_proposal_has_a_reason_even_where_words_speak_against_it() -> None:
    # 招商 speaks against 发展改革委, whose share in headline targets remains
    proposals = PROPOSER.propose("养殖旅游外资医院学校", kind="headline_target")
    assert all(one.reasons for one in proposals)
