"""The reconciliation page in a real browser: read, filter, follow, print."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from browser.page import NARROW, WIDE, Page, words_of

pytestmark = pytest.mark.browser

SHOWN = "return document.querySelectorAll('.promises .promise:not([hidden])').length"


def test_page_opens_without_a_complaint_and_answers_on_its_first_screen(
    page: Page, reconciliation: Path
) -> None:
    page.open(reconciliation)
    assert page.complaints() == []
    assert page.element("h1").text.startswith("青岚市")
    last = page.elements(".year .drawn.w1000")[-1]
    assert page.run("return arguments[0].getBoundingClientRect().bottom", last) < WIDE[1]


def test_bars_have_the_colours_of_the_theme(page: Page, reconciliation: Path) -> None:
    page.open(reconciliation)
    fill = "return getComputedStyle(document.querySelector('.year .drawn path')).fill"
    light = page.run(fill)
    assert light not in {"none", "rgb(0, 0, 0)"}
    page.look(WIDE, scheme="dark")
    assert page.run(fill) not in {light, "none"}


def test_filters_by_verdict_and_their_memory_in_the_address(page: Page, reconciliation: Path) -> None:
    page.open(reconciliation)
    everything = page.run(SHOWN)
    kept = page.run("return document.querySelectorAll('.promises [data-verdict=kept]').length")
    page.element("input[value=kept]").click()
    assert page.run(SHOWN) == everything - kept
    address = page.run("return location.hash")
    assert "hide=kept" in address
    page.open(reconciliation, address)
    assert page.run(SHOWN) == everything - kept
    page.element("#reset").click()
    assert page.run(SHOWN) == everything
    assert page.run("return location.hash") in {"", "#"}


@pytest.mark.parametrize("name", ["year", "kind", "section", "indicator"])
def test_filters_by_what_a_promise_is(page: Page, reconciliation: Path, name: str) -> None:
    page.open(reconciliation)
    everything = page.run(SHOWN)
    value = page.pick(name, 2)
    shown = page.run(SHOWN)
    assert 0 < shown < everything
    assert page.run(
        "return [...document.querySelectorAll('.promises .promise:not([hidden])')]"
        ".every((item) => item.dataset[arguments[0]] === arguments[1])",
        name,
        value,
    )
    assert f"{name}=" in page.run("return location.hash")
    assert page.element("#shown").text == f"显示 {shown} 项，共 {everything} 项"


def test_search_and_what_is_shown_when_nothing_matches(page: Page, reconciliation: Path) -> None:
    page.open(reconciliation)
    page.press("/")
    page.press("粮食")
    assert 0 < page.run(SHOWN) < 40
    page.press("没有这样的话")
    assert page.run(SHOWN) == 0
    assert page.element("#nothing").is_displayed()


def test_a_dropped_promise_leads_to_its_place_in_the_list(page: Page, reconciliation: Path) -> None:
    page.open(reconciliation, "#hide=unreported")
    link = page.element(".dropped li a")
    page.run("arguments[0].click()", link)
    target = page.element(".promise.current")
    assert target.get_attribute("data-verdict") == "unreported"
    place = page.run("return arguments[0].getBoundingClientRect().toJSON()", target)
    assert 0 <= place["top"] < WIDE[1]
    assert page.run("return location.hash").startswith("#" + str(target.get_attribute("id")))


@pytest.mark.parametrize("fragment", ["#a1999-1", "#%E0%A4%A", "#year=1999&section=x&kind=no&lang=xx"])
def test_an_address_that_names_nothing_does_no_harm(page: Page, reconciliation: Path, fragment: str) -> None:
    page.open(reconciliation, fragment)
    assert page.complaints() == []
    assert page.run(SHOWN) > 0


@pytest.mark.parametrize("side", [".what", ".became"])
def test_a_quote_opens_its_words_in_the_annotated_report(page: Page, reconciliation: Path, side: str) -> None:
    page.open(reconciliation, "#lang=en")
    link = page.element(f".promises [data-verdict=kept] {side} .quote a")
    words = link.find_element(By.TAG_NAME, "b").text
    page.run("arguments[0].click()", link)
    assert "/reports/" in page.driver.current_url
    assert page.run("return document.documentElement.lang") == "en"
    anchor = page.run("return location.hash.slice(1).split('&')[0]")
    assert words.replace(" ", "") in page.run(
        "return document.getElementById(arguments[0]).textContent.replace(/\\s/g, '')", anchor
    )
    assert page.complaints() == []


def test_language_switch_changes_everything(page: Page, reconciliation: Path) -> None:
    page.open(reconciliation)
    page.element("#language").click()
    assert page.run("return document.documentElement.lang") == "en"
    visible = "return [...document.querySelectorAll('.zh')].filter((one) => one.checkVisibility()).length"
    assert page.run(visible) == 0
    assert "promises" in page.element("#shown").text
    assert "lang=en" in page.run("return location.hash")


# those below 1152 px, and those from there on, where the page opens another way
@pytest.mark.parametrize("widths", [(360, 414, 768, 1024), (1280, 1920)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_width_scrolls_sideways_and_one_readable_bar_a_year_is_shown(
    page: Page, reconciliation: Path, widths: tuple[int, ...], language: str
) -> None:
    page.look((widths[0], 800))
    page.open(reconciliation, f"#lang={language}")
    for width in widths:
        page.look((width, 800))
        wide, bars, height = page.run(
            """const shown = (all) => [...all].filter((one) => one.checkVisibility());
            const years = [...document.querySelectorAll(".year:not(.open)")];
            const text = shown(document.querySelectorAll(".year .drawn"))[0].querySelector("text");
            return [document.documentElement.scrollWidth,
              years.map((year) => shown(year.querySelectorAll(".drawn")).length), text.getBoundingClientRect().height];"""
        )
        assert wide <= width
        assert (width, set(bars)) == (width, {1})
        assert height >= 11, width


def test_print_has_every_promise_and_no_controls(page: Page, reconciliation: Path) -> None:
    page.open(reconciliation)
    page.look(WIDE, medium="print")
    assert not page.element("#filters").is_displayed()
    sheets = page.printed(preferCSSPageSize=True, printBackground=True)
    assert [round(float(side) * 25.4 / 72) for side in sheets[0].mediabox[2:]] == [210, 297]
    # Some characters come out of a PDF as radicals that look alike; these do not.
    first = words_of(sheets[0])
    assert "项量化承诺" in first
    assert "2025年许下" in first
    assert words_of(sheets[-1])


def test_page_reads_without_its_script(page: Page, reconciliation: Path) -> None:
    page.scripts(run=False)
    page.open(reconciliation)
    assert page.element(".promises .quote").is_displayed()
    assert page.element(".small-charts .drawn").is_displayed()
    assert not page.element("#filters").is_displayed()


@pytest.mark.parametrize(
    ("scheme", "size", "fragment"),
    # every two of them together, once
    [
        ("light", WIDE, ""),
        ("dark", NARROW, ""),
        ("dark", WIDE, "#a2023-3&lang=en"),
        ("light", NARROW, "#a2023-3&lang=en"),
    ],
)
def test_page_is_accessible(
    page: Page, reconciliation: Path, scheme: str, size: tuple[int, int], fragment: str
) -> None:
    page.look(size, scheme=scheme)
    page.open(reconciliation, fragment)
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    """What axe finds wrong; the like of most promises left out."""
    page.run(
        "document.querySelectorAll('.of-year li.promise:nth-child(n+12)').forEach((item) => item.remove())"
    )
    return page.violations(folded=False)
