"""The pictures as Altair charts: a bar of verdicts a year, target against outcome for an indicator.

Colours are those of the paper theme; on a page they are exchanged for the theme's variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from luoshi.errors import Language
from luoshi.ledger.pages.i18n import VERDICTS, label, word
from luoshi.ledger.pages.series import Point, Series
from luoshi.ledger.pages.view import Year
from luoshi.ledger.records import Verdict

FONT = "Noto Sans CJK SC"
PAPER, INK, QUIET, LINE = "#fffefb", "#1d1b18", "#656058", "#dcd7cc"
TINT, VERMILION, BLUSH, BAR, PALE = "#f6f3ea", "#b8321a", "#fcefe9", "#6f6a61", "#c9c3b6"
# Fill, edge and words of a verdict's part of the bar: what needs attention is vermilion, the rest grey.
COLOURS: dict[Verdict, tuple[str, str, str]] = {
    "kept": (BAR, BAR, PAPER),
    "exceeded": (INK, INK, PAPER),
    "partly": (PALE, PALE, INK),
    "missed": (VERMILION, VERMILION, PAPER),
    "unreported": (BLUSH, VERMILION, VERMILION),
    "not_comparable": (TINT, QUIET, INK),
    "not_yet_due": (PAPER, LINE, QUIET),
}
# A target's mark by its bound, drawn in a box of -1…1: a line; with an arrow where more (or less) is
# meant; a wave for 左右. A range has a band instead.
BOUND_SHAPES = {
    "exact": "M-1,0H1",
    "at_least": "M-1,0H1M0,0V-.85M-.3,-.5L0,-.85L.3,-.5",
    "at_most": "M-1,0H1M0,0V.85M-.3,.5L0,.85L.3,.5",
    "about": "M-1,.1C-.7,-.35,-.35,-.35,0,0C.35,.35,.7,.35,1,-.1",
    "between": "M-1,0H1",
}
BAR_HEIGHT = 34
SMALL_WIDTH, SMALL_HEIGHT = 300, 132
_ROOM_OF_LABEL = 13
_ROOM_OF_DIGIT = 9
_MARK_SIZE = 560
_ALL_LABELLED = 7
# The same look for every chart, as Vega-Lite's ``config``.
CONFIG: dict[str, Any] = {
    "font": FONT, "background": None, "padding": 0, "view": {"stroke": None}, "axis": {"grid": False},
    "title": {"fontSize": 15, "anchor": "start", "color": INK},
}  # fmt: skip
# Where a label stands from its mark, and how much further where an arrow is in between; in pixels.
_UP, _DOWN, _ARROW = -7, 8, 9
# As a part of the span of all numbers: how close to its target an outcome has its label past the arrow.
_NEAR = 0.12


def verdict_bar(year: Year, most: int, width: int) -> alt.LayerChart:
    """One year's bar: a part for each verdict, with its shape and count where there is room.

    ``most`` is the number of promises that ``width`` pixels stand for, so that years compare.
    """
    rows = bar_rows(year, most, width)
    bars = (
        alt.Chart()
        .mark_bar(strokeWidth=1, height=BAR_HEIGHT - 2)
        .encode(
            x=alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False)),
            x2="end:Q",
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("edge:N", scale=None),
        )
    )
    words = (
        alt.Chart()
        .transform_filter("datum.text !== ''")
        .mark_text(fontSize=14, fontWeight=600, baseline="middle")
        .encode(x="middle:Q", text="text:N", color=alt.Color("ink:N", scale=None))
    )
    return _layered([bars, words], rows).properties(width=width, height=BAR_HEIGHT)


def bar_rows(year: Year, most: int, width: int) -> list[dict[str, Any]]:
    """The parts of a year's bar from left to right; ``text`` is empty where it would not fit."""
    rows: list[dict[str, Any]] = []
    start = 0
    for verdict in VERDICTS:
        count = year.counts.get(verdict, 0)
        if not count:
            continue
        room = count / most * width
        short = str(count)
        full = f"{label('shape', verdict)['zh']} {count}"
        need = _ROOM_OF_DIGIT * len(short) + 4
        text = full if room >= need + _ROOM_OF_LABEL + 6 else short if room >= need else ""
        fill, edge, ink = COLOURS[verdict]
        rows.append(
            {
                "verdict": verdict, "year": year.year, "count": count, "start": start, "end": start + count,
                "middle": start + count / 2, "text": text, "fill": fill, "edge": edge, "ink": ink,
            }
        )  # fmt: skip
        start += count
    return rows


def verdict_chart(years: Sequence[Year], language: Language, title: str) -> alt.LayerChart:
    """All years' bars in one picture with a legend, for a paper."""
    most = max((year.promises for year in years), default=1)
    width = 560
    rows = [row for year in years for row in bar_rows(year, most, width)]
    for row in rows:
        row["words"] = _marked(row["verdict"], language)
    names = [_marked(verdict, language) for verdict in VERDICTS]
    fills, edges = ([COLOURS[verdict][side] for verdict in VERDICTS] for side in (0, 1))
    axis = alt.Axis(domain=False, ticks=False, labelFontSize=13, labelColor=INK, labelPadding=8)
    y = alt.Y("year:O", title=None, axis=axis)
    legend = alt.Legend(
        title=None, orient="bottom", labelFontSize=12, symbolType="square", symbolSize=140, columns=7
    )
    bars = (
        alt.Chart()
        .mark_bar(strokeWidth=1)
        .encode(
            x=alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False)),
            x2="end:Q",
            y=y,
            fill=alt.Fill("words:N", scale=alt.Scale(domain=names, range=fills), legend=legend),
            stroke=alt.Stroke("words:N", scale=alt.Scale(domain=names, range=edges), legend=None),
        )
    )
    text = (
        alt.Chart()
        .transform_filter("datum.text !== ''")
        .mark_text(fontSize=13, fontWeight=600)
        .encode(x="middle:Q", y=y, text="text:N", color=alt.Color("ink:N", scale=None))
    )
    shown = _layered([bars, text], rows)
    return shown.properties(width=width, height=alt.Step(42), title=title)


def _marked(verdict: Verdict, language: Language) -> str:
    return f"{label('shape', verdict)[language]} {label('verdict', verdict)[language]}"


def indicator_chart(series: Series, width: int = SMALL_WIDTH, height: int = SMALL_HEIGHT) -> alt.LayerChart:
    """Target marks and outcome dots over the years, each labelled with its number; no words in it."""
    rows = point_rows(series)
    base = alt.Chart()
    years = list(range(rows[0]["year"], rows[-1]["year"] + 1)) if rows else []
    x = alt.X(
        "year:O", title=None, scale=alt.Scale(domain=years, paddingInner=0.2, paddingOuter=0.1),
        axis=alt.Axis(ticks=False, labelAngle=0, labelFontSize=12, labelColor=QUIET, domainColor=LINE,
                      labelOverlap=True, labelPadding=6),
    )  # fmt: skip
    y = alt.Y("low:Q", axis=None, scale=alt.Scale(domain=_domain(rows), nice=False, zero=False))
    step = width / max(len(years), 1)
    bands = base.transform_filter("datum.bound === 'between'").mark_bar(
        width=min(step * 0.62, 44), fill=BLUSH, stroke=VERMILION, strokeWidth=1.5
    )
    marks = base.transform_filter("datum.bound !== 'between'").mark_point(
        size=min(_MARK_SIZE, (step * 0.55) ** 2), filled=False, strokeWidth=2, stroke=VERMILION, opacity=1
    )
    shapes = alt.Shape(
        "bound:N", scale=alt.Scale(domain=list(BOUND_SHAPES), range=list(BOUND_SHAPES.values())), legend=None
    )
    line = base.transform_filter("isValid(datum.outcome)").mark_line(stroke=INK, strokeWidth=1.25)
    dots = base.transform_filter("isValid(datum.outcome)").mark_point(
        filled=True, size=46, fill=INK, opacity=1
    )
    layers = [
        bands.encode(x=x, y=y, y2="high:Q"),
        marks.encode(x=x, y=y, shape=shapes),
        line.encode(x=x, y=alt.Y("outcome:Q"), detail="run:N"),
        dots.encode(x=x, y=alt.Y("outcome:Q")),
        *_numbers(rows, x),
    ]
    return _layered(layers, rows).properties(width=width, height=height)


def indicator_figure(series: Series, language: Language, place: str) -> alt.LayerChart:
    """``indicator_chart`` with its title and its key in words, for a paper."""
    title = alt.TitleParams(
        f"{place} {series.name[language]} ({series.unit[language]})",
        subtitle=word("chart_key", language), fontSize=14, subtitleFontSize=11,
        subtitleColor=QUIET, anchor="start",
    )  # fmt: skip
    return indicator_chart(series, 460, 220).properties(title=title)


def point_rows(series: Series) -> list[dict[str, Any]]:
    """A row a year for the chart, with its labels and how far from their marks they stand.

    An outcome beyond its target is labelled above both and the target below, and the reverse; an
    arrow takes the room on its side of the line. ``…_dy`` are pixels, downwards.
    """
    last = len(series.points) - 1
    rows = []
    run, before = 0, None
    for index, point in enumerate(series.points):
        # A line joins years that follow each other; a year without an outcome breaks it.
        run += before is None or point.year != before + 1
        before = None if point.outcome is None else point.year
        is_labelled = last < _ALL_LABELLED or index in (0, last)
        is_above = point.outcome is None or point.outcome >= (point.low + point.high) / 2
        rows.append(
            {
                "year": point.year, "low": point.low, "high": point.high, "bound": point.bound,
                "outcome": point.outcome, "run": run,
                "target_at": point.low if is_above else point.high,
                "target_dy": _beside(point, is_above=not is_above),
                "target_text": _target_text(point) if is_labelled else "",
                "outcome_dy": _past_arrow(point, is_above=is_above, is_near=_is_near(series, point)),
                "outcome_text": _number(point.outcome) if is_labelled and point.outcome is not None else "",
                "silent_dy": _beside(point, is_above=True),
                "silent_text": "○" if point.verdict == "unreported" else "",
            }
        )  # fmt: skip
    return rows


def _past_arrow(point: Point, *, is_above: bool, is_near: bool) -> int:
    """Where an outcome's label stands: beyond the arrow of a target that the dot nearly touches."""
    return _beside(point, is_above=is_above) if is_near else _UP if is_above else _DOWN


def _is_near(series: Series, point: Point) -> bool:
    values = [
        value
        for point in series.points
        for value in (point.low, point.high, point.outcome)
        if value is not None
    ]
    reach = (max(values) - min(values)) * _NEAR
    return point.outcome is not None and point.low - reach <= point.outcome <= point.high + reach


def _beside(point: Point, *, is_above: bool) -> int:
    has_arrow = point.bound == ("at_least" if is_above else "at_most")
    return (_UP if is_above else _DOWN) + (_ARROW if has_arrow else 0) * (-1 if is_above else 1)


def _numbers(rows: Sequence[dict[str, Any]], x: alt.X) -> list[alt.Chart]:
    """The labels: a layer for each distance from the marks, since a layer has one."""
    charts = []
    for kind, at, size, is_bold, colour in (
        ("target", "target_at", 12, False, VERMILION),
        ("outcome", "outcome", 12.5, True, INK),
        ("silent", "high", 14, True, VERMILION),
    ):
        for dy in sorted({row[f"{kind}_dy"] for row in rows if row[f"{kind}_text"]}):
            mine = f"datum.{kind}_text !== '' && datum.{kind}_dy === {dy}"
            text = (
                alt.Chart()
                .transform_filter(mine)
                .mark_text(
                    baseline="bottom" if dy < 0 else "top",
                    dy=dy,
                    fontSize=size,
                    fontWeight="bold" if is_bold else "normal",
                    color=colour,
                )
            )
            charts.append(text.encode(x=x, y=alt.Y(f"{at}:Q"), text=f"{kind}_text:N"))
    return charts


def _layered(layers: Sequence[alt.Chart], rows: Sequence[dict[str, Any]]) -> alt.LayerChart:
    data = alt.Data(values=list(rows))  # type: ignore[no-untyped-call]
    return alt.LayerChart(layer=list(layers), data=data)


def _domain(rows: Sequence[dict[str, Any]]) -> list[float]:
    """The lowest and highest number with room for labels on both sides."""
    values = [row[key] for row in rows for key in ("low", "high", "outcome") if row[key] is not None]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.32
    return [low - room, high + room]


def _target_text(point: Point) -> str:
    low, high = _number(point.low), _number(point.high)
    return low if low == high else f"{low}–{high}"


def _number(value: float) -> str:
    return f"{value:,.6g}"
