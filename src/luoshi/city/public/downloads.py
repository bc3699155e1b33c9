"""Released tasks as files: CSV, Excel, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.utils import timezone

from luoshi.city.public.cells import columns, row_of
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.export import table_file
from luoshi.city.site.words import say_in

FORMATS = ("csv", "xlsx", "json")


def download(tasks: Iterable[Mapping[str, Any]], kind: str) -> bytes:
    """The file. CSV and Excel have a row a task, what it has several of in one cell; JSON has records."""
    if kind == "json":
        made = {"made_at": timezone.now().isoformat(), "tasks": list(tasks)}
        return msgspec.json.format(msgspec.json.encode(made, enc_hook=dict), indent=1)
    language = language_now()
    rows = (row_of(task, language) for task in tasks)
    return table_file(kind, say_in(language, "public.sheet"), columns(language), rows)
