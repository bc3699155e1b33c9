"""A process killed in the middle of a write leaves nothing half done, and the form can be sent again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process"),
]
BEFORE = [
    "report while its file is written",
    "report with its file kept",
    "report before the log",
    "report while the log is chained",
    "report before the commit",
]


@cache
def results() -> dict[str, Any]:
    """Every scenario, run once in a process and on a database of its own."""
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("killed.py")), folder],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", BEFORE)
def test_a_report_killed_before_the_commit_is_not_there(name: str) -> None:
    one = results()[name]
    assert one["exit"] == 9
    assert (one["after"]["faults"], one["after"]["reports"], one["after"]["evidence"]) == ([], 0, 0)
    assert one["after"]["state"] == "in_progress"
    assert one["again"] == 302
    assert (one["then"]["faults"], one["then"]["reports"], one["then"]["evidence"]) == ([], 1, 1)
    assert one["then"]["state"] == "awaiting_review"


def test_a_report_killed_after_the_commit_is_there_once() -> None:
    one = results()["report before the answer"]
    assert one["exit"] == 9
    for found in (one["after"], one["then"]):
        assert (found["faults"], found["reports"], found["state"]) == ([], 1, "awaiting_review")
    assert one["again"] == 302  # the same form is the same report


@pytest.mark.parametrize("name", ["review before the log", "review before the commit"])
def test_a_review_killed_before_the_commit_is_not_there(name: str) -> None:
    one = results()[name]
    assert one["exit"] == 9
    assert (one["after"]["faults"], one["after"]["state"], one["after"]["approved"]) == (
        [],
        "awaiting_review",
        0,
    )
    assert one["again"] == 302
    assert (one["then"]["faults"], one["then"]["state"], one["then"]["approved"]) == ([], "done", 1)


def test_a_review_killed_after_the_commit_is_there_once() -> None:
    one = results()["review before the answer"]
    assert one["exit"] == 9
    for found in (one["after"], one["then"]):
        assert (found["faults"], found["state"], found["approved"]) == ([], "done", 1)
    assert one["again"] == 400  # it is done already, and the page says so


@pytest.mark.parametrize("name", ["import between two sheets", "import before the commit"])
def test_an_import_killed_before_the_commit_is_not_there(name: str) -> None:
    one = results()[name]
    assert one["exit"] == 9
    assert (one["after"]["faults"], one["after"]["units"], one["after"]["posts"]) == ([], 3, 3)
    assert one["again"] == 200
    assert (one["then"]["faults"], one["then"]["units"], one["then"]["posts"]) == ([], 4, 4)


def test_an_import_killed_after_the_commit_is_there_once() -> None:
    one = results()["import before the answer"]
    assert one["exit"] == 9
    for found in (one["after"], one["then"]):
        assert (found["faults"], found["units"], found["posts"]) == ([], 4, 4)
    assert one["again"] == 200


def test_a_database_that_is_gone_for_a_while_is_one_clear_line() -> None:
    one = results()["locked"]
    assert (one["read"], one["refused"], one["retry"], one["lines"]) == (200, 503, "10", 1)
    assert one["again"] == 302
    assert (one["then"]["faults"], one["then"]["reports"]) == ([], 1)


def test_two_at_once_one_wins() -> None:
    one = results()["two reviews"]
    assert one["answers"] == [302, 409]
    assert (one["then"]["faults"], one["then"]["state"], one["then"]["approved"]) == ([], "done", 1)


def test_the_same_form_twice_at_once_is_one_report() -> None:
    one = results()["two reports"]
    assert one["answers"] == [302, 302]
    assert (one["then"]["faults"], one["then"]["reports"], one["then"]["evidence"]) == ([], 1, 1)
