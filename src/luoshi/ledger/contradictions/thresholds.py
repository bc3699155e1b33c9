"""Counts above a threshold: the higher the threshold, the fewer there can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from luoshi.ledger.contradictions.amounts import NUMBER, threshold
from luoshi.ledger.contradictions.checking import finding
from luoshi.ledger.contradictions.knowledge import compiled, table
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Finding, Grade
from luoshi.reading.lexicon.numerals import MULTIPLIERS

KIND = "threshold_order"
_ONE = re.compile(
    rf"(?P<level>(?:{NUMBER}[{MULTIPLIERS}]*|[一二两三五]?[{MULTIPLIERS}]+))(?P<unit>美?元)(?:及其?)?以上"
    rf"(?P<noun>的?[^，。；、：0-9（）\n]{{0,10}}?)(?:超过|达到?|突破|不少于|约)?(?P<count>{NUMBER})(?P<each>[个家户项宗])(?:以上|左右)?"
)
_ADDED = compiled(table()["thresholds"]["added"])
_JOINT = re.compile(r"(?:[、，,]|[，、]?其中[，：]?|[、，]和|和)")


def thresholds_out_of_order(prose: Prose) -> Iterator[Finding]:
    """Neighbouring counts above thresholds where the higher threshold has more.

    ``亿元以上项目150个、十万元以上项目30个`` -> above 100,000 must be more than above 100,000,000.
    """
    matches = list(_ONE.finditer(prose.text))
    for first, second in pairwise(matches):
        if not _JOINT.fullmatch(prose.text, first.end(), second.start()):
            continue
        if (first["unit"], first["each"]) != (second["unit"], second["each"]):
            continue
        if _noun(first) and _noun(second) and _noun(first) != _noun(second):
            continue
        low, high = threshold(first["level"]), threshold(second["level"])
        fewer, more = (float(match["count"].replace(",", "")) for match in (first, second))
        if low is None or high is None or low == high or fewer == more or (high > low) == (more < fewer):
            continue
        spans = [first.span(), second.span()]
        yield finding(KIND, _grade(prose, first, second), prose, spans, first=first[0], second=second[0])


def _noun(match: re.Match[str]) -> str:
    return match["noun"].removeprefix("的")


def _grade(prose: Prose, first: re.Match[str], second: re.Match[str]) -> Grade:
    """Certain where one 亿 read as 万 explains it; what was added may be counted in bands."""
    start, _ = prose.sentence(*first.span())
    if _ADDED.search(prose.text, start, first.start()):
        return "worth_a_look"
    slipped = any("万" in match["level"] and "亿" not in match["level"] for match in (first, second))
    return "certain" if slipped else "likely"
