"""Chromium from the Debian packages, and the pages of the bundled reports to open in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver

from city.conftest import _guards_down_when_emptied, _own_folder, make_task, office
from luoshi.cli import main

# The pages of the office open on the office of the city's tests.
__all__ = ["_guards_down_when_emptied", "_own_folder", "make_task", "office"]

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    service = shutil.which("chromedriver")
    if browser is None or service is None:
        pytest.skip("no browser: chromium and chromedriver are not installed")
    options = Options()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        started = webdriver.Chrome(options=options, service=Service(service))
    except WebDriverException as error:
        pytest.skip(f"no browser: chromium does not start ({error.msg})")
    yield started
    started.quit()


@pytest.fixture(scope="session")
def reconciliation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the fictional city that ``luoshi demo`` ends on."""
    folder = tmp_path_factory.mktemp("pages")
    assert main(["demo", "-o", str(folder)]) == 0
    return folder / "index.html"


@pytest.fixture(scope="session")
def pages(reconciliation: Path) -> Path:
    """The folder of annotated pages that ``luoshi demo`` writes."""
    return reconciliation.parent / "reports"


@pytest.fixture(scope="session")
def page(pages: Path) -> Path:
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
        assert main(["read", str(source), "--force", "-o", str(out)]) == 0
        return out

    return make
