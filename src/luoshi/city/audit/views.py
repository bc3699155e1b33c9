"""The log as a page and as a file."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.audit.queries import SIZE, LogFilters, entries
from luoshi.city.audit.wording import action_choices, action_words, subject_names
from luoshi.city.chain.entries import ROWS
from luoshi.city.chain.models import Entry, Head
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import KeysetPage, columns_of
from luoshi.city.site.tables.cells import Cell, cell_columns, cell_row
from luoshi.city.site.tables.export import MOST_EXPORTED, refuse_too_many, table_file, table_response
from luoshi.city.site.words import say


class LogRow(NamedTuple):
    """An entry with the words of its action, what its subject is called, and its detail."""

    entry: Entry
    action: str
    subject: Any
    detail: str


CELLS: Final[tuple[Cell[Entry], ...]] = (
    Cell("number", 14, lambda entry, _: entry.number),
    Cell("at", 14, lambda entry, _: timezone.localtime(entry.at).isoformat(" ", "seconds")),
    Cell("person", 14, lambda entry, _: entry.person_name),
    Cell("post", 14, lambda entry, _: entry.post_name),
    Cell("action", 14, lambda entry, _: entry.action),
    Cell("subject", 14, lambda entry, _: entry.subject),
    Cell("detail", 14, lambda entry, _: json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""),
    Cell("hash", 14, lambda entry, _: entry.hash),
)


@page("log.read")
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """``/audit/``: the newest entries that the filters leave, older ones by number."""
    filters = LogFilters.read(request.GET)
    shown = KeysetPage.read(entries(filters), SIZE, "number")
    names, language = subject_names(shown.rows), language_now()
    actions = [
        (code, words, False, kind) for kind, choices in action_choices(language) for code, words in choices
    ]
    context = {
        "filters": filters,
        "form": filters.form(reverse("audit_log"), {"action": actions}),
        "rows": [
            LogRow(entry, action_words(entry.action, language), names.get(entry.subject), _shown(entry))
            for entry in shown.rows
        ],
        "columns": columns_of("audit", ("number", "at", "person", "action", "subject", "detail")),
        "exports": [(reverse("audit_log_export"), say("site.list.export_csv"))],
        "older": shown,
        "head": Head.objects.get(pk=1),
    }
    return render(request, "audit/log.html", context)


@page("log.read")
@require_GET
def log_export(request: HttpRequest) -> HttpResponse:
    """``/audit/export/``: what the filters leave, as CSV."""
    found = entries(LogFilters.read(request.GET))
    refuse_too_many(found[: MOST_EXPORTED + 1].count(), "log_too_long")
    language = language_now()
    rows = (cell_row(CELLS, entry, language) for entry in found.iterator(chunk_size=2000))
    data = table_file("csv", "", cell_columns(CELLS, "audit", language), rows)
    return table_response(data, f"luoshi-log-{timezone.localdate()}.csv", "csv")


def _shown(entry: Entry) -> str:
    """The detail; of an entry about many rows how many they are, whose digests say nothing to a reader."""
    detail = dict(entry.detail)
    if isinstance(detail.get(ROWS), dict):
        detail[ROWS] = len(detail[ROWS])
    return json.dumps(detail, ensure_ascii=False) if detail else ""
