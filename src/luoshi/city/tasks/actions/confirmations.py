"""What a person is asked before a write about tasks: past days, reports elsewhere, tasks of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.models import Entry
from luoshi.city.reports.models import Report
from luoshi.city.reports.places import is_of_another_place, site_place
from luoshi.city.rules.doubts import days_past, doubts, year_is_over
from luoshi.city.site.confirmations import Question
from luoshi.city.tasks.models import Task


def about_days(about: str, title: str, due: date, today: date) -> list[Question]:
    """Whether ``due``, which lies before today, is meant; ``about`` names the record that it is of."""
    days = days_past(due, today)
    if not days:
        return []
    return [Question(f"due:{about}:{due}", "asks_due_past", {"title": title, "due": due, "days": days})]


def about_report(report: Report, today: date) -> list[Question]:
    """Whether tasks are to be made of a report of another place, or of a year that is over; asked once."""
    site = site_place().name
    questions = []
    if is_of_another_place(report):
        details = {"place": report.place, "site": site}
        questions.append(
            Question(f"place:{report.key}:{site}:{report.place}", "asks_report_elsewhere", details)
        )
    if year_is_over(report.year, today):
        questions.append(
            Question(f"year:{report.key}:{report.year}", "asks_report_over", {"year": report.year})
        )
    return [one for one in questions if one.key not in report.confirmed]


def about_others(tasks: Sequence[Task]) -> list[Question]:
    """Whether one more task is to be made of a promise beside ``tasks``, which the person did not see."""
    if not tasks:
        return []
    subjects = {task.subject(): task for task in tasks}
    made = Entry.objects.filter(subject__in=subjects, action="task.draft").order_by("number")
    makers = dict(made.values_list("subject", "person_name"))
    just = timezone.now() - timedelta(minutes=doubts().just_minutes)
    return [
        Question(
            f"another:{task.key}",
            "asks_another_just" if task.created_at >= just else "asks_another",
            {
                "person": makers.get(subject, "—"),
                "task": task.key,
                "time": timezone.localtime(task.created_at).strftime("%Y-%m-%d %H:%M"),
            },
        )
        for subject, task in subjects.items()
    ]


def remember(report: Report, signature: Signature, questions: Sequence[Question]) -> None:
    """Keep and log what was confirmed of a locked report, by whom: it is not asked again."""
    report.confirmed = [*report.confirmed, *(one.key for one in questions)]
    report.save(update_fields=["confirmed"])
    record(
        signature,
        "report.confirm",
        report,
        place=report.place,
        year=report.year,
        asked=[one.code for one in questions],
    )
