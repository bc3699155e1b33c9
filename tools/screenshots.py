"""Make docs/images/*.png: the pages of the fictional city as a browser shows them.

    python tools/screenshots.py [--folder docs/images]

Needs chromium and chromedriver (Debian packages of these names) and Noto's CJK fonts.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver

from corpus import ROOT
from luoshi.cli import main as luoshi

WIDTH, HEIGHT, SCALE = 1280, 1000, 1.5
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars")


def main() -> int:
    """Write the pictures; 1 where there is no browser or a page could not be made."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "images", help="where the pictures go")
    folder: Path = parser.parse_args().folder
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        print(
            "screenshots: chromium and chromedriver are needed: apt-get install chromium-driver",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="luoshi-") as temporary:
        pages = Path(temporary)
        with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
            failed = luoshi(["demo", "--no-site", "--lang", "zh", "-o", str(pages)])
        if failed:
            return 1
        folder.mkdir(parents=True, exist_ok=True)
        with browser(pages / "profile") as driver:
            shoot(driver, pages / "index.html", "", folder / "reconciliation.png")
            (annotated,) = (pages / "reports").glob("*2024*.html")
            driver.get(annotated.as_uri())
            first = driver.execute_script("return document.querySelector('.text a.f.target').id")
            shoot(driver, annotated, f"#{first}", folder / "annotated-page.png")
    return 0


@contextmanager
def browser(profile: Path) -> Iterator[WebDriver]:
    """Chromium without a window, in the light theme."""
    options = Options()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    try:
        yield driver
    finally:
        driver.quit()


def shoot(driver: WebDriver, page: Path, fragment: str, out: Path) -> None:
    """A picture of the window with ``page`` in it."""
    metrics = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": SCALE, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get("about:blank")  # so that the page's script starts with the address
    driver.get(page.as_uri() + fragment)
    driver.execute_script("document.activeElement.blur()")
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    out.write_bytes(base64.b64decode(picture["data"]))
    print(f"{out}: {out.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
