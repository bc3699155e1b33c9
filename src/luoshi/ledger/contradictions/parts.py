"""Parts and wholes: a part larger than its whole, parts that do not sum to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.ledger.contradictions.amounts import MULTIPLIER, NUMBER, Amount, amount, written_amount
from luoshi.ledger.contradictions.checking import finding, shown
from luoshi.ledger.contradictions.knowledge import compiled, table
from luoshi.ledger.contradictions.prose import Placed, Prose
from luoshi.ledger.records import Finding, Grade

LARGER, SUM = "part_exceeds_whole", "parts_do_not_sum"
_WORDS = table()["parts"]
_APART = compiled(_WORDS["apart"])
_OPEN_LIST = compiled(_WORDS["open_list"])
_NOT_ADDITIVE = frozenset(_WORDS["not_additive"])
_OF_WHICH = re.compile("其中[，：]?")
_STOPS = "。；\n"
_LONGEST_PART = 30
_BRACKETED = re.compile(
    rf"(?P<whole>{NUMBER})(?P<wholem>{MULTIPLIER})(?P<unit>[^0-9，。；、：（）()%“”]{{1,4}})[^0-9，。；、：（）()]{{0,8}}"
    rf"[（(](?P<list>[^（）()。；\n]{{0,6}}[^（）()。；\n]*?)[）)]"
)


def _value(name: str) -> str:
    return rf"[^0-9，。；\n]{{0,8}}(?P<{name}>{NUMBER})(?P<{name}m>{MULTIPLIER})元"


_SECTORS = re.compile(
    rf"生产总值{_value('whole')}[^。\n]{{0,40}}?第一产业{_value('a')}"
    rf"[^。\n]{{0,24}}?第二产业{_value('b')}[^。\n]{{0,24}}?第三产业{_value('c')}"
)
_OPEN_BOUND = re.compile("突破|超过|达到?近|近|约|超")


def parts_above_wholes(prose: Prose) -> Iterator[Finding]:
    """A part after 其中 that is larger than everything before it: ``投资386亿元，其中制造业投资409亿元``."""
    text = prose.text
    for match in _OF_WHICH.finditer(text):
        start = max(text.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
        part = next(iter(prose.between(match.end(), match.end() + _LONGEST_PART)), None)
        if (
            part is None
            or not _is_amount(part)
            or any(stop in text[match.end() : part.start] for stop in _STOPS)
        ):
            continue
        wholes = [
            placed for placed in prose.between(start, match.start()) if placed.figure.unit == part.figure.unit
        ]
        if not wholes or not all(_is_amount(placed) for placed in wholes):
            continue
        if _APART.search(text, start, wholes[0].start) or _APART.search(text, wholes[-1].start, part.start):
            continue
        if part.figure.low > max(placed.figure.high for placed in wholes) and part.figure.bound != "at_most":
            whole = max(wholes, key=lambda placed: placed.figure.high)
            grade: Grade = "certain" if len(wholes) == 1 else "likely"
            details = {"whole": whole.figure.quote, "part": part.figure.quote}
            spans = [_named(prose, whole, start), _named(prose, part, match.end())]
            yield finding(LARGER, grade, prose, spans, **details)


def sums_of_lists(prose: Prose) -> Iterator[Finding]:
    """A list in brackets that does not make its total: ``创建单位12个（省级5个、市级8个）`` is 13."""
    for match in _BRACKETED.finditer(prose.text):
        if _OPEN_LIST.search(match["list"]):
            continue
        item = re.compile(rf"[^0-9]*({NUMBER})({MULTIPLIER}){re.escape(match['unit'])}")
        items = [item.fullmatch(listed) for listed in re.split("[、，]", match["list"])]
        parts = [amount(match[1], match[2]) for match in items if match is not None]
        if len(parts) == len(items) > 1:
            yield from _sum(prose, match, amount(match["whole"], match["wholem"]), parts, match["unit"])


def sums_of_sectors(prose: Prose) -> Iterator[Finding]:
    """The three sectors beside the gross product that they make up."""
    for match in _SECTORS.finditer(prose.text):
        if not _OPEN_BOUND.search(prose.text, match.start(), match.start("whole")):
            parts = [amount(match[name], match[name + "m"]) for name in "abc"]
            yield from _sum(prose, match, amount(match["whole"], match["wholem"]), parts, "元")


def _sum(
    prose: Prose, match: re.Match[str], whole: Amount, parts: list[Amount], unit: str
) -> Iterator[Finding]:
    total = sum(part.value for part in parts)
    # Counts are exact; measured amounts are rounded, each on its own.
    slack = 0.0 if _is_count(whole, parts) else 2 * (whole.half + sum(part.half for part in parts))
    if abs(total - whole.value) > slack:
        grade: Grade = "certain" if total > whole.value else "likely"
        details = {"whole": f"{shown(whole.value)}{unit}", "total": f"{shown(total)}{unit}"}
        yield finding(SUM, grade, prose, [match.span()], **details)


def _is_count(whole: Amount, parts: list[Amount]) -> bool:
    return all(number.half == 0.5 for number in (whole, *parts))


def _is_amount(placed: Placed) -> bool:
    figure = placed.figure
    if figure.unit in _NOT_ADDITIVE or figure.measure != "level" or figure.bound != "exact":
        return False
    return written_amount(figure.quote) is not None


def _named(prose: Prose, placed: Placed, since: int) -> tuple[int, int]:
    """The number with the clause before it."""
    opening = max(prose.text.rfind(mark, since, placed.start) for mark in "，、；：")
    return max(opening + 1, since), placed.end
