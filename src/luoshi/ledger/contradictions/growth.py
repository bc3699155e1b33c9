"""Growth against this year's and the earlier amount: ``由158.2亿元增加到181.6亿元、增长19.8%`` is 14.8 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isclose, log2

from luoshi.ledger.contradictions.amounts import MULTIPLIER, NUMBER, amount
from luoshi.ledger.contradictions.checking import across, finding, follows, shown
from luoshi.ledger.contradictions.knowledge import any_of, compiled, table
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Evidence, Finding, Grade

KIND = "growth_misfit"
_WORDS = table()["growth"]
_REAL = compiled(_WORDS["real"])
_NOT_COMPARABLE = compiled(_WORDS["not_comparable"])
_LAST_YEAR = compiled(_WORDS["last_year"])
_YEARLY = compiled(_WORDS["yearly"])
_SINCE_LAST_YEAR = re.compile("同比|比上年|较上年|比去年")
_RISEN, _FALLEN = any_of(_WORDS["risen"]), any_of(_WORDS["fallen"])
_UNIT = r"(?:%|[^0-9，。；、：（）()%由从“”]{0,8}?)"
_YEAR = r"(?:19|20)\d\d年?(?:底|末)?"
_PAIR = re.compile(
    r"(?P<subject>[^，。；：\n]{0,24}?)(?:由|从)"
    rf"(?P<when>[^，。；、：0-9\n]{{0,14}}?(?:(?P<year>{_YEAR})[^，。；、：0-9\n]{{0,10}}?)?)"
    rf"(?P<a>{NUMBER})(?P<am>{MULTIPLIER})(?P<au>{_UNIT})"
    rf"(?:(?P<rise>{_RISEN})|(?P<fall>{_FALLEN}))(?:到了?|至|为)?(?:(?P<then>{_YEAR})的?)?"
    rf"(?P<b>{NUMBER})(?P<bm>{MULTIPLIER})(?P<bu>{_UNIT})"
    rf"(?P<gap>[，、（](?:{any_of(_WORDS['between'])})*)"
    rf"(?P<how>{_RISEN}|{_FALLEN}|翻)(?:速度?|幅度?|率)?[了为达]{{0,2}}"
    rf"(?P<z>{NUMBER}|[一两])(?P<zm>{MULTIPLIER})(?P<zu>%|个?百分点|倍|番|{_UNIT})(?=[，。；、（）)\n]|左右|以上)"
)
_STEP = re.compile(
    rf"(?P<b>{NUMBER})(?P<bm>{MULTIPLIER})(?P<unit>{_UNIT})[，、（]"
    rf"(?:比上年|同比|较上年|比去年|上升|净)*(?:增加|增收|增长|多收|增)了?(?P<d>{NUMBER})(?P<dm>{MULTIPLIER})(?P=unit)[，、，]"
    rf"(?:同比|比上年|较上年)?(?:增长|增幅|上升)达?(?P<z>{NUMBER})%"
)
_MISSING_DIGITS = {"一": "1", "两": "2"}
_SPANS = range(2, 13)
_SLACK = 0.0015
_TIMES_SLACK = 0.05
_FAR = 1.0


def is_real(subject: str) -> bool:
    """Whether ``subject`` is measured at constant prices, so that its growth need not fit its amounts."""
    return _REAL.search(subject) is not None


def growth_misfits(proses: Sequence[Prose]) -> Iterator[Finding]:
    """Statements that give both amounts and the growth between them, where the three do not fit.

    ``由158.2亿元增加到181.6亿元、增长19.8%`` -> 14.8 %; ``由57.3%提高到60.9%，提高4.6个百分点`` -> 3.6.
    The report of the year before bears witness to the earlier amount where it is at hand.
    """
    for prose in proses:
        before = next((earlier for earlier in proses if follows(earlier, prose)), None)
        yield from _misfits(prose, before)


def _misfits(prose: Prose, before: Prose | None) -> Iterator[Finding]:
    for match in _PAIR.finditer(prose.text):
        if match["au"] != match["bu"] or _NOT_COMPARABLE.search(match[0]):
            continue
        pair = _Pair(match)
        grade = pair.grade() if pair.is_sound else None
        if grade is not None:
            evidence = [prose.evidence(match.start("a"), match.end("zu"))]
            if before is not None and _LAST_YEAR.search(match["when"]):
                evidence += _witness(before, match["subject"], pair)
            yield across(KIND, grade, prose, evidence, **pair.details())


def _witness(before: Prose, subject: str, pair: _Pair) -> list[Evidence]:
    """Where the report of the year before gives the earlier amount of ``subject``, if it does."""
    for figure, start, end in before.figures():
        same = figure.low == figure.high and isclose(figure.low, pair.before)
        if same and figure.subject and figure.subject in subject:
            opening = max(before.text.rfind(figure.subject, 0, start), start - len(figure.subject))
            return [before.evidence(opening, end)]
    return []


class _Pair:
    """Two amounts and what is said of the way from one to the other."""

    def __init__(self, match: re.Match[str]) -> None:
        self._match = match
        self._before = amount(match["a"], match["am"])
        self.before = self._before.value
        self._after = amount(match["b"], match["bm"])
        self._stated = amount(_MISSING_DIGITS.get(match["z"], match["z"]), match["zm"])
        self._yearly = _YEARLY.search(match["gap"]) is not None
        self._unit = match["zu"]
        rises = self._after.value > self._before.value
        self.is_sound = self._before.value > 0 and rises == bool(match["rise"])

    def grade(self) -> Grade | None:
        """How sure it is that the statement is wrong; ``None`` where it may be right."""
        share = self._match["au"] == "%"
        if self._unit.endswith("百分点") == share and (share or self._unit == self._match["au"]):
            return self._absolute()
        start = self._match.start("a")
        if share or _REAL.search(self._match.string, max(start - 40, 0), start):
            return None
        if self._unit == "%":
            return self._percentage()
        return self._multiple() if self._unit in ("倍", "番") else None

    def details(self) -> dict[str, str]:
        """The numbers of the reason, in words."""
        match, before, after = self._match, self._before.value, self._after.value
        ratio = after / before
        years = self._years() if self._yearly else None
        if years:
            ratio **= 1 / years
        if self._unit == "%":
            fitting = f"{shown(abs(ratio - 1) * 100)}%"
        elif self._unit == "倍":
            fitting = f"{shown(ratio - 1)}倍"
        elif self._unit == "番":
            fitting = f"{shown(log2(ratio))}番"
        else:
            fitting = (
                f"{shown(abs(after - before) / amount('1', match['zm']).value)}{match['zm']}{self._unit}"
            )
        written = f"{match['z']}{match['zm']}{self._unit}"
        first, second = (f"{match[side]}{match[side + 'm']}{match[side + 'u']}" for side in "ab")
        return {"before": first, "after": second, "stated": written, "fitting": fitting}

    def _absolute(self) -> Grade | None:
        if self._yearly or self._match["gap"] not in "，、（":
            return None
        low, high = sorted(abs(step) for step in self._steps())
        return None if self._stated.meets(low, high) else "certain"

    def _steps(self) -> tuple[float, float]:
        return self._after.low - self._before.high, self._after.high - self._before.low

    def _percentage(self) -> Grade | None:
        if self._fits(1):
            return None
        if _LAST_YEAR.search(self._match["when"]):
            return None if self._yearly else "certain"
        if _SINCE_LAST_YEAR.search(self._match["gap"]):
            return None
        years = self._years()
        spans = range(years - 1, years + 2) if years else _SPANS
        if any(self._fits(span) for span in spans):
            return None
        return "likely" if self._yearly and years else "worth_a_look"

    def _fits(self, years: int) -> bool:
        rates = [
            (after / before) ** (1 / years) - 1
            for after in (self._after.low, self._after.high)
            for before in (self._before.low, self._before.high)
        ]
        low, high = sorted((abs(min(rates)), abs(max(rates))))
        return self._stated.meets((low - _SLACK) * 100, (high + _SLACK) * 100)

    def _years(self) -> int | None:
        since, until = (re.search(r"\d{4}", self._match[name] or "") for name in ("year", "then"))
        return int(until[0]) - int(since[0]) if since and until else None

    def _multiple(self) -> Grade | None:
        if self._yearly:
            return None
        low, high = self._after.low / self._before.high, self._after.high / self._before.low
        if self._unit == "番":
            return None if log2(high) >= self._stated.low * 0.9 else "likely"
        # 增长2.6倍 is often said of what became 2.6 times as much.
        fits = any(
            self._stated.meets(low - less - _TIMES_SLACK, high - less + _TIMES_SLACK) for less in (0, 1)
        )
        return None if fits else "likely"


def step_misfits(prose: Prose) -> Iterator[Finding]:
    """An amount, its rise and the rate of the rise: ``完成50亿元，比上年增加5亿元，增长21%`` -> 11.1 %."""
    for match in _STEP.finditer(prose.text):
        around = prose.text[max(match.start() - 40, 0) : match.end()]
        if match["unit"] == "%" or _NOT_COMPARABLE.search(around) or _REAL.search(around):
            continue
        after, step = amount(match["b"], match["bm"]), amount(match["d"], match["dm"])
        if step.high >= after.low:
            continue
        low, high = (step.low / (after.high - step.low) * 100, step.high / (after.low - step.high) * 100)
        stated = amount(match["z"])
        if not stated.meets(low - _SLACK * 100, high + _SLACK * 100):
            details = {
                "after": f"{match['b']}{match['bm']}{match['unit']}",
                "step": f"{match['d']}{match['dm']}{match['unit']}",
                "stated": f"{match['z']}%",
                "fitting": f"{shown((low + high) / 2)}%",
            }
            far = abs(stated.value - (low + high) / 2) > _FAR
            grade: Grade = "certain" if far else "likely"
            yield finding(KIND, grade, prose, [match.span()], reason="step_misfit", **details)
