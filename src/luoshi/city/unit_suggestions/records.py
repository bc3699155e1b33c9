"""What goes into proposing and what comes out of it."""

from __future__ import annotations

from typing import Literal

import msgspec

ReasonCode = Literal[
    "topic_word",
    "heading_word",
    "headline_indicator",
    "earlier_decision",
    "named",
    "beside",
    "usual_keeper",
]


class KnownUnit(msgspec.Struct, frozen=True):
    """A unit of the office.

    ``departments``  the kinds of department it is, where its names do not say so (``departments.toml``).
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """What a person of this office decided before: ``unit_key`` led the task ``text`` of ``year``."""

    text: str
    unit_key: str
    year: int


class Reason(msgspec.Struct, frozen=True):
    """Why a unit is proposed: a code, and the words or the earlier decision it rests on."""

    code: ReasonCode
    words: tuple[str, ...] = ()
    text: str = ""
    year: int | None = None


class Proposal(msgspec.Struct, frozen=True):
    """A unit that could lead or support; a person decides.

    ``unit_key``    the unit of the office, ``None`` where it has none of this kind.
    ``department``  the kind of department; the unit's name where it is of no known kind (a district).
    ``score``       from 0 to 1, comparable between the proposals of one promise only.
    ``reasons``     what weighs most comes first.
    """

    unit_key: str | None
    department: str
    score: float
    reasons: tuple[Reason, ...]
