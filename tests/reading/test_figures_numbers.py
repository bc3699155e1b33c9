"""Numbers: their digits, multipliers, units, ranges; what of them is quoted.

A case: the rule, the part of the report, a sentence, its figures as ``quote｜subject｜value unit｜special``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, str, str, list[str]]] = [
    ("integer", "review", "新建学校3所。", ["3所｜新建学校｜3 所"]),
    ("decimal", "review", "粮食产量61.5吨。", ["61.5吨｜粮食产量｜61.5 吨"]),
    ("zero-before-the-point", "review", "城镇登记失业率为0.3%。", ["0.3%｜城镇登记失业率｜0.3 %｜share"]),
    ("thousands-marks", "review", "发放补贴27,180元。", ["27,180元｜发放补贴｜27180 元"]),
    ("two-thousands-marks", "review", "发放补贴1,027,180元。", ["1,027,180元｜发放补贴｜1027180 元"]),
    ("space-before-multiplier", "review", "粮食总产量95 亿斤。", ["95 亿斤｜粮食总产量｜9500000000 斤"]),
    ("space-before-unit", "review", "改造老旧小区151 个。", ["151 个｜改造老旧小区｜151 个"]),
    ("space-between-multiplier-and-unit", "review", "改造老旧小区3万 户。", ["3万 户｜改造老旧小区｜30000 户"]),
    ("full-width-digits", "review", "改造老旧小区１５１个。", ["１５１个｜改造老旧小区｜151 个"]),
    ("full-width-point-and-percent", "review", "森林覆盖率达到４１．５％。", ["４１．５％｜森林覆盖率｜41.5 %｜share"]),
    ("full-width-percent", "review", "森林覆盖率达到41.5％。", ["41.5％｜森林覆盖率｜41.5 %｜share"]),
    ("per-mille", "review", "人口出生率为3.2‰。", ["3.2‰｜人口出生率｜3.2 ‰｜share"]),
    ("multiplier-hundred", "review", "发放创业贷款5百万元。", ["5百万元｜发放创业贷款｜5000000 元"]),
    ("multiplier-thousand", "review", "引进技能人才3千名。", ["3千名｜引进技能人才｜3000 名"]),
    ("multiplier-ten-thousand", "review", "粮食产量61.5万吨。", ["61.5万吨｜粮食产量｜615000 吨"]),
    ("multiplier-ten-million", "review", "接待游客2千万人次。", ["2千万人次｜接待游客｜20000000 人次"]),
    ("multiplier-hundred-million", "review", "完成投资304.1亿元。", ["304.1亿元｜完成投资｜30410000000 元"]),
    ("multiplier-ten-billion", "review", "存款余额3千亿元。", ["3千亿元｜存款余额｜300000000000 元"]),
    ("multiplier-trillion", "review", "存款余额1.2万亿元。", ["1.2万亿元｜存款余额｜1200000000000 元"]),
    ("no-rounding-noise", "review", "完成投资0.07亿元。", ["0.07亿元｜完成投资｜7000000 元"]),
    ("unit-kilogram-stays-whole", "review", "茶叶产量300公斤。", ["300公斤｜茶叶产量｜300 公斤"]),
    ("unit-kilometre-stays-whole", "review", "新建农村公路73.6公里。", ["73.6公里｜新建农村公路｜73.6 公里"]),
    ("unit-cubic-metres", "review", "新增库容300万立方米。", ["300万立方米｜新增库容｜3000000 立方米"]),
    ("unit-kilowatts", "review", "新增风电装机30万千瓦。", ["30万千瓦｜新增风电装机｜300000 千瓦"]),
    ("unit-kilowatt-hours", "review", "发电量3亿千瓦时。", ["3亿千瓦时｜发电量｜300000000 千瓦时"]),
    ("unit-of-two-units", "review", "PM2.5平均浓度为31微克/立方米。", ["31微克/立方米｜PM2.5平均浓度｜31 微克/立方米"]),
    ("unit-in-brackets", "review", "建成公租房300户（套）。", ["300户（套）｜建成公租房｜300 户（套）"]),
    ("unit-dollars", "review", "实际利用外资3.5亿美元。", ["3.5亿美元｜实际利用外资｜350000000 美元"]),
    ("unit-containers", "review", "集装箱吞吐量3.7万标箱。", ["3.7万标箱｜集装箱吞吐量｜37000 标箱"]),
    ("unit-person-times", "review", "开展技能培训1.5万人次。", ["1.5万人次｜开展技能培训｜15000 人次"]),
    ("unit-coal", "review", "节约能源3万吨标准煤。", ["3万吨标准煤｜节约能源｜30000 吨标准煤"]),
    ("unit-mu", "review", "新建高标准农田9.7万亩。", ["9.7万亩｜新建高标准农田｜97000 亩"]),
    ("no-unit-before-a-noun", "review", "帮助5.7万贫困劳动力就业。", ["5.7万｜帮助贫困劳动力就业｜57000"]),
    ("range-long-dash", "plan", "地区生产总值增长5%—6%。", ["5%—6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-hyphen", "plan", "地区生产总值增长5%-6%。", ["5%-6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-en-dash", "plan", "地区生产总值增长5%–6%。", ["5%–6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-tilde", "plan", "地区生产总值增长5%~6%。", ["5%~6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-wide-tilde", "plan", "地区生产总值增长5%～6%。", ["5%～6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-wide-hyphen", "plan", "地区生产总值增长５％－６％。", ["５％－６％｜地区生产总值｜5..6 %｜growth between"]),
    ("range-one-unit-for-both", "plan", "地区生产总值增长5—6%。", ["5—6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-in-words-zhi", "plan", "地区生产总值增长5%至6%。", ["5%至6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-in-words-dao", "plan", "地区生产总值增长5%到6%。", ["5%到6%｜地区生产总值｜5..6 %｜growth between"]),
    ("range-one-multiplier-for-both", "plan", "完成投资100—120亿元。", ["100—120亿元｜完成投资｜10000000000..12000000000 元｜between"]),
    ("range-of-counts", "plan", "建设口袋公园3—5个。", ["3—5个｜建设口袋公园｜3..5 个｜between"]),
    ("range-of-ten-thousands", "plan", "新增就业3万—5万人。", ["3万—5万人｜新增就业｜30000..50000 人｜between"]),
    ("range-with-decimals", "plan", "地区生产总值增长5.5%—6.5%。", ["5.5%—6.5%｜地区生产总值｜5.5..6.5 %｜growth between"]),
    ("yu-inside-number-and-unit", "review", "投入资金1200余万元。", ["1200余万元｜投入资金｜12000000 元｜at_least"]),
    ("yu-before-the-unit", "review", "惠及群众3万余人。", ["3万余人｜惠及群众｜30000 人｜at_least"]),
    ("duo-before-the-unit", "review", "解决问题500多个。", ["500多个｜解决问题｜500 个｜at_least"]),
    ("duo-before-the-multiplier", "review", "培训农民20多万人次。", ["20多万人次｜培训农民｜200000 人次｜at_least"]),
    ("duo-behind-the-multiplier", "review", "完成投资30亿多元。", ["30亿多元｜完成投资｜3000000000 元｜at_least"]),
    ("triple-is-three-shares", "review", "三次产业结构调整为8.1：42.6：49.3。", ["8.1｜第一产业比重｜8.1｜share", "42.6｜第二产业比重｜42.6｜share", "49.3｜第三产业比重｜49.3｜share"]),
    ("triple-with-narrow-colons", "review", "三次产业结构优化为8:42:50。", ["8｜第一产业比重｜8｜share", "42｜第二产业比重｜42｜share", "50｜第三产业比重｜50｜share"]),
    ("triple-with-ratio-signs", "review", "三次产业结构优化为8∶42∶50。", ["8｜第一产业比重｜8｜share", "42｜第二产业比重｜42｜share", "50｜第三产业比重｜50｜share"]),
    ("triple-earlier-and-later", "review", "三次产业比由9：43：48调整为8：42：50。", ["9｜第一产业比重｜9｜share background 2022", "43｜第二产业比重｜43｜share background 2022", "48｜第三产业比重｜48｜share background 2022", "8｜第一产业比重｜8｜share", "42｜第二产业比重｜42｜share", "50｜第三产业比重｜50｜share"]),
    ("fraction", "review", "茶叶产量占全省的1/4。", ["1/4｜茶叶产量｜0.25｜share"]),
    ("multiple-of-an-earlier-year", "review", "茶叶产量是2010年的2倍。", ["2倍｜茶叶产量｜2 倍｜growth"]),
    ("multiple-grown", "review", "茶叶产量增长近15倍。", ["15倍｜茶叶产量｜15 倍｜growth about"]),
    ("so-many-of-so-much", "plan", "建设机组2×100万千瓦。", ["2×100万千瓦｜建设机组｜2000000 千瓦"]),
    ("a-minus-sign", "review", "出口增长-3.5%。", ["-3.5%｜出口｜-3.5 %｜growth"]),
    ("second-occurrence-has-its-own-place", "review", "新建公园3个，改造公园3个。", ["3个｜新建公园｜3 个", "3个｜改造公园｜3 个"]),
    ("many-figures-in-text-order", "review", "新建学校3所，改造道路8条，新增泊位900个。", ["3所｜新建学校｜3 所", "8条｜改造道路｜8 条", "900个｜新增泊位｜900 个"]),
    ("list-that-shares-a-unit", "review", "新材料、新能源占比分别提高7.8和25.1个百分点。", ["7.8｜新材料占比｜7.8 个百分点｜change", "25.1个百分点｜新能源占比｜25.1 个百分点｜change"]),
    ("mu-times", "plan", "推广增产技术800万亩次。", ["800万亩次｜推广增产技术｜8000000 亩次"]),
    ("lessons", "plan", "开设直播课程2000节，改造节点3个。", ["2000节｜开设直播课程｜2000 节", "3个｜改造节点｜3 个"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "sentence", "lines"), [pytest.param(*case, id=name) for name, *case in CASES]
)
def test_a_number_is_read(
    read_lines: Callable[[str, str], list[str]], part: str, sentence: str, lines: list[str]
) -> None:
    assert read_lines(part, sentence) == lines
