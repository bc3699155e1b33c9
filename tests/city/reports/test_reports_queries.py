"""What each actor reaches; a page's count of queries after a correction."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from luoshi.city.people.actors import PUBLIC
from luoshi.city.reports.models import Promise, Report
from luoshi.city.reports.queries import promises_of, report_for, reports_for
from luoshi.city.site.errors import NotFoundError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("office", 1, 1),
        ("mayor", 1, 1),
        ("commerce-officer", 1, 1),
        ("auditor", 1, 1),
        ("admin", 0, 1),
        (None, 0, 1),
    ],
)
def test_who_sees_a_report_before_and_after_its_release(
    office: Any, report: Report, name: str | None, before: int, after: int
) -> None:
    actor = office.actor(name) if name else PUBLIC
    assert reports_for(actor).count() == before
    Report.objects.update(released_at=timezone.now())
    assert reports_for(actor).count() == after
    Report.objects.update(state="failed")
    assert reports_for(actor).count() == before


def test_what_is_not_released_is_missing(report: Report) -> None:
    with pytest.raises(NotFoundError) as refusal:
        report_for(PUBLIC, report.key)
    assert refusal.value.status == 404


def test_absent_promises_are_none_of_a_report(report: Report) -> None:
    Promise.objects.filter(key__endswith="p0001").update(present=False)
    assert promises_of(report).count() == 5


def test_a_correction_beside_the_text_takes_at_most_thirty_queries(
    office: Any, report: Report, django_assert_max_num_queries: Any
) -> None:
    client, one = office.client("office"), promises_of(report)[0]
    given = {"seen_start": one.start, "seen_end": one.end, "next": "yes"}
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/reports/{report.key}/"}
    with django_assert_max_num_queries(30):
        answer = client.post(f"/reports/{report.key}/promises/{one.key}/confirm/", given, headers=headers)
    assert answer.content.decode().count("hx-swap-oob") == 3
