"""The annotated page in a real browser: read, click, type, print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from browser.page import NARROW, WIDE, Page, words_of

pytestmark = pytest.mark.browser

FIRST_TARGET = ".text a.f.target"
FIRST_PROMISE = ".text .promise > a.box"


def record_is_open(page: Page) -> bool:
    return bool(page.run("return document.getElementById('record').open"))


def shown_marks(page: Page) -> int:
    return int(
        page.run(
            "return document.querySelectorAll('.text a.f:not(.off)[id], .text :not(.off) > a.box').length"
        )
    )


def test_page_opens_without_a_complaint(page: Page, annotated: Path) -> None:
    page.open(annotated)
    assert page.complaints() == []
    assert page.run("return document.querySelector('h1').textContent").startswith("青岚市")
    assert not page.run("return document.getElementById('filters').hidden")


def test_click_on_a_figure_opens_its_record(page: Page, annotated: Path) -> None:
    page.open(annotated)
    link = page.element(FIRST_TARGET)
    page.run("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    assert record_is_open(page)
    assert link.text in page.element("#record-words").text
    assert "目标" in page.element("#record-fields").text
    assert page.run("return location.hash") == "#" + str(link.get_attribute("id"))
    assert page.run("return document.activeElement.id") == "record-name"


def test_click_on_the_words_of_a_promise_opens_it(page: Page, annotated: Path) -> None:
    page.open(annotated)
    box = page.element(FIRST_PROMISE)
    page.run("arguments[0].scrollIntoView({block: 'center'})", box)
    page.run("arguments[0].parentElement.lastChild.parentElement.click()", box)
    assert record_is_open(page)
    assert "承诺" in page.element("#record-name").text


def test_enter_opens_and_escape_closes_and_gives_the_focus_back(page: Page, annotated: Path) -> None:
    page.open(annotated)
    link = page.element(FIRST_TARGET)
    page.run("arguments[0].focus()", link)
    page.press(Keys.ENTER)
    assert record_is_open(page)
    page.press(Keys.ESCAPE)
    assert not record_is_open(page)
    assert page.driver.switch_to.active_element == link
    assert page.run("return location.hash") in ("", "#")


def test_keys_go_from_mark_to_mark(page: Page, annotated: Path) -> None:
    page.open(annotated)
    order = page.run(
        "return [...document.querySelectorAll('.text a.f[id], .text a.box')]"
        ".map((link) => link.id || link.parentElement.id)"
    )
    visited = []
    for key in ("j", "j", Keys.ARROW_RIGHT, "k", Keys.ARROW_LEFT):
        page.press(key)
        visited.append(page.run("return location.hash").removeprefix("#"))
    assert visited == [order[0], order[1], order[2], order[1], order[0]]
    assert page.complaints() == []


def test_letters_typed_into_the_search_are_no_keys(page: Page, annotated: Path) -> None:
    page.open(annotated)
    page.press("/")
    page.press("jk")
    assert page.run("return document.querySelector('[name=q]').value") == "jk"
    assert not record_is_open(page)
    assert page.element("#nothing").is_displayed()


def test_address_opens_a_figure(page: Page, annotated: Path) -> None:
    page.open(annotated, "#f3")
    assert record_is_open(page)
    place = page.run("return document.getElementById('f3').getBoundingClientRect().toJSON()")
    assert 0 < place["top"] < WIDE[1]
    assert page.run("return document.getElementById('f3').classList.contains('current')")


@pytest.mark.parametrize(
    "fragment", ["#f99999", "#nowhere", "#%E0%A4%A", "#lang=xx&hide=&section=999&measure=no"]
)
def test_an_address_that_names_nothing_does_no_harm(page: Page, annotated: Path, fragment: str) -> None:
    page.open(annotated, fragment)
    assert not record_is_open(page)
    assert page.complaints() == []


def test_filters_by_status_kind_and_their_memory_in_the_address(page: Page, annotated: Path) -> None:
    page.open(annotated)
    everything = shown_marks(page)
    count = page.run("return document.querySelectorAll('.text a.f.target[id]').length")
    page.element("input[value=target]").click()
    assert shown_marks(page) == everything - count
    assert "hide=target" in page.run("return location.hash")
    kept = page.run("return location.hash")
    page.open(annotated, kept)
    assert shown_marks(page) == everything - count
    page.element("#reset").click()
    assert shown_marks(page) == everything
    assert page.run("return location.hash") in ("", "#")


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("measure", "(mark) => data.figures[mark.id.slice(1)].measure === value"),
        ("section", "(mark) => data[lists[mark.id[0]]][mark.id.slice(1)].section >= Number(value)"),
    ],
)
def test_filters_by_measure_and_section(page: Page, annotated: Path, name: str, test: str) -> None:
    page.open(annotated)
    everything = shown_marks(page)
    value = page.pick(name, 2)
    assert 0 < shown_marks(page) < everything
    assert page.run(
        f"""const value = arguments[0], data = JSON.parse(document.getElementById("data").textContent);
        const lists = {{f: "figures", p: "promises", j: "projects", q: "problems"}};
        const boxes = [...document.querySelectorAll(".text a.f:not(.off)[id], .text :not(.off) > a.box")];
        return boxes.map((link) => link.id ? link : link.parentElement).every({test});""",
        value,
    )


def test_search_shows_matching_records_only(page: Page, annotated: Path) -> None:
    page.open(annotated)
    everything = shown_marks(page)
    word = page.run("return JSON.parse(document.getElementById('data').textContent).figures[0].subject")
    page.press("/")
    page.press(word)
    assert 0 < shown_marks(page) < everything
    page.press(Keys.ENTER)
    assert record_is_open(page)
    assert word in page.element("#record").text


def test_a_link_to_a_filtered_figure_shows_it_all_the_same(page: Page, annotated: Path) -> None:
    page.open(annotated, "#f0&hide=actual,expected,target,background")
    assert record_is_open(page)
    assert not page.run("return document.getElementById('f0').classList.contains('off')")


def test_language_switch_changes_everything_and_stays_in_the_address(page: Page, annotated: Path) -> None:
    page.open(annotated, "#f0")
    page.element("#language").click()
    assert page.run("return document.documentElement.lang") == "en"
    assert "lang=en" in page.run("return location.hash")
    assert page.element("#targets").text == "Headline targets"
    assert "Figure 1" in page.element("#record").text
    visible = page.run(
        "return [...document.querySelectorAll('.zh')].filter((one) => one.checkVisibility()).length"
    )
    assert visible == 0
    page.open(annotated, page.run("return location.hash"))
    assert page.run("return document.documentElement.lang") == "en"
    assert page.complaints() == []


def test_index_links_keep_the_language(page: Page, pages: Path) -> None:
    page.open(pages / "index.html")
    page.element("#language").click()
    page.element("table a").click()
    assert page.run("return document.documentElement.lang") == "en"
    assert page.complaints() == []


# those below 1152 px, and those from there on, where the page is laid out another way
@pytest.mark.parametrize("widths", [(360, 414, 768, 1024), (1152, 1280, 1920)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_width_scrolls_sideways(
    page: Page, annotated: Path, widths: tuple[int, ...], language: str
) -> None:
    page.look((widths[0], 800))
    page.open(annotated, f"#f5&lang={language}")
    for width in widths:
        page.look((width, 800))
        assert page.run("return document.documentElement.scrollWidth") <= width


def test_narrow_record_does_not_hide_its_figure(page: Page, annotated: Path) -> None:
    page.look(NARROW)
    page.open(annotated, "#f20")
    figure, record = (
        page.run(f"return document.getElementById('{name}').getBoundingClientRect().toJSON()")
        for name in ("f20", "record")
    )
    assert figure["bottom"] <= record["top"]
    assert figure["top"] >= 0
    assert record["bottom"] == NARROW[1]


def test_text_has_a_comfortable_measure(page: Page, annotated: Path) -> None:
    page.open(annotated)
    characters = page.run(
        "const style = getComputedStyle(document.querySelector('.text'));"
        "return parseFloat(style.width) / parseFloat(style.fontSize)"
    )
    assert 34 <= characters <= 42


def test_statuses_differ_without_colour(page: Page, annotated: Path) -> None:
    page.open(annotated)
    styles = page.run(
        "return ['actual', 'expected', 'target', 'background'].map((status) =>"
        " getComputedStyle(document.querySelector(`.legend .f.${status}`)).textDecorationStyle)"
    )
    assert styles == ["solid", "dashed", "double", "dotted"]


def test_print_has_text_and_marks_and_no_controls(page: Page, annotated: Path) -> None:
    page.open(annotated, "#f3")
    page.look(WIDE, medium="print")
    assert not page.element("#filters").is_displayed()
    assert not page.element("#record").is_displayed()
    assert (
        page.run(f"return getComputedStyle(document.querySelector('{FIRST_TARGET}')).textDecorationStyle")
        == "double"
    )
    sheets = page.printed(preferCSSPageSize=True, printBackground=True)
    assert [round(float(side) * 25.4 / 72) for side in sheets[0].mediabox[2:]] == [210, 297]
    assert words_of(sheets[-1])


def test_dark_scheme_changes_the_paper(page: Page, annotated: Path) -> None:
    page.open(annotated)
    paper = "return getComputedStyle(document.documentElement).backgroundColor"
    light = page.run(paper)
    page.look(WIDE, scheme="dark")
    assert page.run(paper) != light


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("fragment", ["", "#f3&lang=en"])
def test_page_is_accessible(
    page: Page, annotated: Path, scheme: str, size: tuple[int, int], fragment: str
) -> None:
    page.look(size, scheme=scheme)
    page.open(annotated, fragment)
    assert page.violations(folded=False) == []


def test_index_is_accessible(page: Page, pages: Path) -> None:
    page.open(pages / "index.html")
    assert page.violations(folded=False) == []


def test_page_reads_without_its_script(page: Page, annotated: Path) -> None:
    page.scripts(run=False)
    page.open(annotated)
    text = page.element("body").text
    assert page.element(FIRST_TARGET).is_displayed()
    assert page.element(".outline a").is_displayed()
    assert not page.element("#filters").is_displayed()
    assert "预期目标" in text


@pytest.mark.parametrize(
    "text",
    [
        "增长5%</script><script>document.title='hacked'</script>。",
        "增长5%<img src=x onerror=\"document.title='hacked'\">。",
        "增长5%<!--<script>。",
        "增长5%</article></main><style>*{display:none}</style>。",
        "增长5%{{ 7*7 }}{% raw %}。",
    ],
)
def test_markup_in_a_report_is_only_text(page: Page, hostile: Callable[[str], Path], text: str) -> None:
    page.open(hostile(text))
    assert page.complaints() == []
    assert page.driver.title != "hacked"
    assert text in page.run("return document.querySelector('.text').textContent")
    assert page.element("#filters").is_displayed()
