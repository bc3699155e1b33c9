"""What outsiders get of reports: which reports, promises and figures, and which fields of them.

The one definition: pages, the API and the preview of a release are built from it. Which fields are public
stands in ``rules/publicity.toml``.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.db.models import QuerySet

from luoshi.city.people.actors import Actor
from luoshi.city.reports.models import Figure, Promise, Report
from luoshi.city.reports.phases import promises_with
from luoshi.city.site.records import Field, Record

READ: Final = "report.read"
RELEASED: Final = Report.scopes.of("released", ())
"""The reports that outsiders get; ``Report.is_released`` says it of one."""


def sees_inside(actor: Actor) -> bool:
    """Whether the actor sees reports before their release, with what people corrected."""
    return "all" in actor.reach(READ)


def public_promises(report: Report) -> QuerySet[Promise]:
    """The promises of a report that outsiders get, in the order of the text."""
    rows = Promise.objects.filter(promises_with("counts"), report=report, present=True)
    return rows.order_by("position")


def public_figures(report: Report) -> QuerySet[Figure]:
    """The figures of a report that outsiders get, in the order of the text."""
    return Figure.objects.filter(promises_with("counts"), report=report).order_by("start", "end")


def public_promise_key(promise: Promise | None) -> str:
    """The key of a promise where outsiders get the report that it stands in; else empty."""
    return promise.key if promise is not None and promise.report.is_released else ""


def public_digest(report: Report) -> str:
    """SHA-256 of what outsiders read of the report: two that are the same read the same."""
    digest = hashlib.sha256(repr(list(REPORT.public(report).items())).encode())
    for promise in public_promises(report):
        digest.update(repr(list(PROMISE.public(promise).items())).encode())
    for figure in public_figures(report).select_related("promise"):
        digest.update(repr(list(FIGURE.public(figure).items())).encode())
    return digest.hexdigest()


REPORT: Final = Record("report", Report, released=Field.of(bool, lambda report: report.is_released))
# The tasks of a promise are those that the caller sees: the list puts their keys into ``task_keys``.
PROMISE: Final = Record(
    "promise",
    Promise,
    section_path=Field.of(list[str], lambda promise: promise.section_path),
    tasks=Field.of(list[str], lambda promise: promise.task_keys),
)
FIGURE: Final = Record(
    "figure",
    Figure,
    promise=Field.of(str | None, lambda figure: figure.promise.key if figure.promise else None),
)
