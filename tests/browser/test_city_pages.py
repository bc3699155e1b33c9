"""The pages of the office in a real browser: accessible, on a phone, dark, on paper, by keyboard, without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from browser.page import NARROW, WIDE, Page
from luoshi.city.site.errors import StaleError
from luoshi.city.site.middleware import LANGUAGE_COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    (None, "/"), (None, "/public/2026-0001/"), (None, "/no/such/page/"), (None, "/?q=none"),
    ("mayor", "/dashboards/leader/"), ("mayor", "/dashboards/units/"), ("office", "/dashboards/office/"), ("office", "/audit/"),
    ("office", "/tasks/"), ("office", "/tasks/?q=none&mine=1"), ("commerce-head", "/dashboards/unit/"),
    ("office", "/tasks/review/"), ("office", "/tasks/obstacles/"), ("office", "/tasks/supervision-orders/"),
    ("office", "/tasks/notifications/"), ("office", "/documents/"), ("office", "/people/"), ("admin", "/people/persons/"),
)  # fmt: skip


@pytest.fixture
def site(page: Page, live_server: LiveServer, city: Any) -> Iterator[Callable[..., None]]:
    """Opens an address of the filled office, signed in as the holder of a post."""
    driver = page.driver

    def opened(who: str | None, address: str, language: str = "zh-Hans") -> None:
        if not driver.current_url.startswith(live_server.url):
            driver.get(f"{live_server.url}/health/live")
        driver.delete_all_cookies()
        if who is not None:
            client: Client = city.client(who)
            driver.add_cookie({"name": "sessionid", "value": client.cookies["sessionid"].value})
        driver.add_cookie({"name": LANGUAGE_COOKIE, "value": language[:2]})
        driver.get(live_server.url + address)

    yield opened
    driver.delete_all_cookies()


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


def faults(page: Page, language: str) -> list[str]:
    """What is wrong with a page as it is shown; a 404 asked for is no complaint."""
    wrong = page.violations()
    wrong += [complaint for complaint in page.complaints() if "404 (Not Found)" not in complaint]
    if page.element("html").get_attribute("lang") != language:
        wrong.append("in another language")
    if page.run("return document.documentElement.scrollWidth > innerWidth"):
        wrong.append("wider than the window")
    return wrong


def test_pages_are_accessible_fit_and_break_no_policy(page: Page, site: Callable[..., None]) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for who, address in PAGES:
        page.look(NARROW)
        site(who, address, "en")
        found[address, "narrow, in English"] = faults(page, "en")
        page.look(NARROW, scheme="dark")
        site(who, address)
        found[address, "narrow, dark"] = faults(page, "zh-Hans")
        page.look(WIDE)
        found[address, "wide"] = faults(page, "zh-Hans")
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_menu_of_a_phone_opens_by_keyboard_and_leads_on(page: Page, site: Callable[..., None]) -> None:
    page.look(NARROW)
    site("office", "/dashboards/office/")
    menu = page.element(".menu > summary")
    menu.send_keys(Keys.ENTER)
    links = [link for link in page.elements(".menu nav a") if link.is_displayed()]
    assert len(links) >= 5
    next(link for link in links if str(link.get_attribute("href")).endswith("/tasks/")).send_keys(Keys.ENTER)
    WebDriverWait(page.driver, 5).until(lambda one: one.current_url.endswith("/tasks/"))
    assert page.violations() == []


def test_skip_link_is_first_and_leads_to_the_content(page: Page, site: Callable[..., None]) -> None:
    site("office", "/tasks/")
    page.element("body").send_keys(Keys.TAB)
    skip = page.driver.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    skip.send_keys(Keys.ENTER)
    assert page.driver.switch_to.active_element.get_attribute("id") == "main"


def test_filter_changes_the_list_and_the_address_and_keeps_the_focus(
    page: Page, site: Callable[..., None]
) -> None:
    site("office", "/tasks/")
    box = page.element("[name=light]")
    Select(box).select_by_value("red")
    WebDriverWait(page.driver, 5).until(
        lambda one: one.current_url.endswith("/tasks/?year=2026&light=red&size=50")
    )
    rows = page.elements("#list tbody tr")
    assert len(rows) == 15
    assert page.element("#sentence").text.startswith("15 项任务")
    assert page.run("return document.activeElement.name") == "light"
    search = page.element("[name=q]")
    search.send_keys("菜店", Keys.ENTER)
    WebDriverWait(page.driver, 5).until(lambda one: one.find_elements(By.CSS_SELECTOR, "#list .empty"))
    page.driver.back()
    WebDriverWait(page.driver, 5).until(
        lambda one: len(one.find_elements(By.CSS_SELECTOR, "#list tbody tr")) == 15
    )
    assert Select(page.element("[name=light]")).first_selected_option.get_attribute("value") == "red"
    assert page.complaints() == []


def test_what_could_not_be_done_is_said_beside_the_page_until_something_is_done(
    page: Page, site: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("gone")

    def refused(*_: object, **__: object) -> None:
        raise StaleError("task_outdated", key="2026-0001")

    site("office", "/tasks/")
    field = page.element("[name=q]")
    with monkeypatch.context() as broken:
        broken.setattr("luoshi.city.people.middleware.actor_for", gone)
        field.send_keys("菜店", Keys.ENTER)
        said = page.element("#trouble")
        WebDriverWait(page.driver, 10).until(lambda _: "暂时无法使用" in said.text)
    assert field.get_attribute("value") == "菜店"
    assert len(page.elements("#trouble form, #trouble header")) == 0
    with monkeypatch.context() as refusing:
        refusing.setattr("luoshi.city.tasks.task_list.filters.TaskFilters.read", refused)
        field.send_keys(Keys.ENTER)
        WebDriverWait(page.driver, 10).until(lambda _: "没有办成" in said.text)
        assert "2026-0001" in said.text
    field.send_keys(Keys.ENTER)
    WebDriverWait(page.driver, 10).until(lambda _: not page.element("#trouble").text)


def test_nothing_is_seen_by_going_back_once_somebody_signed_out(
    page: Page, site: Callable[..., None]
) -> None:
    site("office", "/people/me/")
    site_root = page.driver.current_url.removesuffix("/people/me/")
    page.driver.get(f"{site_root}/dashboards/office/")
    page.element(".mast > .who form[action='/account/logout/'] button").click()
    WebDriverWait(page.driver, 5).until(
        lambda one: one.find_elements(By.CSS_SELECTOR, "a[href='/account/login/']")
    )
    for _ in range(2):  # the desk, and the page of the account before it
        page.driver.back()
        WebDriverWait(page.driver, 5).until(lambda one: "/account/login/" in one.current_url)
        assert not page.elements("form[action='/account/logout/']")


def test_lists_work_without_a_script(page: Page, site: Callable[..., None]) -> None:
    page.scripts(run=False)
    site("office", "/tasks/")
    page.element("[name=q]").send_keys("菜店", Keys.ENTER)
    WebDriverWait(page.driver, 5).until(lambda one: "q=" in one.current_url)
    assert len(page.elements("#list tbody tr")) == 30
    page.element("#list thead th:nth-child(4) a").click()
    assert "sort=due" in page.driver.current_url
    assert "q=" in page.driver.current_url


def test_list_prints_on_a4_without_what_only_a_screen_needs(page: Page, site: Callable[..., None]) -> None:
    site("office", "/tasks/")
    text = "".join(sheet.extract_text() for sheet in page.printed(paperWidth=8.27, paperHeight=11.69))
    assert "建设社区菜店1个" in text
    assert "更多条件" not in text
    assert "下一页" not in text
