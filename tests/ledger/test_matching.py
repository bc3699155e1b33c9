"""What answers what: one to one, at the least total cost."""

from __future__ import annotations

from itertools import permutations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import luoshi
from luoshi.ledger.matching import Item, Prose, pair, pledges, statements
from luoshi.ledger.matching.costs import Cost
from luoshi.ledger.matching.pairing import assigned


def prose(text: str, year: int) -> Prose:
    return Prose(luoshi.read_source(luoshi.Source.from_text(text), place="长春市", year=year, any_text=True))


def promised(*sentences: str) -> list[Item]:
    text = "一、2019年工作回顾\n过去一年，全市经济平稳。\n二、2020年工作安排\n" + "".join(
        f"今年，{one}。\n" for one in sentences
    )
    return pledges(prose(text, 2020))


def said(*sentences: str) -> list[Item]:
    text = (
        "一、2020年工作回顾\n"
        + "".join(f"{one}。\n" for one in sentences)
        + "二、2021年工作安排\n今年，继续努力。\n"
    )
    return statements(prose(text, 2021), 2021)


def answers(plan: list[str], review: list[str]) -> dict[str, str | None]:
    ours, theirs = promised(*plan), said(*review)
    return {
        ours[one.promise].quote: theirs[one.statement].quote if one.statement is not None else None
        for one in pair(ours, theirs)
        if ours[one.promise].family
    }


@pytest.mark.parametrize(
    ("plan", "review", "answer"),
    [
        ("地区生产总值增长6%", "地区生产总值增长5.4%", "5.4%"),
        ("规模以上工业增加值增长8%", "规上工业增加值增长7.1%", "7.1%"),
        ("新建高标准农田18万亩", "建成高标准农田18.6万亩", "18.6万亩"),
        ("改造老旧小区126个", "完成老旧小区改造128个", "128个"),
        ("改造农村厕所2000户", "改造农村厕所3000个", "3000个"),
        ("建设口袋公园20个", "28个口袋公园扮靓街头", "28个"),
        ("城镇新增就业2.6万人", "新增城镇就业2.71万人", "2.71万人"),
        ("粮食产量达到60万吨", "粮食总产量12.2亿斤", "12.2亿斤"),
        ("城镇新增就业岗位5万个", "城镇新增就业5.1万人", "5.1万人"),
        ("市场主体达到36万户", "市场主体总数达38.6万", "38.6万"),
        ("服务业增加值增长8%", "第三产业增加值增长7%", "7%"),
        ("新建农村道路200公里", "建成农村公路269公里", "269公里"),
        ("实施市级重点项目410个", "526个市重点建设项目加快推进", "526个"),
        ("完成年度投资650亿元以上", "完成年度投资682亿元", "682亿元"),
        ("新建5000万元以上项目200个", "柳河产业园等279个5000万元以上项目开工建设", "279个"),
        ("高新技术企业达到650家", "高新技术企业净增80家、总数突破700家", "700家"),
        ("引进10亿元以上项目20个", "新签约10亿元以上项目28个", "28个"),
        ("实施城乡建设重点项目32个", "33个城乡建设重点项目完成投资5亿元", "33个"),
    ],
)
def test_the_same_thing_in_other_words_answers(plan: str, review: str, answer: str) -> None:
    assert list(answers([plan], ["召开座谈会12次", review]).values()) == [answer]


@pytest.mark.parametrize(
    ("plan", "review"),
    [
        ("新建高标准农田18万亩", "粮食播种面积300万亩"),
        ("城镇居民人均可支配收入增长6%", "农村居民人均可支配收入增长7%"),
        ("外贸进出口增长8%", "外贸出口增长9%"),
        ("新开工10亿元以上项目20个", "新开工亿元以上项目90个"),
        ("实施重点项目210个", "幸福花园等19个项目加快建设"),
        ("改造老旧小区126个", "改造老旧厂房12万平方米"),
        ("柳河园区规模以上工业增加值增长9%", "规模以上工业增加值增长6%"),
        ("规上工业企业研发经费投入强度达到2.1%", "研发经费投入强度达到7.1%"),
        ("制造业增加值增长8%", "制造业增加值占地区生产总值比重达35%"),
        ("新增规上工业企业120户", "园区规上工业企业超过850家"),
        ("农民人均年劳务收入达到2200元", "农民人均纯收入达到8598元"),
        ("地区生产总值增长7%", "五年来，地区生产总值年均增长7.9%"),
        ("外贸进出口增长8%", "外贸进出口平稳发展"),
    ],
)
def test_another_thing_or_another_scope_does_not_answer(plan: str, review: str) -> None:
    assert list(answers([plan], [review]).values()) == [None]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_what_is_said_does_not_matter(order: tuple[int, ...]) -> None:
    review = ["新建农村公路310公里", "新建城市公园12个", "新建城市道路31公里"]
    found = answers(
        ["新建城市道路30公里", "新建农村公路300公里", "新建城市公园10个"], [review[index] for index in order]
    )
    assert found == {"30公里": "31公里", "300公里": "310公里", "10个": "12个"}


@pytest.mark.parametrize(
    ("plan", "review", "found"),
    [
        (
            ["城镇居民人均可支配收入增长7%", "农村居民人均可支配收入增长8%"],
            "城镇、农村居民人均可支配收入均增长7.3%",
            {"7%": "7.3%", "8%": "7.3%"},
        ),
        (
            ["国控断面水质优良比例达到94%", "危险废物安全处置率达到99%"],
            "国控断面水质优良比例、危险废物安全处置率均达100%",
            {"94%": "100%", "99%": "100%"},
        ),
        # a sum answers for one of them only
        (
            ["新建城市绿道30公里", "新建登山步道20公里"],
            "新建城市绿道、登山步道55公里",
            {"30公里": "55公里", "20公里": None},
        ),
    ],
)
def test_a_figure_said_of_several_things_answers_for_each(
    plan: list[str], review: str, found: dict[str, str | None]
) -> None:
    assert answers(plan, [review]) == found


def test_two_figures_that_a_plan_sets_for_one_thing_share_an_answer() -> None:
    found = answers(["城镇新增就业11万人", "全年城镇新增就业11.6万人"], ["城镇新增就业12万人"])
    assert found == {"11万人": "12万人", "11.6万人": "12万人"}


def test_of_two_likely_answers_that_of_the_size_promised_is_taken() -> None:
    found = answers(
        ["建立优质水产品定点生产基地3450亩"], ["建立水产品加工基地260亩", "建成无公害水产品生产基地3450亩"]
    )
    assert found == {"3450亩": "3450亩"}


def test_words_of_a_whole_group_answer_what_no_figure_does() -> None:
    found = answers(
        ["约束性指标是：单位地区生产总值能耗下降3%，烟尘排放量下降2%"],
        ["单位地区生产总值能耗下降3.2%", "各项约束性指标全面完成"],
    )
    assert found == {"3%": "3.2%", "2%": "各项约束性指标全面完成"}


def test_a_promise_of_words_does_not_take_the_figure_of_another() -> None:
    found = answers(["扎实办好民生实事", "重点办好民生实事10件"], ["10件民生实事全部完成"])
    assert found == {"10件": "10件"}


def test_words_answer_where_no_figure_does() -> None:
    found = answers(["建成社区养老服务中心12处"], ["社区养老服务中心全部建成投用"])
    assert found == {"12处": "社区养老服务中心全部建成投用"}


def test_a_figure_answers_rather_than_words() -> None:
    found = answers(["建成社区养老服务中心12处"], ["社区养老服务中心建设稳步推进", "建成社区养老服务中心9处"])
    assert found == {"12处": "9处"}


def test_a_growth_over_the_whole_year_answers_rather_than_over_a_part() -> None:
    found = answers(["地区生产总值增长7%"], ["前三季度地区生产总值增长3.5%", "全年地区生产总值增长4%"])
    assert found == {"7%": "4%"}


def test_the_nearest_word_tells_of_which_part_of_the_year_a_figure_is() -> None:
    found = answers(
        ["地区生产总值增长6%"],
        ["地区生产总值一季度、上半年分别增长2.5%、2.7%，全年增长3.1%"],
    )
    assert found == {"6%": "3.1%"}


def test_what_a_plan_says_twice_is_answered_once_for_both() -> None:
    ours = promised("改造农村厕所2000户", "改造农村厕所2000户")
    theirs = said("改造农村厕所3000个")
    figures = [one for one in pair(ours, theirs) if ours[one.promise].family]
    assert [one.statement for one in figures] == [figures[0].statement] * 2
    assert figures[0].statement is not None


def test_a_county_does_not_answer_for_another_county() -> None:
    plan = promised("新建高标准农田18万亩")
    theirs = said("新建高标准农田18万亩")
    one = [msgspec.structs.replace(item, place="德惠市") for item in plan]
    other = [msgspec.structs.replace(item, place="榆树市") for item in theirs]
    assert all(found.statement is None for found in pair(one, other))


_COSTS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(0.01, 0.59, allow_nan=False)), max_size=24
)


@given(_COSTS)
def test_no_statement_answers_two_promises_and_no_cheaper_exchange_is_left(
    entries: list[tuple[int, int, float]],
) -> None:
    dense = np.full((7, 7), np.inf)
    for row, column, cost in entries:
        dense[row, column] = cost
    rows, columns = np.nonzero(np.isfinite(dense))
    found = assigned(
        [Cost(int(row), int(column), dense[row, column]) for row, column in zip(rows, columns, strict=True)],
        0.6,
    )
    taken = [column for column, _ in found.values()]
    assert len(taken) == len(set(taken))
    assert all(dense[row, column] == cost for row, (column, cost) in found.items())
    free = [
        (row, column)
        for row, column in zip(rows, columns, strict=True)
        if row not in found and column not in taken
    ]
    assert not free
    for one, (a, _) in found.items():
        for other, (b, _) in found.items():
            assert dense[one, a] + dense[other, b] <= dense[one, b] + dense[other, a] + 1e-9
