"""Each check finds what does not add up, and keeps silent where it does."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger.contradictions import contradictions, name_of, words_of
from luoshi.ledger.contradictions.amounts import amount, threshold
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Finding
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report
from luoshi.reading.text import Hints, Source

HEAD = "政府工作报告\n——2025年1月10日在青岚市第八届人民代表大会第四次会议上\n"


def report(text: str, *, year: int = 2025, name: str = "a.txt") -> Report:
    """A report of the fictional city with the paragraphs of ``text``."""
    hints = Hints(place="青岚市", year=year)
    return read_source(Source.from_text(HEAD + text, name=name, hints=hints), any_text=True)


def found(*reports: Report) -> list[tuple[str, str]]:
    return [(one.kind, one.grade) for one in contradictions(reports)]


REVIEW, PLAN = "一、2024年工作回顾\n", "二、2025年工作安排\n"

CASES = [
    # a part larger than its whole
    ("全市签约项目42个，协议投资86亿元，其中制造业投资109亿元。", [("part_exceeds_whole", "certain")]),
    ("全市签约项目42个，协议投资86亿元，其中制造业投资59亿元。", []),
    ("新增经营主体6万户，其中企业贷款余额达到90万户。", []),
    ("人均住房面积30平方米，其中县城人均住房面积38平方米。", []),
    ("补助标准不低于3000元，其中山区不低于5000元。", []),
    # lists that do not make their total
    ("创建示范单位12个（省级5个、市级8个）。", [("parts_do_not_sum", "certain")]),
    ("创建示范单位15个（省级5个、市级8个）。", [("parts_do_not_sum", "likely")]),
    ("创建示范单位13个（省级5个、市级8个）。", []),
    ("选取试点10个（东区、西区各2个，南县1个）。", []),
    ("创建示范单位20个（其中省级5个、市级8个）。", []),
    ("地区生产总值100亿元，第一产业20亿元，第二产业50亿元，第三产业60亿元。", [("parts_do_not_sum", "certain")]),
    ("地区生产总值130.1亿元，第一产业20亿元，第二产业50亿元，第三产业60亿元。", []),
    # growth against amounts
    ("外贸总额由上年的158.2亿元增加到181.6亿元、增长19.8%。", [("growth_misfit", "certain")]),
    ("外贸总额由上年的158.2亿元增加到181.6亿元、增长14.8%。", []),
    ("绿化覆盖率由57.3%提高到60.9%，提高4.6个百分点。", [("growth_misfit", "certain")]),
    ("绿化覆盖率由57.3%提高到60.9%，提高3.6个百分点。", []),
    ("企业总数由31家增加到45家，增加24家。", [("growth_misfit", "certain")]),
    ("企业总数由31家增加到45家，增加14家。", []),
    ("存款由2019年的100亿元增加到2024年的150亿元，年均增长12%。", [("growth_misfit", "likely")]),
    ("存款由2019年的100亿元增加到2024年的150亿元，年均增长8.4%。", []),
    ("地区生产总值由上年的100亿元增加到110亿元，增长5%。", []),
    ("存款由上年的100亿元增加到110亿元，同口径增长15%。", []),
    ("产值由100亿元增加到210亿元、翻了一番。", []),
    ("产值由100亿元增加到210亿元、翻了两番。", [("growth_misfit", "likely")]),
    ("出口由100亿元增加到210亿元，增长1.1倍。", []),
    ("出口由100亿元增加到210亿元，增长2.1倍。", []),
    ("出口由100亿元增加到210亿元，增长3.1倍。", [("growth_misfit", "likely")]),
    ("存款50亿元，比上年增加5亿元，增长21%。", [("growth_misfit", "certain")]),
    ("存款50亿元，比上年增加5亿元，增长11%。", []),
    # thresholds
    ("储备亿元以上项目150个、十万元以上项目30个。", [("threshold_order", "certain")]),
    ("储备亿元以上项目150个、十亿元以上项目30个。", []),
    ("储备亿元以上项目150个、10亿元以上项目180个。", [("threshold_order", "likely")]),
    ("力争新增百亿元以上企业2家、50亿元以上企业1家。", [("threshold_order", "worth_a_look")]),
    ("开工亿元以上项目150个；竣工3000万元以上项目30个。", []),
    # shares
    ("三次产业结构调整为8.1:52.3:49.6。", [("shares_do_not_sum", "certain")]),
    ("三次产业结构由9.1:42.3:48.6调整为8.1:42.3:49.6。", []),
    ("一二三产业增加值分别增长5.3%、14%和10.8%，三次产业结构优化。", []),
    ("自来水普及率达到130%。", [("impossible_share", "likely")]),
    ("基本医保参保率达到100.7%。", [("impossible_share", "worth_a_look")]),
    ("年度投资完成率达到130%。", []),
    ("自来水普及率达到100%。", []),
    # dates
    ("2024年2月30日，青溪大桥建成通车。", [("impossible_date", "certain")]),
    ("4月31日前完成整改。", [("impossible_date", "certain")]),
    ("2023年2月29日，大桥开工。", [("impossible_date", "certain")]),
    ("2024年2月29日，大桥开工。", []),
    ("2025年3月2日，青溪大桥已经建成通车。", [("later_date", "likely")]),
    ("2025年3月2日前，确保青溪大桥建成通车。", []),
    ("2025—2021年，规划实施项目30个。", [("reversed_period", "certain")]),
    ("2021—2025年，规划实施项目30个。", []),
    # numbering
    ("一是抓项目；二是抓产业；四是抓民生。", [("numbering", "certain")]),
    ("一是抓项目；二是抓产业；三是抓民生。", []),
    ("一是抓项目；第二，抓产业；三是抓民生。", []),
    ("一是抓项目；二抓产业；三是抓民生。", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_check(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(report(REVIEW + sentence)) == expected


LONG = "坚持把发展实体经济作为主攻方向，推动传统产业改造升级、新兴产业发展壮大、未来产业前瞻布局，加快形成新的增长点。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\n中间一段。\n{LONG}\n", [("repeated_passage", "certain")]),
        (f"{LONG}{LONG}\n", [("repeated_passage", "certain")]),
        (f"{LONG}\n加快形成新的增长点。\n", []),
        ("加快发展。\n加快发展。\n", []),
        ("（一）抓项目。\n（二）抓产业。\n（四）抓民生。\n", [("numbering", "certain")]),
        ("（一）抓项目。\n（二）抓产业。\n（二）抓民生。\n", [("numbering", "certain")]),
        ("（一）抓项目。\n（二）抓产业。（三）抓改革。\n（四）抓民生。\n", []),
        ("（一）抓项目。\n1.抓建设。\n2.抓储备。\n（二）抓产业。\n1.抓链条。\n", []),
    ],
)
def test_check_over_paragraphs(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(report(REVIEW + text)) == expected


def test_an_inner_list_may_end_and_the_outer_one_go_on() -> None:
    text = "一、回顾\n内容。\n二、部署\n一、抓项目\n二、抓产业\n三、抓民生\n三、自身建设\n内容。\n"
    assert found(report(text)) == []


def test_a_wrapped_line_is_one_sentence() -> None:
    prose = Prose(
        report("全市外贸进出口总额由上年的158.2亿元增\n加到181.6亿元、增\n长14.8%，企业稳步增长。\n")
    )
    assert "外贸进出口总额由上年的158.2亿元增加到181.6亿元" in prose.text


def of_years(first: str, second: str) -> list[Finding]:
    earlier = report(f"一、2023年工作回顾\n{first}", year=2024, name="2024.txt")
    later = report(f"{REVIEW}{second}", year=2025, name="2025.txt")
    return contradictions([later, earlier])


def test_growth_is_held_against_the_report_before() -> None:
    (one,) = of_years("社会消费品零售总额500亿元、增长5%。", "社会消费品零售总额600亿元、增长5%。")
    assert (one.kind, one.grade) == ("growth_misfit", "worth_a_look")
    assert [evidence.file for evidence in one.evidence] == ["2025.txt", "2024.txt"]
    assert of_years("社会消费品零售总额500亿元、增长5%。", "社会消费品零售总额525亿元、增长5%。") == []


def test_the_report_before_bears_witness_to_the_earlier_amount() -> None:
    (one,) = of_years(
        "外贸进出口总额158.2亿元。", "外贸进出口总额由上年的158.2亿元增加到181.6亿元、增长19.8%。"
    )
    assert one.grade == "certain"
    assert [evidence.file for evidence in one.evidence] == ["2025.txt", "2024.txt"]


def test_numbers_of_two_editions_are_compared() -> None:
    full = report(f"{REVIEW}一般公共预算收入98.5亿元。", name="full.txt")
    short = report(f"{REVIEW}一般公共预算收入89.5亿元。", name="short.txt")
    same = report(f"{REVIEW}一般公共预算收入98.5亿元。", name="same.txt")
    assert found(full, short) == [("differing_numbers", "likely")]
    assert found(full, same) == []


def test_numbers_of_one_thing_are_compared_within_a_report() -> None:
    between = "全市上下团结一心、攻坚克难，推动各项事业取得新的进步，群众获得感幸福感安全感持续增强，社会大局保持稳定，城乡面貌日新月异，改革开放不断深入。"
    first, second = "一般公共预算收入98.5亿元。", "一般公共预算收入89.5亿元。"
    assert found(report(REVIEW + first + between + second)) == [("differing_numbers", "worth_a_look")]
    assert found(report(REVIEW + first + between + first)) == []


def test_findings_do_not_depend_on_the_order_of_reports() -> None:
    reports = [
        report(REVIEW + case, year=2000 + index, name=f"{index}.txt")
        for index, (case, _) in enumerate(CASES[:12])
    ]
    assert contradictions(reports) == contradictions(reversed(reports))


def test_only_the_grades_asked_for_are_given() -> None:
    one = report(REVIEW + "基本医保参保率达到100.7%。自来水普及率达到130%。4月31日前完成整改。")
    assert [finding.grade for finding in contradictions([one], least="likely")] == ["certain", "likely"]
    assert [finding.grade for finding in contradictions([one], least="certain")] == ["certain"]


@pytest.mark.parametrize(("sentence", "expected"), [case for case in CASES if case[1]])
def test_evidence_and_words_are_whole(sentence: str, expected: list[tuple[str, str]]) -> None:
    one = report(REVIEW + sentence)
    for finding in contradictions([one]):
        for evidence in finding.evidence:
            assert one.text[evidence.start : evidence.end] == evidence.quote
            assert evidence.quote in evidence.sentence
        for language in ("zh", "en"):
            assert "{" not in words_of(finding, language)
            assert name_of(finding.kind, language) != name_of(finding.grade, language)


def test_every_reason_has_the_same_details_in_both_languages() -> None:
    path = files("luoshi.ledger.contradictions").joinpath("reasons.toml")
    for words in tomllib.loads(path.read_text(encoding="utf-8")).values():
        assert set(words) == {"zh", "en"}
        fields = [set(re.findall(r"\{(\w+)", line)) for line in words.values()]
        assert fields[0] == fields[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("亿", 1e8),
        ("十万", 1e5),
        ("5000万", 5e7),
        ("10亿", 1e9),
        ("百亿", 1e10),
        ("两百", 200.0),
        ("元", None),
        ("", None),
    ],
)
def test_thresholds_are_read(text: str, value: float | None) -> None:
    assert threshold(text) == value


@given(st.decimals(min_value=1, max_value=99999, places=2), st.integers(0, 2))
def test_a_rounded_number_meets_what_it_was_rounded_from(value: object, places: int) -> None:
    written = amount(f"{float(str(value)):.{places}f}")
    assert written.meets(float(str(value)) - 1e-9, float(str(value)) + 1e-9)


@given(st.integers(100, 9999), st.integers(101, 9999))
def test_growth_that_is_computed_from_the_amounts_fits(before: int, rise: int) -> None:
    text = f"存款由上年的{before}亿元增加到{before + rise}亿元，增长{rise / before * 100:.1f}%。"
    assert found(report(REVIEW + text)) == []
