"""Reports, promises and figures as an actor may see them; every view fetches through these."""

from __future__ import annotations

import hashlib

from django.db.models import Count, Q, QuerySet

from luoshi.city.people.actors import PUBLIC, Actor
from luoshi.city.people.permissions import permitted
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.phases import promises_in, promises_with
from luoshi.city.rules.states import promise_lifecycle
from luoshi.city.site.errors import NotFoundError

READ = "report.read"


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees reports before their release, with what people corrected."""
    return "all" in actor.reach(READ)


def reports_for(actor: Actor, permission: str = READ) -> QuerySet[Report]:
    """The reports on which ``actor`` has ``permission``: all, those released, or none."""
    return Report.objects.filter(permitted(actor, permission, Report))


def listed_reports(actor: Actor) -> QuerySet[Report]:
    """``reports_for`` without their texts, newest first, with ``promise_count`` and ``unconfirmed_count``."""
    there = Q(promises__present=True)
    return (
        reports_for(actor)
        .defer("text", "record")
        .select_related("uploaded_by")
        .annotate(
            promise_count=Count("promises", filter=there),
            unconfirmed_count=Count("promises", filter=there & promises_in("review", path="promises__")),
        )
        .order_by("-year", "-uploaded_at", "-pk")
    )


def report_for(actor: Actor, key: str, permission: str = READ, *, whole: bool = False) -> Report:
    """The report ``key``; ``NotFoundError`` where the actor may not know of it. ``whole``: with its text."""
    rows = reports_for(actor, permission).filter(key=key)
    report = (rows if whole else rows.defer("text", "record")).first()
    if report is None:
        raise NotFoundError("report_missing", key=key)
    return report


def may_be_removed(report: Report) -> bool:
    """Whether nothing rests on the report: the public does not see it, no task was made of it."""
    return (
        report.released_at is None and not Promise.objects.filter(report=report, tasks__isnull=False).exists()
    )


def promises_of(report: Report, actor: Actor | None = None) -> QuerySet[Promise]:
    """The promises of a report as they now stand, in the order of the text.

    With an ``actor`` who sees only what is released, excluded ones are left out.
    """
    rows = Promise.objects.filter(report=report, present=True).order_by("position")
    return rows if actor is None or sees_all(actor) else rows.filter(promises_with("counts"))


def figures_of(report: Report, actor: Actor | None = None) -> QuerySet[Figure]:
    """The figures of a report as they now stand, in the order of the text; else as ``promises_of``."""
    rows = Figure.objects.filter(report=report).order_by("start", "end")
    return rows if actor is None or sees_all(actor) else rows.filter(promises_with("counts"))


def public_digest(report: Report) -> str:
    """SHA-256 of what the public reads of the report: two that are the same read the same."""
    said = hashlib.sha256(f"{report.title}\n{report.place}\n{report.year}\n{report.text}".encode())
    for row in promises_of(report, PUBLIC).values_list("key", "start", "end", "kind"):
        said.update(repr(row).encode())
    shown = ("key", "quote", "subject", "low", "high", "unit", "measure", "bound", "status", "tone", "period")
    for row in figures_of(report, PUBLIC).values_list(*shown):
        said.update(repr(row).encode())
    return said.hexdigest()


def promise_for(actor: Actor, report: Report, key: str) -> Promise:
    """One promise of a report that the actor was given; absent ones too for those who see all."""
    rows = Promise.objects.filter(report=report, key=key)
    if not sees_all(actor):
        rows = rows.filter(present=True).filter(promises_with("counts"))
    promise = rows.first()
    if promise is None:
        raise NotFoundError("report_promise_missing", key=key)
    return promise


def figure_for(actor: Actor, report: Report, key: str) -> Figure:
    """One figure of a report that the actor was given."""
    figure = figures_of(report, actor).filter(key=key).select_related("promise").first()
    if figure is None:
        raise NotFoundError("report_figure_missing", key=key)
    return figure


def coverage(report: Report) -> dict[str, int]:
    """How many promises are ``unconfirmed``, ``confirmed``, ``excluded``, and all of them as ``total``."""
    counts: dict[str, int] = dict.fromkeys(promise_lifecycle().states, 0)
    found = promises_of(report).order_by().values_list("state").annotate(count=Count("pk"))
    counts |= dict(found)
    return counts | {"total": sum(counts.values())}


def corrections_at(report: Report, start: int, end: int) -> QuerySet[Correction]:
    """What people corrected in a stretch of the text, oldest first, withdrawn corrections too."""
    rows = Correction.objects.filter(report=report, start__lt=end, end__gt=start)
    return rows.select_related("made_by").order_by("pk")


def unplaced_corrections(report: Report) -> QuerySet[Correction]:
    """Corrections whose words the newest reading does not have; a person decides what becomes of them."""
    rows = Correction.objects.filter(report=report, placed=False, withdrawn_at__isnull=True)
    return rows.select_related("made_by").order_by("pk")
