"""The log as a page and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from luoshi.city.chain.entries import ROWS
from luoshi.city.chain.models import Entry, Head
from luoshi.city.dashboards.queries.log import SIZE, entries, log_filters_of, task_keys
from luoshi.city.dashboards.wording import action_words, known_actions
from luoshi.city.site.access import page
from luoshi.city.site.errors import InvalidError
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.write import separated
from luoshi.city.site.words import say_in
from luoshi.city.tasks.task_list.exports import MOST_ROWS

_FIELDS = ("number", "at", "person", "post", "action", "subject", "detail", "hash")


@page("log.read")
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """``/dashboards/log/``: the newest entries that the filters leave, older ones by number."""
    filters = log_filters_of(request.GET.dict())
    found = list(entries(filters)[: SIZE + 1])
    shown, more = found[:SIZE], len(found) > SIZE
    keys, language = task_keys(shown), language_now()
    context = {
        "filters": filters,
        "rows": [
            (one, action_words(one.action, language), keys.get(one.subject, ""), _shown(one)) for one in shown
        ],
        "older": shown[-1].number if more else None,
        "actions": known_actions(language),
        "head": Head.objects.get(pk=1),
    }
    return render(request, "dashboards/log.html", context)


@page("log.read")
@require_GET
def log_export(request: HttpRequest) -> HttpResponse:
    """``/dashboards/log/export/``: what the filters leave, as CSV."""
    found = entries(log_filters_of(request.GET.dict()))
    count = found[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        raise InvalidError("log_too_long", most=MOST_ROWS)
    language = language_now()
    columns = [Column(name, say_in(language, f"dashboards.log_page.{name}")) for name in _FIELDS]
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
