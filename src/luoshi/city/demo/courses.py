"""The courses that a task of the demonstration can take, each as a row of acts in the diary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from luoshi.city.demo.actors import Cast, evidence_for, story, text
from luoshi.city.demo.timeline import Diary
from luoshi.city.rules.words import number
from luoshi.city.tasks.actions import amendments, change_requests, obstacles, supervision_orders
from luoshi.city.tasks.actions.progress import ProgressInput, Then, move_progress, write_progress
from luoshi.city.tasks.actions.release import release_tasks
from luoshi.city.tasks.actions.transitions import TransitionInput, move_task
from luoshi.city.tasks.events import ChangeRequestKind
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.phases import progress_in
from luoshi.city.tasks.status_light import accrues
from luoshi.city.tasks.terms import terms_of

_BACK = (0, 29, 58, 88, 130)
_LATEST = -6


@dataclass(frozen=True)
class Telling:
    """One task of the story: its key, the row of ``story.toml``, and who acts when."""

    key: str
    row: dict[str, Any]
    cast: Cast
    diary: Diary

    @property
    def task(self) -> Task:
        """The task as it is now."""
        return Task.objects.get(key=self.key)

    @property
    def due(self) -> int:
        """The day on which it is due."""
        return int(self.row["due"])

    def move(self, day: int, name: str, who: str, **given: Any) -> None:
        """The move ``name`` by ``head``, ``office`` or the person ``who``."""

        def act() -> None:
            task = self.task
            actor = self.cast.head(task) if who == "head" else self.cast.actor(who)
            move_task(actor=actor, key=self.key, name=name, given=TransitionInput(**given))

        self.diary.on(day, act)

    def issue(self, day: int, accept: int | None) -> None:
        """Issued by the office, accepted by the unit, released where the story says so."""
        self.move(day, "issue", "office")
        if self.row.get("release"):
            self.diary.on(day, lambda: release_tasks(actor=self.cast.office, keys=[self.key]))
        if accept is not None:
            self.move(accept, "accept", "head")

    def report(self, day: int, factor: float, then: Then = "sign", **said: Any) -> None:
        """A report of ``factor`` times what was planned by ``day``; accepted two days later."""

        def act() -> None:
            task = self.task
            actor = self.cast.head(task) if then == "sign" else self.cast.officer(task)
            content = self._content(task, day, self._planned(task, day, factor), said)
            name = f"demo-{self.key}-{day}"
            write_progress(actor=actor, key=self.key, content=content, submission=name, then=then)

        self.diary.on(day, act)
        if then == "sign" and not said.get("final"):
            self.diary.on(day + 2, lambda: self._judge("accept") if day + 2 <= -3 else None)

    def _judge(self, name: str, reason: str = "") -> None:
        waiting = self.task.progress.filter(progress_in("review"), final=False).first()
        if waiting is not None:
            office = self.cast.office
            move_progress(actor=office, key=self.key, number=waiting.pk, name=name, reason=reason)

    def judge(self, day: int, name: str, reason: str = "") -> None:
        """The office judges the report that waits."""
        self.diary.on(day, lambda: self._judge(name, reason))

    def _planned(self, task: Task, day: int, factor: float) -> float:
        """The part of the target that is reached by ``day``."""
        if not accrues(task.target_unit):
            return factor
        share = (self.diary.day(day) - task.start) / (task.due - task.start)
        return min(1.0, max(0.0, share) * factor)

    def _content(self, task: Task, day: int, part: float, said: dict[str, Any]) -> ProgressInput:
        on = self.diary.day(day)
        target = task.target_low or task.target_high
        amount = None if target is None else _rounded(target, target * part)
        times = 1 + day % 3
        words = (
            text("progress_plain", times=times)
            if amount is None
            else text(
                "progress", amount=number(amount), unit=task.target_unit, share=round(100 * part), times=times
            )
        )
        given = {"words": words, "amount": amount, "next_step": text("next_step")} | said
        return ProgressInput(as_of=on, **given)

    def reports(self, factor: float, until: int, claim: str) -> None:
        """Reports from accepting until ``until``, each unit on days of its own."""
        newest = until - sum(map(ord, self.key)) % 9
        for back in _BACK:
            if newest - back > story()["accept"] + 10:
                self.report(newest - back, factor, claim=claim)

    def milestones(self, until: int) -> None:
        """The milestones up to ``until`` are reached on their days."""
        for milestone in self.task.milestones.all():
            day = (milestone.due - self.diary.today).days
            if day <= until and milestone.amount is None:
                self.diary.on(day, _reaching(self, milestone.pk, day))

    def finish(self, day: int, factor: float = 1.0) -> None:
        """The final report, signed, with evidence."""

        def act() -> None:
            task = self.task
            lead = task.lead_unit.name if task.lead_unit else ""
            files = (evidence_for(task.title, lead),)
            own = "exceeded" if factor > 1 else "kept"
            said = {
                "words": text("final"),
                "next_step": "",
                "final": True,
                "own_verdict": own,
                "files": files,
            }
            content = self._content(task, min(day, 0), factor, said)
            name = f"demo-{self.key}-final-{day}"
            head = self.cast.head(task)
            write_progress(actor=head, key=self.key, content=content, submission=name, then="sign")

        self.diary.on(day, act)

    def approve(self, day: int, close: int | None) -> None:
        """The office finds it done, and closes it."""
        verdict = self.row.get("verdict", "kept")
        self.move(day, "approve", "office", verdict=verdict, verdict_words=text("approve"))
        if close is not None:
            self.move(close, "close", "office")

    def ask(self, day: int, kind: ChangeRequestKind, reason: str, **wanted: Any) -> None:
        """The head asks."""

        def act() -> None:
            actor = self.cast.head(self.task)
            given = TransitionInput(reason=text(reason), **wanted)
            change_requests.ask(actor=actor, key=self.key, kind=kind, given=given)

        self.diary.on(day, act)

    def decide(self, day: int, reason: str, *, granted: bool) -> None:
        """The office decides on what was asked."""

        def act() -> None:
            number = self.task.change_requests.get(decided_at__isnull=True).pk
            given = TransitionInput(reason=text(reason))
            change_requests.decide(
                actor=self.cast.office, key=self.key, number=number, granted=granted, given=given
            )

        self.diary.on(day, act)

    def extras(self) -> None:
        """An obstacle in the way and a supervision order, where the story has them."""
        if self.row.get("obstacle"):
            self.diary.on(-70, lambda: self._obstacle(settled=False))
            self.diary.on(-28, lambda: self._obstacle(settled=True))
        colour = self.row.get("supervision_order")
        if colour:
            self.diary.on(-8, lambda: self._sheet(colour))
            if colour != "red":
                self.diary.on(-3, self._answer)

    def _obstacle(self, *, settled: bool) -> None:
        task, office = self.task, self.cast.office
        if not settled:
            words = text("obstacle", count=7)
            entered = obstacles.add_obstacle(actor=self.cast.officer(task), key=self.key, words=words)
            land, due = self.cast.units["land"], self.diary.day(-40)
            obstacles.assign_obstacle(actor=office, key=self.key, number=entered.pk, remover=land, due=due)
        elif self.due > 0:
            number = task.obstacles.get().pk
            words = text("obstacle_settled")
            obstacles.settle_obstacle(actor=office, key=self.key, number=number, words=words)

    def _sheet(self, colour: str) -> None:
        task = self.task
        if task.lead_unit is not None:
            supervision_orders.issue_supervision_order(
                actor=self.cast.office, key=self.key, unit=task.lead_unit, colour=colour,
                words=text("supervision_order"), answer_due=self.diary.day(2),
            )  # fmt: skip

    def _answer(self) -> None:
        supervision_order = self.task.supervision_orders.get()
        head = self.cast.head(self.task)
        supervision_orders.answer_supervision_order(
            actor=head, supervision_order_key=supervision_order.key, answer=text("supervision_order_answer")
        )


def _reaching(one: Telling, number: int, day: int) -> Callable[[], object]:
    def act() -> None:
        head, on = one.cast.head(one.task), one.diary.day(day)
        amendments.reach_milestone(actor=head, key=one.key, number=number, done_on=on)

    return act


def _rounded(target: float, amount: float) -> float:
    """As somebody would count it: whole where the target is, to a few digits where it is large."""
    if target.is_integer() and target >= 10:
        return float(round(amount, -max(0, len(str(int(target))) - 4)))
    return round(amount, 2)


def _going(one: Telling, factor: float, claim: str, until: int = _LATEST) -> None:
    one.issue(story()["issue"], story()["accept"])
    one.reports(factor, until, claim)
    if factor >= 1:
        one.milestones(until=0)
    one.extras()


def _steady(one: Telling) -> None:
    _going(one, 1.06, "on_track")


def _behind(one: Telling) -> None:
    _going(one, 0.9, "behind")


def _late(one: Telling) -> None:
    _going(one, 0.55, "at_risk")


def _overdue(one: Telling) -> None:
    _going(one, 0.82, "on_track")


def _soon(one: Telling) -> None:
    _going(one, 1.07, "on_track")


def _silent(one: Telling) -> None:
    _going(one, 1.5, "on_track", until=-75)


def _ended(one: Telling, final: int, factor: float = 1.0) -> None:
    one.issue(story()["issue"], story()["accept"])
    one.reports(1.05, final - 10, "on_track")
    one.milestones(until=final - 1)
    one.finish(final, factor)


def _closed(one: Telling) -> None:
    final = one.due - 12
    factor = {"exceeded": 1.08, "partly": 0.86}.get(one.row.get("verdict", ""), 1.0)
    _ended(one, final, factor)
    one.approve(final + 5, final + 9)


def _done(one: Telling) -> None:
    _ended(one, -14)
    one.approve(-6, None)


def _review(one: Telling) -> None:
    _ended(one, -2)


def _returned(one: Telling) -> None:
    _ended(one, -9)
    one.move(-4, "return_for_more", "office", reason=text("return"))


def _asks_extension(one: Telling) -> None:
    _going(one, 0.84, "behind", until=-20)
    wanted = one.diary.day(one.due + 45)
    one.ask(-3, "extension", "extension", new_due=wanted)


def _extended(one: Telling) -> None:
    _going(one, 0.97, "on_track")
    one.ask(-52, "extension", "extension", new_due=one.diary.day(one.due + 40))
    one.decide(-47, "extension_granted", granted=True)


def _refused_extension(one: Telling) -> None:
    _going(one, 0.86, "behind", until=-34)
    one.ask(-30, "extension", "extension", new_due=one.diary.day(one.due + 30))
    one.decide(-26, "extension_refused", granted=False)
    one.report(-5, 0.88, claim="behind")


def _suspended(one: Telling) -> None:
    _going(one, 0.95, "behind", until=-70)
    one.ask(-64, "suspension", "suspension")
    one.decide(-58, "suspension_granted", granted=True)


def _asks_transfer(one: Telling) -> None:
    _going(one, 1.0, "on_track")
    one.ask(-2, "transfer", "transfer", new_unit=one.cast.units["commerce" if one.due > 30 else "finance"])


def _unsigned(one: Telling) -> None:
    _going(one, 1.01, "on_track", until=-34)
    one.report(-12, 1.02, claim="on_track")
    one.judge(-9, "return", text("return_progress"))
    one.report(-1, 1.02, then="send", claim="on_track")


def _changed(one: Telling) -> None:
    _going(one, 1.04, "on_track")

    def act() -> None:
        terms = terms_of(one.task)
        target = (terms.target_low or 0) * 1.1
        later = terms.due + timedelta(days=5)
        nodes = tuple(node for node in terms.milestones if node.due < terms.due)
        terms = replace(terms, target_low=target, target_high=target, due=later, milestones=nodes)
        amendments.change_task(
            actor=one.cast.office, key=one.key, terms=terms, reason=text("change"),
            approver=text("change_approver"),
        )  # fmt: skip

    one.diary.on(-90, act)


def _waiting(one: Telling) -> None:
    one.issue(-1, None)


def _waiting_long(one: Telling) -> None:
    one.issue(-12, None)


def _sent_back(one: Telling) -> None:
    one.issue(-9, None)
    one.move(-6, "send_back", "head", reason=text("send_back"))


def _drafted(_one: Telling) -> None:
    pass


COURSES: dict[str, Callable[[Telling], None]] = {
    "steady": _steady,
    "behind": _behind,
    "late": _late,
    "overdue": _overdue,
    "soon": _soon,
    "silent": _silent,
    "closed": _closed,
    "done": _done,
    "review": _review,
    "returned": _returned,
    "asks_extension": _asks_extension,
    "extended": _extended,
    "refused_extension": _refused_extension,
    "suspended": _suspended,
    "asks_transfer": _asks_transfer,
    "unsigned": _unsigned,
    "changed": _changed,
    "waiting": _waiting,
    "waiting_long": _waiting_long,
    "sent_back": _sent_back,
    "drafted": _drafted,
}
