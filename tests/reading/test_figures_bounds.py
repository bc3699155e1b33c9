"""How a number is bounded: by the words before it and behind it.

A case: the rule, the part of the report, a sentence, its figures as ``quote｜subject｜value unit｜special``.
"""

from __future__ import annotations

from reading.sentences import Case, run_cases

CASES: list[Case] = [
    ("exact", "plan", "新增就业3万人。", ["3万人｜新增就业｜30000 人"]),
    ("exact-reached", "plan", "高新技术企业达到310家。", ["310家｜高新技术企业｜310 家"]),
    ("at-least-yishang", "plan", "新增就业3万人以上。", ["3万人｜新增就业｜30000 人｜at_least"]),
    ("at-least-ji-yishang", "plan", "新增就业3万人及以上。", ["3万人｜新增就业｜30000 人｜at_least"]),
    ("at-least-chaoguo", "plan", "高新技术企业超过310家。", ["310家｜高新技术企业｜310 家｜at_least"]),
    ("at-least-chao", "plan", "高新技术企业超310家。", ["310家｜高新技术企业｜310 家｜at_least"]),
    ("at-least-tupo", "plan", "高新技术企业突破310家。", ["310家｜高新技术企业｜310 家｜at_least"]),
    ("at-least-budiyu", "plan", "粮食总产量不低于62万吨。", ["62万吨｜粮食总产量｜620000 吨｜at_least firm"]),
    ("at-least-bushaoyu", "plan", "开展培训不少于300场。", ["300场｜开展培训｜300 场｜at_least"]),
    ("at-least-gaoyu", "plan", "森林覆盖率高于58%。", ["58%｜森林覆盖率｜58 %｜share at_least"]),
    ("at-least-zhishao", "plan", "引进项目至少20个。", ["20个｜引进项目｜20 个｜at_least"]),
    ("at-least-yu-before", "review", "惠及群众逾3万人。", ["3万人｜惠及群众｜30000 人｜at_least"]),
    ("at-least-yu-after", "review", "惠及群众3万余人。", ["3万余人｜惠及群众｜30000 人｜at_least"]),
    ("at-least-duo", "review", "惠及群众3000多人。", ["3000多人｜惠及群众｜3000 人｜at_least"]),
    ("at-least-step", "review", "工业产值跨上500亿元台阶。", ["500亿元｜工业产值｜50000000000 元｜at_least"]),
    ("at-least-new-step", "review", "工业产值迈上500亿元台阶。", ["500亿元｜工业产值｜50000000000 元｜at_least"]),
    ("at-least-ranks-of", "review", "工业产值进入500亿元行列。", ["500亿元｜工业产值｜50000000000 元｜at_least"]),
    ("at-least-mark", "review", "工业产值突破500亿元大关。", ["500亿元｜工业产值｜50000000000 元｜at_least"]),
    ("at-least-kept", "plan", "群众满意度保持在95%以上。", ["95%｜群众满意度｜95 %｜share at_least"]),
    ("at-least-of-growth", "plan", "地区生产总值增长6%以上。", ["6%｜地区生产总值｜6 %｜growth at_least"]),
    ("at-least-of-growth-before", "review", "出口增长超过20%。", ["20%｜出口｜20 %｜growth at_least"]),
    ("at-least-of-fall", "plan", "单位能耗下降2%以上。", ["2%｜单位能耗｜-2 %｜growth at_least"]),
    ("at-least-whole-list", "plan", "城镇、农村居民收入分别增长6%和7%以上。", ["6%｜城镇居民收入｜6 %｜growth at_least", "7%｜农村居民收入｜7 %｜growth at_least"]),
    ("at-most-yinei", "plan", "城镇调查失业率5.5%以内。", ["5.5%｜城镇调查失业率｜5.5 %｜share at_most"]),
    ("at-most-kongzhi-yinei", "plan", "城镇登记失业率控制在4%以内。", ["4%｜城镇登记失业率｜4 %｜share at_most"]),
    ("at-most-yixia", "plan", "PM2.5平均浓度降至27微克/立方米以下。", ["27微克/立方米｜PM2.5平均浓度｜27 微克/立方米｜at_most"]),
    ("at-most-buchaoguo", "plan", "城镇登记失业率不超过4%。", ["4%｜城镇登记失业率｜4 %｜share at_most"]),
    ("at-most-diyu", "review", "综合税负低于3%。", ["3%｜综合税负｜3 %｜share at_most"]),
    ("at-most-bugaoyu", "plan", "亿元产值死亡率不高于2%。", ["2%｜亿元产值死亡率｜2 %｜share at_most"]),
    ("at-most-whole-list", "plan", "城镇、农村调查失业率分别控制在5%和6%以内。", ["5%｜城镇调查失业率｜5 %｜share at_most", "6%｜农村调查失业率｜6 %｜share at_most"]),
    ("about-zuoyou", "plan", "地区生产总值增长6%左右。", ["6%｜地区生产总值｜6 %｜growth about"]),
    ("about-yue", "review", "惠及群众约3万人。", ["3万人｜惠及群众｜30000 人｜about"]),
    ("about-dayue", "review", "惠及群众大约3万人。", ["3万人｜惠及群众｜30000 人｜about"]),
    ("about-jin", "review", "完成投资近8亿元。", ["8亿元｜完成投资｜800000000 元｜about"]),
    ("about-shangxia", "plan", "居民消费价格涨幅保持在2%上下。", ["2%｜居民消费价格｜2 %｜growth about"]),
    ("about-of-each", "plan", "城镇、农村居民收入分别增长4.5%左右和6%左右。", ["4.5%｜城镇居民收入｜4.5 %｜growth about", "6%｜农村居民收入｜6 %｜growth about"]),
    ("about-whole-list", "plan", "城镇、农村居民收入分别增长4.5%和6%左右。", ["4.5%｜城镇居民收入｜4.5 %｜growth about", "6%｜农村居民收入｜6 %｜growth about"]),
    ("about-kept-at", "plan", "居民消费价格涨幅控制在3%左右。", ["3%｜居民消费价格｜3 %｜growth about"]),
    ("between", "plan", "出口增长6%—8%。", ["6%—8%｜出口｜6..8 %｜growth between"]),
    ("between-about", "plan", "出口增长6%—8%左右。", ["6%—8%｜出口｜6..8 %｜growth between"]),
    ("bound-of-its-own-number-only", "plan", "出口增长6%以上，进口增长5%。", ["6%｜出口｜6 %｜growth at_least", "5%｜进口｜5 %｜growth"]),
    ("lead-is-no-bound", "review", "工业增速高于全省2个百分点。", ["2个百分点｜工业增速｜2 个百分点｜change"]),
    ("at-least-before-the-verb", "plan", "全市每月至少化解积案10件。", ["10件｜化解积案｜10 件｜at_least"]),
    ("at-least-behind-a-unit-in-brackets", "plan", "牲畜出栏380万头（只）以上。", ["380万头（只）｜牲畜出栏｜3800000 头（只）｜at_least"]),
]  # fmt: skip


def test_a_bound_is_told() -> None:
    run_cases(CASES)
