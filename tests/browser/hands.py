"""A person at the pages of the office: with a mouse or with the keyboard alone; every page on the way is examined."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import Client
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from browser.page import WIDE, Page

_PATIENCE = 8.0
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_MOST_TABS = 400
_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
_KEYS = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "ArrowUp": 38, "a": 65, "1": 49}

# 2.5.8 of WCAG 2.2, which this axe does not know: 24 by 24 px, or room of 24 px around the middle. Links in a line may be smaller.
# With it, in one go: the address, and how much wider than the window the page is.
_PAGE = """const all = [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, a.button, nav a")]
  .map((one) => [one, (one.labels && one.labels[0] && one.labels[0].contains(one) ? one.labels[0] : one).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height > 1);
const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
const small = ([, box]) => box.width < 24 || box.height < 24;
const near = ([one, box], [other, room]) => { if (one === other) return false;
  const [x, y] = middle(box);
  const dx = Math.max(room.left - x, 0, x - room.right), dy = Math.max(room.top - y, 0, y - room.bottom);
  return Math.hypot(dx, dy) < 12 || (small([other, room]) && Math.hypot(middle(room)[0] - x, middle(room)[1] - y) < 24); };
const found = all.filter((one) => small(one) && all.some((other) => near(one, other))).map(([one]) => "target-size: " + one.outerHTML.slice(0, 120));
return [location.href, document.scrollingElement.scrollWidth - innerWidth, found];"""

# Where the focus stands, which way the target is, and what is wrong with how the focus shows.
_FOCUS = """const [target] = arguments, at = document.activeElement;
const way = at === target ? "there" : !at || at.contains(target) ? "on"
  : at.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? "back" : "on";
if (!at || at === document.body || at.tabIndex < 0) return [way, ""];
const name = at.outerHTML.slice(0, 100), style = getComputedStyle(at), [box] = at.getClientRects();
if (!box) return [way, "focus on what is not shown: " + name];
const shows = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
if (!shows) return [way, "focus cannot be seen: " + name];
const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
if (box.bottom < 0 || box.top > innerHeight) return [way, "focus outside of the window: " + name];
const over = document.elementFromPoint(x, y);
if (over && !at.contains(over) && !over.contains(at)) return [way, "focus hidden behind " + over.outerHTML.slice(0, 60) + ": " + name];
return [way, ""];"""


def _described(key: str) -> dict[str, Any]:
    """A key, as Chromium is told of it."""
    code = {" ": "Space", "1": "Digit1"}.get(key, key)
    return {"key": key, "windowsVirtualKeyCode": _KEYS[key], "code": code}


class Hands:
    """What a person does at a page. ``faults`` gathers what was wrong with the pages on the way."""

    def __init__(
        self, driver: WebDriver, base: str, *, axe: bool = False, size: tuple[int, int] = WIDE
    ) -> None:
        self.driver = driver
        self.base = base
        self.faults: list[str] = []
        self._axe = axe
        self._examined: set[str] = set()
        self._size = size
        self._page = Page(driver)
        self._page.look(size, still=True)

    def open(self, path: str) -> None:
        """Type an address."""
        self.driver.get(self.base + path)
        self._look()

    def see(self, css: str) -> WebElement:
        """The first shown element that fits, as soon as there is one."""
        found: WebElement = self._wait(lambda: self._shown(css), css)
        return found

    def words(self, css: str = "main") -> str:
        """The words of what fits."""
        return str(self.see(css).text)

    def wait_for(self, css: str, words: str) -> None:
        """Wait until ``words`` are shown there, and look at the page then."""
        self._wait(
            lambda: next((one for one in self._all(css) if words in one.text), None), f"{css} with {words}"
        )
        self._look()

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Wait for something that a page does by itself, and look at it then."""
        self._wait(true, "what was waited for")
        self._look()

    def follow(self, css: str) -> None:
        """Press what leads to another page."""
        target = self.see(css)
        self.driver.execute_script("window.left = true")
        self.press(target)

        def arrived() -> bool:
            return bool(
                self.driver.execute_script("return !window.left && document.readyState === 'complete'")
            )

        self._wait(arrived, f"the page behind {css}")
        self._look()

    def masthead(self, css: str) -> None:
        """Press something of the masthead, in the menu where it is narrow."""
        if self._shown(css) is None:
            self.press(self.see(".mast .menu > summary"))
        self.follow(css)

    def sign_in(self, name: str, password: str) -> None:
        """Sign in with a password."""
        self.masthead(".mast .who a[href*=login]")
        self.write("input[name=login]", name)
        self.write("input[name=password]", password)
        self.follow("main form button.primary")

    def come_as(self, client: Client) -> None:
        """Come with the session of ``client``, as somebody who signed in before, and go to the desk."""
        self.driver.delete_all_cookies()
        self.driver.add_cookie({"name": "sessionid", "value": client.cookies["sessionid"].value})
        self.open("/dashboards/")

    def sign_out(self) -> None:
        """Sign out."""
        self.masthead(".mast form[action*=logout] button")

    def unfold(self, css: str) -> None:
        """Open a ``details`` by its summary."""
        self.press(self.see(f"{css} > summary"))

    def press(self, target: WebElement) -> None:
        """Scroll there and click."""
        self._go(target)

    def write(self, css: str, text: str) -> None:
        """Write into a field in place of what is there."""
        self._go(self.see(css))
        self._key("a", commands=["selectAll"], modifiers=2)
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def choose(self, css: str, value: str) -> None:
        """Choose an option."""
        Select(self.see(css)).select_by_value(value)

    def tick(self, css: str) -> None:
        """Tick a box."""
        self.press(self.see(css))

    def attach(self, css: str, path: Path) -> None:
        """Choose a file; the dialogue of the system is left out."""
        self.see(css).send_keys(str(path))

    def key(self, name: str, *, ctrl: bool = False) -> None:
        """Press a key."""
        self._key(name, modifiers=2 if ctrl else 0)

    def examine(self) -> None:
        """Look at the page as it is now."""
        self._look()

    def _go(self, target: WebElement) -> None:
        self.driver.execute_script(
            "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", target
        )
        target.click()

    def _key(self, key: str, **more: Any) -> None:
        self._down(key, **more)
        self._up(key)

    def _down(self, key: str, **more: Any) -> None:
        text = {"Enter": "\r", " ": " ", "1": "1"}.get(key, "") if not more.get("modifiers") else ""
        kind = "keyDown" if text else "rawKeyDown"
        event = {"type": kind, "text": text, **_described(key), **more}
        self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", event)

    def _up(self, key: str) -> None:
        self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", **_described(key)})

    def _all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def _shown(self, css: str) -> WebElement | None:
        return next((one for one in self._all(css) if one.is_displayed()), None)

    def _wait(self, found: Callable[[], Any], what: str) -> Any:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                if result := found():
                    return result
            except WebDriverException:
                pass  # the page is just changing
            if time.monotonic() > until:
                page = self.driver.find_element(By.TAG_NAME, "body").text
                raise AssertionError(f"{what} did not come at {self.driver.current_url}:\n{page[:2000]}")
            time.sleep(0.03)

    def _look(self) -> None:
        address, wide, small = self.driver.execute_script(_PAGE)
        path = address.removeprefix(self.base).split("?")[0]
        found = self._page.complaints()
        if wide > 0:
            found.append(f"{wide} px wider than {self._size[0]} px")
        found += small
        if self._axe and self._is_new():
            found += self._page.violations(*_RULES)
        self.faults += [f"{path}: {one}" for one in found if f"{path}: {one}" not in self.faults]

    def _is_new(self) -> bool:
        """Whether no page was examined that is the same but for what is drawn for each: its tokens."""
        page = _TOKEN.sub("", str(self.driver.execute_script("return document.documentElement.outerHTML")))
        if page in self._examined:
            return False
        self._examined.add(page)
        return True


class Keyboard(Hands):
    """Nothing but Tab, Enter, space, arrows and typing; wherever the focus goes, it is seen."""

    def press(self, target: WebElement) -> None:
        """Tab there, and Enter."""
        self._go(target)
        self._key("Enter")

    def choose(self, css: str, value: str) -> None:
        """Tab there, and arrows until the value is chosen."""
        box = self.see(css)
        self._go(box)
        options = Select(box).options
        values = [str(one.get_attribute("value")) for one in options]
        at, to = values.index(str(box.get_property("value"))), values.index(value)
        for _ in range(abs(to - at)):
            self._key("ArrowDown" if to > at else "ArrowUp")
        assert box.get_property("value") == value

    def tick(self, css: str) -> None:
        """Tab there, and space."""
        self._go(self.see(css))
        self._key(" ")

    def attach(self, css: str, path: Path) -> None:
        """Tab there; the dialogue of the system is left out."""
        self._go(self.see(css))
        super().attach(css, path)

    def _go(self, target: WebElement) -> None:
        """Hold Tab down, with Shift where the target lies behind, until the focus is there."""
        held = False
        for _ in range(_MOST_TABS):
            way, fault = self.driver.execute_script(_FOCUS, target)
            if fault and fault not in self.faults:
                self.faults.append(fault)
            if way == "there":
                if held:
                    self._up("Tab")
                return
            self._down("Tab", modifiers=8 if way == "back" else 0, autoRepeat=held)
            held = True
        raise AssertionError(f"Tab does not lead to {target.get_attribute('outerHTML')}")
