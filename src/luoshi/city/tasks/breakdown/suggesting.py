"""What the program proposes for a promise; a person decides."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from luoshi.city.people.models import Post, Unit
from luoshi.city.reports.models import Figure, Promise
from luoshi.city.rules.amounts import is_amount
from luoshi.city.tasks.breakdown.catalog import Catalog
from luoshi.city.tasks.breakdown.deadlines import deadline_in, end_of, proposed_nodes
from luoshi.city.tasks.models import KINDS, Task
from luoshi.city.tasks.status_light import accrues
from luoshi.city.tasks.terms import TaskTerms
from luoshi.city.unit_suggestions import Decision, Experience, KnownUnit, Proposer, in_words
from luoshi.city.unit_suggestions import Proposal as UnitProposal
from luoshi.errors import Language

SHOWN = 3
_REMEMBERED = 2000
_SHORT = 60
_FRESH_SECONDS = 300
_CLAUSE = re.compile(r"[，；。,;]")


@dataclass(frozen=True)
class Suggestion:
    """A unit that could lead, with the reasons in words and the posts that usually go with it."""

    unit: Unit
    reasons: tuple[str, ...]
    sponsor: Post | None
    officer: Post | None


class Suggester:
    """Proposals for the promises of one sitting; the office's decisions are read once."""

    def __init__(self, catalog: Catalog, language: Language, today: date | None = None) -> None:
        self.catalog = catalog
        self._today = today or timezone.localdate()
        self._language = language
        self._proposer = _proposer(catalog.known_units())
        self._sponsors = _usual_sponsors(catalog)

    def units(self, promise: Promise) -> tuple[Suggestion, ...]:
        """The units that could lead, best first, three at most."""
        proposals = self._proposer.propose(promise.text, promise.section_path, promise.kind)
        found = (self._suggestion(one) for one in proposals)
        return tuple(one for one in found if one is not None)[:SHOWN]

    def supporting(self, promise: Promise, lead: Unit | None) -> tuple[Suggestion, ...]:
        """The units that could support it where ``lead`` leads."""
        proposals = self._proposer.supporting(
            promise.text, promise.section_path, promise.kind, lead.key if lead else None
        )
        found = (self._suggestion(one) for one in proposals)
        return tuple(one for one in found if one is not None)

    def suggestion_for(self, unit: Unit) -> Suggestion:
        """The posts that usually go with a unit."""
        officers = self.catalog.officers_of(unit)
        return Suggestion(unit, (), self._sponsors.get(unit.pk), officers[0] if officers else None)

    def draft(self, promise: Promise, year: int, figures: Sequence[Figure]) -> TaskTerms:
        """The whole draft as proposed: the first unit, the first target, a milestone a quarter."""
        units = self.units(promise)
        first = units[0] if units else None
        supporting = self.supporting(promise, first.unit) if first else ()
        draft = _with_target(_bare_draft(promise, year, self._today), targets_of(figures)[:1], self._today)
        if first is None:
            return draft
        return replace(
            draft,
            lead_unit=first.unit,
            supporting=tuple(one.unit for one in supporting),
            sponsor=first.sponsor,
            officer=first.officer,
        )

    def drafts_by_target(
        self, promise: Promise, year: int, figures: Sequence[Figure]
    ) -> tuple[TaskTerms, ...]:
        """A draft for each target of the promise, named by the clause that the target stands in."""
        whole = self.draft(promise, year, figures)
        return tuple(
            replace(_with_target(whole, [figure], self._today), title=_clause_of(promise, figure))
            for figure in targets_of(figures)
        )

    def _suggestion(self, proposal: UnitProposal) -> Suggestion | None:
        unit = self.catalog.unit_by_key.get(proposal.unit_key or "")
        if unit is None:
            return None
        reasons = tuple(in_words(reason, self._language) for reason in proposal.reasons)
        return replace(self.suggestion_for(unit), reasons=reasons)


def targets_of(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of a promise that say what is to be reached."""
    return [one for one in figures if one.status == "target" and one.counts]


def _bare_draft(promise: Promise, year: int, today: date) -> TaskTerms:
    start = date(year, 1, 1)
    due = deadline_in(promise.text, year) or end_of(promise.period, year)
    title = promise.text if len(promise.text) <= _SHORT else _shortened(promise.text)
    kind = promise.kind if promise.kind in KINDS else "task"
    return TaskTerms(
        title=title,
        kind=kind,
        start=start,
        due=due,
        milestones=proposed_nodes(kind, start, due, None, accrues=True, today=today),
    )


def _with_target(draft: TaskTerms, figures: Sequence[Figure], today: date) -> TaskTerms:
    if not figures or not all(is_amount(one) for one in (figures[0].low, figures[0].high)):
        return draft
    figure = figures[0]
    low = None if figure.bound == "at_most" else figure.low
    grows = accrues(figure.unit) and figure.measure == "level" and figure.bound != "at_most"
    nodes = proposed_nodes(draft.kind, draft.start, draft.due, figure.low, accrues=grows, today=today)
    return replace(
        draft,
        target_low=low,
        target_high=figure.high,
        target_unit=figure.unit[:40],
        target_bound=figure.bound,
        milestones=nodes,
    )


def _clause_of(promise: Promise, figure: Figure) -> str:
    """The clause of the promise around the figure."""
    at = min(max(figure.start - promise.start, 0), len(promise.text))
    before = [match.end() for match in _CLAUSE.finditer(promise.text, 0, at)]
    after = _CLAUSE.search(promise.text, min(at + len(figure.quote), len(promise.text)))
    clause = promise.text[before[-1] if before else 0 : after.start() if after else None].strip()
    return (clause or promise.text)[:300]


def _shortened(text: str) -> str:
    """The first clauses that fit."""
    ends = [match.start() for match in _CLAUSE.finditer(text) if 8 <= match.start() <= _SHORT]
    return text[: ends[-1]] if ends else text[: _SHORT - 1] + "…"


def _usual_sponsors(catalog: Catalog) -> dict[int, Post]:
    """For each unit the sponsor that most of its newest tasks have."""
    posts = {post.pk: post for post in catalog.sponsors}
    rows = (
        Task.objects.filter(lead_unit__isnull=False, sponsor__in=posts)
        .order_by("-pk")
        .values_list("lead_unit_id", "sponsor_id")[:_REMEMBERED]
    )
    counts: Counter[tuple[int, int]] = Counter(rows)
    usual: dict[int, Post] = {}
    for (unit, sponsor), _ in counts.most_common():
        usual.setdefault(unit, posts[sponsor])
    return usual


_kept: dict[object, tuple[float, Proposer]] = {}


def _proposer(units: tuple[KnownUnit, ...]) -> Proposer:
    """A proposer with the newest decisions; kept for some minutes, since building it is slow."""
    led = Task.objects.filter(lead_unit__isnull=False)
    newest = led.order_by("-pk").values_list("pk", flat=True).first() or 0
    # decisions of the same sitting count after a few more, not after each
    name = (units, newest // 20, newest if newest < 200 else 0)
    kept = _kept.get(name)
    if kept is not None and time.monotonic() - kept[0] < _FRESH_SECONDS:
        return kept[1]
    proposer = Proposer(units, Experience(_decisions()))
    _kept.clear()
    _kept[name] = (time.monotonic(), proposer)
    return proposer


def forget() -> None:
    """Read the office's decisions again at the next proposal."""
    _kept.clear()


def _decisions() -> list[Decision]:
    rows = (
        Task.objects.filter(lead_unit__isnull=False)
        .order_by("-pk")
        .values_list("words", "lead_unit__key", "year")[:_REMEMBERED]
    )
    return [Decision(words, key, year) for words, key, year in rows]
