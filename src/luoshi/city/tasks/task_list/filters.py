"""What a list of tasks shows, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import get_args

from luoshi.city.rules.states import TaskState
from luoshi.city.tasks.models import COLOURS, KINDS, ORIGINS, VERDICTS

STATES: tuple[str, ...] = get_args(TaskState)
SORTS = ("number", "title", "unit", "due", "state", "light", "reported")
SIZES = (50, 100, 200)
EVERY_YEAR = "all"
NO_VERDICT = "none"
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "state": STATES,
    "light": COLOURS,
    "verdict": (*VERDICTS, NO_VERDICT),
    "kind": KINDS,
    "origin": ORIGINS,
    "sort": tuple(sign + name for name in SORTS for sign in ("", "-")),
}
_LONGEST = 200


@dataclass(frozen=True)
class Filters:
    """The filters of a list; what is empty filters nothing. ``year`` is ``None`` for every year."""

    year: int | None = None
    unit: str = ""
    sponsor: str = ""
    state: str = ""
    light: str = ""
    verdict: str = ""
    kind: str = ""
    origin: str = ""
    section: str = ""
    overdue: bool = False
    mine: bool = False
    q: str = ""
    sort: str = "number"
    size: int = SIZES[0]

    @property
    def rare(self) -> bool:
        """Whether one of the filters is set that the form keeps folded."""
        return any(
            (self.sponsor, self.verdict, self.kind, self.origin, self.section, self.overdue, self.mine)
        )

    @property
    def chosen(self) -> int:
        """How many filters are set, year, order and size aside."""
        aside = ("year", "sort", "size")
        return sum(bool(getattr(self, one.name)) for one in fields(self) if one.name not in aside)

    def outside(self) -> Filters:
        """Without what only the office and its units know: lights, states, sponsors, who is late."""
        sort = self.sort if self.sort.lstrip("-") in ("number", "title", "unit", "due") else "number"
        return replace(self, state="", light="", sponsor="", overdue=False, mine=False, sort=sort)


def filters_of(query: Mapping[str, str], newest: int | None) -> Filters:
    """The filters in an address; what makes no sense there filters nothing, so that old links still open."""
    year = query.get("year", "")
    known = {name: query[name] for name, allowed in _CHOICES.items() if query.get(name) in allowed}
    size = query.get("size", "")
    return Filters(
        year=None if year == EVERY_YEAR else int(year) if year.isdecimal() and len(year) == 4 else newest,
        unit=query.get("unit", "")[:_LONGEST],
        sponsor=query.get("sponsor", "")[:_LONGEST],
        section=query.get("section", "")[:_LONGEST],
        overdue=query.get("overdue") == "1",
        mine=query.get("mine") == "1",
        q=query.get("q", "").strip()[:_LONGEST],
        size=int(size) if size in map(str, SIZES) else SIZES[0],
        **known,
    )
