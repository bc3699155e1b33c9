"""Which indicator a figure is about, by its subject, measure and unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger.indicators import Indicator, all_indicators, indicator_of, indicators_of, units
from luoshi.reading.records import Measure

FOUND: list[tuple[str, Measure, str, str]] = [
    # level, growth, change and rank of one thing are four indicators
    ("地区生产总值", "level", "元", "gdp"),
    ("地区生产总值", "growth", "%", "gdp_growth"),
    ("地区生产总值", "growth", "倍", "gdp_growth"),
    ("地区生产总值", "rank", "位", "gdp_rank"),
    ("城镇化率", "share", "%", "urbanisation_rate"),
    ("城镇化率", "change", "个百分点", "urbanisation_rate_change"),
    # spellings and old names
    ("ＧＤＰ", "growth", "%", "gdp_growth"),
    ("国内生产总值", "level", "元", "gdp"),
    ("生产总值（GDP）", "level", "元", "gdp"),
    ("生产总值（GDP", "growth", "%", "gdp_growth"),
    ("全市完成生产总值", "level", "元", "gdp"),
    ("2019年全省地区生产总值", "growth", "%", "gdp_growth"),
    ("地区生产总值增速", "growth", "%", "gdp_growth"),
    ("地区生产总值预期目标", "growth", "%", "gdp_growth"),
    ("经济", "growth", "%", "gdp_growth"),
    ("人均GDP", "level", "美元", "gdp_per_capita"),
    # near names that are different things
    ("规上工业增加值", "growth", "%", "industrial_value_added_above_scale_growth"),
    ("规模工业增加值", "growth", "%", "industrial_value_added_above_scale_growth"),
    ("工业增加值", "growth", "%", "industrial_value_added_growth"),
    ("工业总产值", "growth", "%", "gross_industrial_output_growth"),
    ("规上工业总产值", "level", "元", "gross_industrial_output_above_scale"),
    ("固定资产投资（不含农户）", "growth", "%", "fixed_asset_investment_growth"),
    ("全社会固定资产投资", "growth", "%", "total_social_fixed_asset_investment_growth"),
    ("工业投资", "growth", "%", "industrial_investment_growth"),
    ("房地产开发投资", "level", "元", "real_estate_investment"),
    ("民间投资", "growth", "%", "private_investment_growth"),
    ("地方级财政收入", "growth", "%", "local_level_fiscal_revenue_growth"),
    ("市区地方级财政收入", "growth", "%", "local_level_fiscal_revenue_city_proper_growth"),
    ("全口径财政收入", "level", "元", "full_scope_fiscal_revenue"),
    ("一般公共预算收入", "growth", "%", "general_budget_revenue_growth"),
    ("地方财政一般预算收入", "growth", "%", "general_budget_revenue_growth"),
    ("一般公共预算总收入", "growth", "%", "general_budget_total_revenue_growth"),
    ("财政总收入", "growth", "%", "total_fiscal_revenue_growth"),
    ("地方财政收入", "level", "元", "local_fiscal_revenue"),
    ("一般公共预算支出", "level", "元", "general_budget_expenditure"),
    ("税收收入占一般公共预算收入的比重", "share", "%", "tax_share_of_revenue"),
    ("城市居民人均可支配收入", "growth", "%", "urban_disposable_income_growth"),
    ("农村常住居民人均可支配收入", "growth", "%", "rural_disposable_income_growth"),
    ("农民人均纯收入", "growth", "%", "rural_net_income_growth"),
    ("全体居民人均可支配收入", "growth", "%", "resident_disposable_income_growth"),
    ("城乡居民人均可支配收入", "growth", "%", "urban_and_rural_income_growth"),
    ("城镇居民人均可支配收入和农民人均纯收入", "growth", "%", "urban_and_rural_income_growth"),
    ("低收入农户人均可支配收入", "growth", "%", "low_income_farmers_income_growth"),
    ("城镇新增就业", "level", "人", "new_urban_jobs"),
    ("新增就业", "level", "人", "new_jobs"),
    ("农村劳动力转移就业", "level", "人次", "rural_labour_transfer"),
    ("新增农村劳动力转移就业", "level", "人", "new_rural_labour_transfer"),
    ("城镇登记失业率", "share", "%", "registered_unemployment_rate"),
    ("城镇登记失业率", "growth", "%", "registered_unemployment_rate"),
    ("城镇调查失业率", "share", "%", "surveyed_unemployment_rate"),
    ("进出口总额", "growth", "%", "foreign_trade_growth"),
    ("外贸出口", "growth", "%", "exports_growth"),
    ("外贸进出口总额出口", "growth", "%", "exports_growth"),
    ("进口", "level", "美元", "imports"),
    ("市属外贸进出口总额", "growth", "%", "foreign_trade_municipal_growth"),
    ("实际利用外资", "level", "美元", "foreign_investment_used"),
    ("合同利用外资", "level", "美元", "foreign_capital_contracted"),
    ("居民消费价格", "growth", "%", "cpi_growth"),
    ("居民消费价格指数", "share", "%", "cpi_index"),
    ("商品零售价格", "growth", "%", "retail_price_growth"),
    ("人口自然", "share", "‰", "natural_population_growth_rate"),
    ("常住人口城镇化率", "share", "%", "urbanisation_rate"),
    ("户籍人口城镇化率", "share", "%", "registered_urbanisation_rate"),
    # the unit decides between a count and a length, and between days and their share
    ("新建城市道路", "level", "条", "city_roads_built"),
    ("新建城市道路", "level", "公里", "city_roads_built_length"),
    ("空气质量优良天数", "level", "天", "good_air_days"),
    ("空气质量优良天数", "share", "%", "good_air_share"),
    ("空气质量优良天数", "change", "天", "good_air_days_change"),
    ("空气质量优良天数", "change", "个百分点", "good_air_share_change"),
    # stock and addition are two
    ("市场主体", "level", "户", "market_entities"),
    ("新增市场主体", "level", "户", "market_entities_new"),
    ("国家高新技术企业", "level", "家", "high_tech_enterprises"),
    ("净增高企", "level", "家", "high_tech_enterprises_new"),
    ("贫困人口", "level", "人", "poor_population"),
    ("贫困人口脱贫", "level", "人", "poor_lifted"),
    # verbs of doing, in groups
    ("新建改建农村公路", "level", "公里", "rural_roads_built"),
    ("综合治理水土流失面积", "level", "平方公里", "soil_erosion_treated"),
    ("实施老旧小区改造", "level", "个", "old_communities_renovated"),
    ("办理省人大代表建议", "level", "件", "congress_suggestions_handled"),
    ("新增5G基站", "level", "个", "base_stations_built"),
    # shares of a whole
    ("研究与试验发展经费支出占地区生产总值比例", "share", "%", "rd_intensity"),
    ("服务业增加值占GDP的比重", "share", "%", "services_value_added_share"),
    ("第三产业比重", "share", "", "tertiary_value_added_share"),
    ("万元GDP能耗", "growth", "%", "energy_intensity_growth"),
    ("PM2.5平均浓度", "level", "微克/立方米", "pm25"),
    ("“三公”经费", "growth", "%", "government_operating_expenses_growth"),
    ("来源于某某地区的财政总收入", "level", "元", "fiscal_revenue_sourced_here"),
]

NONE: list[tuple[str, Measure, str]] = [
    # more than the alias, before or behind it
    ("民营经济增加值占比的目标任务", "level", "个"),
    ("某某化工项目投资", "level", "元"),
    ("某某项目固定资产投资", "level", "元"),
    ("投资", "level", "元"),
    ("增加值", "growth", "%"),
    ("收入", "growth", "%"),
    ("企业", "growth", "%"),
    ("项目", "level", "个"),
    ("电子信息产业增加值", "growth", "%"),
    ("县域生产总值", "growth", "%"),
    ("县域地区生产总值", "growth", "%"),
    ("重点镇地方级财政收入", "growth", "%"),
    ("市本级一般公共预算收入", "growth", "%"),
    ("跨境电商零售进口试点", "level", "个"),
    ("新能源汽车零售额", "growth", "%"),
    ("汽车类零售额", "growth", "%"),
    ("村集体经济收入", "level", "元"),
    ("高标准农田建设贷款", "level", "元"),
    ("老旧小区改造资金", "level", "元"),
    ("全社会固定资产投资新增", "level", "元"),
    ("市场主体贷款", "level", "元"),
    ("对城镇登记失业率的贡献", "share", "%"),
    ("农村电商服务站", "level", "个"),
    ("地区生产总值年均增速快于全国", "change", "个百分点"),
    ("高新技术企业产值占比", "rank", "位"),
    # the thing in another measure or unit
    ("地区生产总值", "share", "%"),
    ("地区生产总值", "change", "个百分点"),
    ("地区生产总值", "level", "家"),
    ("固定资产投资", "level", "个"),
    ("粮食产量", "level", "元"),
    ("城镇新增就业", "level", "元"),
    ("森林覆盖率", "level", "亩"),
    ("社会消费品零售总额", "change", "个百分点"),
    ("旅游总收入", "level", "人次"),
    ("接待游客", "level", "元"),
    # no thing at all
    ("", "level", "元"),
    ("的", "level", "元"),
    ("完成", "level", "元"),
    ("全市", "growth", "%"),
    ("年均增长", "growth", "%"),
]


@pytest.mark.parametrize(("subject", "measure", "unit", "code"), FOUND)
def test_a_figure_finds_its_indicator(subject: str, measure: Measure, unit: str, code: str) -> None:
    found = indicator_of(subject, measure, unit)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(("subject", "measure", "unit"), NONE)
def test_a_figure_of_another_thing_finds_none(subject: str, measure: Measure, unit: str) -> None:
    assert indicator_of(subject, measure, unit) is None


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        ("固定资产投资和社会消费品零售总额", ["fixed_asset_investment_growth", "retail_sales_growth"]),
        ("化学需氧量、二氧化硫排放量", ["cod_emissions_growth", "so2_emissions_growth"]),
        ("固定资产投资", ["fixed_asset_investment_growth"]),
        ("固定资产投资和某某产业", []),
        ("某某产业", []),
        # what the things have in common stands behind the last of them
        ("第一、第二、第三产业增加值", ["primary_value_added_growth", "secondary_value_added_growth", "tertiary_value_added_growth"]),
        # several that have an indicator of their own together have that first
        ("城镇和农村常住居民人均可支配收入", ["urban_and_rural_income_growth", "urban_disposable_income_growth", "rural_disposable_income_growth"]),
        ("城镇居民人均可支配收入、农民人均纯收入", ["urban_and_rural_income_growth", "urban_disposable_income_growth", "rural_net_income_growth"]),
        ("城乡居民人均可支配收入", ["urban_and_rural_income_growth"]),
    ],
)  # fmt: skip
def test_one_number_said_of_several_things_has_them_all(subject: str, codes: list[str]) -> None:
    assert [indicator.code for indicator in indicators_of(subject, "growth", "%")] == codes


@pytest.mark.parametrize("subject", ["城镇新增就业和农村劳动力转移就业", "家庭农场、农民合作社"])
def test_an_amount_of_several_things_is_the_amount_of_none(subject: str) -> None:
    assert indicators_of(subject, "level", "人") == indicators_of(subject, "level", "家") == ()


@given(st.sampled_from(all_indicators()), st.data())
def test_words_that_qualify_an_alias_make_it_another_thing(indicator: Indicator, data: st.DataObject) -> None:
    alias = data.draw(st.sampled_from(indicator.aliases))
    unit = data.draw(st.sampled_from(units()[indicator.unit]))
    assert indicator_of(f"某某集团所属{alias}", indicator.measure, unit) is None
    assert indicator_of(f"{alias}配套工程", indicator.measure, unit) is None


@given(
    st.text(max_size=20), st.sampled_from(["level", "growth", "change", "share", "rank"]), st.text(max_size=3)
)
def test_any_text_is_taken_without_an_error(subject: str, measure: Measure, unit: str) -> None:
    found = indicator_of(subject, measure, unit)
    assert found is None or found in all_indicators()
