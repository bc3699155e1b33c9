"""Whether a figure is reached, expected, aimed at or background; its tone; the years it is about.

A case: the rule, the part of the report, a sentence, its figures as ``quote｜subject｜value unit｜special``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, str, str, list[str]]] = [
    ("review-is-actual-last-year", "review", "新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("plan-is-target-this-year", "plan", "新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("review-names-its-year", "review", "2023年，新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("review-names-an-earlier-year", "review", "2021年，新建学校3所。", ["3所｜新建学校｜3 所｜2021"]),
    ("expected-at-the-head", "review", "预计地区生产总值达到1486亿元、增长4.1%。", ["1486亿元｜地区生产总值｜148600000000 元｜expected", "4.1%｜地区生产总值｜4.1 %｜growth expected"]),
    ("expected-at-the-head-covers-the-sentence", "review", "预计地区生产总值增长4.1%；工业增加值增长6.2%；税收86亿元。", ["4.1%｜地区生产总值｜4.1 %｜growth expected", "6.2%｜工业增加值｜6.2 %｜growth expected", "86亿元｜税收｜8600000000 元｜expected"]),
    ("expected-behind-the-year", "review", "2023年，预计地区生产总值增长4.1%。", ["4.1%｜地区生产总值｜4.1 %｜growth expected"]),
    ("expected-behind-the-whole-year", "review", "全年预计地区生产总值增长4.1%；税收86亿元。", ["4.1%｜地区生产总值｜4.1 %｜growth expected", "86亿元｜税收｜8600000000 元｜expected"]),
    ("expected-in-mid-sentence", "review", "新建学校3所，税收预计达到86亿元。", ["3所｜新建学校｜3 所", "86亿元｜税收｜8600000000 元｜expected"]),
    ("expected-in-mid-sentence-up-to-semicolon", "review", "新建学校3所，税收预计达到86亿元；改造道路8条。", ["3所｜新建学校｜3 所", "86亿元｜税收｜8600000000 元｜expected", "8条｜改造道路｜8 条"]),
    ("expected-ends-with-its-sentence", "review", "预计税收86亿元。新建学校3所。", ["86亿元｜税收｜8600000000 元｜expected", "3所｜新建学校｜3 所"]),
    ("expected-note-covers-what-follows", "review", "地区生产总值增长4.1%（预计数，下同），税收86亿元。新建学校3所。", ["4.1%｜地区生产总值｜4.1 %｜growth expected", "86亿元｜税收｜8600000000 元｜expected", "3所｜新建学校｜3 所｜expected"]),
    ("expected-hoped-for", "review", "税收有望达到86亿元。", ["86亿元｜税收｜8600000000 元｜expected"]),
    ("expected-to-reach", "review", "税收预期完成86亿元。", ["86亿元｜税收｜8600000000 元｜expected"]),
    ("better-than-expected-is-no-expectation", "review", "招商成果超预期，签约项目130个。", ["130个｜签约项目｜130 个"]),
    ("first-estimate-is-actual", "review", "初步核算，地区生产总值增长4.1%。", ["4.1%｜地区生产总值｜4.1 %｜growth"]),
    ("quick-count-is-actual", "review", "税收86亿元（快报数）。", ["86亿元｜税收｜8600000000 元"]),
    ("expected-is-target-in-a-plan", "plan", "预计新增就业3万人。", ["3万人｜新增就业｜30000 人"]),
    ("earlier-value-from-a-year", "review", "贫困发生率由2015年的5.1%降至0.3%。", ["5.1%｜贫困发生率｜5.1 %｜share background 2015", "0.3%｜贫困发生率｜0.3 %｜share"]),
    ("earlier-value-without-a-date", "review", "高新技术企业由172家增加到341家。", ["172家｜高新技术企业｜172 家｜background 2022", "341家｜高新技术企业｜341 家"]),
    ("earlier-value-from-cong", "review", "高新技术企业从172家增加到341家。", ["172家｜高新技术企业｜172 家｜background 2022", "341家｜高新技术企业｜341 家"]),
    ("earlier-value-of-the-year-before", "review", "进出口总额由上年的158亿元增加到181亿元。", ["158亿元｜进出口总额｜15800000000 元｜background 2022", "181亿元｜进出口总额｜18100000000 元"]),
    ("earlier-value-in-a-plan", "plan", "高新技术企业由172家增加到341家。", ["172家｜高新技术企业｜172 家｜background 2023", "341家｜高新技术企业｜341 家"]),
    ("earlier-value-of-five-years", "five", "高新技术企业由172家增加到341家。", ["172家｜高新技术企业｜172 家｜background 2020", "341家｜高新技术企业｜341 家"]),
    ("earlier-value-of-a-named-year-of-five", "five", "高新技术企业由2020年的172家增加到341家。", ["172家｜高新技术企业｜172 家｜background 2020", "341家｜高新技术企业｜341 家"]),
    ("tone-firm-quebao", "plan", "确保新增就业3万人。", ["3万人｜新增就业｜30000 人｜firm"]),
    ("tone-firm-bixu", "plan", "必须完成投资30亿元。", ["30亿元｜完成投资｜3000000000 元｜firm"]),
    ("tone-firm-jianjue", "plan", "坚决淘汰老旧车辆300辆。", ["300辆｜淘汰老旧车辆｜300 辆｜firm"]),
    ("tone-firm-wubi", "plan", "务必完成投资30亿元。", ["30亿元｜完成投资｜3000000000 元｜firm"]),
    ("tone-firm-budiyu", "plan", "粮食产量不低于62万吨。", ["62万吨｜粮食产量｜620000 吨｜at_least firm"]),
    ("tone-strive-lizheng", "plan", "力争新增就业3万人。", ["3万人｜新增就业｜30000 人｜strive"]),
    ("tone-strive-zhengqu", "plan", "争取新增就业3万人。", ["3万人｜新增就业｜30000 人｜strive"]),
    ("tone-strive-nuli", "plan", "努力新增就业3万人。", ["3万人｜新增就业｜30000 人｜strive"]),
    ("tone-strive-liqiu", "plan", "力求新增就业3万人。", ["3万人｜新增就业｜30000 人｜strive"]),
    ("tone-strive-reaches-over-its-list", "plan", "力争新增就业3万人、培训农民2万人、新建学校3所。", ["3万人｜新增就业｜30000 人｜strive", "2万人｜培训农民｜20000 人｜strive", "3所｜新建学校｜3 所｜strive"]),
    ("tone-strive-behind-a-plain-one", "plan", "新建学校3所，力争新增就业3万人。", ["3所｜新建学校｜3 所", "3万人｜新增就业｜30000 人｜strive"]),
    ("tone-strive-ends-at-semicolon", "plan", "力争新增就业3万人；新建学校3所。", ["3万人｜新增就业｜30000 人｜strive", "3所｜新建学校｜3 所"]),
    ("tone-strive-before-the-number", "plan", "税收力争突破90亿元。", ["90亿元｜税收｜9000000000 元｜at_least strive"]),
    ("tone-plain-buchaoguo", "plan", "失业率不超过5%。", ["5%｜失业率｜5 %｜share at_most"]),
    ("tone-plain-kongzhizai", "plan", "失业率控制在5%以内。", ["5%｜失业率｜5 %｜share at_most"]),
    ("tone-none-in-the-review", "review", "坚决淘汰老旧车辆300辆。", ["300辆｜淘汰老旧车辆｜300 辆"]),
    ("target-by-a-year", "plan", "到2025年，高新技术企业达到310家。", ["310家｜高新技术企业｜310 家｜2025"]),
    ("target-by-the-end-of-a-year", "plan", "到2027年底，高新技术企业达到310家。", ["310家｜高新技术企业｜310 家｜2027"]),
    ("target-within-the-year", "plan", "年内新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("target-this-year", "plan", "今年，新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("target-of-this-year-named", "plan", "2024年，新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("target-within-three-years", "plan", "三年内改造老旧小区90个。", ["90个｜改造老旧小区｜90 个｜2026"]),
    ("target-of-three-years", "plan", "三年累计投入资金9亿元。", ["9亿元｜投入资金｜900000000 元｜2024-2026"]),
    ("target-at-the-end-of-a-plan", "plan", "到“十四五”末，高新技术企业达到310家。", ["310家｜高新技术企业｜310 家｜2025"]),
    ("target-in-the-review", "review", "到2027年，高新技术企业达到310家。", ["310家｜高新技术企业｜310 家｜target 2027"]),
    ("last-year-in-a-plan-is-actual", "plan", "去年签约项目130个，今年新建学校3所。", ["130个｜签约项目｜130 个｜actual 2023", "3所｜新建学校｜3 所"]),
    ("last-year-named-in-a-plan-is-actual", "plan", "2023年签约项目130个。", ["130个｜签约项目｜130 个｜actual 2023"]),
    ("last-year-as-base-is-no-date", "plan", "税收比去年增长6%。", ["6%｜税收｜6 %｜growth"]),
    ("growth-takes-the-later-year", "review", "税收比2020年增长18%。", ["18%｜税收｜18 %｜growth"]),
    ("growth-since-the-year-before", "review", "税收较上年增长6%。", ["6%｜税收｜6 %｜growth"]),
    ("growth-takes-the-later-year-of-five", "five", "税收比2020年增长18%。", ["18%｜税收｜18 %｜growth"]),
    ("mean-takes-the-span", "five", "税收年均增长6%。", ["6%｜税收｜6 %｜growth 2021-2025"]),
    ("mean-beside-a-level", "five", "税收达到102亿元，年均增长6%。", ["102亿元｜税收｜10200000000 元", "6%｜税收｜6 %｜growth 2021-2025"]),
    ("mean-of-the-years-ahead", "next", "税收年均增长6%。", ["6%｜税收｜6 %｜growth 2026-2030"]),
    ("sum-takes-the-span", "five", "累计改造老旧小区503个。", ["503个｜改造老旧小区｜503 个｜2021-2025"]),
    ("sum-of-five-years", "five", "五年累计新增就业13万人。", ["13万人｜新增就业｜130000 人｜2021-2025"]),
    ("sum-of-the-years-ahead", "next", "城镇新增就业累计12万人以上。", ["12万人｜城镇新增就业｜120000 人｜at_least 2026-2030"]),
    ("sum-of-three-years", "review", "三年累计投入资金9亿元。", ["9亿元｜投入资金｜900000000 元｜2021-2023"]),
    ("sum-over-named-years", "review", "2021—2023年累计投入资金9亿元。", ["9亿元｜投入资金｜900000000 元｜2021-2023"]),
    ("sum-over-a-plan", "review", "“十三五”期间累计投入资金9亿元。", ["9亿元｜投入资金｜900000000 元｜2016-2020"]),
    ("done-over-five-years", "five", "新建学校30所。", ["30所｜新建学校｜30 所｜2021-2025"]),
    ("state-at-the-end-of-five-years", "five", "城镇化率达到61%。", ["61%｜城镇化率｜61 %｜share"]),
    ("level-at-the-end-of-five-years", "five", "地区生产总值达到1734亿元。", ["1734亿元｜地区生产总值｜173400000000 元"]),
    ("a-year-within-five", "five", "2023年，新建学校3所。", ["3所｜新建学校｜3 所｜2023"]),
    ("this-year-within-the-years-ahead", "next", "2026年，新建学校3所。", ["3所｜新建学校｜3 所｜2026"]),
    ("by-the-end-of-the-years-ahead", "next", "到2030年，城镇化率达到65%。", ["65%｜城镇化率｜65 %｜share"]),
    ("by-a-year-within-the-years-ahead", "next", "到2027年，储能产值突破50亿元。", ["50亿元｜储能产值｜5000000000 元｜at_least 2027"]),
    ("by-the-end-of-the-plan-ahead", "next", "到“十五五”末，城镇化率达到65%。", ["65%｜城镇化率｜65 %｜share"]),
    ("state-of-the-years-ahead", "next", "森林覆盖率稳定在58%以上。", ["58%｜森林覆盖率｜58 %｜share at_least"]),
    ("set-that-something-is-done-to", "plan", "整治14个国考断面，新建学校3所。", ["14个｜整治国考断面｜14 个", "3所｜新建学校｜3 所"]),
    ("set-before-a-deed", "review", "12个乡镇完成投资3亿元。", ["12个｜乡镇｜12 个｜background", "3亿元｜乡镇完成投资｜300000000 元"]),
    ("count-of-measures", "review", "出台16条措施。", ["16条｜出台措施｜16 条"]),
    ("count-of-good-deeds", "review", "办好24件民生实事。", ["24件｜办好民生实事｜24 件"]),
    ("target-by-two-years", "plan", "储能产值到2027年突破50亿元、到2030年突破90亿元。", ["50亿元｜储能产值｜5000000000 元｜at_least 2027", "90亿元｜储能产值｜9000000000 元｜at_least 2030"]),
    ("streak-of-years-is-no-figure", "review", "税收连续3年保持增长，达到86亿元。", ["86亿元｜税收｜8600000000 元"]),
    ("further-goal-is-strive-and-the-next-item-is-not", "plan", "地区生产总值增长7%以上、力争达到8%，固定资产投资增长15%。", ["7%｜地区生产总值｜7 %｜growth at_least", "8%｜地区生产总值｜8 %｜growth strive", "15%｜固定资产投资｜15 %｜growth"]),
    ("further-goal-behind-a-comma", "plan", "出口增长6%，争取达到8%，税收增长5%。", ["6%｜出口｜6 %｜growth", "8%｜出口｜8 %｜growth strive", "5%｜税收｜5 %｜growth"]),
    ("further-goal-in-brackets", "plan", "出口增长6%（力争8%），税收增长5%。", ["6%｜出口｜6 %｜growth", "8%｜出口｜8 %｜growth strive", "5%｜税收｜5 %｜growth"]),
    ("further-goal-with-a-word-of-growth", "plan", "出口增长6%，力争增长8%，税收增长5%。", ["6%｜出口｜6 %｜growth", "8%｜出口｜8 %｜growth strive", "5%｜税收｜5 %｜growth"]),
    ("further-goal-of-an-amount", "plan", "新建管网300公里以上，力争500公里，改造道路8条。", ["300公里｜新建管网｜300 公里｜at_least", "500公里｜新建管网｜500 公里｜strive", "8条｜改造道路｜8 条"]),
    ("further-goal-behind-a-firm-one", "plan", "税收确保80亿元、力争90亿元，出口20亿元。", ["80亿元｜税收｜8000000000 元｜firm", "90亿元｜税收｜9000000000 元｜strive", "20亿元｜出口｜2000000000 元"]),
    ("further-goal-for-a-fall", "plan", "化学需氧量下降3%、力争达到4%，新建学校3所。", ["3%｜化学需氧量｜-3 %｜growth", "4%｜化学需氧量｜-4 %｜growth strive", "3所｜新建学校｜3 所"]),
    ("further-goal-holds-for-its-own-growth", "plan", "税收确保80亿元、力争90亿元，增长8%，新建学校3所。", ["80亿元｜税收｜8000000000 元｜firm", "90亿元｜税收｜9000000000 元｜strive", "8%｜税收｜8 %｜growth strive", "3所｜新建学校｜3 所"]),
    ("further-goals-in-turn", "next", "到2028年税收达50亿元、力争60亿元，到2030年达65亿元、力争75亿元。", ["50亿元｜税收｜5000000000 元｜2028", "60亿元｜税收｜6000000000 元｜strive 2028", "65亿元｜税收｜6500000000 元", "75亿元｜税收｜7500000000 元｜strive"]),
    ("striving-for-more-holds-for-nothing-else", "plan", "出口增长6%，力争取得更好成绩，税收增长5%。", ["6%｜出口｜6 %｜growth", "5%｜税收｜5 %｜growth"]),
    ("striving-opens-a-list", "plan", "力争出口增长6%、税收增长5%。", ["6%｜出口｜6 %｜growth strive", "5%｜税收｜5 %｜growth strive"]),
    ("striving-opens-a-list-behind-a-figure", "plan", "新建学校3所，力争货运量增长6%，税收增长5%。", ["3所｜新建学校｜3 所", "6%｜货运量｜6 %｜growth strive", "5%｜税收｜5 %｜growth strive"]),
    ("striving-opens-a-list-with-a-noun-behind", "plan", "培育企业5家，力争新增8条生产线，改造道路6条。", ["5家｜培育企业｜5 家", "8条｜新增生产线｜8 条｜strive", "6条｜改造道路｜6 条｜strive"]),
    ("firmness-of-a-list-goes-on-behind-a-further-goal", "plan", "确保出口增长6%，力争达到8%，税收增长5%。", ["6%｜出口｜6 %｜growth firm", "8%｜出口｜8 %｜growth strive", "5%｜税收｜5 %｜growth firm"]),
    ("striving-behind-its-thing-with-a-second-place", "plan", "人均税收力争全省第1、全国前15位。", ["1｜人均税收｜1｜rank strive", "15位｜人均税收｜15 位｜rank at_most strive"]),
    ("striving-for-a-part-of-a-set", "plan", "改造道路6条，力争5条道路通车，新建学校3所。", ["6条｜改造道路｜6 条", "5条｜道路通车｜5 条｜strive", "3所｜新建学校｜3 所｜strive"]),
    ("striving-for-a-share-stays-a-share", "plan", "出口增长6%，力争机电产品占比达到40%。", ["6%｜出口｜6 %｜growth", "40%｜机电产品占比｜40 %｜share strive"]),
    ("a-share-beyond-a-share", "plan", "城镇化率达到60%、力争62%，税收增长5%。", ["60%｜城镇化率｜60 %｜share", "62%｜城镇化率｜62 %｜share strive", "5%｜税收｜5 %｜growth"]),
    ("mean-a-year-between-two-years", "review", "税收由2019年的80亿元增加到2023年的96亿元，年均增长4.6%。", ["80亿元｜税收｜8000000000 元｜background 2019", "96亿元｜税收｜9600000000 元", "4.6%｜税收｜4.6 %｜growth 2020-2023"]),
    ("mean-a-year-from-one-year-to-another", "review", "税收从2019年的80亿元增长至2023年的96亿元、年均增长4.6%。", ["80亿元｜税收｜8000000000 元｜background 2019", "96亿元｜税收｜9600000000 元", "4.6%｜税收｜4.6 %｜growth 2020-2023"]),
    ("mean-a-year-up-to-last-year", "five", "去年税收达到96亿元，年均增长4.6%。", ["96亿元｜税收｜9600000000 元", "4.6%｜税收｜4.6 %｜growth 2021-2025"]),
    ("mean-a-year-within-five-years", "five", "五年内，税收突破80亿元，年均增长4.6%。", ["80亿元｜税收｜8000000000 元｜at_least", "4.6%｜税收｜4.6 %｜growth 2021-2025"]),
    ("mean-over-a-year-of-what-is-measured", "review", "PM2.5年均浓度下降4.3%。", ["4.3%｜PM2.5年均浓度｜-4.3 %｜growth"]),
    ("mean-of-the-years-before", "plan", "事故起数比前两年平均数下降5%。", ["5%｜事故起数｜-5 %｜growth"]),
    ("growth-beside-two-years-is-no-mean", "review", "税收由2019年的80亿元增加到2023年的96亿元，增长20%。", ["80亿元｜税收｜8000000000 元｜background 2019", "96亿元｜税收｜9600000000 元", "20%｜税收｜20 %｜growth"]),
    ("growth-of-last-year-is-no-mean", "five", "去年税收达到96亿元，增长4.6%。", ["96亿元｜税收｜9600000000 元", "4.6%｜税收｜4.6 %｜growth"]),
    ("far-goals-that-are-told-name-one", "plan", "2035年远景目标是：税收突破80亿元。", ["80亿元｜税收｜8000000000 元｜at_least 2035"]),
    ("far-goals-of-a-year-name-no-period", "plan", "对照2035年远景目标，新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("below-last-year-is-no-time", "plan", "价格涨幅低于去年实际涨幅，登记失业率控制在4%以内。", ["4%｜登记失业率｜4 %｜share at_most"]),
    ("not-below-last-year-is-no-time", "plan", "就业不低于去年实际完成数，登记失业率控制在4%以内。", ["4%｜登记失业率｜4 %｜share at_most firm"]),
    ("past-year-told-in-a-plan", "plan", "刚刚过去的2023年，全市上下同心协力。税收增长5%。", ["5%｜税收｜5 %｜growth actual 2023"]),
    ("aims-of-this-year-behind-those-of-five", "next", "完成五年目标，今年至关重要。2026年主要预期目标是：\n税收增长5%；", ["5%｜税收｜5 %｜growth 2026"]),
    ("aims-of-a-later-year-name-it", "next", "到2030年，主要预期目标是：\n税收达到90亿元；", ["90亿元｜税收｜9000000000 元"]),
    ("aims-without-a-year-in-a-review", "review", "主要预期目标是：税收增长5%。", ["5%｜税收｜5 %｜growth target 2024"]),
]  # fmt: skip

# What the definition says and the reader does not do yet, with what it does instead.
SHORT: list[tuple[str, str, str, list[str], str]] = [
    ("above-a-goal-is-no-expectation", "review", "地区生产总值增速高于预期目标0.5个百分点。", ["0.5个百分点｜地区生产总值增速｜0.5 个百分点｜change"], "the subject keeps 高于预期目标"),
    ("tone-firm-zhishaoyao", "plan", "至少要引进项目20个。", ["20个｜引进项目｜20 个｜at_least firm"], "至少要 opens no duty: exact, plain, subject 至少要引进项目"),
    ("target-year-behind-the-number", "plan", "竹产业产值突破40亿元的目标在2025年实现。", ["40亿元｜竹产业产值｜4000000000 元｜at_least 2025"], "a year named behind the number is not looked at: period 2024"),
    ("set-in-passing", "review", "14个国考断面优良率达到100%。", ["14个｜国考断面｜14 个｜background", "100%｜国考断面优良率｜100 %｜share"], "the set is given the subject of the rate: 国考断面优良率"),
    ("set-of-comparable-places", "review", "综合实力居全国31个省会城市第9位。", ["31个｜省会城市｜31 个｜background", "9位｜综合实力｜9 位｜rank"], "the subject of the set is 综合实力省会城市第"),
    ("part-of-a-set", "review", "原审批事项1392项的63%实现网办。", ["1392项｜原审批事项｜1392 项｜background", "63%｜原审批事项实现网办｜63 %｜share"], "the subjects are 原审批事项的 and 实现网办"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "sentence", "lines"), [pytest.param(*case, id=name) for name, *case in CASES]
)
def test_a_moment_is_told(
    read_lines: Callable[[str, str], list[str]], part: str, sentence: str, lines: list[str]
) -> None:
    assert read_lines(part, sentence) == lines


@pytest.mark.parametrize(
    ("part", "sentence", "lines"),
    [
        pytest.param(part, sentence, lines, id=name, marks=pytest.mark.xfail(strict=True, reason=reason))
        for name, part, sentence, lines, reason in SHORT
    ],
)
def test_a_moment_is_told_one_day(
    read_lines: Callable[[str, str], list[str]], part: str, sentence: str, lines: list[str]
) -> None:
    assert read_lines(part, sentence) == lines
