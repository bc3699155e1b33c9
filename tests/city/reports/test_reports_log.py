"""What was read of a report, and the file itself, are covered by the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from luoshi.city.config.administration import log_faults
from luoshi.city.reports.actions.correcting import confirm_promise, exclude_promise, withdraw_correction
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.site.uploads import path_of

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str, str]]:
    return [(fault.code, fault.subject) for fault in log_faults()]


def test_reading_and_correcting_fit_the_log(office: object, report: Report) -> None:
    actor = office.actor("office")  # type: ignore[attr-defined]
    first, second = report.promises.order_by("position")[:2]
    confirm_promise(actor=actor, report_key=report.key, key=first.key)
    exclude_promise(actor=actor, report_key=report.key, key=second.key, reason="总体要求")
    withdraw_correction(actor=actor, report_key=report.key, number=Correction.objects.latest("pk").pk)
    assert found() == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda report: Promise.objects.filter(report=report, position=1).update(text="没有承诺过的话"),
        lambda report: Promise.objects.filter(report=report, position=1).update(state="excluded"),
        lambda report: Figure.objects.filter(report=report).update(high=1.0),
        lambda report: Figure.objects.filter(report=report).delete(),
        lambda report: Report.objects.filter(pk=report.pk).update(text=report.text.replace("建", "拆")),
    ],
)
def test_what_was_read_cannot_be_changed_unseen(report: Report, tamper: Callable[[Report], object]) -> None:
    tamper(report)
    assert found() == [("changed", f"report:{report.pk}")]


@pytest.mark.parametrize(("content", "code"), [(b"forged", "file_changed"), (None, "file_missing")])
def test_a_stored_file_that_was_changed_is_named(report: Report, content: bytes | None, code: str) -> None:
    path = path_of(report.sha256)
    path.chmod(0o600)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert found() == [(code, f"report:{report.pk}")]
