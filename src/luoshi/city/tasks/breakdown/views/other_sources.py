"""Tasks that no report promised: of a meeting, an instruction, a deputy's proposal."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.city.people.requests import actor_of
from luoshi.city.site.access import page
from luoshi.city.site.form_view import FormPage, confirmed_in, form_view
from luoshi.city.site.language import language_now
from luoshi.city.tasks.actions.drafts import add_task_from_elsewhere
from luoshi.city.tasks.breakdown.catalog import Catalog
from luoshi.city.tasks.breakdown.forms import USUAL, DraftForm, SourceForm, initial_of, words
from luoshi.city.tasks.breakdown.suggesting import Suggester
from luoshi.city.tasks.forms import warn_of_past
from luoshi.city.tasks.terms import TaskTerms


@page("task.draft")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """``/tasks/other-sources/``: enter one by a form."""
    today = timezone.localdate()
    catalog = Catalog(today)
    suggester = Suggester(catalog, language_now())
    data = request.POST if request.method == "POST" else None
    blank = TaskTerms(title="", start=today, due=date(today.year, 12, 31))
    initial = initial_of(blank, (), ()) | {"sponsor": USUAL, "officer": USUAL}
    form = DraftForm(data, catalog=catalog, usual=suggester.suggestion_for, initial=initial)
    source = SourceForm(data)

    def write() -> HttpResponse:
        task = add_task_from_elsewhere(
            actor=actor_of(request),
            source=source.source(),
            draft=form.draft(),
            submission=request.POST.get("submission", "")[:40],
            confirmed=confirmed_in(request),
        )
        messages.success(request, words("drafted_one", task=task.key))
        warn_of_past(request, task)
        return HttpResponseRedirect(reverse("other_sources_drafts"))

    form_page = FormPage(
        template="tasks/breakdown/elsewhere.html",
        context={
            "source": source,
            "units": catalog.units,
            "submission": request.POST.get("submission") or uuid4().hex,
        },
        beside=(source,),
        place="draft:elsewhere",
    )
    return form_view(request, form, write, form_page)
