"""The annotated page in a real browser: read, click, type, print."""

from __future__ import annotations

import base64
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdf
import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

WIDE, NARROW = (1280, 900), (360, 740)
FIRST_TARGET = ".text a.f.target"
FIRST_PROMISE = ".text .promise > a.box"


class Tab:
    """A browser tab with what the tests ask of it."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver

    def size(self, size: tuple[int, int]) -> None:
        """Give the window a size in CSS pixels, and no media settings."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.media()

    def media(self, kind: str = "", scheme: str = "light") -> None:
        """Show the page as on ``kind`` (``print``) with a colour scheme."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": kind, "features": features})

    def open(self, page: Path, fragment: str = "") -> None:
        """Load a file anew, so that its script starts with the address."""
        self.driver.get("about:blank")
        self.driver.get(page.as_uri() + fragment)

    def run(self, script: str, *arguments: object) -> Any:
        """What a script gives back."""
        return self.driver.execute_script(script, *arguments)

    def complaints(self) -> list[str]:
        """What the browser logged since the last time: errors, policy violations."""
        log: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in log]


@pytest.fixture
def tab(driver: WebDriver) -> Tab:
    tab = Tab(driver)
    tab.size(WIDE)
    tab.complaints()
    return tab


def record_is_open(tab: Tab) -> bool:
    return bool(tab.run("return document.getElementById('record').open"))


def shown_marks(tab: Tab) -> int:
    return int(
        tab.run(
            "return document.querySelectorAll('.text a.f:not(.off)[id], .text :not(.off) > a.box').length"
        )
    )


def press(tab: Tab, *keys: str) -> None:
    tab.driver.switch_to.active_element.send_keys(*keys)


def test_page_opens_without_a_complaint(tab: Tab, page: Path) -> None:
    tab.open(page)
    assert tab.complaints() == []
    assert tab.run("return document.querySelector('h1').textContent").startswith("青岚市")
    assert not tab.run("return document.getElementById('filters').hidden")


def test_click_on_a_figure_opens_its_record(tab: Tab, page: Path) -> None:
    tab.open(page)
    link = tab.driver.find_element(By.CSS_SELECTOR, FIRST_TARGET)
    tab.run("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    assert record_is_open(tab)
    assert link.text in tab.driver.find_element(By.ID, "record-words").text
    assert "目标" in tab.driver.find_element(By.ID, "record-fields").text
    assert tab.run("return location.hash") == "#" + str(link.get_attribute("id"))
    assert tab.run("return document.activeElement.id") == "record-name"


def test_click_on_the_words_of_a_promise_opens_it(tab: Tab, page: Path) -> None:
    tab.open(page)
    box = tab.driver.find_element(By.CSS_SELECTOR, FIRST_PROMISE)
    tab.run("arguments[0].scrollIntoView({block: 'center'})", box)
    tab.run("arguments[0].parentElement.lastChild.parentElement.click()", box)
    assert record_is_open(tab)
    assert "承诺" in tab.driver.find_element(By.ID, "record-name").text


def test_enter_opens_and_escape_closes_and_gives_the_focus_back(tab: Tab, page: Path) -> None:
    tab.open(page)
    link = tab.driver.find_element(By.CSS_SELECTOR, FIRST_TARGET)
    tab.run("arguments[0].focus()", link)
    press(tab, Keys.ENTER)
    assert record_is_open(tab)
    press(tab, Keys.ESCAPE)
    assert not record_is_open(tab)
    assert tab.driver.switch_to.active_element == link
    assert tab.run("return location.hash") in ("", "#")


def test_keys_go_from_mark_to_mark(tab: Tab, page: Path) -> None:
    tab.open(page)
    order = tab.run(
        "return [...document.querySelectorAll('.text a.f[id], .text a.box')]"
        ".map((link) => link.id || link.parentElement.id)"
    )
    visited = []
    for key in ("j", "j", Keys.ARROW_RIGHT, "k", Keys.ARROW_LEFT):
        press(tab, key)
        visited.append(tab.run("return location.hash").removeprefix("#"))
    assert visited == [order[0], order[1], order[2], order[1], order[0]]
    assert tab.complaints() == []


def test_letters_typed_into_the_search_are_no_keys(tab: Tab, page: Path) -> None:
    tab.open(page)
    press(tab, "/")
    press(tab, "jk")
    assert tab.run("return document.querySelector('[name=q]').value") == "jk"
    assert not record_is_open(tab)
    assert tab.driver.find_element(By.ID, "nothing").is_displayed()


def test_address_opens_a_figure(tab: Tab, page: Path) -> None:
    tab.open(page, "#f3")
    assert record_is_open(tab)
    place = tab.run("return document.getElementById('f3').getBoundingClientRect().toJSON()")
    assert 0 < place["top"] < WIDE[1]
    assert tab.run("return document.getElementById('f3').classList.contains('current')")


@pytest.mark.parametrize(
    "fragment", ["#f99999", "#nowhere", "#%E0%A4%A", "#lang=xx&hide=&section=999&measure=no"]
)
def test_an_address_that_names_nothing_does_no_harm(tab: Tab, page: Path, fragment: str) -> None:
    tab.open(page, fragment)
    assert not record_is_open(tab)
    assert tab.complaints() == []


def test_filters_by_status_kind_and_their_memory_in_the_address(tab: Tab, page: Path) -> None:
    tab.open(page)
    everything = shown_marks(tab)
    count = tab.run("return document.querySelectorAll('.text a.f.target[id]').length")
    tab.driver.find_element(By.CSS_SELECTOR, "input[value=target]").click()
    assert shown_marks(tab) == everything - count
    assert "hide=target" in tab.run("return location.hash")
    kept = tab.run("return location.hash")
    tab.open(page, kept)
    assert shown_marks(tab) == everything - count
    tab.driver.find_element(By.ID, "reset").click()
    assert shown_marks(tab) == everything
    assert tab.run("return location.hash") in ("", "#")


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("measure", "(mark) => data.figures[mark.id.slice(1)].measure === value"),
        ("section", "(mark) => data[lists[mark.id[0]]][mark.id.slice(1)].section >= Number(value)"),
    ],
)
def test_filters_by_measure_and_section(tab: Tab, page: Path, name: str, test: str) -> None:
    tab.open(page)
    everything = shown_marks(tab)
    value = tab.run(
        """const select = document.querySelector(`[name=${arguments[0]}]`);
        select.selectedIndex = 2;
        select.dispatchEvent(new Event("input", {bubbles: true}));
        return select.value;""",
        name,
    )
    assert 0 < shown_marks(tab) < everything
    assert tab.run(
        f"""const value = arguments[0], data = JSON.parse(document.getElementById("data").textContent);
        const lists = {{f: "figures", p: "promises", j: "projects", q: "obstacles"}};
        const boxes = [...document.querySelectorAll(".text a.f:not(.off)[id], .text :not(.off) > a.box")];
        return boxes.map((link) => link.id ? link : link.parentElement).every({test});""",
        value,
    )


def test_search_shows_matching_records_only(tab: Tab, page: Path) -> None:
    tab.open(page)
    everything = shown_marks(tab)
    word = tab.run("return JSON.parse(document.getElementById('data').textContent).figures[0].subject")
    press(tab, "/")
    press(tab, word)
    assert 0 < shown_marks(tab) < everything
    press(tab, Keys.ENTER)
    assert record_is_open(tab)
    assert word in tab.driver.find_element(By.ID, "record").text


def test_a_link_to_a_filtered_figure_shows_it_all_the_same(tab: Tab, page: Path) -> None:
    tab.open(page, "#f0&hide=actual,expected,target,background")
    assert record_is_open(tab)
    assert not tab.run("return document.getElementById('f0').classList.contains('off')")


def test_language_switch_changes_everything_and_stays_in_the_address(tab: Tab, page: Path) -> None:
    tab.open(page, "#f0")
    tab.driver.find_element(By.ID, "language").click()
    assert tab.run("return document.documentElement.lang") == "en"
    assert "lang=en" in tab.run("return location.hash")
    assert tab.driver.find_element(By.ID, "targets").text == "Headline targets"
    assert "Figure 1" in tab.driver.find_element(By.ID, "record").text
    visible = tab.run(
        "return [...document.querySelectorAll('.zh')].filter((one) => one.checkVisibility()).length"
    )
    assert visible == 0
    tab.open(page, tab.run("return location.hash"))
    assert tab.run("return document.documentElement.lang") == "en"
    assert tab.complaints() == []


def test_index_links_keep_the_language(tab: Tab, pages: Path) -> None:
    tab.open(pages / "index.html")
    tab.driver.find_element(By.ID, "language").click()
    tab.driver.find_element(By.CSS_SELECTOR, "table a").click()
    assert tab.run("return document.documentElement.lang") == "en"
    assert tab.complaints() == []


@pytest.mark.parametrize("width", [360, 414, 768, 1024, 1152, 1280, 1920])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_width_scrolls_sideways(tab: Tab, page: Path, width: int, language: str) -> None:
    tab.size((width, 800))
    tab.open(page, f"#f5&lang={language}")
    assert tab.run("return document.documentElement.scrollWidth") <= width


def test_narrow_record_does_not_hide_its_figure(tab: Tab, page: Path) -> None:
    tab.size(NARROW)
    tab.open(page, "#f20")
    figure, record = (
        tab.run(f"return document.getElementById('{name}').getBoundingClientRect().toJSON()")
        for name in ("f20", "record")
    )
    assert figure["bottom"] <= record["top"]
    assert figure["top"] >= 0
    assert record["bottom"] == NARROW[1]


def test_text_has_a_comfortable_measure(tab: Tab, page: Path) -> None:
    tab.open(page)
    characters = tab.run(
        "const style = getComputedStyle(document.querySelector('.text'));"
        "return parseFloat(style.width) / parseFloat(style.fontSize)"
    )
    assert 34 <= characters <= 42


def test_statuses_differ_without_colour(tab: Tab, page: Path) -> None:
    tab.open(page)
    styles = tab.run(
        "return ['actual', 'expected', 'target', 'background'].map((status) =>"
        " getComputedStyle(document.querySelector(`.legend .f.${status}`)).textDecorationStyle)"
    )
    assert styles == ["solid", "dashed", "double", "dotted"]


def test_print_has_text_and_marks_and_no_controls(tab: Tab, page: Path, tmp_path: Path) -> None:
    tab.open(page, "#f3")
    tab.media("print")
    assert not tab.driver.find_element(By.ID, "filters").is_displayed()
    assert not tab.driver.find_element(By.ID, "record").is_displayed()
    assert (
        tab.run(f"return getComputedStyle(document.querySelector('{FIRST_TARGET}')).textDecorationStyle")
        == "double"
    )
    printed = tab.driver.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}
    )
    out = tmp_path / "a.pdf"
    out.write_bytes(base64.b64decode(printed["data"]))
    supervision_orders = pypdf.PdfReader(out).pages
    assert [round(float(side) * 25.4 / 72) for side in supervision_orders[0].mediabox[2:]] == [210, 297]
    assert "".join(supervision_orders[-1].extract_text().split())


def test_dark_scheme_changes_the_paper(tab: Tab, page: Path) -> None:
    tab.open(page)
    paper = "return getComputedStyle(document.documentElement).backgroundColor"
    light = tab.run(paper)
    tab.media(scheme="dark")
    assert tab.run(paper) != light


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("fragment", ["", "#f3&lang=en"])
def test_page_is_accessible(tab: Tab, page: Path, scheme: str, size: tuple[int, int], fragment: str) -> None:
    tab.size(size)
    tab.media(scheme=scheme)
    tab.open(page, fragment)
    assert violations(tab) == []


def test_index_is_accessible(tab: Tab, pages: Path) -> None:
    tab.open(pages / "index.html")
    assert violations(tab) == []


def test_page_reads_without_its_script(tab: Tab, page: Path) -> None:
    tab.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        tab.open(page)
        text = tab.driver.find_element(By.TAG_NAME, "body").text
        assert tab.driver.find_element(By.CSS_SELECTOR, FIRST_TARGET).is_displayed()
        assert tab.driver.find_element(By.CSS_SELECTOR, ".outline a").is_displayed()
        assert not tab.driver.find_element(By.ID, "filters").is_displayed()
    finally:
        tab.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
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
def test_markup_in_a_report_is_only_text(tab: Tab, hostile: Callable[[str], Path], text: str) -> None:
    tab.open(hostile(text))
    assert tab.complaints() == []
    assert tab.driver.title != "hacked"
    assert text in tab.run("return document.querySelector('.text').textContent")
    assert tab.driver.find_element(By.ID, "filters").is_displayed()


def violations(tab: Tab) -> list[str]:
    """What axe finds wrong in what can be seen, by WCAG 2.1 A and AA and its best practices."""
    tab.run(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = tab.driver.execute_async_script(
        "const done = arguments[0]; axe.run({exclude: [['details:not([open]) > :not(summary)']]}, {resultTypes: ['violations']}).then(done, (error) => done({violations: [{id: String(error), nodes: []}]}))"
    )
    return [
        f"{violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
        for violation in found["violations"]
    ]
