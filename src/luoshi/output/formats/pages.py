"""HTML: the annotated page of one report as a file, or those of many in a folder with an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

import msgspec

from luoshi.errors import UsageError
from luoshi.output.files import make_folder, replacing
from luoshi.output.formats.base import Format, Request, Write, required
from luoshi.output.page import IndexEntry, render_index, render_page
from luoshi.output.titles import file_name, report_title
from luoshi.reading.records import Report


class _Payload(msgspec.Struct):
    page: bytes
    name: str
    entry: IndexEntry


def encode(report: Report, request: Request) -> bytes:
    """The report's page and its line of the index, as MessagePack."""
    source = Path(report.source.name).name
    entry = IndexEntry(
        href="",
        title=report_title(report),
        source=source,
        figures=len(report.figures),
        promises=len(report.promises),
        problems=len(report.problems),
        statuses=dict(Counter(figure.status for figure in report.figures)),
    )
    return msgspec.msgpack.encode(_Payload(render_page(report, request.language), file_name(report), entry))


@contextmanager
def writing(request: Request, out: Path | None, _stdout: IO[bytes]) -> Iterator[Write]:
    """A file where the place ends in ``.html``; else a folder with a page a report and ``index.html``."""
    place = required(out, request.format)
    if place.suffix.lower() in (".html", ".htm"):
        with replacing(place) as stream:
            yield _OnePage(place, stream).write
    else:
        folder = _Folder(place, request)
        yield folder.write
        folder.finish()


class _OnePage:
    def __init__(self, place: Path, stream: IO[bytes]) -> None:
        self._place, self._stream, self._is_written = place, stream, False

    def write(self, payload: bytes) -> None:
        if self._is_written:
            raise UsageError("one_page_only", path=str(self._place))
        self._is_written = True
        self._stream.write(msgspec.msgpack.decode(payload, type=_Payload).page)


class _Folder:
    def __init__(self, place: Path, request: Request) -> None:
        self._place, self._request = place, request
        self._entries: list[IndexEntry] = []
        self._names = {"index"}

    def write(self, payload: bytes) -> None:
        make_folder(self._place)
        decoded = msgspec.msgpack.decode(payload, type=_Payload)
        name = self._unused(decoded.name)
        with replacing(self._place / f"{name}.html") as stream:
            stream.write(decoded.page)
        self._entries.append(msgspec.structs.replace(decoded.entry, href=quote(name) + ".html"))

    def finish(self) -> None:
        with replacing(self._place / "index.html") as stream:
            stream.write(render_index(self._entries, self._request.language))

    def _unused(self, name: str) -> str:
        chosen, count = name, 1
        while chosen.casefold() in self._names:
            count += 1
            chosen = f"{name}-{count}"
        self._names.add(chosen.casefold())
        return chosen


FORMAT = Format(encode=encode, writing=writing)
