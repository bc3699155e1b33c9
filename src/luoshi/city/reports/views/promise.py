"""A promise: its record beside the text, or on a page of its own; and what a person says of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from luoshi.city.people.actors import Actor
from luoshi.city.people.requests import actor_of
from luoshi.city.reports.actions import correcting
from luoshi.city.reports.clause_edges import found_words, moved, parts
from luoshi.city.reports.forms import ExcludeForm, ExtentForm, SeenForm, words
from luoshi.city.reports.models import Promise, Report
from luoshi.city.reports.phases import promises_in
from luoshi.city.reports.queries import promise_for, promises_of, report_for
from luoshi.city.reports.views.pieces import promise_pieces, report_pieces
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.errors import LuoshiError, UsageError
from luoshi.reading.text import Span

Event = Callable[[HttpRequest, Actor, Report, Promise], Promise]


@page("report.read")
@require_GET
@vary_on_headers("HX-Request")
def promise_page(request: HttpRequest, key: str, promise_key: str) -> HttpResponse:
    """``/reports/<key>/promises/<key>/``; ``move`` shows other ends before they are saved."""
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    promise = promise_for(actor, report, promise_key)
    return _shown(request, report, promise, extent=_moved(request, report))


@page("report.correct")
@require_POST
def step(request: HttpRequest, key: str, promise_key: str, name: str) -> HttpResponse:
    """One correction: ``confirm``, ``edit``, ``exclude``, ``include``, ``join``, ``split``."""
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    promise = promise_for(actor, report, promise_key)
    try:
        made = _STEPS[name](request, actor, report, promise)
    except LuoshiError as error:
        promise = promise_for(actor, report, promise_key)
        status = error.status
        return _shown(request, report, promise, problem=error.message(language_now()), status=status)
    after = _after(report, made) if "next" in request.POST else made
    if request.headers.get("HX-Request"):
        return _shown(request, report, after, changed=True)
    return redirect("reports:promise", key, after.key)


def _confirm(request: HttpRequest, actor: Actor, report: Report, promise: Promise) -> Promise:
    return correcting.confirm_promise(
        actor=actor, report_key=report.key, key=promise.key, seen=_seen(SeenForm(request.POST))
    )


def _include(request: HttpRequest, actor: Actor, report: Report, promise: Promise) -> Promise:
    return correcting.include_promise(
        actor=actor, report_key=report.key, key=promise.key, seen=_seen(SeenForm(request.POST))
    )


def _exclude(request: HttpRequest, actor: Actor, report: Report, promise: Promise) -> Promise:
    form = ExcludeForm(request.POST)
    seen = _seen(form)
    return correcting.exclude_promise(
        actor=actor, report_key=report.key, key=promise.key, reason=form.in_words(), seen=seen
    )


def _edit(request: HttpRequest, actor: Actor, report: Report, promise: Promise) -> Promise:
    form = ExtentForm(request.POST)
    seen = _seen(form)
    given = form.cleaned_data
    extent = Span(given["start"], given["end"])
    if given["words"].strip():
        found = found_words(report.text, given["words"], Span(promise.start, promise.end))
        if found is None:
            raise UsageError("report_words_not_found", words=given["words"][:60])
        extent = found
    return correcting.edit_promise(
        actor=actor, report_key=report.key, key=promise.key, start=extent.start, end=extent.end,
        kind=given["kind"], seen=seen,
    )  # fmt: skip


def _join(request: HttpRequest, actor: Actor, report: Report, promise: Promise) -> Promise:
    other = request.POST.get("with", "")
    return correcting.join_promises(actor=actor, report_key=report.key, keys=[promise.key, other])


def _split(request: HttpRequest, actor: Actor, report: Report, promise: Promise) -> Promise:
    seen = _seen(SeenForm(request.POST))
    cuts = [int(cut) for cut in request.POST.getlist("cut") if cut.isdecimal() and len(cut) < 10]
    extents = parts(report.text, Span(*seen), cuts)
    if len(extents) < 2:
        raise UsageError("report_form", line=words("split_need"))
    return correcting.split_promise(
        actor=actor, report_key=report.key, key=promise.key,
        parts=[(one.start, one.end) for one in extents], seen=seen,
    )  # fmt: skip


_STEPS: dict[str, Event] = {
    "confirm": _confirm,
    "include": _include,
    "exclude": _exclude,
    "edit": _edit,
    "join": _join,
    "split": _split,
}
STEPS = tuple(_STEPS)


def _seen(form: SeenForm) -> tuple[int, int]:
    if not form.is_valid():
        lines = " ".join(str(line) for lines in form.errors.values() for line in lines)
        raise UsageError("report_form", line=lines)
    return form.seen


def _after(report: Report, promise: Promise) -> Promise:
    """The next promise that nobody judged yet, from the top again after the last; else the same."""
    rows = promises_of(report).filter(promises_in("review"))
    return rows.filter(position__gt=promise.position).first() or rows.first() or promise


def _moved(request: HttpRequest, report: Report) -> Span | None:
    way, start, end = (request.GET.get(name, "") for name in ("move", "start", "end"))
    if not (way and start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10):
        return None
    extent = Span(min(int(start), len(report.text)), min(int(end), len(report.text)))
    return moved(report.text, extent, way) if extent.start < extent.end else None


def _shown(
    request: HttpRequest,
    report: Report,
    promise: Promise,
    *,
    extent: Span | None = None,
    problem: str = "",
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The record alone where htmx asks for it, with the report's other pieces where these changed."""
    actor = actor_of(request)
    context = promise_pieces(actor, report, promise, extent=extent, problem=problem)
    if not request.headers.get("HX-Request"):
        return render(request, "reports/promise.html", context, status=status)
    beside = reverse("reports:report", args=(report.key,))
    opened = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
    if changed and (opened is None or opened.partition("?")[0] == beside):
        context |= {"changed": report_pieces(actor, report)}
    return render(request, "reports/_promise.html", context, status=status)
