"""Earlier decisions of the office, and the words of reasons."""

from __future__ import annotations

import pytest

from luoshi.city.unit_suggestions import Decision, Experience, KnownUnit, Proposer, Reason, in_words, propose

OFFICE = (KnownUnit("sw", "市商务局"), KnownUnit("gx", "市工业和信息化局"), KnownUnit("wl", "市文旅局"))
FAIR = Decision("举办第三届梨花陶瓷展销会，签约项目12个", "wl", 2024)


def test_an_earlier_decision_outranks_topic_words() -> None:
    text = "举办第四届梨花陶瓷展销会，签约项目20个"
    assert propose(text, units=OFFICE)[0].unit_key == "sw"
    best = propose(text, units=OFFICE, decisions=[FAIR])[0]
    assert best.unit_key == "wl"
    assert best.reasons[0] == Reason("earlier_decision", text=FAIR.text, year=2024)


def test_other_proposals_stay_below_an_earlier_decision() -> None:
    proposals = propose("举办第四届梨花陶瓷展销会，签约项目20个", units=OFFICE, decisions=[FAIR])
    assert [one.unit_key for one in proposals][:3] == ["wl", "sw", "gx"]


def test_a_related_decision_counts_beside_the_words() -> None:
    text = "扩建青石陶瓷厂，举办梨花陶瓷展"
    without, with_it = (
        {one.unit_key: one.score for one in propose(text, units=OFFICE, decisions=decisions)}
        for decisions in ((), (FAIR,))
    )
    assert without.get("wl", 0) < with_it["wl"] < 0.75


def test_an_unlike_decision_says_nothing() -> None:
    assert propose("整治入河排污口40个", units=OFFICE, decisions=[FAIR]) == propose(
        "整治入河排污口40个", units=OFFICE
    )


def test_the_newer_of_two_equal_decisions_wins() -> None:
    older, newer = Decision("打造青鸟文创街区", "sw", 2019), Decision("打造青鸟文创街区", "wl", 2024)
    for decisions in ((older, newer), (newer, older)):
        assert propose("打造青鸟文创街区", units=OFFICE, decisions=decisions)[0].unit_key == "wl"


def test_decisions_of_units_that_are_gone_are_left_out() -> None:
    gone = Decision(FAIR.text, "dissolved", 2024)
    assert propose(FAIR.text, units=OFFICE, decisions=[gone]) == propose(FAIR.text, units=OFFICE)


def test_figures_do_not_make_a_task_unlike_itself() -> None:
    alike = Experience([Decision("改造老旧小区21个", "zj", 2024)]).alike("改造老旧小区118个")
    assert alike[0].likeness == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "甲", "100%", "，。"])
def test_texts_without_pairs_are_like_nothing(text: str) -> None:
    assert Experience([FAIR]).alike(text) == ()
    assert Experience([Decision(text, "sw", 2024)]).alike("举办展销会") == ()


def test_one_experience_serves_many_promises() -> None:
    proposer = Proposer(OFFICE, Experience([FAIR]))
    assert proposer.propose(FAIR.text) == proposer.propose(FAIR.text)


@pytest.mark.parametrize(
    ("reason", "chinese", "english"),
    [
        (Reason("topic_word", ("招商", "外资")), "因“招商”“外资”等词", "because of the words “招商”, “外资”"),
        (Reason("heading_word", ("养老",)), "因所在标题中的“养老”", "because of “养老” in the heading above"),
        (
            Reason("headline_indicator", ("出口总额",)),
            "“出口总额”由该部门统计或主管",
            "keeps the figure “出口总额”",
        ),
        (
            Reason("earlier_decision", text="办好梨花节", year=2025),
            "2025年相似任务“办好梨花节”由该单位牵头",
            "led the similar task “办好梨花节” in 2025",
        ),
        (Reason("named", ("市教育局",)), "文中点名“市教育局”", "named in the text: “市教育局”"),
        (Reason("beside", ("水利局",)), "与“水利局”职责相近", "its work lies beside that of “水利局”"),
    ],
)
def test_reasons_are_said_in_both_languages(reason: Reason, chinese: str, english: str) -> None:
    assert in_words(reason) == chinese
    assert in_words(reason, "en") == english


def test_long_reasons_are_shortened() -> None:
    assert "…" in in_words(Reason("earlier_decision", text="长" * 100, year=2025))
    assert in_words(Reason("topic_word", tuple("甲乙丙丁戊己"))).count("“") == 5


def test_a_proposal_says_which_words_it_rests_on() -> None:
    reasons = propose("开展驻点招商，稳定外资", ("扩大消费",))[0].reasons
    assert [in_words(reason) for reason in reasons] == ["因“驻点招商”“外资”等词", "因所在标题中的“消费”"]
