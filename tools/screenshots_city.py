"""Make docs/images/city-*.png: the main pages of the office as a browser shows them, and three printed on A4.

    python tools/screenshots_city.py [--folder docs/images] [--print out/city-print]

Starts the demonstration with data of its own, signs in as its accounts. Needs what ``screenshots.py`` needs.
"""

from __future__ import annotations

import argparse
import base64
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from corpus import ROOT
from screenshots import browser

COLOURS = 96
PASSWORD = tomllib.loads((ROOT / "src/luoshi/city/demo/city.toml").read_text(encoding="utf-8"))["password"]


@dataclass(frozen=True)
class Shot:
    """A picture: its name, who opens which address; ``{task}`` and ``{report}`` are found on the site."""

    name: str
    who: str
    path: str
    width: int = 1280
    height: int = 1000
    scheme: str = "light"
    at: str = ""


SHOTS = (
    Shot("public-home", "", "/"),
    Shot("leader-desk", "vice-economy", "/dashboards/leader/"),
    Shot("office-desk", "office", "/dashboards/office/"),
    Shot("unit-desk", "farming-head", "/dashboards/unit/"),
    Shot("report", "office", "{report}#{mark}"),
    Shot("decomposition", "office", "{promise}"),
    Shot("task", "commerce-head", "{task}"),
    Shot("tasks", "office", "/tasks/"),
    Shot("phone-unit-desk", "farming-head", "/dashboards/unit/", 360, 740),
    Shot("phone-task", "commerce-head", "{task}", 360, 740),
    Shot("dark-leader-desk", "vice-economy", "/dashboards/leader/", scheme="dark"),
)
PRINTED = ("public-home", "unit-desk", "task")


def main() -> int:
    """Write the pictures; 1 where there is no browser."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "images", help="where the pictures go")
    parser.add_argument("--print", type=Path, dest="paper", help="where the printed pages go, as PDF")
    parser.add_argument("--site", help="the address of a demonstration that runs already")
    given = parser.parse_args()
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        print(
            "screenshots: chromium and chromedriver are needed: apt-get install chromium-driver",
            file=sys.stderr,
        )
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="luoshi-") as temporary:
        folder = Path(temporary)
        with site(folder / "site", given.site) as address, browser(folder / "profile") as driver:
            visit = Visit(driver, address)
            places = visit.places()
            for shot in SHOTS:
                visit.look(shot, places)
                keep(picture(driver), given.folder / f"city-{shot.name}.png")
                if given.paper and shot.name in PRINTED:
                    printed(driver, given.paper / f"{shot.name}.pdf")
    return 0


@contextmanager
def site(data: Path, running: str | None) -> Iterator[str]:
    """The address of a demonstration that is filled and answers."""
    if running is not None:
        yield running.rstrip("/")
        return
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    command = [sys.executable, "-m", "luoshi.cli", "serve", "--demo", "--port", "0", "--lang", "en"]
    with subprocess.Popen(
        [*command, "--data", str(data)], env=kept, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type only
        try:
            said = next(line for line in process.stdout if line.startswith("The site: "))
            yield said.split()[-1].rstrip("/")
        finally:
            process.terminate()


class Visit:
    """A browser at the demonstration."""

    def __init__(self, driver: WebDriver, address: str) -> None:
        self._driver = driver
        # days in fields are written as the browser's language has them
        driver.execute_cdp_cmd("Emulation.setLocaleOverride", {"locale": "zh-CN"})
        self._address = address
        self._who = ""

    def places(self) -> dict[str, str]:
        """A task with a timeline, a report with a figure, a promise without a task."""
        self.be("commerce-head")
        task = self._first("/tasks/?state=in_progress&light=yellow", r"/tasks/(\d{4}-\d+)/")
        self.be("office")
        report = self._first("/reports/", r'<a href="/reports/([0-9A-Za-z-]+)/"')
        mark = self._first(
            f"/reports/{report}/", r'id="(f\d+)"[^>]*class="f target|class="f target[^>]*id="(f\d+)"'
        )
        undone = rf'class="quote"[^>]*href="/tasks/breakdown/{report}/([^/"]+)/"'
        promise = self._first(f"/tasks/breakdown/{report}/?mark=neither", undone)
        return {
            "task": f"/tasks/{task}/",
            "report": f"/reports/{report}/",
            "mark": mark,
            "promise": f"/tasks/breakdown/{report}/{promise}/",
        }

    def be(self, who: str) -> None:
        """Sign in as an account of the demonstration; as nobody for an empty name."""
        if who == self._who:
            return
        self._driver.get(f"{self._address}/account/login/")
        self._driver.delete_all_cookies()
        self._who = who
        if who:
            self._driver.get(f"{self._address}/account/login/")
            self._driver.find_element(By.NAME, "login").send_keys(who)
            self._driver.find_element(By.NAME, "password").send_keys(PASSWORD)
            self._driver.find_element(By.CSS_SELECTOR, "main button.primary").click()
            WebDriverWait(self._driver, 10).until(lambda driver: "/account/" not in driver.current_url)

    def look(self, shot: Shot, places: dict[str, str]) -> None:
        """Open what a picture shows, in its size and theme."""
        metrics: dict[str, object] = {"width": shot.width, "height": shot.height, "mobile": False}
        metrics["deviceScaleFactor"] = 1.5 if shot.width > 500 else 2
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": shot.scheme}]
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
        self.be(shot.who)
        self._driver.get("about:blank")
        self._driver.get(self._address + shot.path.format(**places))
        self._driver.execute_async_script("setTimeout(arguments[0], 800)")
        self._driver.execute_script("document.activeElement.blur()")

    def _first(self, path: str, pattern: str) -> str:
        self._driver.get(self._address + path)
        found = re.search(pattern, self._driver.page_source)
        if found is None:
            raise SystemExit(f"screenshots: nothing like {pattern} at {path}")
        return next(group for group in found.groups() if group)


def picture(driver: WebDriver) -> bytes:
    """The window as PNG."""
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    return base64.b64decode(taken["data"])


def keep(content: bytes, out: Path) -> None:
    """Write a picture with a palette, which text hardly needs more of."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, optimize=True)
    print(f"{out}: {out.stat().st_size // 1024} kB")


def printed(driver: WebDriver, out: Path) -> None:
    """The page on A4."""
    out.parent.mkdir(parents=True, exist_ok=True)
    made = driver.execute_cdp_cmd(
        "Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
    )
    out.write_bytes(base64.b64decode(made["data"]))


if __name__ == "__main__":
    sys.exit(main())
