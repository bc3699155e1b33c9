"""From a report to the bytes of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import PurePath
from typing import Any

import msgspec
from markupsafe import Markup

from luoshi.errors import Language
from luoshi.output.labels import field_label, in_words, labels
from luoshi.output.page.body import body
from luoshi.output.page.summary import kind_bars, section_bars, status_bars, targets, words
from luoshi.output.rows import section_paths
from luoshi.output.titles import report_title
from luoshi.output.web import Shell, Texts
from luoshi.reading.records import Figure, Report
from luoshi.reading.text import Span

_SCRIPTS = {"page": ("page.js",), "index": ()}


class IndexEntry(msgspec.Struct, frozen=True):
    """A line of the index: where the page is, and what was read in the report."""

    href: str
    title: str
    source: str
    figures: int
    promises: int
    problems: int
    statuses: dict[str, int]


def render_page(report: Report, language: Language, quoted: Collection[Span] = ()) -> bytes:
    """The annotated page of a report: one HTML file, UTF-8, that opens in ``language``.

    ``quoted`` are words of it that another page links to, as ``#c120-140``.
    """
    statuses = Counter(figure.status for figure in report.figures)
    values = {
        "report": report,
        "title": report_title(report),
        "body": body(report, quoted),
        "data": _data(report),
        "statuses": statuses,
        "kinds": Counter(promise.kind for promise in report.promises),
        "counted": sum(bool(promise.figures) for promise in report.promises),
        "charts": (
            ("chart_status", status_bars(report)),
            ("chart_kind", kind_bars(report)),
            ("chart_section", section_bars(report)),
        ),
        "targets": targets(report),
        "section_paths": section_paths(report),
        "source_name": PurePath(report.source.name).name,
    }
    return _render("page", language, values)


def render_index(entries: Sequence[IndexEntry], language: Language) -> bytes:
    """The page that lists the pages of several reports."""
    return _render("index", language, {"entries": entries})


def _render(name: str, language: Language, values: dict[str, Any]) -> bytes:
    return _shell().render(name, language, values, styles=["text.css", "page.css"], scripts=_SCRIPTS[name])


@cache
def _shell() -> Shell:
    return Shell("luoshi.output.page", labels=labels(), words=words)


def _data(report: Report) -> Markup:
    """The records as JSON for the script, harmless inside ``<script>``."""
    data = {
        "figures": [_figure(figure) for figure in report.figures],
        "promises": report.promises,
        "projects": report.projects,
        "problems": report.problems,
        "parents": [section.parent for section in report.outline],
        "paths": section_paths(report),
        "fields": {name: _texts(name) for name in labels()["fields"]},
        "values": labels()["values"],
    }
    text = msgspec.json.encode(data).decode("utf-8", "replace")
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  without "<" nothing in it can end the script


def _figure(figure: Figure) -> dict[str, Any]:
    return {**msgspec.structs.asdict(figure), "said": [in_words(figure, "zh"), in_words(figure, "en")]}


def _texts(field: str) -> Texts:
    return {"zh": field_label(field, "zh"), "en": field_label(field, "en")}
