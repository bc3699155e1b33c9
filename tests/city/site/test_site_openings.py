"""Files from outside never take the site's own threads, memory or processor away from people."""

from __future__ import annotations

import operator
import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.city.site import openings
from luoshi.city.site.openings import opened_for_page, opened_in_job
from luoshi.confinement import BusyError


def never(_: int) -> None:
    """Nobody hears how far it is."""


def test_what_opens_a_file_is_another_process() -> None:
    assert opened_for_page(os.getpid, answer=int) != os.getpid()


def test_two_at_a_time_and_one_of_them_for_pages_only() -> None:
    with ExitStack() as stack:
        stack.enter_context(openings._slots().taken(("jobs",), 0))
        assert opened_for_page(operator.add, 1, 2, answer=int) == 3
        stack.enter_context(openings._slots().taken(("pages",), 0))
        with pytest.raises(BusyError), openings._slots().taken(("pages", "jobs"), 0):
            pass


def test_a_reading_waits_for_its_own_place_and_never_takes_that_of_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(openings, "_PATIENCE_OF_JOBS", 0.0)
    with openings._slots().taken(("jobs",), 0), pytest.raises(BusyError):
        opened_in_job(operator.add, 1, 2, answer=int, minutes=1, told=never, wanted=lambda: True)


def test_who_would_only_wait_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, some threads of the site stay free for pages."""
    monkeypatch.setattr(openings, "_PATIENCE_OF_PAGES", 30.0)
    got: list[object] = []

    def ask() -> None:
        try:
            got.append(opened_for_page(operator.add, 1, 2, answer=int))
        except BusyError as busy:
            got.append(busy.status)

    with ExitStack() as stack:
        for place in ("pages", "jobs"):
            stack.enter_context(openings._slots().taken((place,), 0))
        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        while got.count(429) < 8 - openings._MOST_WAITING:
            assert any(thread.is_alive() for thread in threads)
            threads[0].join(0.05)
    for thread in threads:
        thread.join()
    assert got.count(3) == openings._MOST_WAITING


@pytest.mark.django_db
def test_a_form_whose_file_must_wait_is_answered_in_words(
    office: Any, monkeypatch: pytest.MonkeyPatch, make_package: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(openings, "_PATIENCE_OF_PAGES", 0.0)
    with ExitStack() as stack:
        for place in ("pages", "jobs"):
            stack.enter_context(openings._slots().taken((place,), 0))
        answer = office.client("office").post(
            "/documents/templates/circular/", {"file": SimpleUploadedFile("通知.docx", make_package())}
        )
    assert answer.status_code == 429
    assert "其他文件正在处理" in answer.content.decode()


@pytest.fixture
def make_package() -> Callable[[], bytes]:
    """A sound Word file."""
    from luoshi.city.documents.rendering import built_in

    return lambda: built_in("circular")
