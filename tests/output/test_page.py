"""The annotated page: self-contained, harmless, complete, in two languages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.output.page import IndexEntry, render_index, render_page
from luoshi.output.page.summary import kind_bars, parted, section_bars, status_bars, targets
from luoshi.output.titles import report_title
from luoshi.reading.records import Problem, Promise, Report

VOID = {"meta", "input", "br", "rect", "line"}
OPTIONAL = {"option"}


class Page(HTMLParser):
    """Elements with their attributes, and the text of the report."""

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.unbalanced: list[str] = []
        self.nested_links = 0
        self.report = ""
        self._open: list[str] = []
        self._in_report = False
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_report |= tag == "article"
        self.nested_links += tag == "a" and "a" in self._open
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.unbalanced.append(tag)
        self._in_report &= tag != "article"

    def handle_data(self, data: str) -> None:
        if self._in_report and "h2" not in self._open:
            self.report += data

    def ids(self) -> Counter[str]:
        return Counter(name for _, attributes in self.elements if (name := attributes.get("id")))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def html(report: Report) -> bytes:
    return render_page(report, "zh")


def test_only_our_own_style_and_script_may_run(html: bytes) -> None:
    text = html.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert policy
    assert style
    assert script

    def digest(code: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"

    parts = dict(part.strip().split(" ", 1) for part in policy[1].replace("&#39;", "'").split(";"))
    assert parts == {
        "default-src": "'none'", "style-src": digest(style[1]), "script-src": digest(script[1]), "img-src": "data:",
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip


def test_nothing_is_fetched_and_nothing_needs_inline_rights(html: bytes) -> None:
    page = Page(html)
    for tag, attributes in page.elements:
        assert tag not in {"link", "img", "iframe", "object", "base"}
        assert not {"src", "style"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#")
    assert b"url(" not in html
    assert b"http://" not in html
    assert b"https://" not in html


def test_text_of_the_source_cannot_become_markup(html: bytes, report: Report) -> None:
    page = Page(html)
    assert "<script>alert(1)</script>" in report.text
    assert [tag for tag, _ in page.elements].count("script") == 2
    assert b"<script>alert" not in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_is_well_formed(report: Report, language: str) -> None:
    page = Page(render_page(report, "zh" if language == "zh" else "en"))
    assert page.unbalanced == []
    assert page.nested_links == 0
    assert max(page.ids().values()) == 1


def test_whole_text_is_shown(html: bytes, report: Report) -> None:
    assert squeezed(Page(html).report) == squeezed(report.text)


def test_every_record_has_an_address(html: bytes, report: Report) -> None:
    ids = Page(html).ids()
    for letter, records in (
        ("f", report.figures), ("p", report.promises), ("j", report.projects), ("q", report.problems),
        ("s", report.outline),
    ):  # fmt: skip
        assert [ids[f"{letter}{index}"] for index in range(len(records))] == [1] * len(records)


def test_every_link_and_reference_has_its_target(html: bytes) -> None:
    page = Page(html)
    ids = page.ids()
    for _, attributes in page.elements:
        names = [(attributes.get("href") or "#text")[1:]]
        for name in ("aria-labelledby", "aria-describedby"):
            names += (attributes.get(name) or "").split()
        assert [name for name in names if name not in ids] == []


def test_data_of_the_page_are_the_records(html: bytes, report: Report) -> None:
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', html.decode(), re.DOTALL)
    assert data
    found = json.loads(data[1])
    assert [row["quote"] for row in found["figures"]] == [figure.quote for figure in report.figures]
    assert found["promises"] == json.loads(msgspec.json.encode(report.promises))


def test_page_opens_in_its_language(report: Report) -> None:
    assert b'<html lang="zh-CN">' in render_page(report, "zh")
    assert b'<html lang="en">' in render_page(report, "en")


def test_page_is_the_same_every_time(report: Report, html: bytes) -> None:
    assert render_page(report, "zh") == html


def test_summary_says_the_counts_in_words(html: bytes) -> None:
    text = re.sub(r"<[^>]+>", "", html.decode())
    assert (
        "2031 年的报告写下 8 个数字：已完成 2，预计 2，目标 3，背景 1。部署里有 3 项承诺，其中 3 项有数可核"
        in text
    )
    assert "The report of 2031 gives 8 figures" in text


def test_a_text_in_which_nothing_was_found_has_a_page(nothing: Report) -> None:
    page = render_page(nothing, "zh").decode()
    for words in ("没有读到预期目标", "没有读到承认问题的句子", "没有读到章节标题"):
        assert words in page


def test_page_of_a_long_report_stays_small(report: Report) -> None:
    lines = report.text.splitlines(keepends=True)
    body = "".join(lines[-3:])
    copies = 20_000 // len(body)
    shift, offset = len(body), len(report.text)
    last = [figure for figure in report.figures if figure.section == 2]
    more = [
        msgspec.structs.replace(figure, start=figure.start + n * shift, end=figure.end + n * shift)
        for n in range(1, copies)
        for figure in last
    ]
    promises = [
        msgspec.structs.replace(promise, start=promise.start + n * shift, end=promise.end + n * shift)
        for n in range(1, copies)
        for promise in report.promises
    ]
    long = msgspec.structs.replace(
        report,
        text=report.text + body * (copies - 1),
        figures=(*report.figures, *more),
        promises=(*report.promises, *promises),
    )
    assert len(long.text) > offset + 19_000
    assert len(long.figures) > 600
    assert len(render_page(long, "zh")) < 1_000_000


@pytest.mark.parametrize(
    ("title", "place", "year", "expected"),
    [
        ("政府工作报告", True, 2031, "云汀市2031年政府工作报告"),
        ("云汀市政府工作报告（2031年）", True, 2031, "云汀市政府工作报告（2031年）"),
        ("云汀市政府工作报告", True, 2031, "2031年云汀市政府工作报告"),
        ("2031年政府工作报告", True, 2031, "云汀市2031年政府工作报告"),
        (None, False, None, "政府工作报告"),
    ],
)
def test_a_page_is_called_by_place_and_year(
    report: Report, title: str | None, place: bool, year: int | None, expected: str
) -> None:
    changed = msgspec.structs.replace(report, title=title, year=year, place=report.place if place else None)
    assert report_title(changed) == expected


def test_bars_are_counts_from_zero(report: Report) -> None:
    bars = {bar.name: (bar.count, bar.share) for bar in status_bars(report)}
    assert bars == {
        "actual": (2, 2 / 3),
        "expected": (2, 2 / 3),
        "target": (3, 1.0),
        "background": (1, 1 / 3),
    }
    assert [bar.count for bar in kind_bars(report)] == [1, 1, 1, 0]
    assert [(bar.label["zh"], bar.count) for bar in section_bars(report)] == [("稳增长", 3)]


def test_headline_targets_have_their_numbers(report: Report) -> None:
    (target,) = targets(report)
    assert (target.link, target.subject, target.period) == ("f5", "地区生产总值", "2031")
    assert target.number
    assert target.number["zh"] == ("增长", "6%—6.5%", "")
    assert target.tone == {"zh": "力争", "en": "strive"}


def test_a_headline_target_without_figures_is_shown_in_words(report: Report) -> None:
    promise: Promise = msgspec.structs.replace(report.promises[0], figures=(), text="保持\n稳定")
    (target,) = targets(msgspec.structs.replace(report, promises=(promise,)))
    assert (target.link, target.subject, target.number) == ("p0", "保持 稳定", None)


@pytest.mark.parametrize(
    ("text", "quote", "parts"),
    [
        ("增长7%以上", "7%", ("增长", "7%", "以上")),
        ("1200亿元", "1200亿元", ("", "1200", "亿元")),
        ("at least 3.5 万人", "3.5 万人", ("at least ", "3.5 ", "万人")),
        ("5%—6%", "5%—6%", ("", "5%—6%", "")),
    ],
)
def test_units_are_set_apart_from_numbers(text: str, quote: str, parts: tuple[str, str, str]) -> None:
    assert parted(text, quote) == parts


def test_index_lists_the_pages() -> None:
    entry = IndexEntry("a.html", "甲<市>", "a.txt", 5, 3, 1, {"target": 2})
    html = render_index([entry, entry], "en")
    page = Page(html)
    assert [attributes["href"] for tag, attributes in page.elements if tag == "a"] == ["a.html", "a.html"]
    assert page.unbalanced == []
    assert "甲&lt;市&gt;" in html.decode()
    assert "Reports read: 2; figures 10, promises 6, problems owned up to 2." in re.sub(
        r"<[^>]+>", "", html.decode()
    )


def test_every_word_of_the_page_is_used_and_in_both_languages() -> None:
    package = files("luoshi.output.page")
    words = tomllib.loads(package.joinpath("words.toml").read_text(encoding="utf-8"))
    code = files("luoshi.output.web").joinpath("base.html.j2").read_text(encoding="utf-8") + "".join(
        package.joinpath(name).read_text(encoding="utf-8")
        for name in ("page.html.j2", "parts.html.j2", "index.html.j2", "render.py", "page.js")
    )
    assert [key for key in words if f"'{key}'" not in code and f'"{key}"' not in code] == []
    assert all(set(texts) == {"zh", "en"} for texts in words.values())


spans = st.tuples(st.integers(0, 150), st.integers(1, 60))


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=3))
def test_any_overlap_of_records_gives_a_well_formed_page(
    promises: list[tuple[int, int]], problems: list[tuple[int, int]]
) -> None:
    text = "一、任务\n" + "增长7%左右，新建12个公园；\n" * 12
    report = msgspec.structs.replace(
        BARE,
        text=text,
        promises=tuple(
            Promise(a, min(a + n, len(text)), "", "task", "", None, (), None) for a, n in promises
        ),
        problems=tuple(Problem(a, min(a + n, len(text)), "", None) for a, n in problems),
    )
    page = Page(render_page(report, "zh"))
    assert page.unbalanced == []
    assert page.nested_links == 0
    assert squeezed(page.report) == squeezed(text)


BARE = Report.from_dict(
    {
        "source": {"name": "x", "format": "text", "encoding": None, "sha256": ""},
        "text": "", "title": None, "place": None, "year": None, "meeting": None, "speaker": None, "date": None,
        "edition": None, "reviews": None, "plans": None, "outline": [], "promises": [], "projects": [], "problems": [],
        "figures": [
            {
                "start": 5 + 17 * n + at, "end": 5 + 17 * n + at + size, "quote": "", "subject": "", "measure": "level",
                "low": 1, "high": 1, "unit": "", "bound": "exact", "status": "actual", "tone": None, "period": "",
                "section": None, "place": None,
            }
            for n in range(12)
            for at, size in ((2, 2), (9, 3))
        ],
    }
)  # fmt: skip
