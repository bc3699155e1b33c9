"""The log as a page and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

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
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.export import MOST_EXPORTED, refuse_too_many, table_file, table_response
from luoshi.city.site.words import say


class LogRow(NamedTuple):
    """An entry with the words of its action, what its subject is called, and its detail."""

    entry: Entry
    action: str
    subject: Any
    detail: str


_FIELDS = ("number", "at", "person", "post", "action", "subject", "detail", "hash")


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
    columns = [Column(name, say(f"audit.{name}")) for name in _FIELDS]
    data = table_file("csv", "", columns, _rows(found.iterator(chunk_size=2000)))
    return table_response(data, f"luoshi-log-{timezone.localdate()}.csv", "csv")


def _rows(found: Iterator[Entry]) -> Iterator[tuple[object, ...]]:
    for one in found:
        at = timezone.localtime(one.at).isoformat(" ", "seconds")
        yield one.number, at, one.person_name, one.post_name, one.action, one.subject, _plain(one), one.hash


def _shown(entry: Entry) -> str:
    """The detail; of an entry about many rows how many they are, whose digests say nothing to a reader."""
    detail = dict(entry.detail)
    if isinstance(detail.get(ROWS), dict):
        detail[ROWS] = len(detail[ROWS])
    return json.dumps(detail, ensure_ascii=False) if detail else ""


def _plain(entry: Entry) -> str:
    return json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""
