"""The reconciliation page in a real browser: read, filter, follow, print."""

from __future__ import annotations

import base64
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdf
import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

WIDE, NARROW = (1280, 900), (360, 740)
SHOWN = "return document.querySelectorAll('.promises .promise:not([hidden])').length"


class Tab:
    """A browser tab of a size, in the light theme."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver

    def size(self, size: tuple[int, int], *, kind: str = "", scheme: str = "light") -> None:
        """Give the window a size in CSS pixels, a medium and a colour scheme."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
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

    def choose(self, name: str, index: int) -> str:
        """Pick an option of a list, as a person does, and give back its value."""
        return str(
            self.run(
                """const select = document.querySelector(`[name=${arguments[0]}]`);
                select.selectedIndex = arguments[1];
                select.dispatchEvent(new Event("input", {bubbles: true}));
                return select.value;""",
                name,
                index,
            )
        )


@pytest.fixture
def tab(driver: WebDriver) -> Tab:
    tab = Tab(driver)
    tab.size(WIDE)
    tab.complaints()
    return tab


def test_page_opens_without_a_complaint_and_answers_on_its_first_screen(
    tab: Tab, reconciliation: Path
) -> None:
    tab.open(reconciliation)
    assert tab.complaints() == []
    assert tab.driver.find_element(By.TAG_NAME, "h1").text.startswith("青岚市")
    last = tab.driver.find_elements(By.CSS_SELECTOR, ".year .drawn.w1000")[-1]
    assert tab.run("return arguments[0].getBoundingClientRect().bottom", last) < WIDE[1]


def test_bars_have_the_colours_of_the_theme(tab: Tab, reconciliation: Path) -> None:
    tab.open(reconciliation)
    fill = "return getComputedStyle(document.querySelector('.year .drawn path')).fill"
    light = tab.run(fill)
    assert light not in {"none", "rgb(0, 0, 0)"}
    tab.size(WIDE, scheme="dark")
    assert tab.run(fill) not in {light, "none"}


def test_filters_by_verdict_and_their_memory_in_the_address(tab: Tab, reconciliation: Path) -> None:
    tab.open(reconciliation)
    everything = tab.run(SHOWN)
    kept = tab.run("return document.querySelectorAll('.promises [data-verdict=kept]').length")
    tab.driver.find_element(By.CSS_SELECTOR, "input[value=kept]").click()
    assert tab.run(SHOWN) == everything - kept
    address = tab.run("return location.hash")
    assert "hide=kept" in address
    tab.open(reconciliation, address)
    assert tab.run(SHOWN) == everything - kept
    tab.driver.find_element(By.ID, "reset").click()
    assert tab.run(SHOWN) == everything
    assert tab.run("return location.hash") in {"", "#"}


@pytest.mark.parametrize("name", ["year", "kind", "section", "indicator"])
def test_filters_by_what_a_promise_is(tab: Tab, reconciliation: Path, name: str) -> None:
    tab.open(reconciliation)
    everything = tab.run(SHOWN)
    value = tab.choose(name, 2)
    shown = tab.run(SHOWN)
    assert 0 < shown < everything
    assert tab.run(
        "return [...document.querySelectorAll('.promises .promise:not([hidden])')]"
        ".every((item) => item.dataset[arguments[0]] === arguments[1])",
        name,
        value,
    )
    assert f"{name}=" in tab.run("return location.hash")
    assert tab.driver.find_element(By.ID, "shown").text == f"显示 {shown} 项，共 {everything} 项"


def test_search_and_what_is_shown_when_nothing_matches(tab: Tab, reconciliation: Path) -> None:
    tab.open(reconciliation)
    tab.driver.switch_to.active_element.send_keys("/")
    tab.driver.switch_to.active_element.send_keys("粮食")
    assert 0 < tab.run(SHOWN) < 40
    tab.driver.switch_to.active_element.send_keys("没有这样的话")
    assert tab.run(SHOWN) == 0
    assert tab.driver.find_element(By.ID, "nothing").is_displayed()


def test_a_dropped_promise_leads_to_its_place_in_the_list(tab: Tab, reconciliation: Path) -> None:
    tab.open(reconciliation, "#hide=unreported")
    link = tab.driver.find_element(By.CSS_SELECTOR, ".dropped li a")
    tab.run("arguments[0].click()", link)
    target = tab.driver.find_element(By.CSS_SELECTOR, ".promise.current")
    assert target.get_attribute("data-verdict") == "unreported"
    place = tab.run("return arguments[0].getBoundingClientRect().toJSON()", target)
    assert 0 <= place["top"] < WIDE[1]
    assert tab.run("return location.hash").startswith("#" + str(target.get_attribute("id")))


@pytest.mark.parametrize("fragment", ["#a1999-1", "#%E0%A4%A", "#year=1999&section=x&kind=no&lang=xx"])
def test_an_address_that_names_nothing_does_no_harm(tab: Tab, reconciliation: Path, fragment: str) -> None:
    tab.open(reconciliation, fragment)
    assert tab.complaints() == []
    assert tab.run(SHOWN) > 0


@pytest.mark.parametrize("side", [".what", ".became"])
def test_a_quote_opens_its_words_in_the_annotated_report(tab: Tab, reconciliation: Path, side: str) -> None:
    tab.open(reconciliation, "#lang=en")
    link = tab.driver.find_element(By.CSS_SELECTOR, f".promises [data-verdict=kept] {side} .quote a")
    words = link.find_element(By.TAG_NAME, "b").text
    tab.run("arguments[0].click()", link)
    assert "/reports/" in tab.driver.current_url
    assert tab.run("return document.documentElement.lang") == "en"
    anchor = tab.run("return location.hash.slice(1).split('&')[0]")
    assert words.replace(" ", "") in tab.run(
        "return document.getElementById(arguments[0]).textContent.replace(/\\s/g, '')", anchor
    )
    assert tab.complaints() == []


def test_language_switch_changes_everything(tab: Tab, reconciliation: Path) -> None:
    tab.open(reconciliation)
    tab.driver.find_element(By.ID, "language").click()
    assert tab.run("return document.documentElement.lang") == "en"
    visible = "return [...document.querySelectorAll('.zh')].filter((one) => one.checkVisibility()).length"
    assert tab.run(visible) == 0
    assert "promises" in tab.driver.find_element(By.ID, "shown").text
    assert "lang=en" in tab.run("return location.hash")


@pytest.mark.parametrize("width", [360, 414, 768, 1024, 1280, 1920])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_width_scrolls_sideways_and_one_bar_a_year_is_shown(
    tab: Tab, reconciliation: Path, width: int, language: str
) -> None:
    tab.size((width, 800))
    tab.open(reconciliation, f"#lang={language}")
    assert tab.run("return document.documentElement.scrollWidth") <= width
    bars = "return [...document.querySelectorAll('.year:not(.open)')].map((year) => [...year.querySelectorAll('.drawn')].filter((one) => one.checkVisibility()).length)"
    assert set(tab.run(bars)) == {1}
    size = "return [...document.querySelectorAll('.year .drawn')].filter((one) => one.checkVisibility())[0].querySelector('text').getBoundingClientRect().height"
    assert tab.run(size) >= 11


def test_print_has_every_promise_and_no_controls(tab: Tab, reconciliation: Path, tmp_path: Path) -> None:
    tab.open(reconciliation)
    tab.size(WIDE, kind="print")
    assert not tab.driver.find_element(By.ID, "filters").is_displayed()
    printed = tab.driver.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}
    )
    out = tmp_path / "a.pdf"
    out.write_bytes(base64.b64decode(printed["data"]))
    supervision_orders = pypdf.PdfReader(out).pages
    assert [round(float(side) * 25.4 / 72) for side in supervision_orders[0].mediabox[2:]] == [210, 297]
    # Some characters come out of a PDF as radicals that look alike; these do not.
    first = "".join(supervision_orders[0].extract_text().split())
    assert "项量化承诺" in first
    assert "2025年许下" in first
    assert "".join(supervision_orders[-1].extract_text().split())


def test_page_reads_without_its_script(tab: Tab, reconciliation: Path) -> None:
    tab.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        tab.open(reconciliation)
        assert tab.driver.find_element(By.CSS_SELECTOR, ".promises .quote").is_displayed()
        assert tab.driver.find_element(By.CSS_SELECTOR, ".small-charts .drawn").is_displayed()
        assert not tab.driver.find_element(By.ID, "filters").is_displayed()
    finally:
        tab.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


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
    tab: Tab, reconciliation: Path, scheme: str, size: tuple[int, int], fragment: str
) -> None:
    tab.size(size, scheme=scheme)
    tab.open(reconciliation, fragment)
    assert violations(tab) == []


def violations(tab: Tab) -> list[str]:
    """What axe finds wrong, by WCAG 2.1 A and AA and its best practices; the like of most promises left out."""
    tab.run(
        "document.querySelectorAll('.of-year li.promise:nth-child(n+12)').forEach((item) => item.remove())"
    )
    tab.run(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = tab.driver.execute_async_script(
        "const done = arguments[0]; axe.run({exclude: [['details:not([open]) > :not(summary)']]}, {resultTypes: ['violations']}).then(done, (error) => done({violations: [{id: String(error), nodes: []}]}))"
    )
    return [
        f"{violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
        for violation in found["violations"]
    ]
