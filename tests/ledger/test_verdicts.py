"""What became of a promise: by direction, bound, tone and words."""

from __future__ import annotations

import pytest

import luoshi
from luoshi.errors import Language
from luoshi.ledger.api import Ledger
from luoshi.ledger.reasons import in_words, reason_codes
from luoshi.ledger.records import Account
from luoshi.reading.records import Report


def report(year: int, review: str, plan: str, **changes: object) -> Report:
    text = f"一、{year - 1}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n"
    return luoshi.read_source(
        luoshi.Source.from_text(text, f"{year}.txt"), place="长春市", year=year, any_text=True
    )


def accounts(plan: str, review: str) -> tuple[Account, ...]:
    ledger = Ledger(
        [report(2020, "全市经济平稳。", f"今年，{plan}。"), report(2021, f"{review}。", "今年，继续努力。")]
    )
    return tuple(one for one in ledger.accounts if one.year == 2020 and one.figure is not None)


@pytest.mark.parametrize(
    ("plan", "review", "verdict", "code"),
    [
        # more is better
        ("地区生产总值增长6%", "地区生产总值增长6%", "kept", "reached"),
        ("地区生产总值增长6%", "地区生产总值增长6.5%", "kept", "reached"),
        ("地区生产总值增长6%", "地区生产总值增长6.6%", "exceeded", "beyond"),
        ("地区生产总值增长6%", "地区生产总值增长5.9%", "missed", "short"),
        ("地区生产总值增长6%以上", "地区生产总值增长6.2%", "kept", "reached"),
        ("力争地区生产总值增长6%", "地区生产总值增长5.5%", "missed", "short"),
        ("新建口袋公园20个", "新建口袋公园21个", "kept", "reached"),
        ("新建口袋公园20个", "新建口袋公园22个", "exceeded", "beyond"),
        ("新建口袋公园20个", "新建口袋公园19个", "missed", "short"),
        # about: half a point of growth, 5 % of anything else
        ("地区生产总值增长6%左右", "地区生产总值增长5.5%", "kept", "near"),
        ("地区生产总值增长6%左右", "地区生产总值增长5.4%", "missed", "short"),
        ("接待游客2000万人次左右", "接待游客1900万人次", "kept", "near"),
        ("接待游客2000万人次左右", "接待游客1899万人次", "missed", "short"),
        # between
        ("地区生产总值增长5%—6%", "地区生产总值增长5%", "kept", "reached"),
        ("地区生产总值增长5%—6%", "地区生产总值增长6.4%", "kept", "reached"),
        ("地区生产总值增长5%—6%", "地区生产总值增长7%", "exceeded", "beyond"),
        ("地区生产总值增长5%—6%", "地区生产总值增长4.9%", "missed", "short"),
        # less is better
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率3.1%", "kept", "reached"),
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率4.6%", "missed", "short"),
        ("居民消费价格涨幅控制在3%左右", "居民消费价格上涨1%", "kept", "reached"),
        ("居民消费价格涨幅控制在3%左右", "居民消费价格上涨3.4%", "kept", "near"),
        ("PM2.5平均浓度降至35微克/立方米以下", "PM2.5平均浓度36微克/立方米", "missed", "short"),
        ("单位地区生产总值能耗下降3%", "单位地区生产总值能耗下降3.1%", "kept", "reached"),
        ("单位地区生产总值能耗下降3%", "单位地区生产总值能耗下降2.4%", "missed", "short"),
        # told with fewer decimals than promised
        ("建设高标准农田35.44万亩", "建成高标准农田35.4万亩", "kept", "reached"),
        ("建设高标准农田35.44万亩", "建成高标准农田35.3万亩", "missed", "short"),
        ("建设高标准农田35.4万亩", "建成高标准农田35.36万亩", "missed", "short"),
        # other units
        ("粮食产量稳定在235万吨左右", "粮食总产量46.7亿斤", "kept", "near"),
        ("城镇新增就业岗位5万个", "城镇新增就业4.9万人", "missed", "short"),
        # only a part
        ("整治城区易涝积水点18处", "整治城区易涝积水点12处，其余6处正在施工", "partly", "rest_open"),
        ("新建排水管网42公里", "新建排水管网29公里，其余标段正在施工", "partly", "rest_open"),
        # cannot be compared
        ("工业技改投资60亿元", "工业技改投资增长12.5%", "not_comparable", "other_measure"),
        ("建设保障性住房1800套", "新开工保障性住房1260套", "not_comparable", "other_stage"),
        ("城镇低保标准提高30元", "城镇低保标准提高到351元", "not_comparable", "other_measure"),
        ("地区生产总值增长6%", "前三季度地区生产总值增长7%", "not_comparable", "part_of_year"),
        # words
        ("争创国家4A级景区1个", "成功创建国家4A级景区", "kept", "said_done"),
        ("建成社区养老服务中心12处", "社区养老服务中心全部建成投用", "kept", "said_done"),
        ("新建青溪排水管网42公里", "青溪排水管网建设有序推进", "not_comparable", "only_words"),
        ("建成社区养老服务中心12处", "社区养老服务中心未能如期建成", "missed", "said_not_done"),
        ("地区生产总值增长6%", "地区生产总值与上年持平", "missed", "said_not_done"),
        ("居民消费价格涨幅控制在3%以内", "居民消费价格与上年持平", "kept", "said_done"),
        # nothing
        ("新建口袋公园20个", "地区生产总值增长6%", "unreported", "not_mentioned"),
    ],
)
def test_a_verdict_and_its_reason(plan: str, review: str, verdict: str, code: str) -> None:
    (account,) = accounts(plan, review)
    assert (account.verdict, account.reason.code) == (verdict, code)
    assert (account.outcome is None) == (verdict == "unreported")


def test_what_stands_after_a_figure_of_another_thing_does_not_make_it_partly() -> None:
    (account,) = accounts("新增停车泊位5000个", "新增停车泊位3260个，养老服务中心9处投用、6处正在装修")
    assert account.verdict == "missed"


@pytest.mark.parametrize("review", ["全市累计新增城镇就业55万人", "五年来，新增城镇就业55万人"])
def test_a_total_of_several_years_is_no_answer_for_one(review: str) -> None:
    (account,) = accounts("新增城镇就业10万人", review)
    assert account.verdict in {"not_comparable", "unreported"}


def test_what_a_report_on_a_whole_term_gives_far_beyond_a_year_is_its_sum() -> None:
    plan = report(2020, "全市经济平稳。", "今年，新增城镇就业10万人，新建口袋公园20个。")
    text = "一、过去五年工作回顾\n新增城镇就业53万人。2020年新建口袋公园22个。\n二、2021年工作安排\n今年，继续。\n"
    term = luoshi.read_source(
        luoshi.Source.from_text(text, "2021.txt"), place="长春市", year=2021, any_text=True
    )
    found = [
        one.verdict for one in Ledger([plan, term]).accounts if one.year == 2020 and one.figure is not None
    ]
    assert found[0] in {"not_comparable", "unreported"}
    assert found[1] == "exceeded"


def test_a_goal_for_a_later_year_waits_and_is_judged_by_the_report_of_that_year() -> None:
    plan = "到2022年，森林覆盖率达到60%。"
    one = report(2020, "全市经济平稳。", plan)
    waiting = [one for one in Ledger([one]).accounts if one.figure is not None]
    assert [(one.verdict, one.reason.code, one.due) for one in waiting] == [
        ("not_yet_due", "later_year", 2022)
    ]
    between = report(2021, "森林覆盖率达到61%。", "今年，继续努力。")
    last = report(2023, "森林覆盖率达到58%。", "今年，继续努力。")
    judged = [one for one in Ledger([one, between, last]).accounts if one.figure is not None]
    assert [(one.verdict, one.answered, one.outcome.quote if one.outcome else None) for one in judged] == [
        ("missed", 2023, "58%")
    ]


def test_a_missing_year_is_said_and_no_later_report_answers() -> None:
    first = report(2020, "全市经济平稳。", "今年，地区生产总值增长6%。")
    later = report(2022, "地区生产总值增长7%。", "今年，继续努力。")
    (account,) = [
        one for one in Ledger([first, later]).accounts if one.figure is not None and one.year == 2020
    ]
    assert (account.verdict, account.reason.code, account.outcome) == (
        "not_comparable",
        "missing_report",
        None,
    )
    assert "2021" in in_words(account.reason)


def test_the_last_report_waits_for_the_next() -> None:
    (account,) = [
        one
        for one in Ledger([report(2020, "全市平稳。", "今年，新建学校3所。")]).accounts
        if one.figure is not None
    ]
    assert (account.verdict, account.reason.code) == ("not_yet_due", "no_next_report")


def test_what_an_abstract_does_not_mention_is_not_called_dropped() -> None:
    import msgspec

    first = report(2020, "全市经济平稳。", "今年，新建口袋公园20个。")
    short = msgspec.structs.replace(
        report(2021, "地区生产总值增长6%。", "今年，继续努力。"), edition="abstract"
    )
    (account,) = [
        one for one in Ledger([first, short]).accounts if one.figure is not None and one.year == 2020
    ]
    assert (account.verdict, account.reason.code) == ("not_comparable", "not_in_abstract")
    assert [note.code for note in account.notes] == ["answered_by_abstract"]


def test_both_quotes_point_at_their_words() -> None:
    plan, review = (
        report(2020, "全市平稳。", "今年，新建口袋公园20个。"),
        report(2021, "新建口袋公园21个。", "今年，继续。"),
    )
    (account,) = [
        one for one in Ledger([plan, review]).accounts if one.figure is not None and one.year == 2020
    ]
    assert account.outcome is not None
    assert plan.text[account.promised.start : account.promised.end] == account.promised.quote == "20个"
    assert review.text[account.outcome.start : account.outcome.end] == account.outcome.quote == "21个"
    assert account.outcome.file == "2021.txt"


LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language: Language) -> None:
    ledger = Ledger(
        [
            report(2020, "全市平稳。", "今年，地区生产总值增长6%，新建口袋公园20个。"),
            report(2021, "地区生产总值增长5%。", "今年，继续。"),
        ]
    )
    for account in ledger.accounts:
        assert account.reason.code in reason_codes()
        assert "{" not in in_words(account.reason, language)
