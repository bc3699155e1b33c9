"""The reconciliation page: sentences, quotes, links, charts; self-contained, harmless, in two languages."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import luoshi
from luoshi.errors import UsageError
from luoshi.ledger.pages import chosen, render_place, views, write_charts, write_folder, write_page
from luoshi.ledger.pages.charts import COLOURS, bar_rows, point_rows
from luoshi.ledger.pages.excerpts import excerpt, one_line
from luoshi.ledger.pages.i18n import VERDICTS
from luoshi.ledger.pages.render import years_said
from luoshi.ledger.pages.rows import ACCOUNT_COLUMNS, account_rows, finding_rows, year_rows
from luoshi.ledger.pages.selection import Chosen
from luoshi.ledger.pages.view import year_sentence
from luoshi.ledger.records import Account, Evidence, Finding, Reason, Verdict
from luoshi.reading.records import Report

FIRST = """政府工作报告
——2031年1月8日在云汀市第三届人民代表大会第一次会议上
一、2030年工作回顾
预计全市地区生产总值增长6.1%。
二、2031年工作安排
（一）稳增长。地区生产总值增长6.5%左右，粮食总产量稳定在62万吨以上，城镇登记失业率控制在4%以内。
（二）惠民生。改造老旧小区45个</script><script>alert(1)</script>，新建公园12个，整治积水点18处。
"""
SECOND = """政府工作报告
——2032年1月8日在云汀市第三届人民代表大会第二次会议上
一、2031年工作回顾
全市地区生产总值突破1200亿元、增长6.4%，粮食总产量63.1万吨。改造老旧小区30个，其余仍在施工。
二、2032年工作安排
（一）稳增长。地区生产总值增长6%—6.5%，粮食总产量达到63万吨。
"""


def report(text: str, year: int) -> Report:
    return luoshi.read(text, place="云汀市", year=year)


def named(made: Report, name: str) -> Report:
    return msgspec.structs.replace(made, source=msgspec.structs.replace(made.source, name=name))


def evidence(made: Report, quote: str) -> Evidence:
    start = made.text.index(quote)
    line = made.text[made.text.rfind("\n", 0, start) + 1 : made.text.index("\n", start)]
    return Evidence(start, start + len(quote), made.source.name, quote, line)


def figure_of(made: Report, quote: str) -> int:
    start = made.text.index(quote)
    return next(index for index, one in enumerate(made.figures) if one.start <= start < one.end)


def account(
    first: Report, quote: str, verdict: Verdict, second: Report | None = None, **other: Any
) -> Account:
    answer: str | None = other.pop("answer", None)
    outcome = evidence(second, answer) if second and answer else None
    index = figure_of(first, quote) if other.pop("with_figure", True) else None
    assert first.year is not None
    fields: dict[str, Any] = {
        "place": "云汀市", "year": first.year, "due": first.year, "subject": quote, "kind": "task", "section": "二 › （一）稳增长",
        "indicator": None, "promise": 0, "answered": second.year if second else None,
        "reason": Reason("not_mentioned", {"year": "2032", "due": "2031"}),
    }  # fmt: skip
    return Account(
        promised=evidence(first, quote),
        figure=index,
        outcome=outcome,
        outcome_figure=figure_of(second, answer)
        if second and answer and any(map(str.isdigit, answer))
        else None,
        verdict=verdict,
        **fields | other,
    )


@pytest.fixture(scope="module")
def ledger() -> Chosen:
    first, second = (
        named(report(FIRST, 2031), "云汀市-2031.txt"),
        named(report(SECOND, 2032), "云汀市-2032.txt"),
    )
    headline: dict[str, Any] = {"kind": "headline_target"}
    gdp, grain = {**headline, "indicator": "gdp_growth"}, {**headline, "indicator": "grain_output"}
    accounts = [
        account(first, "6.5%", "kept", second, answer="6.4%", **gdp, subject="地区生产总值"),
        account(first, "62万吨", "exceeded", second, answer="63.1万吨", **grain, subject="粮食总产量"),
        account(first, "4%", "unreported", second, **headline, subject="城镇登记失业率"),
        account(first, "45个", "partly", second, answer="30个"),
        account(first, "12个", "unreported", second),
        account(first, "18处", "not_comparable", second, answer="仍在施工"),
        account(first, "惠民生", "unreported", second, with_figure=False),
        account(second, "6%—6.5%", "not_yet_due", **gdp),
        account(second, "63万吨", "not_yet_due", **grain),
    ]
    moved = Finding(
        kind="moved_target", grade="likely", place="云汀市", evidence=(evidence(first, "62万吨"), evidence(second, "63万吨")),
        reason=Reason("not_mentioned", {"year": "2032", "due": "2031"}),
    )  # fmt: skip
    maybe = msgspec.structs.replace(moved, kind="repeated_promise", grade="worth_a_look")
    return Chosen(accounts, [moved, maybe], [first, second])


class Page(HTMLParser):
    """Elements with their attributes, tags left open, and the text without script and style."""

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.unbalanced: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "br"}:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        optional = {"option"}
        while self._open and self._open[-1] in optional and tag not in optional:
            self._open.pop()
        if not self._open or self._open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._open):
            self.text += data

    def ids(self) -> list[str]:
        return [name for _, attributes in self.elements if (name := attributes.get("id"))]

    def links(self) -> list[str]:
        return [str(attributes["href"]) for tag, attributes in self.elements if tag == "a"]


@pytest.fixture(scope="module")
def html(ledger: Chosen) -> bytes:
    return render_place(views(ledger)[0], "zh")


@pytest.fixture(scope="module")
def page(html: bytes) -> Page:
    return Page(html)


def test_the_page_answers_in_words_first(page: Page) -> None:
    said = page.text
    assert (
        "云汀市在 2031 年的报告里许下 6 项有数可核的承诺。下一年的报告回应了 4 项：兑现 1，超额 1，部分兑现 1，无法核对 1；另有 2 项未见回应。"
        in said
    )
    assert "2031 年 6 项量化承诺：兑现 1，超额 1，部分兑现 1，未见回应 2，无法核对 1" in said
    assert "2032 年 2 项量化承诺：未到期 2" in said
    assert (
        said.index("有数可核") < said.index("逐年") < said.index("许下而未见回应") < said.rindex("承诺清单")
    )


def test_only_our_own_style_and_script_may_run(html: bytes) -> None:
    text = html.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        code = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert code
        digest = base64.b64encode(hashlib.sha256(code[1].encode()).digest()).decode()
        assert f"{name} '{'sha256-' + digest}'" in policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in policy[1].replace("&#39;", "'")
    assert "unsafe" not in policy[1]


def test_nothing_is_fetched_and_nothing_needs_inline_rights(html: bytes, page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag not in {"link", "img", "iframe", "object", "base"}
        assert not {"src", "style", "xlink:href"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
    assert b"url(" not in html
    assert b"http://" not in html
    assert b"https://" not in html


def test_page_is_well_formed_and_its_links_lead_somewhere(page: Page) -> None:
    assert page.unbalanced == []
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert [link for link in page.links() if link.startswith("#") and link[1:] not in ids] == []
    for _, attributes in page.elements:
        assert [name for name in (attributes.get("aria-labelledby") or "").split() if name not in ids] == []


def test_text_of_a_report_cannot_become_markup(html: bytes) -> None:
    assert b"<script>alert" not in html
    assert html.count(b"<script") == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_opens_in_its_language(ledger: Chosen, language: str) -> None:
    html = render_place(views(ledger)[0], "zh" if language == "zh" else "en").decode()
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in html
    assert "2031: 6 promises with figures: kept 1" in Page(html.encode()).text


def test_page_is_the_same_every_time(ledger: Chosen, html: bytes) -> None:
    assert render_place(views(ledger)[0], "zh") == html


def test_every_quote_links_to_its_mark_in_an_annotated_report(ledger: Chosen, tmp_path: Path) -> None:
    index = write_folder(ledger, tmp_path, "zh")
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [
        "云汀市-2031.html",
        "云汀市-2032.html",
    ]
    marks = {path.name: set(Page(path.read_bytes()).ids()) for path in (tmp_path / "reports").iterdir()}
    outward = [link for link in Page(index.read_bytes()).links() if link.startswith("reports/")]
    assert len(outward) >= len(ledger.accounts)
    for link in outward:
        name, anchor = link.removeprefix("reports/").split("#")
        assert anchor in marks[name], link


def test_an_outcome_in_words_is_marked_in_its_report(ledger: Chosen) -> None:
    (view,) = views(ledger)
    (item,) = [one for one in view.years[0].items if one.verdict == "not_comparable"]
    assert item.outcome
    assert re.fullmatch(r"reports/云汀市-2032\.html#c\d+-\d+", item.outcome.href)


def test_dropped_promises_have_headline_targets_first(ledger: Chosen) -> None:
    assert [item.subject for item in views(ledger)[0].years[0].dropped] == ["城镇登记失业率", "12个"]


def test_findings_are_told_by_kind_and_the_unsure_ones_are_folded(ledger: Chosen, html: bytes) -> None:
    (view,) = views(ledger)
    assert (len(view.moved), len(view.repeated), len(view.doubts)) == (1, 1, 0)
    assert "还有 1 处值得一看".encode() in html


def test_a_missing_year_is_said(ledger: Chosen) -> None:
    first, second = ledger.reports
    later = named(msgspec.structs.replace(second, year=2034), second.source.name)
    accounts = [
        msgspec.structs.replace(one, year=2034) if one.year == 2032 else one for one in ledger.accounts
    ]
    (view,) = views(Chosen(accounts, [], [first, later]))
    assert view.gaps == (2032, 2033)
    assert "手头没有 2032、2033 年的报告" in render_place(view, "zh").decode()


def test_promises_that_no_report_can_answer_are_not_counted_as_answered(ledger: Chosen) -> None:
    lost = [msgspec.structs.replace(one, answered=None, outcome=None) for one in ledger.accounts]
    (view,) = views(Chosen(lost, [], ledger.reports))
    assert view.answered == ()
    assert "尚不能核对" in render_place(view, "zh").decode()


def test_two_places_get_a_page_each_and_a_list(ledger: Chosen, tmp_path: Path) -> None:
    others = [msgspec.structs.replace(one, place="白石县") for one in ledger.accounts]
    both = Chosen([*ledger.accounts, *others], ledger.findings, ledger.reports)
    index = write_folder(both, tmp_path, "zh")
    links = Page(index.read_bytes()).links()
    assert len(links) == 2
    assert {path.name for path in tmp_path.glob("*.html")} == {"index.html", "云汀市.html", "白石县.html"}
    with pytest.raises(UsageError) as refused:
        write_page(both, tmp_path / "one.html", "zh")
    assert refused.value.code == "one_place_only"


def test_choosing_by_place_year_and_verdict(ledger: Chosen) -> None:
    assert len(chosen(ledger, place="云汀").accounts) == len(ledger.accounts)
    assert {one.verdict for one in chosen(ledger, verdicts=["unreported"]).accounts} == {"unreported"}
    late = chosen(ledger, year=2032)
    assert [one.year for one in late.accounts] == [2032, 2032]
    assert [one.year for one in late.reports] == [2032]
    with pytest.raises(UsageError) as refused:
        chosen(ledger, place="不在市")
    assert refused.value.code == "place_not_there"


@pytest.mark.parametrize(
    ("sentence", "quote", "text"),
    [
        ("办好实事，全年地区生产总值增长7%左右，稳住就业。", "7%", "…全年地区生产总值增长7%左右…"),
        ("增长7%。", "7%", "增长7%"),
        ("粮食总产量达到六十万吨，增长2%；", "2%", "粮食总产量达到六十万吨，增长2%"),
        ("粮 食\n总产量 62 万吨", "62 万吨", "粮食总产量62万吨"),
        ("不在其中", "7%", "7%"),
    ],
)
def test_an_excerpt_is_the_clause_that_says_what_the_number_is(sentence: str, quote: str, text: str) -> None:
    assert excerpt(Evidence(0, len(quote), "a", quote, sentence)).text == text


def test_an_excerpt_finds_its_own_number_among_equal_ones() -> None:
    sentence = "工业增加值增长百分数为5%，固定资产投资增长百分数为5%。"
    start = sentence.rindex("5%")
    found = excerpt(Evidence(start, start + 2, "a", "5%", sentence), sentence)
    assert "固定资产投资" in found.before
    assert one_line("**重点** 工作\n如下") == "重点工作如下"


def test_years_that_follow_are_one_stretch() -> None:
    assert years_said([2014, 2015, 2016, 2020, 2022, 2023]) == "2014–2016、2020、2022–2023"
    assert years_said([2024]) == "2024"


def test_bars_are_counts_from_zero_and_labels_fit(ledger: Chosen) -> None:
    year = views(ledger)[0].years[0]
    rows = bar_rows(year, year.promises, 600)
    assert [(row["start"], row["end"]) for row in rows] == [(0, 1), (1, 2), (2, 3), (3, 5), (5, 6)]
    assert [row["text"] for row in rows] == ["● 1", "▲ 1", "◐ 1", "○ 2", "? 1"]
    assert {row["text"] for row in bar_rows(year, 1000, 300)} == {""}


def test_series_hold_targets_and_outcomes_on_one_scale(ledger: Chosen) -> None:
    gdp, grain = views(ledger)[0].series
    assert (gdp.code, gdp.unit["zh"]) == ("gdp_growth", "%")
    assert [(one.year, one.low, one.high, one.bound, one.outcome) for one in gdp.points] == [
        (2031, 6.5, 6.5, "about", 6.4), (2032, 6.0, 6.5, "between", None),
    ]  # fmt: skip
    assert grain.unit == {"zh": "万吨", "en": "0,000 吨"}
    assert [one.outcome for one in grain.points] == [pytest.approx(63.1), None]


def test_chart_labels_stand_on_the_free_side(ledger: Chosen) -> None:
    gdp, grain = (point_rows(one) for one in views(ledger)[0].series)
    assert gdp[0]["outcome_dy"] > 0 > gdp[0]["target_dy"]
    assert grain[0]["outcome_dy"] < 0 < grain[0]["target_dy"]
    assert gdp[1]["target_text"] == "6–6.5"


def test_inline_charts_take_their_colours_from_the_theme(html: bytes) -> None:
    drawings = re.findall(r'<svg viewBox="[^"]+" class="drawn.*?</svg>', html.decode(), re.DOTALL)
    assert len(drawings) == 3 + 2
    for drawing in drawings:
        assert "var(--" in drawing
        assert not re.search(r'(fill|stroke)="#', drawing)
        assert "style=" not in drawing
        assert " id=" not in drawing
        assert 'aria-hidden="true"' in drawing


def test_charts_for_a_paper(ledger: Chosen, tmp_path: Path) -> None:
    written = write_charts(views(ledger)[0], tmp_path, "zh")
    assert {path.name for path in written} == {
        f"云汀市-{name}.{suffix}"
        for name in ("verdicts", "gdp_growth", "grain_output")
        for suffix in ("png", "svg")
    }
    assert (tmp_path / "云汀市-verdicts.png").read_bytes().startswith(b"\x89PNG")
    assert "未见回应" in (tmp_path / "云汀市-verdicts.svg").read_text(encoding="utf-8")


def test_rows_hold_every_column_and_point_at_the_words(ledger: Chosen) -> None:
    rows = list(account_rows(ledger, "zh"))
    assert [set(row) for row in rows] == [set(ACCOUNT_COLUMNS)] * len(ledger.accounts)
    texts = {one.source.name: one.text for one in ledger.reports}
    for row in rows:
        assert (
            one_line(texts[row["promised_file"]][row["promised_start"] : row["promised_end"]])
            == row["promised"]
        )
    assert [row["promises"] for row in year_rows(ledger)] == [6, 2]
    assert [row["quotes"] for row in finding_rows(ledger, "zh")] == [["62万吨", "63万吨"]] * 2


def test_year_sentence_leaves_out_what_does_not_occur(ledger: Chosen) -> None:
    assert year_sentence(views(ledger)[0].years[1]) == {
        "zh": "2032 年 2 项量化承诺：未到期 2",
        "en": "2032: 2 promises with figures: not yet due 2",
    }


def test_every_verdict_has_words_a_shape_of_its_own_and_colours() -> None:
    labels = tomllib.loads(files("luoshi.ledger.pages").joinpath("labels.toml").read_text(encoding="utf-8"))
    assert (
        set(VERDICTS)
        == set(get_args(Verdict))
        == set(labels["verdict"])
        == set(labels["shape"])
        == set(COLOURS)
    )
    assert len({texts["zh"] for texts in labels["shape"].values()}) == len(VERDICTS)
    assert all(set(texts) == {"zh", "en"} for group in labels.values() for texts in group.values())
    assert set(ACCOUNT_COLUMNS) <= set(labels["column"]) | set(VERDICTS)


def test_every_word_of_the_page_is_used_and_in_both_languages() -> None:
    package = files("luoshi.ledger.pages")
    words = tomllib.loads(package.joinpath("words.toml").read_text(encoding="utf-8"))
    code = files("luoshi.output.web").joinpath("base.html.j2").read_text(encoding="utf-8") + "".join(
        path.read_text(encoding="utf-8")
        for path in package.iterdir()
        if path.name.endswith((".py", ".j2", ".js"))
    )
    bounds = {f"key_{name}" for name in ("at_least", "at_most", "about")}
    assert [
        key for key in words if key not in bounds and f"'{key}'" not in code and f'"{key}"' not in code
    ] == []
    assert all(set(texts) == {"zh", "en"} for texts in words.values())
