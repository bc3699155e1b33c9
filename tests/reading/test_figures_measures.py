"""What kind of measure a number is: level, growth, change, share or rank; a fall is negative.

A case: the rule, the part of the report, a sentence, its figures as ``quote｜subject｜value unit｜special``.
"""

from __future__ import annotations

from reading.sentences import Case, falling_short, run_cases

CASES: list[Case] = [
    ("level-amount", "review", "地区生产总值1564.7亿元。", ["1564.7亿元｜地区生产总值｜156470000000 元"]),
    ("level-reached", "review", "地区生产总值达到1564.7亿元。", ["1564.7亿元｜地区生产总值｜156470000000 元"]),
    ("level-count", "review", "高新技术企业达到279家。", ["279家｜高新技术企业｜279 家"]),
    ("level-done", "review", "新增就业3万人。", ["3万人｜新增就业｜30000 人"]),
    ("level-built", "review", "新建公园5个。", ["5个｜新建公园｜5 个"]),
    ("level-raised-to", "review", "低保标准提高到每月620元。", ["620元｜低保标准｜620 元"]),
    ("level-grown-to", "review", "外贸进出口总额增加到181.6亿元。", ["181.6亿元｜外贸进出口总额｜18160000000 元"]),
    ("level-fallen-to", "review", "PM2.5平均浓度下降到30.8微克/立方米。", ["30.8微克/立方米｜PM2.5平均浓度｜30.8 微克/立方米"]),
    ("level-days-of-good-air", "review", "优良天数达到300天。", ["300天｜优良天数｜300 天"]),
    ("level-time-cut-to", "review", "企业开办时间压缩至3个工作日。", ["3个工作日｜企业开办时间｜3 个工作日"]),
    ("level-act-net-added", "review", "净增经营主体8000户。", ["8000户｜净增经营主体｜8000 户"]),
    ("level-act-out-of-poverty", "review", "脱贫3.2万人。", ["3.2万人｜脱贫｜32000 人"]),
    ("level-act-resolved", "review", "化解政府债务12亿元。", ["12亿元｜化解政府债务｜1200000000 元"]),
    ("level-act-cleared", "review", "清理证明事项46项。", ["46项｜清理证明事项｜46 项"]),
    ("level-relief", "review", "减免税费31.7亿元。", ["31.7亿元｜减免税费｜3170000000 元"]),
    ("growth-up", "review", "地区生产总值增长5.4%。", ["5.4%｜地区生产总值｜5.4 %｜growth"]),
    ("growth-down", "review", "固定资产投资下降2.4%。", ["2.4%｜固定资产投资｜-2.4 %｜growth"]),
    ("growth-fell-off", "review", "房地产销售面积下滑8%。", ["8%｜房地产销售面积｜-8 %｜growth"]),
    ("growth-raised", "review", "农产品产量提高6%。", ["6%｜农产品产量｜6 %｜growth"]),
    ("growth-year-on-year", "review", "用电量同比增长7.3%。", ["7.3%｜用电量｜7.3 %｜growth"]),
    ("growth-year-on-year-fall", "review", "信访总量同比下降15%。", ["15%｜信访总量｜-15 %｜growth"]),
    ("growth-against-last-year", "review", "用电量比上年增长7.3%。", ["7.3%｜用电量｜7.3 %｜growth"]),
    ("growth-rate-noun", "review", "工业增加值增速达到8.1%。", ["8.1%｜工业增加值｜8.1 %｜growth"]),
    ("growth-amplitude-noun", "review", "社会消费品零售总额增幅为5.6%。", ["5.6%｜社会消费品零售总额｜5.6 %｜growth"]),
    ("growth-mean", "five", "地区生产总值年均增长5.7%。", ["5.7%｜地区生产总值｜5.7 %｜growth 2021-2025"]),
    ("growth-prices-rise", "plan", "居民消费价格涨幅控制在3%左右。", ["3%｜居民消费价格｜3 %｜growth about"]),
    ("growth-prices-rose", "review", "居民消费价格上涨2.1%。", ["2.1%｜居民消费价格｜2.1 %｜growth"]),
    ("growth-price-cut", "review", "集采药品平均降价超过50%。", ["50%｜集采药品｜-50 %｜growth at_least"]),
    ("growth-energy-fall", "review", "单位地区生产总值能耗下降3.1%。", ["3.1%｜单位地区生产总值能耗｜-3.1 %｜growth"]),
    ("growth-multiple", "review", "出口额增长2.5倍。", ["2.5倍｜出口额｜2.5 倍｜growth"]),
    ("growth-times-of", "review", "税收是2015年的3倍。", ["3倍｜税收｜3 倍｜growth"]),
    ("growth-fall-at-least", "plan", "单位地区生产总值能耗下降2%以上。", ["2%｜单位地区生产总值能耗｜-2 %｜growth at_least"]),
    ("growth-fall-range", "plan", "单位地区生产总值能耗下降2%—3%。", ["2%—3%｜单位地区生产总值能耗｜-3..-2 %｜growth between"]),
    ("change-points-up", "review", "城镇化率提高1.2个百分点。", ["1.2个百分点｜城镇化率｜1.2 个百分点｜change"]),
    ("change-points-down", "review", "煤炭消费占比下降3个百分点。", ["3个百分点｜煤炭消费占比｜-3 个百分点｜change"]),
    ("change-amount-more", "review", "粮食产量比上年增加50亿斤。", ["50亿斤｜粮食产量｜5000000000 斤｜change"]),
    ("change-amount-less", "review", "存量贷款比年初减少12亿元。", ["12亿元｜存量贷款｜-1200000000 元｜change"]),
    ("change-time-cut", "review", "审批时间压缩3天。", ["3天｜审批时间｜-3 天｜change"]),
    ("change-count-cut", "review", "行政审批事项减少120项。", ["120项｜行政审批事项｜-120 项｜change"]),
    ("change-act-of-reducing", "review", "压减财政支出3亿元。", ["3亿元｜压减财政支出｜-300000000 元｜change"]),
    ("change-above-an-average", "review", "规上工业增加值增速高于全省2.1个百分点。", ["2.1个百分点｜规上工业增加值增速｜2.1 个百分点｜change"]),
    ("change-below-a-goal", "review", "地区生产总值增速比年初目标低0.6个百分点。", ["0.6个百分点｜地区生产总值增速｜-0.6 个百分点｜change"]),
    ("change-places-up", "review", "营商环境排名前移2位。", ["2位｜营商环境排名｜2 位｜change"]),
    ("change-income-up-by", "review", "农民人均收入增加1200元。", ["1200元｜农民人均收入｜1200 元｜change"]),
    ("share-of-a-whole", "review", "民生支出占一般公共预算支出的79.6%。", ["79.6%｜民生支出占一般公共预算支出｜79.6 %｜share"]),
    ("share-proportion", "review", "服务业增加值占比达到68.2%。", ["68.2%｜服务业增加值占比｜68.2 %｜share"]),
    ("share-cover", "review", "森林覆盖率达到58.6%。", ["58.6%｜森林覆盖率｜58.6 %｜share"]),
    ("share-raised-to", "review", "城镇化率提高到59.4%。", ["59.4%｜城镇化率｜59.4 %｜share"]),
    ("share-fallen-to", "review", "贫困发生率下降到0.3%。", ["0.3%｜贫困发生率｜0.3 %｜share"]),
    ("share-unemployment", "plan", "城镇调查失业率控制在5.5%以内。", ["5.5%｜城镇调查失业率｜5.5 %｜share at_most"]),
    ("share-unemployment-bare", "review", "城镇登记失业率3.1%。", ["3.1%｜城镇登记失业率｜3.1 %｜share"]),
    ("share-good-days", "review", "空气质量优良率87.5%。", ["87.5%｜空气质量优良率｜87.5 %｜share"]),
    ("share-good-days-portion", "review", "空气质量优良天数比例88.7%。", ["88.7%｜空气质量优良天数比例｜88.7 %｜share"]),
    ("share-passed", "review", "食品抽检合格率保持在98%以上。", ["98%｜食品抽检合格率｜98 %｜share at_least"]),
    ("share-full", "review", "省定任务完成率达到100%。", ["100%｜省定任务完成率｜100 %｜share"]),
    ("share-price-index", "review", "居民消费价格指数为102.3%。", ["102.3%｜居民消费价格指数｜102.3 %｜share"]),
    ("share-intensity", "review", "全社会研发投入强度达到2.1%。", ["2.1%｜全社会研发投入强度｜2.1 %｜share"]),
    ("rank-in-the-province", "review", "经开区综合考评列全省第9位。", ["9位｜经开区综合考评｜9 位｜rank"]),
    ("rank-without-its-unit", "review", "营商环境排名全省第3。", ["3｜营商环境｜3｜rank"]),
    ("rank-in-front", "review", "工业增速居全省前3位。", ["3位｜工业增速｜3 位｜rank at_most"]),
    ("rank-earlier-and-later", "review", "城市竞争力由252位升至136位。", ["252位｜城市竞争力｜252 位｜rank background 2022", "136位｜城市竞争力｜136 位｜rank"]),
    ("rank-with-ordinal-mark", "review", "综合实力跃居全国第17位。", ["17位｜综合实力｜17 位｜rank"]),
    ("level-lifespan", "review", "人均预期寿命提高到79.2岁。", ["79.2岁｜人均预期寿命｜79.2 岁"]),
    ("level-act-eliminated", "review", "淘汰落后产能30万吨。", ["30万吨｜淘汰落后产能｜300000 吨"]),
    ("level-new-capacity", "review", "新增产能30万吨。", ["30万吨｜新增产能｜300000 吨"]),
    ("growth-of-each-of-two", "review", "事故起数与死亡人数同比下降52.8%、55.3%。", ["52.8%｜事故起数｜-52.8 %｜growth", "55.3%｜死亡人数｜-55.3 %｜growth"]),
    ("share-natural-growth", "review", "自然增长率控制在6‰以内。", ["6‰｜自然增长率｜6 ‰｜share at_most"]),
]  # fmt: skip

# What the definition says and the reader does not do yet, with what it does instead.
SHORT: list[tuple[str, str, str, list[str], str]] = [
    ("change-above-another-rise", "review", "农村居民收入增幅高于城镇居民收入增幅1.4个百分点。", ["1.4个百分点｜农村居民收入增幅｜1.4 个百分点｜change"], "the subject keeps 高于城镇居民收入"),
]  # fmt: skip


def test_a_measure_is_told() -> None:
    run_cases(CASES)


@falling_short(SHORT)
def test_a_measure_is_told_one_day(case: Case) -> None:
    run_cases([case])
