"""Shares that do not make a whole, and rates above all there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.ledger.contradictions.amounts import NUMBER, amount
from luoshi.ledger.contradictions.checking import finding, shown
from luoshi.ledger.contradictions.knowledge import any_of, compiled, table
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Finding, Grade

SUM, ABOVE = "shares_do_not_sum", "impossible_share"
_WORDS = table()["shares"]
_STRUCTURE = compiled(_WORDS["structure"])
_BOUNDED = re.compile(f"{any_of(_WORDS['bounded'])}$")
_UNBOUNDED = compiled(_WORDS["unbounded"])
_RATIO = re.compile(rf"(?<![0-9.:：∶])({NUMBER})%?[:：∶]({NUMBER})%?[:：∶]({NUMBER})%?(?![0-9.:：∶])")
_LISTED = re.compile(rf"({NUMBER})%、({NUMBER})%(?:、|和)({NUMBER})%(?!、|和)")
_BEFORE = 45
_SHARES = re.compile("占|比重|结构|比例|构成")
_RATES = re.compile("增长|增速|增幅|贡献|拉动|提高|下降|投资")
_WHOLE = 100.0
# Heads counted in two ways, and people who moved in, bring rates a little above 100.
_FAR_ABOVE = 110.0
# Each of three rounded shares may be off by half a unit; what is written is often cut off, not rounded.
_SLACK = 0.15


def shares_that_do_not_sum(prose: Prose) -> Iterator[Finding]:
    """Shares of the three sectors that are not 100 together: ``三次产业结构为8.1:52.3:49.6`` is 110."""
    for pattern in (_RATIO, _LISTED):
        for match in pattern.finditer(prose.text):
            start = max(prose.sentence(*match.span())[0], match.start() - _BEFORE)
            named = list(_STRUCTURE.finditer(prose.text, start, match.start()))
            if not named or _is_growth(prose.text, named[-1].end(), match):
                continue
            shares = [amount(match[group]) for group in (1, 2, 3)]
            total = sum(share.value for share in shares)
            slack = sum(share.half for share in shares) + _SLACK
            if abs(total - _WHOLE) <= slack or total < 20:
                continue
            far = abs(total - _WHOLE) > 2 * slack
            grade: Grade = "certain" if far else "likely"
            yield finding(SUM, grade, prose, [match.span()], total=shown(total))


def impossible_shares(prose: Prose) -> Iterator[Finding]:
    """Rates that cannot exceed 100 % and do: ``自来水普及率达到112%``."""
    for figure, start, end in prose.figures():
        if figure.measure != "share" or figure.unit != "%" or figure.low <= _WHOLE:
            continue
        around = prose.text[max(start - 24, 0) : start]
        if _BOUNDED.search(figure.subject) and not _UNBOUNDED.search(figure.subject + around):
            grade: Grade = "likely" if figure.low > _FAR_ABOVE else "worth_a_look"
            yield finding(
                ABOVE, grade, prose, [(start, end)], subject=figure.subject, share=shown(figure.low)
            )


def _is_growth(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a list of percentages after the sectors' names is no list of shares."""
    if match.re is _RATIO:
        return False
    between = text[start : match.start()]
    return _SHARES.search(between) is None or _RATES.search(between) is not None
