"""From a report to the bytes of its page."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from luoshi.errors import Language
from luoshi.reading.records import Figure, Report
from luoshi.showing.labels import field_label, labels, said
from luoshi.showing.page.body import body
from luoshi.showing.page.summary import kind_bars, section_bars, status_bars, targets, words
from luoshi.showing.rows import section_paths
from luoshi.showing.titles import report_title

_SCRIPTS = {"page": ("language.js", "page.js"), "index": ("language.js",)}


class IndexEntry(msgspec.Struct, frozen=True):
    """A line of the index: where the page is, and what was read in the report."""

    href: str
    title: str
    source: str
    figures: int
    promises: int
    problems: int
    statuses: dict[str, int]


def render_page(report: Report, language: Language) -> bytes:
    """The annotated page of a report: one HTML file, UTF-8, that opens in ``language``."""
    statuses = Counter(figure.status for figure in report.figures)
    values = {
        "report": report,
        "title": report_title(report),
        "body": body(report),
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
    style = _package_file("page.css")
    script = "".join(_package_file(part) for part in _SCRIPTS[name])
    page = (
        _environment()
        .get_template(f"{name}.html.j2")
        .render(
            language=language,
            style=Markup(style),  # noqa: S704  our own file; its hash is that of its very characters
            script=Markup(script),  # noqa: S704  likewise
            style_hash=_hash(style),
            script_hash=_hash(script),
            **values,
        )
    )
    return page.replace("\0", "�").encode("utf-8", "replace")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("luoshi.showing.page", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(say=_say, both=_both, word=_word, labels=labels(), words=words)
    return environment


@cache
def _words() -> dict[str, dict[Language, str]]:
    return tomllib.loads(_package_file("words.toml"))


@cache
def _package_file(name: str) -> str:
    return files("luoshi.showing.page").joinpath(name).read_text(encoding="utf-8")


def _word(key: str, language: Language) -> str:
    return _words()[key][language]


def _say(key: str, **values: object) -> Markup:
    """Words of the page in both languages; ``values`` are set in, per language where they are dicts."""
    return _both(
        {
            language: text.format(**{name: _of(value, language) for name, value in values.items()})
            for language, text in _words()[key].items()
        }
    )


def _both(texts: dict[Language, str]) -> Markup:
    zh, en = texts["zh"], texts["en"]
    if zh == en:
        return Markup("{}").format(zh)
    pair = Markup('<span class="zh" lang="zh-CN">{}</span><span class="en" lang="en">{}</span>')
    return pair.format(zh, en)


def _of(value: object, language: Language) -> object:
    return value[language] if isinstance(value, dict) else value


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
    return {**msgspec.structs.asdict(figure), "said": [said(figure, "zh"), said(figure, "en")]}


def _texts(field: str) -> dict[Language, str]:
    return {"zh": field_label(field, "zh"), "en": field_label(field, "en")}


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
