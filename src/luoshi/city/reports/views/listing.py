"""The list of reports, and uploading one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from luoshi.city.people.requests import actor_of
from luoshi.city.reports.actions.uploading import upload_report
from luoshi.city.reports.forms import UploadForm, words
from luoshi.city.reports.public import sees_inside
from luoshi.city.reports.queries import listed_reports
from luoshi.city.site.access import page
from luoshi.city.site.bodies import takes_files
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import columns_of, page_of
from luoshi.city.site.secrecy import recognises_later
from luoshi.errors import LuoshiError

_ON_A_PAGE = 50


@page("report.read")
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """``/reports/``: every report that the actor may see."""
    return _listed(request, _form())


@takes_files
@recognises_later
@page("report.upload")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; the same file again leads to the report that is there."""
    form = _form(request)
    if not form.is_valid():
        return _listed(request, form, status=400)
    try:
        report, is_new = upload_report(actor=actor_of(request), file=form.cleaned_data["file"])
    except LuoshiError as error:
        form.add_error("file", error.message(language_now()))
        return _listed(request, form, status=error.status)
    messages.success(request, words("uploaded_new" if is_new else "uploaded_known"))
    return redirect("reports:report", report.key)


def _form(request: HttpRequest | None = None) -> UploadForm:
    most = settings.MAX_UPLOAD // 1024 // 1024
    return UploadForm(most=most) if request is None else UploadForm(request.POST, request.FILES, most=most)


def _listed(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    shown = page_of(listed_reports(actor), request.GET.get("page"), _ON_A_PAGE)
    inside = sees_inside(actor)
    columns = ("report", "place_year", "promises", *(("state", "to_confirm", "uploaded") if inside else ()))
    context = {
        "page": shown,
        "form": form,
        "columns": columns_of("reports", columns, numeric=("promises", "to_confirm")),
        "inside": inside,
    }
    return render(request, "reports/list.html", context, status=status)
