"""The database goes away for ten seconds: one clear line, nothing acknowledged is lost, the form can be sent again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator

import lxml.html
import pytest

import postgres
from city.demo.test_demo_site import Browser

GONE_SECONDS = 10
WORDS = "数据库断开期间填报的进展"


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    with postgres.cluster(durable=True) as running:
        yield running


@pytest.fixture(scope="module")
def environment(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    folder = tmp_path_factory.mktemp("gone")
    return kept | {"LUOSHI_DATABASE_URL": cluster.url, "LUOSHI_DATA": str(folder), "LUOSHI_DEMO": "1"}


@pytest.fixture(scope="module")
def address(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration on that cluster."""
    command = [
        sys.executable,
        "-m",
        "luoshi.cli",
        "serve",
        "--demo",
        "--port",
        "0",
        "--lang",
        "en",
        "--fill-database-url",
    ]
    command += ["--data", environment["LUOSHI_DATA"]]
    errors = tmp_path_factory.mktemp("said") / "errors"
    with (
        errors.open("w") as said,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=said, text=True) as site,
    ):
        assert site.stdout is not None
        found = ""
        for line in site.stdout:
            found = line.split()[-1] if line.startswith("The site: ") else found
            if line.startswith("Ctrl-C"):
                break
        assert found, errors.read_text()
        yield found
        site.send_signal(signal.SIGINT)
        site.stdout.read()


def form_at(browser: Browser, path: str) -> dict[str, str]:
    """The fields of the form that reports progress, as the page gives them."""
    page = lxml.html.fromstring(browser.get(path)[1])
    (form,) = [form for form in page.forms if "words" in form.fields]
    return {name: value or "" for name, value in form.fields.items() if name and name != "files"}


def test_a_report_sent_while_the_database_is_gone_is_sent_again_once(
    cluster: postgres.Cluster, address: str, environment: dict[str, str]
) -> None:
    browser = Browser(address)
    browser.sign_in("commerce-officer", "qinglan-demo")
    listed = browser.get("/tasks/?state=in_progress&unit=commerce")[1]
    key = re.findall(r"/tasks/(\d{4}-\d{4})/", listed)[0]
    path = f"/tasks/{key}/progress/"
    fields = form_at(browser, path) | {"words": WORDS, "then": "draft"}
    sent = urllib.parse.urlencode(fields).encode()

    cluster.stop()
    began = time.monotonic()
    status, page = browser.post(path, sent)
    assert status == 503
    assert "Traceback" not in page
    assert browser.get("/health/live")[0] == 200
    assert browser.get("/health/ready")[0] == 503
    time.sleep(max(0, GONE_SECONDS - (time.monotonic() - began)))
    cluster.start()

    assert browser.get("/health/ready")[0] == 200
    for _ in range(2):
        assert browser.post(path, sent)[0] == 200
    assert browser.get(f"/tasks/{key}/")[1].count(WORDS) == 1
    verify = [sys.executable, "-m", "luoshi.cli", "city", "verify-log"]
    done = subprocess.run(verify, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def office() -> Iterator[tuple[postgres.Cluster, dict[str, str]]]:
    """A cluster with the tables of an office that nobody works in yet, and its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    with postgres.cluster() as running, tempfile.TemporaryDirectory() as folder:
        variables = kept | {"LUOSHI_DATABASE_URL": running.url, "LUOSHI_DATA": folder, "LUOSHI_LANG": "en"}
        assert city(variables, "migrate").returncode == 0
        yield running, variables


def city(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "luoshi.cli", "city", *arguments]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=60)


def test_the_worker_outlives_the_database_and_daily_says_that_it_is_away(
    office: tuple[postgres.Cluster, dict[str, str]],
) -> None:
    cluster, variables = office
    cluster.stop()
    daily = city(variables, "daily")
    assert (daily.returncode, daily.stdout, daily.stderr.count("\n")) == (2, "", 1)
    assert "the database cannot be used (" in daily.stderr
    command = [sys.executable, "-m", "luoshi.cli", "city", "worker"]
    with subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stderr is not None
        said = [worker.stderr.readline()]
        cluster.start()
        said.append(worker.stderr.readline())
        cluster.stop()
        said.append(worker.stderr.readline())
        cluster.start()
        said.append(worker.stderr.readline())
        cluster.stop()
        said.append(worker.stderr.readline())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
        assert ["cannot be used" in line for line in said] == [True, False, True, False, True]
        assert ["is back" in line for line in said] == [False, True, False, True, False]
        assert "Traceback" not in worker.stderr.read()
    cluster.start()
    assert city(variables, "daily").returncode == 0


_UPLOAD = """
import django, sys
django.setup()
from datetime import date
from pathlib import Path
from django.core.files.base import ContentFile
from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.writing import writing
from luoshi.city.people.actors import actor_for
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.reports.actions.uploading import upload_report
with writing():
    unit = Unit.objects.create(key="a", name="市政府督查室", kind="supervision_office")
    post = Post.objects.create(key="a", unit=unit, name="督查专员", role="supervision_office")
    person = Person.objects.create_user("office", None, name="林一")
    holding = Holding.objects.create(person=person, post=post, since=date(2020, 1, 1))
    for row in (unit, post, person, holding):
        record(Signature.program("tests"), f"{row._meta.model_name}.add", row)
words = "青岚市政府工作报告\\n（2026年1月14日）\\n" + "全市生产总值304.1亿元，增长6.5%。新建社区菜店40个。\\n" * 3000
upload_report(actor=actor_for(person, date.today()), file=ContentFile(words.encode(), name="a.txt"))
"""
_STATE = """
import django
django.setup()
from luoshi.city.reports.models import Report
print(*Report.objects.values_list("state", "begins").get())
"""


def asked(variables: dict[str, str], code: str) -> str:
    """What code of the site prints there."""
    django = {"DJANGO_SETTINGS_MODULE": "luoshi.city.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables | django, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def wait_for(variables: dict[str, str], state: str) -> None:
    until = time.monotonic() + 120
    while not asked(variables, _STATE).startswith(state):
        assert time.monotonic() < until, asked(variables, _STATE)
        time.sleep(0.2)


def test_a_reading_that_the_database_broke_off_is_taken_up_by_the_same_worker(
    office: tuple[postgres.Cluster, dict[str, str]],
) -> None:
    cluster, variables = office
    asked(variables, _UPLOAD)
    command = [sys.executable, "-m", "luoshi.cli", "city", "worker"]
    with subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        wait_for(variables, "reading")
        cluster.stop()
        assert "cannot be used" in worker.stderr.readline()
        cluster.start()
        wait_for(variables, "read 0")
        worker.send_signal(signal.SIGTERM)
        worker.stderr.read()
        assert worker.wait(30) == 0


def test_a_server_without_tables_is_named_in_one_line(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with postgres.cluster() as empty:
        office = environment | {"LUOSHI_DATABASE_URL": empty.url, "LUOSHI_DEMO": "0", "LUOSHI_HTTPS": "0"}
        command = [sys.executable, "-m", "luoshi.cli", "serve", "--port", "0", "--lang", "en"]
        done = subprocess.run(command, env=office, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "luoshi city migrate" in done.stderr
    assert done.stderr.count("\n") == 1
