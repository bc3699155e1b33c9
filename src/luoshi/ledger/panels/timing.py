"""Whether a figure speaks of the one year it belongs to, by the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

from luoshi.knowledge import toml_table
from luoshi.reading.records import Figure, Measure

Timing = Literal["span", "part_year"]

BEHIND = 16
"""How many characters behind the figure are looked at."""

_COMPARED: frozenset[Measure] = frozenset({"growth", "change"})
_YEARLY = re.compile(r"[，、,（(]?年均\D{0,6}?(\d+(?:\.\d+)?)")
_ABOVE_A_YEARLY_RATE = 1.6
_CLAUSE_ENDS = re.compile("[，；,;]")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def timing(figure: Figure, year: int, measure: Measure, before: str, behind: str) -> Timing | None:
    """What else than ``year`` a figure covers, by its sentence ``before`` it and the words ``behind`` it.

    ``比2007年增长83%`` of 2012 is growth over several years, ``前三季度增长5%`` of a part of one. ``None``
    where nothing says so. A share has no base: only what is compared (``measure``) can span years.
    """
    part, cue = _last_cues(before.translate(_HALF_WIDTH), figure)
    if part == "part_year":
        return "part_year"
    if measure not in _COMPARED or (cue is not None and cue.lastgroup == "last_year"):
        return None
    if _is_far_above_its_yearly_rate(figure, behind):
        return "span"
    if cue is None or cue.lastgroup == "own_year":
        return None
    return "span" if _is_earlier(cue, year) else None


def _is_far_above_its_yearly_rate(figure: Figure, behind: str) -> bool:
    """``增长46.6%，年均增长8%``: growth over the years of the average."""
    yearly = _YEARLY.match(behind)
    if yearly is None:
        return False
    return figure.unit == "倍" or abs(figure.high) > _ABOVE_A_YEARLY_RATE * float(yearly[1])


def _reaches(cue: re.Match[str], figure: Figure) -> bool:
    """Whether a comparison holds for the figure at the end of its text; each target has its own."""
    if _CLAUSE_ENDS.search(cue.string, cue.end()) is None:
        return True
    onward = cue.lastgroup == "steps" or _onward().match(cue[0]) is not None
    return onward and figure.status != "target"


def _is_earlier(cue: re.Match[str], year: int) -> bool:
    """Whether what is compared with lies before last year: ``比2020年`` in a figure of 2022."""
    if cue.lastgroup == "base_year":
        return int(cue["base"]) < year - 1
    return cue.lastgroup in {"span", "steps"} or _table()["plans"][cue["plan"]] < year - 1


def _last_cues(before: str, figure: Figure) -> tuple[str | None, re.Match[str] | None]:
    """The last cue of the part of a year, and the last of what the figure is compared with."""
    part, compared = None, None
    for match in _cues().finditer(before):
        kind = match.lastgroup
        if kind in {"part_year", "own_year"}:
            part = kind
        if kind in {"own_year", "last_year"} or (kind != "part_year" and _reaches(match, figure)):
            compared = match
    return part, compared


@cache
def _table() -> dict[str, Any]:
    return toml_table("luoshi.ledger.panels", "timing.toml")


@cache
def _onward() -> re.Pattern[str]:
    return re.compile(_table()["several_years"]["onward"])


@cache
def _cues() -> re.Pattern[str]:
    table = _table()
    several = table["several_years"]
    plans = "|".join(sorted(table["plans"], key=len, reverse=True))
    onward = several["onward"]
    alternatives = {
        "base_year": several["base_year"].replace("{onward}", onward),
        "plan_end": several["plan_end"].replace("{onward}", onward).replace("{plans}", f"(?P<plan>{plans})"),
        "span": several["span"].replace("{plans}", f"(?:{plans})"),
        "steps": several["steps"],
        "part_year": table["part_of_year"]["words"],
        "last_year": table["last_year"]["words"],
        "own_year": table["own_year"]["words"],
    }
    words = "|".join(f"(?P<{name}>{pattern})" for name, pattern in alternatives.items())
    return re.compile(f"(?={table['first']})(?:{words})")
