"""A report: while it is being read, and as it was read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from luoshi.city.people.actors import PUBLIC, Actor
from luoshi.city.people.requests import actor_of
from luoshi.city.reports.actions.correcting import add_promise, confirm_rest, withdraw_correction
from luoshi.city.reports.actions.releasing import release_report, withhold_report
from luoshi.city.reports.actions.uploading import read_again, remove_upload, stop_reading
from luoshi.city.reports.clause_edges import found_words
from luoshi.city.reports.forms import AddForm, words
from luoshi.city.reports.models import Report
from luoshi.city.reports.public import public_digest
from luoshi.city.reports.queries import report_for
from luoshi.city.reports.views.pieces import reading_pieces, report_pieces
from luoshi.city.site.access import page
from luoshi.city.site.errors import StaleError
from luoshi.city.site.form_view import FormPage, form_view
from luoshi.city.site.language import language_now
from luoshi.errors import UsageError
from luoshi.reading.text import Span


@page("report.read")
@require_GET
def report_page(request: HttpRequest, key: str) -> HttpResponse:
    """``/reports/<key>/``: the text with its marks and the list of promises; the progress before."""
    return _shown(request, key)


@page("report.read")
@require_GET
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far the reading is: asked for again and again by the report's page."""
    report = report_for(actor_of(request), key)
    if report.asked_at is None:
        return (
            HttpResponseClientRefresh()
            if request.headers.get("HX-Request")
            else redirect("reports:report", key)
        )
    return render(request, "reports/_progress.html", reading_pieces(report))


@page("report.upload")
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Queue another reading."""
    report_for(actor_of(request), key)
    read_again(actor=actor_of(request), key=key)
    messages.success(request, words("asked_again"))
    return redirect("reports:report", key)


@page("report.upload")
@require_POST
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Call off another reading."""
    report_for(actor_of(request), key)
    stop_reading(actor=actor_of(request), key=key)
    messages.success(request, words("stopped"))
    return redirect("reports:report", key)


@page("report.upload")
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take an upload away."""
    report_for(actor_of(request), key)
    remove_upload(actor=actor_of(request), key=key)
    messages.success(request, words("removed"))
    return redirect("reports:list")


@page("report.release")
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, key: str) -> HttpResponse:
    """The report as the public will read it, then the button; or take the release back (``withhold``)."""
    actor, refused, status = actor_of(request), "", 200
    if "withhold" in request.POST:
        withhold_report(actor=actor, key=key)
        messages.success(request, words("withheld_now"))
        return redirect("reports:report", key)
    report = report_for(actor, key, whole=True)
    # Nothing is released that was not looked at before: the form below the text says what was.
    if request.method == "POST" and request.POST.get("seen"):
        try:
            release_report(actor=actor, key=key, seen=request.POST["seen"])
        except StaleError as conflict:
            refused, status = conflict.message(language_now()), conflict.status
        else:
            messages.success(request, words("released_now"))
            return redirect("reports:report", key)
    if report.phase != "settled" or report.is_released:
        return redirect("reports:report", key)
    context = report_pieces(PUBLIC, report) | {"seen": public_digest(report), "refused": refused}
    return render(request, "reports/release.html", context, status=status)


@page("report.correct")
@require_POST
def rest(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm every promise of a section that nobody judged yet."""
    section = request.POST.get("section", "")
    number = int(section) if section.isdecimal() and len(section) < 8 else None
    count = confirm_rest(actor=actor_of(request), report_key=key, section=number)
    messages.success(request, words("confirmed_rest", count=count))
    return redirect(
        reverse("reports:report", args=(key,)) + (f"#list-{section}" if number is not None else "")
    )


@page("report.correct")
@require_POST
def add(request: HttpRequest, key: str) -> HttpResponse:
    """A promise that the reader did not see, found by its words."""
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    form = AddForm(request.POST, released=report.is_released)
    place = found_words(report.text, form.cleaned_data["words"], Span(0, 0)) if form.is_valid() else None
    if form.is_valid() and place is None:
        error = UsageError("report_words_not_found", words=form.cleaned_data["words"][:60])
        form.add_error("words", error.message(language_now()))

    def write() -> HttpResponse:
        assert place is not None  # noqa: S101 - for the type checker: the form is valid
        made = add_promise(
            actor=actor, report_key=key, start=place.start, end=place.end, kind=form.cleaned_data["kind"]
        )
        messages.success(request, words("added"))
        return redirect("reports:promise", key, made.key)

    form_page = FormPage(
        template="reports/report.html", context=lambda: report_pieces(actor, report) | {"add_form": form}
    )
    return form_view(request, form, write, form_page)


@page("report.correct")
@require_POST
def withdraw(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A correction counts no more."""
    withdraw_correction(actor=actor_of(request), report_key=key, number=number)
    messages.success(request, words("withdrawn_now"))
    return redirect("reports:report", key)


def _shown(request: HttpRequest, key: str, form: AddForm | None = None, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    if report.phase != "settled":
        return render(request, "reports/reading.html", reading_pieces(report), status=status)
    context = report_pieces(actor, report) | {"add_form": form or _add_form(actor, report)}
    return render(request, "reports/report.html", context, status=status)


def _add_form(actor: Actor, report: Report) -> AddForm | None:
    if not actor.may_open("report.correct"):
        return None
    return AddForm(initial={"kind": "task"}, released=report.is_released)
