"""What the tests of doing tasks share: after each of them the log must fit the records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luoshi.city.chain.verifying import faults
from luoshi.city.site import uploads
from luoshi.city.tasks.actions.progress import ProgressInput, write_progress
from luoshi.city.tasks.models import ProgressEntry, Task

if TYPE_CHECKING:
    from city.office import Office


@pytest.fixture(autouse=True)
def _log_fits(office: Office) -> Iterator[None]:
    yield
    assert list(faults()) == []


def upload(name: str = "验收单.txt", words: str = "验收合格") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, words.encode(), content_type="application/x-whatever")


@pytest.fixture
def stored() -> uploads.Stored:
    """A kept file."""
    return uploads.store(upload())


@pytest.fixture
def content() -> Callable[..., ProgressInput]:
    """What a report says; fields can be given."""

    def make(**fields: object) -> ProgressInput:
        values: dict[str, object] = {"as_of": timezone.localdate(), "words": "建成8个", "amount": 8.0}
        return ProgressInput(**(values | fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def signed_final(
    office: Office, stored: uploads.Stored, content: Callable[..., ProgressInput]
) -> Callable[[Task], ProgressEntry]:
    """The head reports a task as finished, with evidence: it waits for the office."""

    def sign(task: Task) -> ProgressEntry:
        return write_progress(
            actor=office.actor("commerce-head"),
            key=task.key,
            content=content(final=True, own_verdict="kept", amount=40.0, files=(stored,)),
            submission=hashlib.sha256(task.key.encode()).hexdigest()[:20],
            then="sign",
        )

    return sign


LONG_AGO = date(2026, 1, 5)
