"""The log as a page and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.audit.queries import SIZE, entries, log_filters_of
from luoshi.city.audit.wording import action_choices, action_words, subject_names
from luoshi.city.chain.entries import ROWS
from luoshi.city.chain.models import Entry, Head
from luoshi.city.site.access import page
from luoshi.city.site.errors import InvalidError
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.write import MOST_EXPORTED, separated
from luoshi.city.site.words import say_in

_FIELDS = ("number", "at", "person", "post", "action", "subject", "detail", "hash")


@page("log.read")
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """``/audit/``: the newest entries that the filters leave, older ones by number."""
    filters = log_filters_of(request.GET.dict())
    found = list(entries(filters)[: SIZE + 1])
    shown, more = found[:SIZE], len(found) > SIZE
    names, language = subject_names(shown), language_now()
    context = {
        "filters": filters,
        "rows": [
            (entry, action_words(entry.action, language), names.get(entry.subject), _shown(entry))
            for entry in shown
        ],
        "older": shown[-1].number if more else None,
        "actions": action_choices(language),
        "head": Head.objects.get(pk=1),
    }
    return render(request, "audit/log.html", context)


@page("log.read")
@require_GET
def log_export(request: HttpRequest) -> HttpResponse:
    """``/audit/export/``: what the filters leave, as CSV."""
    found = entries(log_filters_of(request.GET.dict()))
    count = found[: MOST_EXPORTED + 1].count()
    if count > MOST_EXPORTED:
        raise InvalidError("log_too_long", most=MOST_EXPORTED)
    language = language_now()
    columns = [Column(name, say_in(language, f"audit.{name}")) for name in _FIELDS]
    headers = {"Content-Disposition": f'attachment; filename="luoshi-log-{timezone.localdate()}.csv"'}
    data = separated(columns, _rows(found.iterator(chunk_size=2000)))
    return HttpResponse(data, content_type="text/csv", headers=headers)


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
