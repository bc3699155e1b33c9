"""Charts as SVG that goes into a page, and as PNG and SVG files; drawn without a browser or a network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from lxml import etree
from markupsafe import Markup

from luoshi.errors import Language
from luoshi.ledger.pages import charts
from luoshi.ledger.pages.view import PlaceView
from luoshi.showing.files import make_folder, replacing
from luoshi.showing.titles import safe_name

_VARIABLES = {
    charts.PAPER: "paper", charts.INK: "ink", charts.QUIET: "quiet", charts.LINE: "line", charts.TINT: "tint",
    charts.VERMILION: "vermilion", charts.BLUSH: "vermilion-tint", charts.BAR: "bar", charts.PALE: "bar-pale",
}  # fmt: skip
# What a page's own words say better, and what a reader of screens would hear twice.
_DROPPED = re.compile(r"^(aria-|role$|class$|pointer-events$|font-family$|style$|\{http://www.w3.org/XML)")
_EMPTY = frozenset(("g", "defs"))
_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_PIXELS_OF_PNG = 3


def inline(chart: alt.LayerChart, *, width: int | None = None) -> Markup:
    """The chart as an ``<svg>`` for a page: no ids, scripts, style attributes or texts for screen readers.

    Colours become the page's variables, so that the dark theme and print have their own. The
    picture is hidden from screen readers: the words and the table beside it say the same.
    """
    root = etree.fromstring(svg(chart).encode())
    for element in list(root.iter()):
        _undress(element)
    _prune(root)
    root.set("class", "drawn")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    if width is not None:
        root.set("class", f"drawn w{width}")
    text = etree.tostring(root, encoding="unicode")
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    return Markup(_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", text))  # noqa: S704  escaped by lxml


def svg(chart: alt.LayerChart) -> str:
    """The chart as an SVG document; its texts stay texts."""
    drawn: str = vl_convert.vegalite_to_svg(_spec(chart), **_OFFLINE)
    return drawn


def png(chart: alt.LayerChart) -> bytes:
    """The chart as a PNG picture on paper, three pixels a point; Chinese needs Noto Sans CJK SC installed."""
    on_paper = _spec(chart)
    on_paper["config"]["background"] = "white"
    drawn: bytes = vl_convert.vegalite_to_png(on_paper, scale=_PIXELS_OF_PNG, **_OFFLINE)
    return drawn


def write_charts(view: PlaceView, folder: Path, language: Language) -> list[Path]:
    """PNG and SVG files of a place: its verdicts, and each headline indicator. ``UsageError`` as ``replacing``."""
    title = f"{view.name} · {charts.word('chart_verdicts', language)}"
    place = safe_name(view.name)
    drawn = {f"{place}-verdicts": charts.verdict_chart(view.years, language, title)}
    for series in view.series:
        drawn[f"{place}-{safe_name(series.code)}"] = charts.indicator_figure(series, language, view.name)
    make_folder(folder)
    written = []
    for name, chart in drawn.items():
        for suffix, content in ((".svg", svg(chart).encode()), (".png", png(chart))):
            path = folder / (name + suffix)
            with replacing(path) as stream:
                stream.write(content)
            written.append(path)
    return written


# A chart carries its data; nothing is ever loaded.
_OFFLINE: dict[str, Any] = {"allowed_base_urls": []}


def _spec(chart: alt.LayerChart) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


def _undress(element: Any) -> None:
    for name, value in list(element.attrib.items()):
        if _DROPPED.match(name):
            del element.attrib[name]
        elif value in _VARIABLES and name in ("fill", "stroke"):
            element.set(name, f"var(--{_VARIABLES[value]})")
        elif name == "opacity" and value == "1":
            del element.attrib[name]


def _prune(root: Any) -> None:
    """Take out what draws nothing: hidden paths, frames without fill, groups left empty."""
    for element in list(root.iter(f"{_SVG}path", f"{_SVG}rect", f"{_SVG}text")):
        has_nothing = element.get("display") == "none" or element.get("fill") == "transparent"
        is_bare = element.tag == f"{_SVG}path" and "fill" not in element.attrib and "stroke" not in element.attrib
        is_mute = element.tag == f"{_SVG}text" and not (element.text or "").strip()
        if has_nothing or is_bare or is_mute:
            element.getparent().remove(element)
    for element in reversed([*root.iter(f"{_SVG}g", f"{_SVG}defs")]):
        if len(element) == 0 and element.getparent() is not None:
            element.getparent().remove(element)
