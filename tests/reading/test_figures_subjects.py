"""What is measured, in the words of the text: verbs, lists, coordinations, what is carried over.

A case: the rule, the part of the report, a sentence, its figures as ``quote｜subject｜value unit｜special``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, str, str, list[str]]] = [
    ("verb-that-governs-is-kept", "review", "新建高标准农田9.7万亩。", ["9.7万亩｜新建高标准农田｜97000 亩"]),
    ("verb-with-noun-behind", "review", "新增5家高新技术企业。", ["5家｜新增高新技术企业｜5 家"]),
    ("verb-with-le", "review", "建成了12座水库。", ["12座｜建成水库｜12 座"]),
    ("noun-behind-the-number", "review", "改造8条道路。", ["8条｜改造道路｜8 条"]),
    ("indicator-name", "review", "城镇常住居民人均可支配收入达到27180元。", ["27180元｜城镇常住居民人均可支配收入｜27180 元"]),
    ("place-left-out-all-city", "review", "全市地区生产总值达到1564.7亿元。", ["1564.7亿元｜地区生产总值｜156470000000 元"]),
    ("place-left-out-our-city", "review", "我市地区生产总值达到1564.7亿元。", ["1564.7亿元｜地区生产总值｜156470000000 元"]),
    ("time-left-out-whole-year", "review", "全年接待游客4150万人次。", ["4150万人次｜接待游客｜41500000 人次"]),
    ("time-left-out-year-end", "review", "年末金融机构存款余额3000亿元。", ["3000亿元｜金融机构存款余额｜300000000000 元"]),
    ("time-left-out-by-now", "review", "截至目前，建成充电桩900个。", ["900个｜建成充电桩｜900 个"]),
    ("modal-left-out", "plan", "力争建成充电桩900个。", ["900个｜建成充电桩｜900 个｜strive"]),
    ("connective-left-out", "review", "同时改造道路8条。", ["8条｜改造道路｜8 条"]),
    ("enumerator-left-out", "plan", "一是改造道路8条。", ["8条｜改造道路｜8 条"]),
    ("praise-left-out", "plan", "大力改造农村公路80公里。", ["80公里｜改造农村公路｜80 公里"]),
    ("per-month-left-out", "review", "低保标准每月620元。", ["620元｜低保标准｜620 元"]),
    ("carried-growth", "review", "完成工业投资105亿元，增长6%。", ["105亿元｜完成工业投资｜10500000000 元", "6%｜完成工业投资｜6 %｜growth"]),
    ("carried-growth-behind-a-pause", "review", "地区生产总值1734.8亿元、增长5.3%。", ["1734.8亿元｜地区生产总值｜173480000000 元", "5.3%｜地区生产总值｜5.3 %｜growth"]),
    ("carried-growth-year-on-year", "review", "出口总额55.1亿元，同比增长8.3%。", ["55.1亿元｜出口总额｜5510000000 元", "8.3%｜出口总额｜8.3 %｜growth"]),
    ("carried-over-two-clauses", "review", "出口总额55.1亿元，增长8.3%，高于全省2个百分点。", ["55.1亿元｜出口总额｜5510000000 元", "8.3%｜出口总额｜8.3 %｜growth", "2个百分点｜出口总额｜2 个百分点｜change"]),
    ("carried-growth-in-brackets", "review", "出口总额55.1亿元（增长8.3%）。", ["55.1亿元｜出口总额｜5510000000 元", "8.3%｜出口总额｜8.3 %｜growth"]),
    ("carried-to-a-list", "review", "城镇居民、农村居民收入分别达到27180元、12960元，增长6.5%和7.5%。", ["27180元｜城镇居民收入｜27180 元", "12960元｜农村居民收入｜12960 元", "6.5%｜城镇居民收入｜6.5 %｜growth", "7.5%｜农村居民收入｜7.5 %｜growth"]),
    ("part-of-the-one-before", "review", "三大产业产值973亿元，占比64.5%。", ["973亿元｜三大产业产值｜97300000000 元", "64.5%｜三大产业产值占比｜64.5 %｜share"]),
    ("among-them", "review", "高新技术企业279家，其中规上企业90家。", ["279家｜高新技术企业｜279 家", "90家｜规上企业｜90 家"]),
    ("coordination-with-fenbie", "review", "城镇和农村常住居民人均可支配收入分别达到27180元、12960元。", ["27180元｜城镇常住居民人均可支配收入｜27180 元", "12960元｜农村常住居民人均可支配收入｜12960 元"]),
    ("coordination-with-a-pause", "review", "城镇、农村居民人均可支配收入分别增长4.8%和6.9%。", ["4.8%｜城镇居民人均可支配收入｜4.8 %｜growth", "6.9%｜农村居民人均可支配收入｜6.9 %｜growth"]),
    ("coordination-town-and-country", "review", "城乡居民人均可支配收入分别增长4.8%和6.9%。", ["4.8%｜城镇居民人均可支配收入｜4.8 %｜growth", "6.9%｜农村居民人均可支配收入｜6.9 %｜growth"]),
    ("coordination-of-whole-names", "review", "货运量、客运量分别增长9.2%和14.3%。", ["9.2%｜货运量｜9.2 %｜growth", "14.3%｜客运量｜14.3 %｜growth"]),
    ("coordination-without-fenbie", "review", "货运量、客运量增长9.2%、14.3%。", ["9.2%｜货运量｜9.2 %｜growth", "14.3%｜客运量｜14.3 %｜growth"]),
    ("coordination-that-shares-its-front", "review", "事故起数、死亡人数分别下降9.2%和14.3%。", ["9.2%｜事故起数｜-9.2 %｜growth", "14.3%｜死亡人数｜-14.3 %｜growth"]),
    ("coordination-of-places", "review", "甲县、乙县水产品产量分别达到3万吨和2万吨。", ["3万吨｜甲县水产品产量｜30000 吨", "2万吨｜乙县水产品产量｜20000 吨"]),
    ("coordination-of-changes", "review", "化学需氧量、氨氮排放量分别下降3.5%和4.2%。", ["3.5%｜化学需氧量｜-3.5 %｜growth", "4.2%｜氨氮排放量｜-4.2 %｜growth"]),
    ("joint-subject-with-jun", "review", "货运量、客运量均增长7.5%。", ["7.5%｜货运量、客运量｜7.5 %｜growth"]),
    ("joint-subject-of-two", "review", "出口和进口均增长7.5%。", ["7.5%｜出口和进口｜7.5 %｜growth"]),
    ("list-of-deeds", "review", "新建公园3个、广场5个。", ["3个｜新建公园｜3 个", "5个｜新建广场｜5 个"]),
    ("list-of-deeds-with-own-verbs", "review", "新建公园3个、改造广场5个。", ["3个｜新建公园｜3 个", "5个｜改造广场｜5 个"]),
    ("list-behind-one-verb-and-noun", "review", "新增就业3万人、5万人。", ["3万人｜新增就业｜30000 人", "5万人｜新增就业｜50000 人"]),
    ("examples-left-out", "review", "签约甲厂、乙园等重点产业项目35个。", ["35个｜签约重点产业项目｜35 个"]),
    ("threshold-kept-in-the-name", "review", "新签约亿元以上项目118个。", ["118个｜新签约亿元以上项目｜118 个"]),
    ("grade-kept-in-the-name", "review", "新增4A级景区2个。", ["2个｜新增4A级景区｜2 个"]),
    ("pm-kept-in-the-name", "review", "PM2.5平均浓度下降4.3%。", ["4.3%｜PM2.5平均浓度｜-4.3 %｜growth"]),
    ("5g-kept-in-the-name", "review", "新建5G基站1200座。", ["1200座｜新建5G基站｜1200 座"]),
    ("capacity-in-kilowatts", "plan", "建成20万千瓦渔光互补项目。", ["20万千瓦｜建成渔光互补项目产能｜200000 千瓦"]),
    ("subject-of-a-new-sentence-is-its-own", "review", "新建学校3所。改造道路8条。", ["3所｜新建学校｜3 所", "8条｜改造道路｜8 条"]),
    ("semicolon-begins-anew", "review", "新建学校3所；改造道路8条。", ["3所｜新建学校｜3 所", "8条｜改造道路｜8 条"]),
    ("subject-behind-a-colon", "plan", "主要预期目标是：地区生产总值增长6%左右。", ["6%｜地区生产总值｜6 %｜growth about"]),
    ("comparison-left-out", "review", "粮食产量比上年增加5万吨。", ["5万吨｜粮食产量｜50000 吨｜change"]),
    ("comparable-terms-left-out", "review", "税收按可比口径增长5.2%。", ["5.2%｜税收｜5.2 %｜growth"]),
    ("deductions-left-out", "review", "税收86.4亿元，扣除留抵退税因素增长5.2%。", ["86.4亿元｜税收｜8640000000 元", "5.2%｜税收｜5.2 %｜growth"]),
    ("earlier-and-later-have-one-subject", "review", "城镇化率由57.3%提高到60.9%。", ["57.3%｜城镇化率｜57.3 %｜share background 2022", "60.9%｜城镇化率｜60.9 %｜share"]),
    ("carried-topic-of-the-clause-before", "review", "森林覆盖率稳步提升，达到58.6%。", ["58.6%｜森林覆盖率｜58.6 %｜share"]),
    ("quoted-name-keeps-both-marks", "review", "“6411”产业规模达到600亿元。", ["600亿元｜“6411”产业规模｜60000000000 元"]),
    ("place-left-out-all-xinjiang", "review", "全疆地区生产总值增长6.1%。", ["6.1%｜地区生产总值｜6.1 %｜growth"]),
    ("place-left-out-all-league", "review", "全盟规模以上工业增加值增长7.2%。", ["7.2%｜规模以上工业增加值｜7.2 %｜growth"]),
    ("place-left-out-all-banner", "review", "全旗一般公共预算收入增长3.1%。", ["3.1%｜一般公共预算收入｜3.1 %｜growth"]),
    ("place-left-out-all-town", "plan", "全镇粮食产量稳定在2.4万吨。", ["2.4万吨｜粮食产量｜24000 吨"]),
    ("place-left-out-all-of-its-area", "plan", "全市域清洁取暖率达到92%。", ["92%｜清洁取暖率｜92 %｜share"]),
    ("place-left-out-all-counties-of-a-prefecture", "review", "全州县乡公路通车里程3200公里。", ["3200公里｜县乡公路通车里程｜3200 公里"]),
    ("lead-over-all-xinjiang", "review", "税收增长8.1%，增速高于全疆2.3个百分点。", ["8.1%｜税收｜8.1 %｜growth", "2.3个百分点｜税收增速｜2.3 个百分点｜change"]),
    ("expected-at-the-head-behind-a-whole-place", "review", "全旗预计税收增长8.1%，货运量增长6%。", ["8.1%｜税收｜8.1 %｜growth expected", "6%｜货运量｜6 %｜growth expected"]),
    ("all-of-an-area-within-a-name", "review", "全域旅游示范区达到3个。", ["3个｜全域旅游示范区｜3 个"]),
    ("all-of-an-area-of-land", "plan", "全域土地综合整治项目达到6个。", ["6个｜全域土地综合整治项目｜6 个"]),
    ("county-whose-name-opens-with-all", "review", "全州县粮食产量56万吨。", ["56万吨｜全州县粮食产量｜560000 吨"]),
    ("all-the-people", "review", "全体居民人均可支配收入31200元。", ["31200元｜全体居民人均可支配收入｜31200 元"]),
    ("all-accounts", "review", "全口径财政收入160亿元。", ["160亿元｜全口径财政收入｜16000000000 元"]),
    ("all-of-society", "review", "全社会用电量86亿千瓦时。", ["86亿千瓦时｜全社会用电量｜8600000000 千瓦时"]),
    ("all-day-schools", "review", "全日制在校学生6.2万人。", ["6.2万人｜全日制在校学生｜62000 人"]),
    ("whole-village-is-narrower", "review", "云杉村全村人均收入2.6万元。", ["2.6万元｜云杉村全村人均收入｜26000 元"]),
    ("industries-in-short", "review", "全市一、二、三产业增加值分别增长4%、5.3%、3.4%。", ["4%｜第一产业增加值｜4 %｜growth", "5.3%｜第二产业增加值｜5.3 %｜growth", "3.4%｜第三产业增加值｜3.4 %｜growth"]),
    ("industries-without-pauses", "review", "一二三产业分别增长4%、5.3%和3.4%。", ["4%｜第一产业｜4 %｜growth", "5.3%｜第二产业｜5.3 %｜growth", "3.4%｜第三产业｜3.4 %｜growth"]),
    ("industries-with-one-ordinal", "review", "第一、二、三产业投资分别增长1%、2%、3%。", ["1%｜第一产业投资｜1 %｜growth", "2%｜第二产业投资｜2 %｜growth", "3%｜第三产业投资｜3 %｜growth"]),
    ("industries-of-a-kind", "review", "全市一、二、三次产业增加值分别增长4%、5.3%、3.4%。", ["4%｜第一产业增加值｜4 %｜growth", "5.3%｜第二产业增加值｜5.3 %｜growth", "3.4%｜第三产业增加值｜3.4 %｜growth"]),
    ("industries-in-sum", "review", "三次产业增加值分别增长4%、5.3%、3.4%。", ["4%｜第一产业增加值｜4 %｜growth", "5.3%｜第二产业增加值｜5.3 %｜growth", "3.4%｜第三产业增加值｜3.4 %｜growth"]),
    ("industries-written-out", "review", "第一产业、第二产业和第三产业增加值分别增长4%、5.3%、3.4%。", ["4%｜第一产业增加值｜4 %｜growth", "5.3%｜第二产业增加值｜5.3 %｜growth", "3.4%｜第三产业增加值｜3.4 %｜growth"]),
    ("two-industries", "review", "第一、第三产业增加值分别增长2.5%、3.9%。", ["2.5%｜第一产业增加值｜2.5 %｜growth", "3.9%｜第三产业增加值｜3.9 %｜growth"]),
    ("second-and-third-industry", "review", "二三产业投资分别增长2.5%和3.9%。", ["2.5%｜第二产业投资｜2.5 %｜growth", "3.9%｜第三产业投资｜3.9 %｜growth"]),
    ("industries-with-one-number", "review", "二三产业占比提高2.5%。", ["2.5%｜二三产业占比｜2.5 %｜growth"]),
    ("industries-that-merge", "review", "农村一二三产业融合项目投资增长12%。", ["12%｜农村一二三产业融合项目投资｜12 %｜growth"]),
    ("third-industry-alone", "review", "三产增加值增长9%。", ["9%｜三产增加值｜9 %｜growth"]),
    ("phases-are-no-industries", "review", "全市一、二期工程投资分别增长4%、5%。", ["4%｜一期工程投资｜4 %｜growth", "5%｜二期工程投资｜5 %｜growth"]),
    ("parks-are-no-industries", "review", "第一、第二产业园产值分别增长4%、5%。", ["4%｜第一产业园产值｜4 %｜growth", "5%｜第二产业园产值｜5 %｜growth"]),
    ("three-great-industries-are-others", "review", "三大产业产值增长4%。", ["4%｜三大产业产值｜4 %｜growth"]),
    ("industries-with-two-measures", "review", "第二产业增加值、投资分别增长4%、5%。", ["4%｜第二产业增加值｜4 %｜growth", "5%｜第二产业投资｜5 %｜growth"]),
    ("steps-counted-before-the-amount", "review", "地区生产总值连跨4个千亿元台阶、达到8600亿元。", ["4个｜地区生产总值连跨千亿元台阶｜4 个", "8600亿元｜地区生产总值｜860000000000 元"]),
    ("steps-in-characters-before-the-amount", "review", "税收连跨四个百亿元台阶、达到860亿元，增长8%。", ["860亿元｜税收｜86000000000 元", "8%｜税收｜8 %｜growth"]),
    ("steps-in-a-clause-before", "five", "税收连续迈过两个百亿元台阶，2025年达到860亿元。", ["860亿元｜税收｜86000000000 元"]),
    ("steps-within-five-years", "five", "税收五年内迈上三个百亿台阶，达到860亿元。", ["860亿元｜税收｜86000000000 元"]),
    ("a-new-step-behind-the-amount", "review", "税收迈上140亿元新台阶，增长8%。", ["140亿元｜税收｜14000000000 元｜at_least", "8%｜税收｜8 %｜growth"]),
    ("a-step-of-so-much", "plan", "力争税收登上140亿元台阶。", ["140亿元｜税收｜14000000000 元｜at_least strive"]),
    ("steps-one-after-another", "five", "财政收入接连迈上120亿元、140亿元台阶。", ["120亿元｜财政收入｜12000000000 元｜at_least", "140亿元｜财政收入｜14000000000 元｜at_least"]),
    ("a-pass-through-which-one-goes", "review", "改造边境关口3个。", ["3个｜改造边境关口｜3 个"]),
    ("a-threshold-that-is-lowered", "review", "降低准入门槛12项。", ["12项｜降低准入门槛｜-12 项｜change"]),
    ("stairs-that-are-built", "plan", "新建登山台阶1200级。", []),
    ("a-step-without-an-amount", "review", "农业发展再上新台阶，粮食产量62万吨。", ["62万吨｜粮食产量｜620000 吨"]),
    ("one-after-another-within-a-name", "review", "先后建成公园3个。", ["3个｜建成公园｜3 个"]),
    ("steps-crossed-and-counted", "review", "财政收入跨越3个百亿元台阶，达到860亿元。", ["3个｜财政收入百亿元台阶｜3 个｜at_least", "860亿元｜财政收入｜86000000000 元"]),
    ("steps-without-a-count", "review", "生产总值突破两千亿元大关，达到2160亿元。", ["2160亿元｜生产总值｜216000000000 元"]),
    ("producing-is-a-deed", "review", "生产汽车6万辆，摩托车2万辆。", ["6万辆｜生产汽车｜60000 辆", "2万辆｜摩托车｜20000 辆"]),
    ("steps-in-two-clauses", "review", "出口总额12亿元，税收连续突破整数关口，跨上百亿元台阶，增长14.8%。", ["12亿元｜出口总额｜1200000000 元", "14.8%｜税收｜14.8 %｜growth"]),
    ("investment-of-a-project-planned", "plan", "开工建设总投资180亿元的云杉化工项目。", ["180亿元｜云杉化工项目总投资｜18000000000 元"]),
    ("investment-of-a-project-done", "review", "总投资180亿元的云杉化工项目竣工投产。", ["180亿元｜云杉化工项目总投资｜18000000000 元"]),
    ("length-of-a-road", "plan", "开工全长73.6公里的云杉高速公路。", ["73.6公里｜云杉高速公路全长｜73.6 公里"]),
    ("total-behind-an-addition", "review", "新增规上工业企业44户、总数达到412户。", ["44户｜新增规上工业企业｜44 户", "412户｜规上工业企业总数｜412 户"]),
    ("noun-behind-the-number-in-two-parts", "review", "与5家市直、区直部门及36家企业签约。", ["5家｜市直、区直部门｜5 家", "36家｜企业签约｜36 家"]),
    ("list-items-without-a-number-before-one", "plan", "新建云杉公园、10个小微公园。", ["10个｜新建小微公园｜10 个"]),
    ("names-as-many-as-counted", "plan", "推进甲岭、乙河、丙湾3个湿地公园建设。", ["3个｜推进湿地公园建设｜3 个"]),
    ("examples-before-a-verb-of-building", "review", "开工建设云杉药业二期、白桦数据港等项目47个。", ["47个｜开工建设项目｜47 个"]),
    ("examples-behind-a-loose-verb", "review", "举办青年歌会等活动15场。", ["15场｜举办青年歌会等活动｜15 场"]),
    ("money-and-what-it-is-for", "review", "投资8600万元，建设智慧停车系统。", ["8600万元｜建设智慧停车系统投资｜86000000 元"]),
    ("money-spent-on-something", "review", "累计投入3亿元用于疫情防控。", ["3亿元｜疫情防控投入｜300000000 元"]),
    ("one-rate-after-another", "review", "办理建议131件，办结率100%，满意率98.4%。", ["131件｜办理建议｜131 件", "100%｜办理建议办结率｜100 %｜share", "98.4%｜办理建议满意率｜98.4 %｜share"]),
    ("part-of-what-was-named", "review", "固定资产投资239亿元，其中民间95亿元。", ["239亿元｜固定资产投资｜23900000000 元", "95亿元｜民间固定资产投资｜9500000000 元"]),
    ("lead-over-others-in-a-clause-of-its-own", "review", "第三产业增加值增长10%，超过二产1.6个百分点。", ["10%｜第三产业增加值｜10 %｜growth", "1.6个百分点｜第三产业增加值｜1.6 个百分点｜change"]),
    ("deaths-of-the-accidents-before", "review", "道路交通事故起数、死亡人数分别下降5.2%和5.3%。", ["5.2%｜道路交通事故起数｜-5.2 %｜growth", "5.3%｜道路交通事故死亡人数｜-5.3 %｜growth"]),
    ("two-incomes-each-named-whole", "plan", "城镇居民人均可支配收入、农民人均纯收入分别增长12%和14%。", ["12%｜城镇居民人均可支配收入｜12 %｜growth", "14%｜农民人均纯收入｜14 %｜growth"]),
    ("excluded-clause-is-no-topic", "review", "财政收入226亿元，剔除不可比因素，增长12%。", ["226亿元｜财政收入｜22600000000 元", "12%｜财政收入｜12 %｜growth"]),
    ("praise-is-no-topic", "review", "云杉产业园一期建成，功能基本完善，实现产值60亿元。", ["60亿元｜云杉产业园一期产值｜6000000000 元"]),
    ("reaching-to-20-ten-thousand", "review", "惠及20万名学生。", ["20万名｜惠及学生｜200000 名"]),
    ("number-before-a-unit-shared", "review", "税收、投资分别超过700、500亿元。", ["700｜税收｜70000000000 元｜at_least", "500亿元｜投资｜50000000000 元｜at_least"]),
    ("comma-within-quotation-marks", "review", "“蓝天白云，繁星闪烁”天数达到298天。", ["298天｜“蓝天白云，繁星闪烁”天数｜298 天"]),
    ("number-of-a-note-glued", "plan", "24.20条措施落实到位。", ["20条｜措施落实到位｜20 条"]),
    ("what-is-done-to-counted-things", "plan", "改造提升34个老旧小区。", ["34个｜改造提升老旧小区｜34 个"]),
    ("an-amount-that-says-which", "review", "竣工500万元产业项目221个。", ["221个｜竣工500万元产业项目｜221 个"]),
    ("noun-that-opens-like-a-change", "plan", "推出20项优化营商环境举措。", ["20项｜推出优化营商环境举措｜20 项"]),
    ("change-behind-a-count", "review", "审批环节由5个压缩到3个。", ["5个｜审批环节｜5 个｜background 2022", "3个｜审批环节｜3 个"]),
    ("course-before-a-second-verb", "plan", "固定资产投资止跌回稳、力争增长2%。", ["2%｜固定资产投资｜2 %｜growth strive"]),
    ("course-of-a-record", "review", "一般公共预算收入再创新高、增长8.1%。", ["8.1%｜一般公共预算收入｜8.1 %｜growth"]),
    ("round-amount-that-is-passed", "review", "地区生产总值首超千亿元，增长6%。", ["6%｜地区生产总值｜6 %｜growth"]),
    ("round-amount-passed-first-in-the-province", "review", "进出口总额在全省率先突破三千亿元、达到3010亿元。", ["3010亿元｜进出口总额｜301000000000 元"]),
    ("round-amount-says-which-are-counted", "review", "形成产值超亿元企业15家。", ["15家｜形成产值超亿元企业｜15 家"]),
    ("income-per-head-that-passes-an-amount", "review", "农民人均可支配收入首次超过万元，达到10780元。", ["10780元｜农民人均可支配收入｜10780 元"]),
    ("note-that-holds-below", "review", "地区生产总值835亿元、比上年增长（下同）6.8%。", ["835亿元｜地区生产总值｜83500000000 元", "6.8%｜地区生产总值｜6.8 %｜growth"]),
    ("note-with-a-pause", "review", "实现地区生产总值（预计，下同）835亿元。", ["835亿元｜地区生产总值｜83500000000 元｜expected"]),
    ("note-of-a-short-name", "review", "地区生产总值835亿元，同比增长（以下简称“增长”）6.8%。", ["835亿元｜地区生产总值｜83500000000 元", "6.8%｜地区生产总值｜6.8 %｜growth"]),
    ("dash-left-out", "review", "——进出口总额55亿元，增长8%。", ["55亿元｜进出口总额｜5500000000 元", "8%｜进出口总额｜8 %｜growth"]),
    ("scene-between-subject-and-number", "review", "财政收入和社会消费品零售总额，在形势十分严峻的情况下，分别增长6%、3%。", ["6%｜财政收入｜6 %｜growth", "3%｜社会消费品零售总额｜3 %｜growth"]),
    ("one-rate-of-two-amounts", "review", "财政收入、税收收入分别完成61亿元、43亿元，均增长5%。", ["61亿元｜财政收入｜6100000000 元", "43亿元｜税收收入｜4300000000 元", "5%｜财政收入和税收收入｜5 %｜growth"]),
    ("record-of-a-thing-that-is-new", "review", "零售总额增长2%；财政收入创历史新高，增长25%。", ["2%｜零售总额｜2 %｜growth", "25%｜财政收入｜25 %｜growth"]),
    ("part-that-passes-a-round-amount", "review", "财政总收入277亿元，其中税收收入突破百亿元大关，达112亿元。", ["277亿元｜财政总收入｜27700000000 元", "112亿元｜税收收入｜11200000000 元"]),
    ("flat-beside-a-growth", "review", "固定资产投资与上年持平、零售总额增长7.3%。", ["7.3%｜零售总额｜7.3 %｜growth"]),
    ("trade-in-a-list-of-industry", "review", "规上工业增加值、固定资产投资、进出口分别增长5.1%、4%和3.8%。", ["5.1%｜规上工业增加值｜5.1 %｜growth", "4%｜固定资产投资｜4 %｜growth", "3.8%｜进出口｜3.8 %｜growth"]),
]  # fmt: skip

# What the definition says and the reader does not do yet, with what it does instead.
SHORT: list[tuple[str, str, str, list[str], str]] = [
    ("coordination-of-three", "review", "苹果、梨、桃产量分别为3万吨、2万吨和1万吨。", ["3万吨｜苹果产量｜30000 吨", "2万吨｜梨产量｜20000 吨", "1万吨｜桃产量｜10000 吨"], "the shared end is cut by the length of the part before it: 苹果量"),
    ("coordination-import-and-export", "review", "进口、出口分别增长9.2%和14.3%。", ["9.2%｜进口｜9.2 %｜growth", "14.3%｜出口｜14.3 %｜growth"], "进口 and 出口 are taken for verbs: both figures are of 进口、出口"),
    ("list-of-nouns-behind", "review", "新增3家上市企业、5家瞪羚企业。", ["3家｜新增上市企业｜3 家", "5家｜新增瞪羚企业｜5 家"], "the noun of the first is given to the second: 新增上市瞪羚企业"),
    ("capacity-of-a-project", "plan", "建设年产20万吨乙醇项目。", ["20万吨｜建设乙醇项目产能｜200000 吨"], "the subject is 建设年产乙醇项目产能"),
    ("household-income", "review", "民宿带动农户户均增收1.8万元。", ["1.8万元｜民宿带动农户户均｜18000 元｜change"], "均 is taken off 户均: subject 民宿带动农户户"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "sentence", "lines"), [pytest.param(*case, id=name) for name, *case in CASES]
)
def test_a_subject_is_named(
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
def test_a_subject_is_named_one_day(
    read_lines: Callable[[str, str], list[str]], part: str, sentence: str, lines: list[str]
) -> None:
    assert read_lines(part, sentence) == lines
