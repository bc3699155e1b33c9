"""What one report promises and the next says, in a form that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from msgspec.structs import replace

from luoshi.ledger.indicators import Indicator, indicator_of
from luoshi.ledger.matching.knowledge import (
    essence,
    family_of,
    masks_of,
    one_spelling,
    part_of_year,
    threshold_of,
)
from luoshi.ledger.matching.naming import in_all, named, things
from luoshi.ledger.matching.prose import Prose
from luoshi.reading.records import Bound, Figure, Measure, Years
from luoshi.reading.text import Span

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
_SHORTEST_CLAUSE = 6
_LONG_NAME = 3
_MARKS = " \n\t*#，。；：！？,;"
Part = Literal["review", "plan", "government", "other"]


class Item(Span, frozen=True, gc=False, kw_only=True):
    """A promise, or something the next report says, as matching sees it.

    ``start:end``  the figure, or the words where there is none; ``stretch`` its clause as far as the figures
                   before and after it.
    ``figure``     index of the figure in its report; ``promise`` of the promise it belongs to.
    ``core``       the subject without words that say nothing of the thing; ``near`` the clause likewise.
    ``thing``      what a figure is about by its full name.
    ``unit``       its unit as the report has it; ``family`` that of its unit, empty where there is no figure.
    ``low``, ``high``  in the measure of the family.

    What is looked at only of some is read from the text on demand.
    """

    prose: Prose
    stretch: Span
    figure: int | None = None
    promise: int | None = None
    section: int | None = None
    core: str
    near: str
    thing: str = ""
    years: Years | None
    place: str | None = None
    indicator: Indicator | None = None
    family: str = ""
    unit: str = ""
    measure: Measure | None = None
    low: float = 0.0
    high: float = 0.0
    bound: Bound = "exact"

    @property
    def quote(self) -> str:
        """Its words with blanks and line ends made one or none."""
        return self.prose.words(self.start, self.end)

    @property
    def subject(self) -> str:
        """What it is about, in the report's words."""
        return self.prose.report.figures[self.figure].subject if self.figure is not None else self.quote

    @property
    def kind(self) -> str:
        """The kind of the promise it belongs to."""
        return self.prose.report.promises[self.promise].kind if self.promise is not None else "task"

    @property
    def clause(self) -> str:
        """The words of its stretch."""
        return self.prose.one_spelling(self.stretch.start, self.stretch.end)

    @property
    def beside(self) -> str:
        """The words of its stretch without those of a figure."""
        if self.figure is None:
            return self.clause
        before = self.prose.one_spelling(self.stretch.start, self.start)
        return f"{before} {self.prose.one_spelling(self.end, self.stretch.end)}"

    @property
    def sentence(self) -> str:
        """The words of its sentence."""
        return self.prose.one_spelling(*self.prose.sentence(self.start, self.end))

    @property
    def ahead(self) -> str:
        """The words of its sentence before it."""
        return self.prose.one_spelling(self.prose.sentence(self.start, self.end)[0], self.start)

    @property
    def around(self) -> str:
        """The essence of its sentence."""
        return self.prose.essence(*self.prose.sentence(self.start, self.end))

    @property
    def heading(self) -> str:
        """The essence of the headings above it."""
        return self.prose.heading(self.section)[1]

    @property
    def part(self) -> str:
        """The part of the report in which it stands."""
        return self.prose.heading(self.section)[2]

    @property
    def later(self) -> bool:
        """Whether it is promised for a year after that of its report."""
        year = self.prose.report.year
        return self.years is not None and year is not None and self.years.last > year

    @property
    def of_term(self) -> bool:
        """Whether its report looks back on several years."""
        reviews = self.prose.report.reviews
        return reviews is not None and reviews.first < reviews.last

    @property
    def narrowed(self) -> str:
        """The words that say of which part of a thing it speaks."""
        return self.thing if len(self.core) > _LONG_NAME and self.thing else self.thing + self.clause

    @property
    def masks(self) -> tuple[int, ...]:
        """The scopes that its words narrow it to, a mask for each group of them."""
        return masks_of(self.narrowed)

    @property
    def partial(self) -> bool:
        """Whether it is a figure about a part of the year only: ``前三季度增长3.5%``."""
        return bool(self.family) and part_of_year(self.ahead)

    @property
    def threshold(self) -> str:
        """The size from which on things count: ``10亿`` of ``10亿元以上项目``, else empty."""
        return threshold_of(f"{self.narrowed} {self.beside}")


@lru_cache(maxsize=1 << 10)
def years_of(period: str) -> Years | None:
    """``"2019"`` or ``"2016-2020"`` as years; ``None`` where the period is not told."""
    match = _YEARS.fullmatch(period)
    return Years(int(match[1]), int(match[2] or match[1])) if match else None


def pledges(prose: Prose) -> list[Item]:
    """What the report promises: every target figure, and every promise that has none."""
    report = prose.report
    owner = {figure: index for index, promise in enumerate(report.promises) for figure in promise.figures}
    items = [
        _of_figure(prose, index, owner.get(index))
        for index, figure in enumerate(report.figures)
        if figure.status == "target"
    ]
    for index, promise in enumerate(report.promises):
        if not any(report.figures[figure].status == "target" for figure in promise.figures):
            words = _of_words(prose, promise.start, promise.end, promise.section, years_of(promise.period))
            items.append(replace(words, promise=index, place=promise.place))
    return items


def statements(prose: Prose, year: int) -> list[Item]:
    """What the report given in ``year`` says was done: figures of actual results, and clauses without one."""
    report = prose.report
    items = [
        item
        for index, figure in enumerate(report.figures)
        if figure.status in {"actual", "expected"} or _beside(figure, year - 1)
        for item in _told(prose, index)
    ]
    taken = sorted(figure.start for figure in report.figures)
    last = Years(year - 1, year - 1)
    items += [
        _of_words(prose, start, end, section, last) for start, end, section in _clauses_without(prose, taken)
    ]
    return items


def _beside(figure: Figure, year: int) -> bool:
    """Whether a figure that sets the scene of another is of the ``year``: ``330个项目完成投资500亿元``."""
    return figure.status == "background" and figure.period == str(year)


def _clauses_without(prose: Prose, taken: list[int]) -> Iterator[tuple[int, int, int | None]]:
    """The clauses of the review that hold no figure, and the section of each."""
    figures = iter(taken)
    following = next(figures, None)
    for start, end, section in _reviewed(prose):
        for first, last in prose.clauses(start, end):
            while following is not None and following < first:
                following = next(figures, None)
            if following is not None and following < last:
                continue
            clause = prose.text[first:last]
            words = clause.strip(_MARKS)
            if len(words) >= _SHORTEST_CLAUSE:
                begin = first + clause.index(words)
                yield begin, begin + len(words), section


def _reviewed(prose: Prose) -> Iterator[tuple[int, int, int | None]]:
    """The stretches of text below headings of the review, in order, and the section of each."""
    outline = prose.report.outline
    if not any(section.part == "review" for section in outline):
        ahead = [section.start for section in outline if section.part == "plan"]
        ahead += [promise.start for promise in prose.report.promises]
        yield 0, min(ahead, default=len(prose.text)), None
        return
    starts = [section.start for section in outline] + [len(prose.text)]
    for section in outline:
        if section.part == "review":
            yield section.end, max(section.end, starts[section.index + 1]), section.index


def _told(prose: Prose, index: int) -> Iterator[Item]:
    """What a figure of the review tells: it can answer for each of the things that it is said of."""
    item = _of_figure(prose, index, None)
    figure = prose.report.figures[index]
    several = things(prose, figure, one_spelling(figure.subject))
    if not several:
        yield item
    for thing in several:
        indicator = indicator_of(thing, figure.measure, figure.unit)
        yield replace(item, core=essence(thing), thing=thing, indicator=indicator)


def _of_figure(prose: Prose, index: int, promise: int | None) -> Item:
    figure = prose.report.figures[index]
    first, last = _stretch(prose, index)
    subject = in_all(one_spelling(figure.subject), prose.one_spelling(first, figure.start))
    family, factor = family_of(figure.unit or figure.measure)
    thing = named(prose, figure, subject, prose.one_spelling(first, last))
    return Item(
        start=figure.start,
        end=figure.end,
        prose=prose,
        stretch=Span(first, last),
        figure=index,
        promise=promise,
        section=figure.section,
        core=essence(thing),
        near=prose.essence(first, last),
        thing=thing,
        years=years_of(figure.period),
        place=_place(prose, figure),
        indicator=_indicator(subject, figure),
        family=family,
        unit=figure.unit,
        measure=figure.measure,
        low=figure.low * factor,
        high=figure.high * factor,
        bound=figure.bound,
    )


def _place(prose: Prose, figure: Figure) -> str | None:
    """The place of a figure; of ``富驿镇等4个镇`` no place, for it is named as an example only."""
    return None if prose.text.startswith("等", figure.start - 1) else figure.place


def _indicator(subject: str, figure: Figure) -> Indicator | None:
    """The figure's indicator; of several things that share a figure, that of the first."""
    indicator = indicator_of(subject, figure.measure, figure.unit)
    if indicator is None and "、" in subject:
        return indicator_of(subject.partition("、")[0], figure.measure, figure.unit)
    return indicator


def _stretch(prose: Prose, index: int) -> tuple[int, int]:
    """The clause of a figure, as far as the figures before and after it."""
    figures: tuple[Figure, ...] = prose.report.figures
    figure = figures[index]
    first, last = prose.clause(figure.start, figure.end)
    if index and first < figures[index - 1].end <= figure.start:
        first = figures[index - 1].end
    if index + 1 < len(figures) and figure.end <= figures[index + 1].start < last:
        cut = prose.text.rfind("、", figure.end, figures[index + 1].start)
        last = cut if cut >= 0 else figures[index + 1].start
    return first, last


def _of_words(prose: Prose, start: int, end: int, section: int | None, years: Years | None) -> Item:
    bare = prose.essence(start, end)
    span = Span(start, end)
    return Item(
        start=start, end=end, prose=prose, stretch=span, section=section, core=bare, near=bare, years=years
    )


def distinct(items: Iterable[Item]) -> list[list[int]]:
    """The items grouped so that what a plan says twice, with one figure, stands in one group."""
    groups: dict[object, list[int]] = {}
    for index, item in enumerate(items):
        value = (item.low, item.high, item.family, item.measure) if item.family else None
        key = (item.core, value, item.years, item.place) if item.core else index
        groups.setdefault(key, []).append(index)
    return list(groups.values())
