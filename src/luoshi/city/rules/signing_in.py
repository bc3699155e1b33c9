"""Whether a password or a code is checked at all, by the tries that failed before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Limiter = Literal["name_and_address", "address", "name", "second_factor"]
Place = Literal["new", "known", "browser"]
"""Where a person tries: never here before; at an address, or in the browser, where they signed in before."""


@dataclass(frozen=True)
class Failures:
    """How many tries failed lately: of this name here, at this address, of this name at all new places."""

    here: int = 0
    address: int = 0
    new_places: int = 0


@dataclass(frozen=True)
class Limits:
    """From how many failures on a limit holds.

    ``new_places`` leaves each new place a single try; from ``everywhere`` on new places have none.
    ``flood`` is the failures at an address from which on not even a known name is checked there.
    """

    here: int
    address: int
    flood: int
    new_places: int
    everywhere: int


@dataclass(frozen=True)
class Judgement:
    """What becomes of a try.

    ``limiter`` is what refuses it, ``refused_at_once`` before anything is looked at. Otherwise a password
    is ``checked``, or as much time is spent as if it were, so that nobody learns which names are known.
    A checked one that is wrong is answered as the limiter answers, where there is one.
    """

    limiter: Limiter | None = None
    refused_at_once: bool = False
    checked: bool = True


def judge_password(failures: Failures, limits: Limits, place: Place) -> Judgement:
    """What becomes of a try with a password."""
    if failures.here >= limits.here:
        return Judgement("name_and_address", refused_at_once=True, checked=False)
    if place == "browser":
        return Judgement()
    if failures.address >= limits.flood:
        return Judgement("address", refused_at_once=True, checked=False)
    if failures.address >= limits.address:
        return Judgement("address", checked=place == "known")
    spent = limits.new_places if failures.here else limits.everywhere
    if failures.new_places >= spent:
        return Judgement("name", checked=place == "known")
    return Judgement()
