"""Lights: how a task stands against its schedule, with the reasons in words."""

from __future__ import annotations

from typing import Literal

import msgspec

from luoshi.city.rules.words import Reason

Colour = Literal["green", "yellow", "red", "blue", "grey"]
Claim = Literal["on_track", "behind", "at_risk"]


class Light(msgspec.Struct, frozen=True):
    """A colour and why: the first reason is the one that decided."""

    colour: Colour
    reasons: tuple[Reason, ...]
