"""A page in the browser, as every test of pages wants it: its size and look, what it logs, what axe finds, its print."""

from __future__ import annotations

import base64
import io
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdf
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

WIDE, NARROW = (1280, 900), (360, 740)
_AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_VIOLATIONS = """const done = arguments[2];
const [rules, folded] = arguments, options = {resultTypes: ["violations"]};
if (rules.length) options.runOnly = rules;
axe.run(folded ? document : {exclude: [["details:not([open]) > :not(summary)"]]}, options)
  .then((found) => done(found.violations.map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)))),
        (error) => done([String(error)]));"""


class Page:
    """What is open in ``driver``."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver

    def look(
        self, size: tuple[int, int], *, scheme: str = "light", medium: str = "", still: bool = False
    ) -> None:
        """Show it in a size in CSS pixels, a colour scheme, a medium (``print``), and without motion."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        if still:
            features.append({"name": "prefers-reduced-motion", "value": "reduce"})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium, "features": features})

    def scripts(self, *, run: bool) -> None:
        """Let pages that are opened run their scripts, or not."""
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not run})

    def open(self, path: Path, fragment: str = "") -> None:
        """Load a file anew, so that its script starts with the address."""
        self.driver.get("about:blank")
        self.driver.get(path.as_uri() + fragment)

    def run(self, script: str, *arguments: object) -> Any:
        """What a script gives back."""
        return self.driver.execute_script(script, *arguments)

    def element(self, css: str) -> WebElement:
        """The first that fits."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def elements(self, css: str) -> list[WebElement]:
        """All that fit."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def pick(self, name: str, index: int) -> str:
        """Pick an option of the list ``name``, as a person does; its value."""
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

    def complaints(self) -> list[str]:
        """What the browser logged since the last time: errors, violations of the policy."""
        log: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in log]

    def violations(self, *rules: str, folded: bool = True) -> list[str]:
        """What axe finds wrong by the tags ``rules`` (by all it has without any); in folded details too, or not."""
        if not self.run("return Boolean(window.axe)"):
            self.run(_AXE)
        violations: list[str] = self.driver.execute_async_script(_VIOLATIONS, rules, folded)
        return violations

    def printed(self, **options: object) -> list[pypdf.PageObject]:
        """Its sheets on paper."""
        data = self.driver.execute_cdp_cmd("Page.printToPDF", options)["data"]
        return list(pypdf.PdfReader(io.BytesIO(base64.b64decode(data))).pages)


def words_of(sheet: pypdf.PageObject) -> str:
    """The words of a sheet without the space between them."""
    return "".join(sheet.extract_text().split())
