"""What the templates of a report, a promise and a figure are given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from django.utils import timezone

from luoshi.city.people.actors import Actor
from luoshi.city.reports.annotated import marked_text
from luoshi.city.reports.clause_edges import clauses, sentence
from luoshi.city.reports.forms import ExcludeForm, ExtentForm, FigureForm
from luoshi.city.reports.jobs import SILENT_FOR, may_be_scanned, minutes_for
from luoshi.city.reports.models import Figure, Promise, Report
from luoshi.city.reports.public import sees_inside
from luoshi.city.reports.queries import (
    corrections_at,
    figures_of,
    may_be_removed,
    promises_of,
    unplaced_corrections,
)
from luoshi.city.reports.reading import reader_name
from luoshi.city.rules.states import promise_lifecycle
from luoshi.city.site.language import language_now
from luoshi.errors import LuoshiError
from luoshi.output.labels import labels
from luoshi.reading.text import Span

_STAGES = ((60, "opening"), (85, "reading"))


def reading_pieces(report: Report) -> dict[str, Any]:
    """A report that waits, is being read, or could not be."""
    now = timezone.now()
    sign = report.begun_at or report.asked_at
    waiting = Report.objects.filter(asked_at__lt=report.asked_at) if report.asked_at else None
    return {
        "report": report,
        "failure": failure_of(report),
        "hangs": sign is not None and now - sign > SILENT_FOR,
        "scanned": may_be_scanned(report),
        "stage": next((name for most, name in _STAGES if report.progress < most), "writing"),
        "ahead": waiting.count() if waiting is not None and report.begun_at is None else 0,
        "minutes": int((now - report.asked_at).total_seconds() // 60) if report.asked_at else 0,
        "most": 2 * minutes_for(report),
    }


def failure_of(report: Report) -> str:
    """Why the last reading failed, in the language of the page."""
    if not report.failure:
        return ""
    return LuoshiError(report.failure["code"], **report.failure["details"]).message(language_now())


def report_pieces(actor: Actor, report: Report) -> dict[str, Any]:
    """The text with its marks, the promises by section, how many are judged."""
    inside = sees_inside(actor)
    promises = list(promises_of(report, actor))
    figures = list(figures_of(report, actor))
    counts = {state: sum(row.state == state for row in promises) for state in promise_lifecycle().states}
    return reading_pieces(report) | {
        "inside": inside,
        "correcting": actor.may_open("report.correct"),
        "text": marked_text(report, promises, figures, judged=inside),
        "sections": _sections(promises),
        "figure_count": len(figures),
        "counts": counts | {"total": len(promises), "judged": len(promises) - counts["unconfirmed"]},
        "unplaced": list(unplaced_corrections(report)) if inside else [],
        "removable": partial(_is_removable, actor, report),
        "older": inside and report.reader != reader_name(),
        "legend": labels()["values"],
    }


def promise_pieces(
    actor: Actor, report: Report, promise: Promise, *, extent: Span | None = None, problem: str = ""
) -> dict[str, Any]:
    """A promise with its figures, what was corrected, and what may be done with it."""
    inside, correcting = sees_inside(actor), actor.may_open("report.correct")
    rows = promises_of(report, actor)
    context: dict[str, Any] = {
        "report": report,
        "promise": promise,
        "inside": inside,
        "correcting": correcting and promise.present,
        "figures": list(figures_of(report, actor).filter(promise=promise)),
        "previous": rows.filter(position__lt=promise.position).last(),
        "next": rows.filter(position__gt=promise.position).first(),
        "problem": problem,
    }
    if inside:
        context["history"] = list(corrections_at(report, promise.start, promise.end))
    if context["correcting"]:
        now, released = extent or Span(promise.start, promise.end), report.is_released
        seen = {"seen_start": promise.start, "seen_end": promise.end}
        values = {"start": now.start, "end": now.end, "kind": promise.kind}
        context |= {
            "extent": now.of(report.text),
            "is_moved": extent is not None,
            "clauses": [(span.start, span.of(report.text)) for span in _clauses(report, promise)],
            "extent_form": ExtentForm(initial=seen | values, released=released),
            "exclude_form": ExcludeForm(initial=seen, released=released),
        }
    return context


def figure_pieces(
    actor: Actor, report: Report, figure: Figure, *, form: FigureForm | None = None, problem: str = ""
) -> dict[str, Any]:
    """A figure with the words around it, and the form to correct it."""
    place = Span(figure.start, figure.end)
    around = figure.promise or sentence(report.text, place)
    inside = sees_inside(actor)
    return {
        "report": report,
        "figure": figure,
        "inside": inside,
        "correcting": actor.may_open("report.correct"),
        "before": report.text[around.start : figure.start],
        "after": report.text[figure.end : around.end],
        "form": form or FigureForm.of(figure, released=report.is_released),
        "is_wrong": form is not None,
        "history": list(corrections_at(report, figure.start, figure.end)) if inside else [],
        "problem": problem,
    }


def _is_removable(actor: Actor, report: Report) -> bool:
    return actor.may_open("report.upload") and may_be_removed(report)


def _sections(promises: Sequence[Promise]) -> list[dict[str, Any]]:
    """The promises by section, in the order of the text."""
    found = []
    for (number, path), rows in groupby(promises, key=lambda row: (row.section, tuple(row.section_path))):
        group = list(rows)
        left = sum(row.phase == "review" for row in group)
        found.append({"number": number, "path": path, "rows": group, "unconfirmed": left})
    return found


def _clauses(report: Report, promise: Promise) -> list[Span]:
    return clauses(report.text, promise.start, promise.end)
