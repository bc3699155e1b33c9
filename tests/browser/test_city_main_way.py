"""The main way of a promise, walked in a browser by everybody whose work it is: from the upload to the public page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By

from browser.hands import Hands, Keyboard
from browser.page import NARROW, WIDE, Page
from city.office import PASSWORD, Office
from luoshi.city.chain.verifying import faults
from luoshi.city.reports.models import Promise
from luoshi.city.tasks.breakdown import suggesting
from luoshi.city.tasks.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

YEAR = timezone.localdate().year
REPORT = f"""政府工作报告
——{YEAR}年1月12日在青岚市第九届人民代表大会第五次会议上
青岚市市长 林远山

一、{YEAR - 1}年工作回顾
过去一年，建成社区菜店35个，改造供水管网28公里。

二、{YEAR}年工作安排
（一）繁荣商贸消费
新建社区菜店40个。加强食品安全监管。
"""
WORDS = "新建社区菜店40个"
DONE = "四十六个社区菜店全部开业。"


@pytest.fixture(autouse=True)
def _fresh_proposals() -> None:
    suggesting.forget()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """The report as a file."""
    path = tmp_path / "青岚市政府工作报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """A file of evidence."""
    path = tmp_path / "验收单.csv"
    path.write_text("菜店,验收\n东湖,合格\n", encoding="utf-8")
    return path


def read_and_corrected(one: Hands, paper: Path) -> None:
    """The office uploads, corrects the figure, confirms."""
    one.masthead(".mast nav a[href='/reports/']")
    one.attach("input[name=file]", paper)
    one.follow("form[action*=upload] button")
    assert "2" in one.words("#coverage")
    if not one.driver.find_element(By.CSS_SELECTOR, "#promise-list").is_displayed():
        one.unfold(".report-list > details")
    link = one.see("#promise-list a[data-open]")
    one.press(link)
    one.wait_for("#panel h2", "p0001")
    one.press(one.see("#panel a[data-open^=f]"))
    one.wait_for("#panel h2", "f")
    one.unfold("#panel details.fold")
    one.write("#panel input[name=low]", "46")
    one.write("#panel input[name=high]", "46")
    one.press(one.see("#panel details.fold button.primary"))
    one.wait_for("#panel dl.fields", "46")
    if not one.driver.find_elements(By.CSS_SELECTOR, "#promise-list"):
        one.follow(".crumbs li:nth-child(2) a")
        one.unfold(".report-list > details")
    one.follow("#promise-list form[action$='/confirm/'] button")


def decomposed_and_issued(one: Hands) -> str:
    """One promise is excluded with a reason, the other becomes a task with milestones; it is issued."""
    one.follow(".page-head a[href*='/tasks/breakdown/']")
    one.follow(".page-head a.button.primary")
    assert WORDS in one.words("h1")
    one.follow("a[rel=next]")
    one.unfold("details.exclude")
    one.write("#reason", "没有可以检查的内容")
    one.follow("details.exclude button")
    assert WORDS in one.words("h1")
    assert one.see("input[name=target_low]").get_property("value") in ("46", "46.0")
    assert one.see("input[name=lead]:checked").get_property("value") == "commerce"
    # The first one that is proposed lies ahead on any day of the year.
    one.write("input[name=node_amount_1]", "20")
    one.write("input[name=node_words_1]", "半数开业")
    one.follow("#draft button.primary")
    assert "0" in one.words(".coverage b")
    one.follow("a.button[href$='/drafts/']")
    one.follow("main form button.primary")
    return Task.objects.get().key


def accepted(one: Hands, task: str) -> None:
    """The head of the unit accepts."""
    one.follow(f"main a[href*='/tasks/{task}/']")
    one.follow("form[action*='/move/accept/'] button")


def reported(one: Hands, task: str, proof: Path) -> None:
    """The officer reports with evidence that it is done, and sends it to the head."""
    one.follow(f"main a[href*='/tasks/{task}/']")
    one.follow(".do-now a.button.primary")
    one.write("input[name=amount]", "46")
    one.write("textarea[name=words]", DONE)
    one.choose("select[name=claim]", "on_track")
    one.attach("input[name=evidence]", proof)
    one.tick("input[name=final]")
    one.choose("select[name=own_verdict]", "kept")
    one.follow("button[name=then][value=send]")
    assert DONE in one.words("article.report")


def signed(one: Hands, task: str) -> None:
    """The head signs."""
    one.follow(f"main a[href*='/tasks/{task}/']")
    one.follow("article.report form[action$='/sign/'] button")


def reviewed_and_closed(one: Hands, task: str) -> None:
    """The office reviews, finds it kept, closes and releases."""
    one.masthead(".mast nav a[href='/tasks/']")
    one.follow(".tabs a[href='/tasks/review/']")
    one.follow(f"main a[href='/tasks/{task}/']")
    one.follow(".do-now a[href$='/move/approve/']")
    one.choose("select[name=verdict]", "kept")
    one.write("textarea[name=verdict_words]", "现场抽查属实。")
    one.follow("main form button.primary")
    one.follow(".do-now form[action$='/move/close/'] button")
    one.follow(".do-now a[href$='/release/']")
    assert DONE in one.words()  # what becomes public is shown before
    one.follow("main form[action$='/release/'] button.primary")


def walked(one: Hands, office: Office, paper: Path, proof: Path) -> str:
    """The whole way, on which only the first signs in and out by hand; the key of the task."""
    one.open("/")
    one.sign_in("office", PASSWORD)
    read_and_corrected(one, paper)
    task = decomposed_and_issued(one)
    one.sign_out()
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("commerce-head", lambda: accepted(one, task)),
        ("commerce-officer", lambda: reported(one, task, proof)),
        ("commerce-head", lambda: signed(one, task)),
        ("office", lambda: reviewed_and_closed(one, task)),
    )
    for name, step in steps:
        one.come_as(office.client(name))
        step()
    one.driver.delete_all_cookies()
    one.open("/")
    assert "1" in one.words("#sentence")
    one.follow(f"main a[href*='/public/{task}/']")
    shown = one.words()
    assert WORDS in shown
    assert DONE in shown
    return task


@pytest.mark.parametrize("way", ["mouse", "keyboard", "phone"])
def test_a_promise_is_walked_from_upload_to_the_public_page(
    way: str, browser: WebDriver, live_server: LiveServer, office: Office, paper: Path, proof: Path
) -> None:
    kind = Keyboard if way == "keyboard" else Hands
    one = kind(browser, live_server.url, axe=way == "mouse", size=NARROW if way == "phone" else WIDE)
    task = Task.objects.get(key=walked(one, office, paper, proof))
    assert (task.state, task.verdict, task.own_verdict) == ("closed", "kept", "kept")
    assert task.target_low == 46
    assert [node.amount for node in task.milestones.all() if node.words == "半数开业"] == [20]
    assert Promise.objects.get(state="excluded").exclusion_reason == "没有可以检查的内容"
    assert "\n".join(one.faults) == ""
    assert list(faults()) == []


def test_report_sign_and_review_without_a_script(
    browser: WebDriver, live_server: LiveServer, office: Office, make_task: Any, proof: Path
) -> None:
    task = make_task(state="in_progress", words=WORDS, title=WORDS, target_low=46.0, target_high=46.0).key
    Page(browser).scripts(run=False)
    one = Hands(browser, live_server.url)
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("commerce-officer", lambda: reported(one, task, proof)),
        ("commerce-head", lambda: signed(one, task)),
        ("office", lambda: reviewed_and_closed(one, task)),
    )
    one.open("/")
    one.sign_in("commerce-officer", PASSWORD)
    for name, step in steps:
        if name != "commerce-officer":
            one.come_as(office.client(name))
        step()
        assert browser.execute_script("return typeof htmx") == "undefined"
    one.sign_out()
    assert Task.objects.get().state == "closed"
    assert "\n".join(one.faults) == ""
    assert list(faults()) == []


SITTING = f"""政府工作报告
——{YEAR}年1月12日在青岚市第九届人民代表大会第五次会议上
青岚市市长 林远山

一、{YEAR}年工作安排
（一）繁荣商贸消费
新建社区菜店40个。新建便民市场12个。举办促消费活动20场。新增限额以上商贸企业30家。引进品牌首店15家。
（二）提升水务保障
改造供水管网30公里。新建污水泵站4座。整治河道12公里。除险加固水库6座。新建雨水管网25公里。
"""


def test_ten_promises_in_one_sitting_by_keyboard_though_the_browser_dies(
    mortal: WebDriver, browser: WebDriver, live_server: LiveServer, office: Office, tmp_path: Path
) -> None:
    paper = tmp_path / "report.txt"
    paper.write_text(SITTING, encoding="utf-8")
    one = Keyboard(mortal, live_server.url)
    sat_down(one)
    one.masthead(".mast nav a[href='/reports/']")
    one.attach("input[name=file]", paper)
    one.follow("form[action*=upload] button")
    one.follow(".page-head a[href*='/tasks/breakdown/']")
    one.follow(".page-head a.button.primary")
    for number in range(5):
        saved(one, number)
    one.write("textarea[name=title]", "写到一半的标题")
    one.wait_for(".kept [role=status]", ":")
    killed(mortal)
    assert Task.objects.count() == 5

    one = Keyboard(browser, live_server.url)
    sat_down(one)
    one.masthead(".mast nav a[href='/tasks/']")
    one.follow(".tabs a[href='/tasks/breakdown/']")
    one.follow("main ul.rows a")
    one.follow(".page-head a.button.primary")
    assert one.see("textarea[name=title]").get_property("value") == "写到一半的标题"
    for number in range(5, 10):
        saved(one, number)
    assert Task.objects.filter(lead_unit__isnull=False).count() == 10
    assert Task.objects.filter(title="写到一半的标题").count() == 1
    assert Promise.objects.filter(tasks__isnull=True).count() == 0
    assert "\n".join(one.faults) == ""
    assert list(faults()) == []


def sat_down(one: Hands) -> None:
    """The office at its desk."""
    one.open("/")
    one.sign_in("office", PASSWORD)


def saved(one: Hands, number: int) -> None:
    """The first proposal for the promise at hand, saved; the next promise."""
    address = one.driver.current_url
    assert Task.objects.count() == number
    if number != 5:
        one.key("1")
    one.key("Enter", ctrl=True)
    one.wait_until(lambda: one.driver.current_url != address)


def killed(driver: WebDriver) -> None:
    """The power goes."""
    process = psutil.Process(driver.service.process.pid)
    for child in (*process.children(recursive=True), process):
        child.kill()
