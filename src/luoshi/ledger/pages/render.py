"""From a view to the bytes of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup

from luoshi.errors import Language
from luoshi.ledger.pages import charts
from luoshi.ledger.pages.drawing import inline
from luoshi.ledger.pages.ground import LANGUAGES, VERDICTS, label
from luoshi.ledger.pages.series import Series
from luoshi.ledger.pages.view import Item, PlaceView, Year, source_names, verdict_list, year_sentence
from luoshi.ledger.records import Verdict
from luoshi.showing.titles import report_title
from luoshi.showing.web import Shell, Texts

_WIDE, _NARROW = 1000, 328
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
        "opening": opening(view),
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
    most = max((year.promises for year in years), default=0)
    result = []
    for year in reversed(years):
        bars = [inline(charts.verdict_bar(year, most, width), width=width) for width in (_WIDE, _NARROW)]
        counts = year.counts
        open_ones = counts.get("unreported", 0) + counts.get("not_yet_due", 0)
        due = year.promises - counts.get("not_yet_due", 0)
        met = round(100 * (year.promises - open_ones) / due) if due else 0
        result.append(Drawn(year, year_sentence(year), tuple(bars if year.promises else ()), met))
    return result


def _sections(years: Sequence[Year]) -> list[tuple[int, list[str]]]:
    return [(year.year, list(dict.fromkeys(item.section for item in year.items if item.section))) for year in years]


def _indicators(view: PlaceView) -> list[tuple[str, Texts]]:
    """The indicators that occur, by how often, with their names."""
    from luoshi.ledger.indicators import find

    codes = Counter(item.indicator for year in view.years for item in year.items if item.indicator)
    named = [(code, find(code)) for code, _ in codes.most_common()]
    return [(code, {"zh": one.zh, "en": one.en}) for code, one in named if one is not None]


def has_items(years: Sequence[Year]) -> bool:
    """Whether there is anything to list."""
    return any(year.items for year in years)


__all__ = ["Drawn", "IndexEntry", "Item", "Series", "opening", "render_index", "render_place", "total", "years_said"]
