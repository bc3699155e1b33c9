"""From a view to the bytes of its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup, escape

from luoshi.errors import Language
from luoshi.ledger.indicators import find
from luoshi.ledger.pages import charts
from luoshi.ledger.pages.drawing import inline
from luoshi.ledger.pages.i18n import LANGUAGES, VERDICTS, label
from luoshi.ledger.pages.series import Series
from luoshi.ledger.pages.view import PlaceView, Year, source_names, verdict_list, year_sentence
from luoshi.ledger.records import Verdict
from luoshi.output.titles import report_title
from luoshi.output.web import Shell, Texts

_COUNT = re.compile(r"(?:[一-鿿]{1,4}|[A-Za-z]+) \d+")
# The page shows the bar that fits its width, so that its words stay readable.
_WIDTHS = (1000, 560, 328)
_DROPPED_SHOWN = 8
_YEARS_SHOWN = 3
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
    values: dict[str, Any] = {
        "view": view,
        "years": years_said([year.year for year in view.years]),
        "opening": unbroken(opening(view)),
        "drawn": _with_bars(view.years),
        "silent": sum(len(year.dropped) for year in view.answered),
        "last": max((year.year for year in view.years), default=0),
        "series": list(zip(view.series, _small_charts(view.series), strict=True)),
        "items": [item for year in view.years for item in year.items],
        "counts": Counter(item.verdict for year in view.years for item in year.items),
        "sections": _sections(view.years),
        "indicators": _indicators(view),
        "kinds": list(dict.fromkeys(item.kind for year in view.years for item in year.items)),
        "dropped_shown": _DROPPED_SHOWN,
        "years_shown": _YEARS_SHOWN,
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
        return texts(
            "says_open", place=place, years=years_said([year.year for year in view.years]), promises=every
        )
    asked: Counter[Verdict] = Counter()
    for year in view.years:
        asked.update(year.asked)
    silent = asked.pop("unreported", 0)
    met = asked.total()
    return texts(
        "says" if met else "says_silence",
        place=place,
        years=years_said([year.year for year in view.answered]),
        promises=met + silent,
        met=met,
        verdicts=verdict_list(asked),
        silent=silent,
    )


def years_said(years: Sequence[int]) -> str:
    """``2014–2016、2020``: years that follow each other are one stretch."""
    stretches: list[list[int]] = []
    for year in years:
        if stretches and year == stretches[-1][-1] + 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    return "、".join(
        f"{stretch[0]}–{stretch[-1]}" if len(stretch) > 1 else str(stretch[0]) for stretch in stretches
    )


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


def _with_bars(years: Sequence[Year]) -> list[Drawn]:
    """The newest year on top; a year without a next report has no bar."""
    ordered = sorted(years, key=lambda year: -year.year)
    most = max((year.promises for year in years if year.answered is not None), default=0)
    with_bars = [year for year in ordered if year.answered is not None and year.promises]
    bars: dict[int, list[Markup]] = {year.year: [] for year in ordered}
    for width in _WIDTHS:
        box = (-1, -1, width + 2, charts.BAR_HEIGHT + 2)
        pictures = inline([charts.verdict_bar(year, most, width) for year in with_bars], box, f"w{width}")
        for year, bar in zip(with_bars, pictures, strict=True):
            bars[year.year].append(bar)
    return [
        Drawn(year, unbroken(year_sentence(year)), tuple(bars[year.year]), _met(year)) for year in ordered
    ]


def _met(year: Year) -> int:
    """How many of a hundred promises that a report at hand has to answer are answered."""
    asked = sum(year.asked.values())
    return round(100 * (asked - year.asked.get("unreported", 0)) / asked) if asked else 0


def _small_charts(series: Sequence[Series]) -> list[Markup]:
    box = (0, -4, charts.SMALL_WIDTH, charts.SMALL_HEIGHT + 30)  # the years stand below the plot
    return inline([charts.indicator_chart(each) for each in series], box)


def unbroken(texts: Texts) -> Texts:
    """Markup in which a number stays on the line of the word before it: 超额 19."""
    whole = r'<span class="whole">\g<0></span>'
    return {
        language: Markup(_COUNT.sub(whole, str(escape(text))))  # noqa: S704  escaped before
        for language, text in texts.items()
    }


def _sections(years: Sequence[Year]) -> list[tuple[int, list[str]]]:
    return [
        (year.year, list(dict.fromkeys(item.section for item in year.items if item.section)))
        for year in years
    ]


def _indicators(view: PlaceView) -> list[tuple[str, Texts]]:
    """The indicators that occur, by how often, with their names."""
    codes = Counter(item.indicator for year in view.years for item in year.items if item.indicator)
    named = [(code, find(code)) for code, _ in codes.most_common()]
    return [
        (code, {"zh": indicator.zh, "en": indicator.en}) for code, indicator in named if indicator is not None
    ]
