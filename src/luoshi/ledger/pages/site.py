"""Pages on disk: a place's page or those of many, and the annotated reports that they link to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from luoshi.errors import Language, UsageError
from luoshi.ledger.pages.i18n import LedgerView
from luoshi.ledger.pages.render import IndexEntry, render_index, render_place, total, years_said
from luoshi.ledger.pages.view import PlaceView, page_names, views
from luoshi.output.files import replacing
from luoshi.output.page import render_page
from luoshi.output.titles import safe_name
from luoshi.reading.text import Span


def write_page(ledger: LedgerView, path: Path, language: Language) -> Path:
    """The page of the one place in ``books`` as ``path``, and ``reports/`` beside it.

    ``UsageError``: ``one_place_only`` where there are several places, ``cannot_write``.
    """
    shown = views(ledger)
    if len(shown) > 1:
        raise UsageError("one_place_only", path=str(path))
    for view in shown:
        _write(path, render_place(view, language))
    _write_reports(ledger, path.parent, language)
    return path


def write_folder(ledger: LedgerView, folder: Path, language: Language) -> Path:
    """``index.html`` of one place, or a page a place and a list of them; gives back ``index.html``."""
    shown = views(ledger)
    index = folder / "index.html"
    if len(shown) == 1:
        return write_page(ledger, index, language)
    entries = []
    for name, view in _named(shown):
        _write(folder / f"{name}.html", render_place(view, language))
        counts = total(view.years)
        years = years_said([year.year for year in view.years])
        entries.append(IndexEntry(quote(name) + ".html", view.name, years, sum(counts.values()), counts))
    _write(index, render_index(entries, language))
    _write_reports(ledger, folder, language)
    return index


def _named(shown: Iterable[PlaceView]) -> Iterable[tuple[str, PlaceView]]:
    taken = {"index", "reports"}
    for view in shown:
        wished = chosen = safe_name(view.name) or "place"
        count = 1
        while chosen.casefold() in taken:
            count += 1
            chosen = f"{wished}-{count}"
        taken.add(chosen.casefold())
        yield chosen, view


def _write_reports(ledger: LedgerView, folder: Path, language: Language) -> None:
    """The annotated page of every report, with a mark for each stretch of words that is quoted."""
    spans: dict[str, set[Span]] = defaultdict(set)
    for account in ledger.accounts:
        for evidence in (account.promised, account.outcome):
            if evidence is not None:
                spans[evidence.file].add(Span(evidence.start, evidence.end))
    for finding in ledger.findings:
        for evidence in finding.evidence:
            spans[evidence.file].add(Span(evidence.start, evidence.end))
    names = page_names(ledger.reports)
    for report in ledger.reports:
        name = report.source.name
        _write(folder / names[name], render_page(report, language, spans[name]))


def _write(path: Path, page: bytes) -> None:
    with replacing(path) as stream:
        stream.write(page)
