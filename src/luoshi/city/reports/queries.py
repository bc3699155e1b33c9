"""Reports, promises and figures as an actor may see them; every view fetches through these."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from luoshi.city.people.actors import Actor
from luoshi.city.people.permissions import permitted
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.phases import promises_in
from luoshi.city.reports.public import READ, public_figures, public_promises, sees_inside
from luoshi.city.rules.states import promise_lifecycle
from luoshi.city.site.errors import NotFoundError


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
    return not report.is_released and not Promise.objects.filter(report=report, tasks__isnull=False).exists()


def promises_of(report: Report, actor: Actor | None = None) -> QuerySet[Promise]:
    """The promises of a report as they now stand, in the order of the text.

    With an ``actor`` who sees only what is released, excluded ones are left out.
    """
    if actor is not None and not sees_inside(actor):
        return public_promises(report)
    return Promise.objects.filter(report=report, present=True).order_by("position")


def figures_of(report: Report, actor: Actor | None = None) -> QuerySet[Figure]:
    """The figures of a report as they now stand, in the order of the text; else as ``promises_of``."""
    if actor is not None and not sees_inside(actor):
        return public_figures(report)
    return Figure.objects.filter(report=report).order_by("start", "end")


def promise_for(actor: Actor, report: Report, key: str) -> Promise:
    """One promise of a report that the actor was given; absent ones too for those who see all."""
    rows = Promise.objects.filter(report=report) if sees_inside(actor) else public_promises(report)
    promise = rows.filter(key=key).first()
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
