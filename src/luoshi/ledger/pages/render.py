"""From a view to the bytes of its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup

from luoshi.errors import Language
from luoshi.ledger.indicators import find
from luoshi.ledger.pages import charts
from luoshi.ledger.pages.drawing import inline
from luoshi.ledger.pages.ground import LANGUAGES, VERDICTS, label
from luoshi.ledger.pages.view import PlaceView, Year, source_names, verdict_list, year_sentence
from luoshi.ledger.records import Verdict
from luoshi.showing.titles import report_title
from luoshi.showing.web import Shell, Texts

_BEFORE_NUMBER = re.compile(r" (?=\d)")
# The page shows the bar that fits its width, so that its words stay readable.
_WIDTHS = (1000, 560, 328)
_DROPPED_SHOWN = 8
_SERIES_SHOWN = 12


class Drawn(msgspec.Struct, frozen=True):
    """A year with its sentence and its bar, wide and narrow."""

    year: Year
    sentence: Texts
    bars: tuple[Markup, ...]
    met: int


class IndexEntry(msgspec.Struct, frozen=True):
    """A line of the list of places."""

    href: str
    place: str
    years: str
    promises: int
    counts: dict[Verdict, int]


def render_place(view: PlaceView, language: Language) -> bytes:
    """The page of a place: one HTML file, UTF-8, that opens in ``language``; links go to ``reports/``."""
    due = total(view.answered)
    values: dict[str, Any] = {
        "view": view,
        "years": years_said([year.year for year in view.years]),
        "opening": unbroken(opening(view)),
        "drawn": _drawn(view.years),
        "total": due,
        "series": [(one, inline(charts.indicator_chart(one))) for one in view.series],
        "items": [item for year in view.years for item in year.items],
        "counts": Counter(item.verdict for year in view.years for item in year.items),
        "sections": _sections(view.years),
        "indicators": _indicators(view),
        "kinds": list(dict.fromkeys(item.kind for year in view.years for item in year.items)),
        "dropped_shown": _DROPPED_SHOWN,
        "series_shown": _SERIES_SHOWN,
    }
    return _shell().render("page", language, values, styles=["page.css"], scripts=["page.js"])


def render_index(entries: Sequence[IndexEntry], language: Language) -> bytes:
    """The page that lists several places."""
    counts: Counter[Verdict] = Counter()
    for entry in entries:
        counts.update(entry.counts)
    values = {"entries": entries, "said": verdict_list(counts), "promises": sum(counts.values())}
    return _shell().render("index", language, values, styles=["page.css"], scripts=[])


def total(years: Sequence[Year]) -> dict[Verdict, int]:
    """The verdicts of all promises with figures, of several years."""
    counts: Counter[Verdict] = Counter()
    for year in years:
        counts.update(year.counts)
    return dict(counts)


def opening(view: PlaceView) -> Texts:
    """The first sentence of the page: how many promises fell due, and what became of them."""
    texts = _shell().texts
    place = view.name
    if not view.answered:
        every = sum(year.promises for year in view.years)
        return texts("says_open", place=place, years=years_said([year.year for year in view.years]), promises=every)
    counts = total(view.answered)
    silent = counts.pop("unreported", 0)
    counts.pop("not_yet_due", None)
    met = sum(counts.values())
    return texts(
        "says",
        place=place,
        years=years_said([year.year for year in view.answered]),
        promises=met + silent,
        met=met,
        verdicts=verdict_list(counts),
        silent=silent,
    )


def years_said(years: Sequence[int]) -> str:
    """``2023–2025``; ``2019、2021`` where years between are missing."""
    if not years:
        return ""
    is_whole = list(years) == list(range(years[0], years[-1] + 1))
    if len(years) == 1 or not is_whole:
        return "、".join(map(str, years))
    return f"{years[0]}–{years[-1]}"


@cache
def _shell() -> Shell:
    return Shell(
        "luoshi.ledger.pages",
        label=label,
        verdicts=VERDICTS,
        languages=LANGUAGES,
        shapes=charts.BOUND_SHAPES,
        report_title=report_title,
        source_names=source_names,
        years_said=years_said,
    )


def _drawn(years: Sequence[Year]) -> list[Drawn]:
    """Answered years first, the newest on top; a year that waits for its answer has no bar."""
    ordered = sorted(years, key=lambda year: (year.answered is None, -year.year))
    most = max((year.promises for year in years if year.answered is not None), default=0)
    return [_drawn_year(year, most) for year in ordered]


def _drawn_year(year: Year, most: int) -> Drawn:
    has_bar = year.answered is not None and year.promises > 0
    widths = _WIDTHS if has_bar else ()
    bars = tuple(inline(charts.verdict_bar(year, most, width), width=width) for width in widths)
    due = year.promises - year.counts.get("not_yet_due", 0)
    met = round(100 * (due - year.counts.get("unreported", 0)) / due) if due else 0
    return Drawn(year, unbroken(year_sentence(year)), bars, met)


def unbroken(texts: Texts) -> Texts:
    """Numbers stay on the line of the word before them."""
    return {language: _BEFORE_NUMBER.sub("\u00a0", text) for language, text in texts.items()}


def _sections(years: Sequence[Year]) -> list[tuple[int, list[str]]]:
    return [(year.year, list(dict.fromkeys(item.section for item in year.items if item.section))) for year in years]


def _indicators(view: PlaceView) -> list[tuple[str, Texts]]:
    """The indicators that occur, by how often, with their names."""
    codes = Counter(item.indicator for year in view.years for item in year.items if item.indicator)
    named = [(code, find(code)) for code, _ in codes.most_common()]
    return [(code, {"zh": one.zh, "en": one.en}) for code, one in named if one is not None]
