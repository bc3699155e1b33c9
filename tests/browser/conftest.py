"""Chromium from the Debian packages, and the pages of the bundled reports to open in it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver
from urllib3.exceptions import HTTPError

from browser.page import WIDE, Page
from city.conftest import (
    _folders,
    _guards_down_when_emptied,
    _own_folder,
    _requests_end_within_the_test,
    make_task,
    office,
    pytest_runtest_teardown,
)
from luoshi.cli import main

# The pages of the office open on the office of the city's tests.
__all__ = [
    "_folders",
    "_guards_down_when_emptied",
    "_own_folder",
    "_requests_end_within_the_test",
    "make_task",
    "office",
    "pytest_runtest_teardown",
]

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def started(profile: Path) -> WebDriver:
    """Chromium with a profile of its own; skips where there is none."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    service = shutil.which("chromedriver")
    if browser is None or service is None:
        pytest.skip("no browser: chromium and chromedriver are not installed")
    options = Options()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        return webdriver.Chrome(options=options, service=Service(service))
    except WebDriverException as error:
        pytest.skip(f"no browser: chromium does not start ({error.msg})")


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    opened = started(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.quit()


@pytest.fixture
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """A browser of the test's own, which may be killed."""
    opened = started(tmp_path_factory.mktemp("chromium"))
    yield opened
    # killed, it answers no more
    with contextlib.suppress(WebDriverException, OSError, HTTPError):
        opened.quit()


@pytest.fixture
def browser(driver: WebDriver) -> Iterator[WebDriver]:
    """The browser of all tests; what it was told and what it remembers of the site ends with the test."""
    yield driver
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    driver.delete_all_cookies()
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    driver.get("about:blank")


@pytest.fixture
def page(driver: WebDriver) -> Iterator[Page]:
    """A page in it, wide and light, that has logged nothing."""
    page = Page(driver)
    page.look(WIDE)
    page.complaints()
    yield page
    page.scripts(run=True)


@pytest.fixture(scope="session")
def reconciliation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the fictional city that ``luoshi demo`` ends on."""
    folder = tmp_path_factory.mktemp("pages")
    assert main(["demo", "--no-site", "-o", str(folder)]) == 0
    return folder / "index.html"


@pytest.fixture(scope="session")
def pages(reconciliation: Path) -> Path:
    """The folder of annotated pages that ``luoshi demo`` writes."""
    return reconciliation.parent / "reports"


@pytest.fixture(scope="session")
def annotated(pages: Path) -> Path:
    """The page of a report whose source is Markdown, with lines that are whole paragraphs."""
    (found,) = pages.glob("*2024*.html")
    return found


@pytest.fixture
def hostile(tmp_path: Path) -> Callable[[str], Path]:
    """A page made of a report with a text of the test's in it."""

    def make(text: str) -> Path:
        source = tmp_path / "source.txt"
        source.write_text(f"政府工作报告\n\n一、任务\n\n{text}\n", encoding="utf-8")
        out = tmp_path / "page.html"
        assert main(["read", str(source), "--any", "-o", str(out)]) == 0
        return out

    return make
