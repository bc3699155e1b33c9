"""The pages of the office in a real browser: accessible, on a phone, dark, on paper, by keyboard, without script."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pypdf
import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from luoshi.city.site.errors import StaleError
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from luoshi.city.site.middleware import LANGUAGE_COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = (1280, 900), (360, 740)
LOOKS = {
    "wide": (WIDE, "light", "zh-Hans"), "narrow, dark": (NARROW, "dark", "zh-Hans"),
    "English": (NARROW, "light", "en"),
}  # fmt: skip
PAGES = (
    (None, "/"), (None, "/public/2026-0001/"), (None, "/no/such/page/"), (None, "/?q=none"),
    ("mayor", "/dashboards/leader/"), ("mayor", "/dashboards/units/"), ("office", "/dashboards/office/"), ("office", "/dashboards/log/"),
    ("office", "/tasks/"), ("office", "/tasks/?q=none&mine=1"), ("commerce-head", "/dashboards/unit/"),
    ("office", "/tasks/review/"), ("office", "/tasks/obstacles/"), ("office", "/tasks/supervision-orders/"),
    ("office", "/tasks/notifications/"), ("office", "/documents/"), ("office", "/people/"), ("admin", "/people/persons/"),
)  # fmt: skip


@pytest.fixture
def look(driver: WebDriver) -> Iterator[Callable[..., None]]:
    """Gives the window a size, a colour scheme and a medium; the old ones come back afterwards."""

    def given(size: tuple[int, int], scheme: str = "light", medium: str = "") -> None:
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium, "features": features})

    yield given
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    driver.delete_all_cookies()
    given(WIDE)


@pytest.fixture
def site(
    driver: WebDriver, live_server: LiveServer, city: Any, look: Callable[..., None]
) -> Callable[..., None]:
    """Opens an address of the filled office, signed in as the holder of a post."""

    def opened(who: str | None, address: str, language: str = "zh-Hans") -> None:
        if not driver.current_url.startswith(live_server.url):
            driver.get(f"{live_server.url}/health/live")
        driver.delete_all_cookies()
        if who is not None:
            client: Client = city.client(who)
            driver.add_cookie({"name": "sessionid", "value": client.cookies["sessionid"].value})
        driver.add_cookie({"name": LANGUAGE_COOKIE, "value": language[:2]})
        driver.get(live_server.url + address)

    return opened


@pytest.fixture
def city(office: Any, make_task: Callable[..., Any]) -> Any:
    """Sixty released tasks in several states."""
    today = timezone.localdate()
    for number in range(60):
        title = f"建设社区菜店{number}个" if number % 2 else f"改造老旧小区{number}个"
        make_task(
            title=title,
            words=title,
            state=("in_progress", "awaiting_review", "closed", "in_progress")[number % 4],
            verdict="kept" if number % 4 == 2 else "", light=("red", "grey", "grey", "green")[number % 4],
            light_since=today, section=f"第{number // 20 + 1}章", kind=("task", "livelihood")[number % 5 == 0],
            light_reasons=[{"code": "overdue", "details": {"due": "2026-01-01", "days": "9"}}],
            due=today.replace(day=1), released_at=timezone.now(), start=today.replace(year=today.year - 1),
        )  # fmt: skip
    return office


def faults(driver: WebDriver) -> list[str]:
    """What axe finds wrong on the page, folded details aside."""
    driver.execute_script(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, list[dict[str, Any]]] = driver.execute_async_script(
        "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(done, (error) => done({violations: [{id: String(error), nodes: []}]}))"
    )
    return [
        f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found["violations"]
    ]


def complaints(driver: WebDriver) -> list[str]:
    """What the browser logged: errors, violations of the policy; a 404 asked for is none."""
    log: list[dict[str, str]] = driver.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in log if "404 (Not Found)" not in entry["message"]]


@pytest.mark.parametrize("named", LOOKS)
def test_pages_are_accessible_fit_and_break_no_policy(
    named: str, driver: WebDriver, site: Callable[..., None], look: Callable[..., None]
) -> None:
    size, scheme, language = LOOKS[named]
    look(size, scheme)
    found: dict[str, list[str]] = {}
    for who, address in PAGES:
        site(who, address, language)
        wrong = faults(driver) + complaints(driver)
        if driver.find_element(By.TAG_NAME, "html").get_attribute("lang") != language:
            wrong.append("in another language")
        if driver.execute_script("return document.documentElement.scrollWidth") > size[0]:
            wrong.append("wider than the window")
        if wrong:
            found[address] = wrong
    assert found == {}


def test_menu_of_a_phone_opens_by_keyboard_and_leads_on(
    driver: WebDriver, site: Callable[..., None], look: Callable[..., None]
) -> None:
    look(NARROW)
    site("office", "/dashboards/office/")
    menu = driver.find_element(By.CSS_SELECTOR, ".menu > summary")
    menu.send_keys(Keys.ENTER)
    links = [link for link in driver.find_elements(By.CSS_SELECTOR, ".menu nav a") if link.is_displayed()]
    assert len(links) >= 5
    next(link for link in links if str(link.get_attribute("href")).endswith("/tasks/")).send_keys(Keys.ENTER)
    WebDriverWait(driver, 5).until(lambda one: one.current_url.endswith("/tasks/"))
    assert faults(driver) == []


def test_skip_link_is_first_and_leads_to_the_content(driver: WebDriver, site: Callable[..., None]) -> None:
    site("office", "/tasks/")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = driver.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    skip.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "main"


def test_filter_changes_the_list_and_the_address_and_keeps_the_focus(
    driver: WebDriver, site: Callable[..., None]
) -> None:
    site("office", "/tasks/")
    box = driver.find_element(By.NAME, "light")
    Select(box).select_by_value("red")
    WebDriverWait(driver, 5).until(
        lambda one: one.current_url.endswith("/tasks/?year=2026&light=red&size=50")
    )
    rows = driver.find_elements(By.CSS_SELECTOR, "#list tbody tr")
    assert len(rows) == 15
    assert driver.find_element(By.ID, "sentence").text.startswith("15 项任务")
    assert driver.execute_script("return document.activeElement.name") == "light"
    search = driver.find_element(By.NAME, "q")
    search.send_keys("菜店", Keys.ENTER)
    WebDriverWait(driver, 5).until(lambda one: one.find_elements(By.CSS_SELECTOR, "#list .empty"))
    driver.back()
    WebDriverWait(driver, 5).until(
        lambda one: len(one.find_elements(By.CSS_SELECTOR, "#list tbody tr")) == 15
    )
    assert Select(driver.find_element(By.NAME, "light")).first_selected_option.get_attribute("value") == "red"
    assert complaints(driver) == []


def test_what_could_not_be_done_is_said_beside_the_page_until_something_is_done(
    driver: WebDriver, site: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("gone")

    def refused(*_: object) -> None:
        raise StaleError("task_outdated", key="2026-0001")

    site("office", "/tasks/")
    field = driver.find_element(By.NAME, "q")
    with monkeypatch.context() as broken:
        broken.setattr("luoshi.city.people.middleware.actor_for", gone)
        field.send_keys("菜店", Keys.ENTER)
        said = driver.find_element(By.ID, "trouble")
        WebDriverWait(driver, 10).until(lambda _: "暂时无法使用" in said.text)
    assert field.get_attribute("value") == "菜店"
    assert len(driver.find_elements(By.CSS_SELECTOR, "#trouble form, #trouble header")) == 0
    with monkeypatch.context() as refusing:
        refusing.setattr("luoshi.city.tasks.task_list.views.filters_of", refused)
        field.send_keys(Keys.ENTER)
        WebDriverWait(driver, 10).until(lambda _: "没有办成" in said.text)
        assert "2026-0001" in said.text
    field.send_keys(Keys.ENTER)
    WebDriverWait(driver, 10).until(lambda _: not driver.find_element(By.ID, "trouble").text)


def test_nothing_is_seen_by_going_back_once_somebody_signed_out(
    driver: WebDriver, site: Callable[..., None]
) -> None:
    site("office", "/people/me/")
    site_root = driver.current_url.removesuffix("/people/me/")
    driver.get(f"{site_root}/dashboards/office/")
    driver.find_element(By.CSS_SELECTOR, ".mast > .who form[action='/account/logout/'] button").click()
    WebDriverWait(driver, 5).until(
        lambda one: one.find_elements(By.CSS_SELECTOR, "a[href='/account/login/']")
    )
    for _ in range(2):  # the desk, and the page of the account before it
        driver.back()
        WebDriverWait(driver, 5).until(lambda one: "/account/login/" in one.current_url)
        assert not driver.find_elements(By.CSS_SELECTOR, "form[action='/account/logout/']")


def test_lists_work_without_a_script(driver: WebDriver, site: Callable[..., None]) -> None:
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    site("office", "/tasks/")
    driver.find_element(By.NAME, "q").send_keys("菜店", Keys.ENTER)
    WebDriverWait(driver, 5).until(lambda one: "q=" in one.current_url)
    assert len(driver.find_elements(By.CSS_SELECTOR, "#list tbody tr")) == 30
    driver.find_element(By.CSS_SELECTOR, "#list thead th:nth-child(4) a").click()
    assert "sort=due" in driver.current_url
    assert "q=" in driver.current_url


def test_list_prints_on_a4_without_what_only_a_screen_needs(
    driver: WebDriver, site: Callable[..., None]
) -> None:
    site("office", "/tasks/")
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(base64.b64decode(printed["data"]))).pages
    )
    assert "建设社区菜店1个" in text
    assert "更多条件" not in text
    assert "下一页" not in text
