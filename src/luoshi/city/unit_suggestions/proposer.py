"""Proposals for the unit that leads a promise and for those that support it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from luoshi.city.unit_suggestions.experience import Experience
from luoshi.city.unit_suggestions.knowledge import Topics, departments, table
from luoshi.city.unit_suggestions.records import Decision, KnownUnit, Proposal, Reason
from luoshi.city.unit_suggestions.topics import TopicWords, Touch
from luoshi.city.unit_suggestions.units import Units


class _Whom(NamedTuple):
    """Who is proposed: a unit of the office, or a kind of department it has no unit of."""

    unit_key: str | None
    department: str


class Proposer:
    """Proposes units for the promises of one office; built once, asked for every promise.

    ``units``       the units of the office; without any, kinds of department are proposed.
    ``experience``  its earlier decisions.
    ``own_topics``  its own topic words, laid over those of ``topics.toml``;
                    departments that are not listed are left out.
    """

    def __init__(
        self,
        units: Sequence[KnownUnit] = (),
        experience: Experience | None = None,
        own_topics: Topics | None = None,
    ) -> None:
        self._units = Units(units)
        self._experience = experience or Experience(())
        self._topics = TopicWords(own_topics)
        self._weights: dict[str, Any] = table("weights.toml")

    def propose(
        self, text: str, heading_path: Sequence[str] = (), kind: str = "task"
    ) -> tuple[Proposal, ...]:
        """Who could lead the promise ``text``, best first; empty where nothing points anywhere.

        ``heading_path`` holds the headings above it, the outermost first; ``kind`` is the promise's.
        """
        bare = self._units.without_names(text)
        touches = self._by_whom(_handed_on(self._topics.touched(bare, heading_path, kind)))
        for key, name, takes_part in self._units.named_in(text):
            weight = self._weights["signs"]["company" if takes_part else "named"]
            self._add(touches, key, weight, Reason("named", (name,)))
        alike = self._with_decisions(touches, text)
        proposals = [
            Proposal(
                whom.unit_key, whom.department, self._score(touch.weight, alike.get(whom)), touch.reasons
            )
            for whom, touch in touches.items()
        ]
        least = self._weights["scores"]["least"]
        # equal scores stay in the order of the department file, whatever the order of the words
        order = {name: place for place, name in enumerate(departments())}
        proposals.sort(
            key=lambda one: (-one.score, order.get(one.department, len(order)), one.unit_key or "")
        )
        return tuple(one for one in proposals if one.score >= least)

    def supporting(
        self, text: str, heading_path: Sequence[str] = (), kind: str = "task", lead: str | None = None
    ) -> tuple[Proposal, ...]:
        """Who else the promise needs: units it names or whose own words it uses, best first.

        ``lead`` is the key of the unit that leads, or its kind; without it, the best proposal leads.
        """
        proposals = self.propose(text, heading_path, kind)
        if not proposals:
            return ()
        leader = lead or proposals[0].unit_key or proposals[0].department
        least = proposals[0].score * self._weights["scores"]["supporting"]
        own = ("topic_word", "headline_indicator", "named")
        others = (
            one
            for one in proposals
            if leader not in {one.unit_key, one.department}
            and ("named" in _codes(one) or (one.score >= least and _codes(one).intersection(own)))
        )
        return tuple(others)[: self._weights["scores"]["most_supporting"]]

    def _by_whom(self, touches: dict[str, Touch]) -> dict[_Whom, Touch]:
        """Kinds as units: what a unit is twice, or does within another kind, counts where it is most."""
        found: dict[_Whom, Touch] = {}
        for name, touch in touches.items():
            whom = self._whom(name)
            before = found.get(whom)
            if before is None:
                found[whom] = touch
            else:
                first, second = sorted((before, touch), key=lambda one: -one.weight)
                # 体育局 lies beside 文化和旅游局, which says nothing of a unit that is both
                others = [reason for reason in second.reasons if reason.code != "beside"]
                found[whom] = Touch(first.weight, _joined(first.reasons, others))
        return found

    def _whom(self, department: str) -> _Whom:
        key = self._units.of(department)
        within = departments()[department].within if department in departments() else None
        if key is None and within and self._units:
            return self._whom(within)
        return _Whom(key, self._units.department(key) if key else department)

    def _add(self, touches: dict[_Whom, Touch], key: str, weight: float, reason: Reason) -> _Whom:
        whom = _Whom(key, self._units.department(key))
        before = touches.get(whom, Touch(0.0, ()))
        touches[whom] = Touch(before.weight + weight, (reason, *before.reasons))
        return whom

    def _with_decisions(self, touches: dict[_Whom, Touch], text: str) -> dict[_Whom, float]:
        """Add what earlier decisions say; gives the likeness of those that outrank words."""
        rule = self._weights["decisions"]
        outrank: dict[_Whom, float] = {}
        for decision, likeness in self._experience.alike(text):
            if decision.unit_key not in self._units.by_key:
                continue  # a unit that was dissolved or renamed leads nothing any more
            share = (likeness - rule["related"]) / (rule["alike"] - rule["related"])
            reason = Reason("earlier_decision", text=decision.text, year=decision.year)
            whom = self._add(touches, decision.unit_key, rule["counts"] * min(share, 1.0), reason)
            if likeness >= rule["alike"]:
                outrank[whom] = likeness
        return outrank

    def _score(self, weight: float, likeness: float | None) -> float:
        most: float = self._weights["scores"]["words"]
        half: float = self._weights["scores"]["half"]
        if likeness is not None:
            return round(most + (1 - most) * likeness, 4)
        return round(most * weight / (weight + half), 4)


def propose(
    text: str,
    heading_path: Sequence[str] = (),
    kind: str = "task",
    units: Sequence[KnownUnit] = (),
    decisions: Iterable[Decision] = (),
) -> tuple[Proposal, ...]:
    """Who could lead one promise; for many promises build a ``Proposer`` once."""
    return Proposer(units, Experience(decisions)).propose(text, heading_path, kind)


def _handed_on(touches: dict[str, Touch]) -> dict[str, Touch]:
    """Each kind hands a share to those beside it, and yields to the kind that it usually is a part of."""
    signs = table("weights.toml")["signs"]
    found = {
        name: Touch(touch.weight * (signs["within"] if departments()[name].within else 1.0), touch.reasons)
        for name, touch in touches.items()
        if name in departments()
    }
    for name, touch in list(found.items()):
        for near in departments()[name].beside:
            handed = touch.weight * signs["beside"]
            before = found.get(near)
            if before is None or before.weight < handed:
                reason = Reason("beside", (name,))
                found[near] = Touch(handed, (*(before.reasons if before else ()), reason))
    return found


def _joined(first: Iterable[Reason], second: Iterable[Reason]) -> tuple[Reason, ...]:
    words: dict[str, Reason] = {}
    for reason in (*first, *second):
        before = words.get(reason.code)
        joined = tuple(dict.fromkeys((*(before.words if before else ()), *reason.words)))
        words[reason.code] = Reason(reason.code, joined, reason.text, reason.year)
    return tuple(words.values())


def _codes(proposal: Proposal) -> frozenset[str]:
    return frozenset(reason.code for reason in proposal.reasons)
