"""A figure: its record, and what a person corrects in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from luoshi.city.people.requests import actor_of
from luoshi.city.reports.actions.figures import add_figure, correct_figure
from luoshi.city.reports.clause_edges import found_words
from luoshi.city.reports.forms import AddFigureForm, FigureForm, words
from luoshi.city.reports.models import Figure, Report
from luoshi.city.reports.queries import figure_for, promise_for, report_for
from luoshi.city.reports.views.pieces import figure_pieces
from luoshi.city.rules.figure_corrections import FigureEdit
from luoshi.city.site.access import page
from luoshi.city.site.form_view import FormPage, form_view
from luoshi.city.site.language import language_now
from luoshi.errors import LuoshiError, UsageError
from luoshi.reading.text import Span

_FIELDS = ("subject", "low", "high", "unit", "measure", "bound", "status", "period")


@page("report.read")
@require_GET
@vary_on_headers("HX-Request")
def figure_page(request: HttpRequest, key: str, figure_key: str) -> HttpResponse:
    """``/reports/<key>/figures/<key>/``: the figure in its sentence, and its fields."""
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    return _shown(request, report, figure_for(actor, report, figure_key))


@page("report.correct")
@require_POST
def correct(request: HttpRequest, key: str, figure_key: str) -> HttpResponse:
    """Save what was changed; or confirm, exclude, include."""
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    figure = figure_for(actor, report, figure_key)
    act = request.POST.get("act", "edit")
    form = FigureForm(request.POST, released=report.is_released)
    try:
        if act in ("confirm", "exclude", "include"):
            reason = words("not_figure") if act == "exclude" else ""
            correct_figure(actor=actor, report_key=key, key=figure_key, kind=act, reason=reason)  # type: ignore[arg-type]
        elif form.is_valid():
            fields = edit_of(form, figure)
            correct_figure(actor=actor, report_key=key, key=figure_key, kind="edit", fields=fields)
        else:
            return _shown(request, report, figure, form=form, status=400)
    except LuoshiError as error:
        line = error.message(language_now())
        return _shown(request, report, figure, form=form, problem=line, status=error.status)
    if request.headers.get("HX-Request"):
        return _shown(request, report, figure_for(actor, report, figure_key))
    messages.success(request, words("saved"))
    return redirect("reports:figure", key, figure_key)


@page("report.correct")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str, promise_key: str) -> HttpResponse:
    """A figure that the reader did not see, in the words of a promise."""
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    promise = promise_for(actor, report, promise_key)
    form = AddFigureForm(request.POST or None, initial=_new(report), released=report.is_released)
    place = None
    if request.method == "POST" and form.is_valid():
        quote = form.cleaned_data["words"]
        place = found_words(report.text, quote, Span(promise.start, promise.end))
        if place is None or not Span(promise.start, promise.end).contains(place):
            error = UsageError("report_words_not_found", words=quote)
            form.add_error("words", error.message(language_now()))

    def write() -> HttpResponse:
        assert place is not None  # noqa: S101 - for the type checker: the form is valid
        made = add_figure(actor=actor, report_key=key, start=place.start, end=place.end, figure=edit_of(form))
        messages.success(request, words("added"))
        return redirect("reports:figure", key, made.key)

    form_page = FormPage(template="reports/add_figure.html", context={"report": report, "promise": promise})
    return form_view(request, form, write, form_page)


def edit_of(form: FigureForm, figure: Figure | None = None) -> FigureEdit:
    """What the form sets; of a figure only what differs, so that the rest follows the newest reading."""
    given = {name: form.cleaned_data[name] for name in _FIELDS}
    given["tone"] = form.cleaned_data["tone"] or None
    if figure is not None:
        before = {name: getattr(figure, name) for name in _FIELDS} | {"tone": figure.tone or None}
        given = {name: value for name, value in given.items() if value != before[name]}
    return FigureEdit(**given)


def _new(report: Report) -> dict[str, object]:
    """What a new figure most often is."""
    return {"measure": "level", "bound": "exact", "status": "target", "period": report.year or ""}


def _shown(
    request: HttpRequest,
    report: Report,
    figure: Figure,
    *,
    form: FigureForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = figure_pieces(actor_of(request), report, figure, form=form, problem=problem)
    piece = "reports/_figure.html" if request.headers.get("HX-Request") else "reports/figure.html"
    return render(request, piece, context, status=status)
