"""Charts as SVG that goes into a page, and as PNG and SVG files; drawn without a browser or a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from lxml import etree
from markupsafe import Markup

from luoshi.errors import Language
from luoshi.ledger.pages import charts
from luoshi.ledger.pages.i18n import word
from luoshi.ledger.pages.view import PlaceView
from luoshi.output.files import make_folder, replacing
from luoshi.output.titles import safe_name

_VARIABLES = {
    charts.PAPER: "paper", charts.INK: "ink", charts.QUIET: "quiet", charts.LINE: "line", charts.TINT: "tint",
    charts.VERMILION: "vermilion", charts.BLUSH: "vermilion-tint", charts.BAR: "bar", charts.PALE: "bar-pale",
}  # fmt: skip
# What a page's own words say better, and what a reader of screens would hear twice.
_DROPPED = re.compile(r"^(aria-|role$|class$|pointer-events$|font-family$|style$|\{http://www.w3.org/XML)")
_VIEW = re.compile(r"\bconcat_\d+_group\b")
_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_PIXELS_OF_PNG = 3


Box = tuple[float, float, float, float]


def inline(layers: Sequence[alt.LayerChart], box: Box, look: str = "") -> list[Markup]:
    """The charts as ``<svg>`` for a page: no ids, scripts, style attributes or texts for screen readers.

    ``box`` is what each shows, around its plot: left, top, width, height. Colours become the
    page's variables, so that the dark theme and print have their own. The pictures are hidden
    from screen readers: the words and the table beside them say the same. All are drawn at once,
    since drawing one takes nearly as long.
    """
    if not layers:
        return []
    root = etree.fromstring(_svg({"vconcat": [_spec(chart) for chart in layers]}).encode())
    # Vega gives each view of a concatenation a group, and in it an item that stands at its place.
    views = [group[0] for group in root.iter(f"{_SVG}g") if _VIEW.search(group.get("class") or "")]
    return [_alone(view, box, look) for view in views]


def _alone(view: Any, box: Box, look: str) -> Markup:
    for element in view.iter():
        _undress(element)
    view.attrib.pop("transform", None)
    _prune(view)
    inner = "".join(etree.tostring(part, encoding="unicode") for part in view)
    inner = re.sub(r' xmlns(:\w+)?="[^"]*"', "", inner)
    inner = _NUMBER.sub(lambda number: f"{float(number[0]):.2f}", inner)
    shown = " ".join(f"{side:g}" for side in box)
    look = f"drawn {look}".rstrip()
    opening = f'<svg viewBox="{shown}" class="{look}" fill="none" aria-hidden="true" focusable="false">'
    return Markup(opening + inner + "</svg>")  # noqa: S704  escaped by lxml


def svg(chart: alt.LayerChart) -> str:
    """The chart as an SVG document; its texts stay texts."""
    return _svg(_spec(chart))


def png(chart: alt.LayerChart) -> bytes:
    """The chart as a PNG picture on paper, three pixels a point; Chinese needs Noto Sans CJK SC installed."""
    on_paper = _SCHEMA | _spec(chart) | {"config": charts.CONFIG | _PAPER}
    picture: bytes = vl_convert.vegalite_to_png(on_paper, scale=_PIXELS_OF_PNG, **_OFFLINE)
    return picture


def write_charts(view: PlaceView, folder: Path, language: Language) -> list[Path]:
    """PNG and SVG files of a place: its verdicts, and each headline indicator.

    ``UsageError`` (``cannot_write``) where ``folder`` cannot be written to.
    """
    title = f"{view.name} · {word('chart_verdicts', language)}"
    place = safe_name(view.name)
    named_charts = {f"{place}-verdicts": charts.verdict_chart(view.answered or view.years, language, title)}
    for series in view.series:
        named_charts[f"{place}-{safe_name(series.code)}"] = charts.indicator_figure(
            series, language, view.name
        )
    make_folder(folder)
    written = []
    for name, chart in named_charts.items():
        for suffix, content in ((".svg", svg(chart).encode()), (".png", png(chart))):
            path = folder / (name + suffix)
            with replacing(path) as stream:
                stream.write(content)
            written.append(path)
    return written


# A chart carries its data; nothing is ever loaded.
_OFFLINE: dict[str, Any] = {"allowed_base_urls": []}
_SCHEMA = {"$schema": alt.SCHEMA_URL}


_PAPER: dict[str, Any] = {"background": "white", "padding": 12}


def _svg(spec: dict[str, Any]) -> str:
    picture: str = vl_convert.vegalite_to_svg({**_SCHEMA, "config": charts.CONFIG, **spec}, **_OFFLINE)
    return picture


def _spec(chart: alt.LayerChart) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return {name: value for name, value in spec.items() if name not in ("$schema", "config")}


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
        is_bare = (
            element.tag == f"{_SVG}path" and "fill" not in element.attrib and "stroke" not in element.attrib
        )
        is_mute = element.tag == f"{_SVG}text" and not (element.text or "").strip()
        if has_nothing or is_bare or is_mute:
            element.getparent().remove(element)
    for element in reversed([*root.iter(f"{_SVG}g", f"{_SVG}defs")]):
        if len(element) == 0 and element.getparent() is not None:
            element.getparent().remove(element)
