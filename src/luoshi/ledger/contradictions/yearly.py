"""Growth that a report states against its amount and the amount in the report of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from luoshi.ledger.contradictions.amounts import Amount, amount
from luoshi.ledger.contradictions.checking import Span, across, follows, shown
from luoshi.ledger.contradictions.growth import KIND, is_real
from luoshi.ledger.contradictions.knowledge import compiled, table
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.contradictions.same import Stated, by_thing
from luoshi.ledger.records import Finding

_GROWTH = re.compile(
    r"[，、（]?(?:比上年|同比|较上年|比去年)?(?P<how>增长|下降)(?:了|为)?"
    r"(?P<z>[0-9]+(?:\.[0-9]+)?)%(?![^，。；]{0,3}至)"
)
_NOT_COMPARABLE = compiled(table()["growth"]["not_comparable"])
_NOTICED, _EXTREME = 3.0, 60.0


class Grown(NamedTuple):
    """An amount with its growth over the year before, in percent."""

    stated: Stated
    growth: Amount
    sign: int
    span: Span


def yearly_misfits(proses: Sequence[Prose]) -> Iterator[Finding]:
    """Growth that does not fit this report's amount and that of the same place's report a year earlier.

    Measures at constant prices are left out. Statistics are revised in between: always worth a look, no more.
    """
    for later in proses:
        for earlier in proses:
            if follows(earlier, later):
                yield from _misfits(earlier, later)


def _misfits(earlier: Prose, later: Prose) -> Iterator[Finding]:
    before = by_thing(earlier)
    for (code, unit, when), stated in by_thing(later).items():
        status, period = when.split(" ")
        if unit == "%" or status != "actual" or not period.isdigit():
            continue
        base = before.get((code, unit, f"actual {int(period) - 1}"))
        grown = next(
            (growth for growth in (_grown(later, each) for each in stated) if growth is not None), None
        )
        if base is None or grown is None:
            continue
        fitting = (grown.stated.amount.value / base[0].amount.value - 1) * 100
        difference = abs(fitting - grown.sign * grown.growth.value)
        if not _NOTICED < difference < _EXTREME:
            continue
        evidence = [later.evidence(*grown.span), earlier.evidence(*base[0].span)]
        yield across(
            KIND, "worth_a_look", later, evidence, reason="yearly_misfit", indicator=grown.stated.indicator,
            before=base[0].placed.figure.quote, after=grown.stated.placed.figure.quote,
            stated=f"{shown(grown.sign * grown.growth.value)}%", fitting=f"{shown(fitting)}%",
        )  # fmt: skip


def _grown(prose: Prose, stated: Stated) -> Grown | None:
    match = _GROWTH.match(prose.text, stated.placed.end)
    if match is None or is_real(prose.text[slice(*stated.span)]):
        return None
    start, end = stated.span[0], match.end()
    if _NOT_COMPARABLE.search(prose.text, max(start - 12, 0), end + 12):
        return None
    return Grown(stated, amount(match["z"]), -1 if match["how"] == "下降" else 1, (start, end))
