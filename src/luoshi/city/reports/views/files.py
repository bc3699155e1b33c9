"""Files of a report: the one that was uploaded, and the records that were read from it."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET

from luoshi.city.people.requests import actor_of
from luoshi.city.reports.annotated import as_corrected
from luoshi.city.reports.public import sees_inside
from luoshi.city.reports.queries import figures_of, promises_of, report_for
from luoshi.city.site import uploads
from luoshi.city.site.access import page
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.language import language_now
from luoshi.city.site.media_types import MEDIA_TYPES
from luoshi.output.formats import Request, encode, writing
from luoshi.output.formats.base import FormatName
from luoshi.output.rows import KINDS, Kind

FORMATS: tuple[FormatName, ...] = ("jsonl", "xlsx", "parquet")


@page("report.read")
@require_GET
def original(request: HttpRequest, key: str) -> FileResponse:
    """The file as it was uploaded, for those who see reports before their release."""
    actor = actor_of(request)
    report = report_for(actor, key)
    if not sees_inside(actor):
        raise NotFoundError("report_missing", key=key)
    kept = uploads.Stored(report.stored, report.size, "application/octet-stream", report.file_name)
    return uploads.serve(kept)


@page("report.read")
@require_GET
def records(request: HttpRequest, key: str, kind: str, suffix: str) -> FileResponse:
    """The records as they now stand: of one kind as JSON Lines or Parquet, of all as Excel."""
    actor = actor_of(request)
    report = report_for(actor, key, whole=True)
    if report.phase != "settled" or suffix not in FORMATS or (kind != "all" and kind not in KINDS):
        raise NotFoundError("report_missing", key=key)
    read = as_corrected(report, list(promises_of(report, actor)), list(figures_of(report, actor)))
    only: Kind | None = next((one for one in KINDS if one == kind), None)
    wanted = Request(format=suffix, only=only, language=language_now())
    name = f"{report.title or report.key}-{kind}.{suffix}"
    with TemporaryDirectory(prefix="luoshi-") as folder:
        place = Path(folder) / f"records.{suffix}"
        with writing(wanted, place, io.BytesIO()) as write:
            write(encode(read, wanted))
        content = io.BytesIO(place.read_bytes())
    return uploads.download(content, name, MEDIA_TYPES[suffix])
