"""An office in which every kind of object stands once in each relation that a post can have to it.

Every text carries a token that says whose it is and how far it may be seen, so that a page can be searched for
what its reader must not see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.chain.writing import writing
from luoshi.city.people.models import Token
from luoshi.city.reports.actions.correcting import exclude_promise
from luoshi.city.reports.actions.releasing import release_report
from luoshi.city.reports.actions.uploading import upload_report
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.rules.permissions import ROLES, Role, Scope, permissions, scope_of
from luoshi.city.site import uploads
from luoshi.city.tasks.models import (
    ChangeRequest,
    Event,
    Evidence,
    Milestone,
    Notification,
    Obstacle,
    ProgressEntry,
    SupervisionOrder,
    Support,
    Task,
)

WHO: dict[Role, str | None] = {
    "leader": "mayor",
    "supervision_office": "office",
    "unit_head": "commerce-head",
    "unit_officer": "commerce-officer",
    "auditor": "auditor",
    "administrator": "admin",
    "public": None,
}
UNIT: dict[Role, str] = {"unit_head": "commerce", "unit_officer": "commerce"}
SYSTEM = Signature.program("tests")
TEXT = """青岚市政府工作报告
——2026年1月8日在青岚市第九届人民代表大会第五次会议上
青岚市市长 林远山

一、2026年工作安排
2026年预期目标是：地区生产总值增长6%左右，城镇新增就业2.4万人。
（一）办好民生实事
新建社区菜店40个，改造老旧小区52个；建成云溪路步行桥。
推进编号{mark}的东湖湿地修复。
"""


@dataclass(frozen=True)
class Thing:
    """A task as the permission table sees it, and the rows that hang on it."""

    name: str
    lead: str
    units: frozenset[str]
    sponsored_by: Role | None
    released: bool
    rows: dict[str, Any] = field(default_factory=dict, compare=False)

    def words(self, depth: str) -> str:
        """The token of its texts: ``words`` for all who see it, ``inside``, ``draft``."""
        return f"zq{self.name}{depth}"


def reach(role: Role, permission: str) -> set[Scope]:
    """The scopes that the table gives: everybody has the public's, too."""
    return {scope_of(role, permission), scope_of("public", permission)} - {"none"}


def covers(role: Role, permission: str, thing: Thing, *, inside: bool = False) -> bool:
    """Whether the table gives ``role`` the permission on ``thing``; ``inside``: more than the public has."""
    scopes = reach(role, permission) - ({"released"} if inside else set())
    unit = UNIT.get(role, "")
    return (
        "all" in scopes
        or ("unit" in scopes and unit in thing.units)
        or ("lead" in scopes and unit == thing.lead)
        or ("sponsored" in scopes and thing.sponsored_by == role)
        or ("released" in scopes and thing.released)
    )


def _things() -> tuple[Thing, ...]:
    commerce, water = "commerce", "water"
    return (
        Thing("own", commerce, frozenset((commerce,)), "leader", released=False),
        Thing("helped", water, frozenset((water, commerce)), None, released=False),
        Thing("foreign", water, frozenset((water,)), None, released=False),
        Thing("open", water, frozenset((water,)), None, released=True),
    )


@dataclass
class World:
    """The office with its things; ``reports`` are the closed one and the released one."""

    office: Any
    things: dict[str, Thing]
    reports: dict[str, Report]
    tokens: dict[str, str]

    def hidden_from(self, role: Role) -> Iterator[str]:
        """Every token that ``role`` must not meet anywhere but in the log."""
        for thing in self.things.values():
            if not covers(role, "task.read", thing):
                yield thing.words("words")
            if not covers(role, "task.read", thing, inside=True):
                yield thing.words("inside")
            if not covers(role, "progress.write", thing) and not covers(role, "task.sign", thing):
                yield thing.words("draft")
        if "all" not in reach(role, "report.read"):
            yield "zqclosedreport"
            yield "zqexclusion"


def build(office: Any) -> World:
    """Fill the office."""
    with writing():
        things = {thing.name: thing for thing in _things()}
        for number, thing in enumerate(things.values(), 1):
            _fill(office, thing, number)
        reports = {name: _report(office, name) for name in ("closed", "released")}
        draft = _task(office, things["own"], 50, state="drafted", report=reports["closed"])
        draft.promise = reports["closed"].promises.first()
        draft.save()
        record(SYSTEM, "task.change", draft)
        things["own"].rows["drafted"] = draft
        return World(office, things, reports, _tokens(office))


def _task(office: Any, thing: Thing, number: int, **fields: Any) -> Task:
    words = f"编号{thing.words('words')}的任务"
    values: dict[str, Any] = {
        "key": f"2026-{number:04}", "year": 2026, "number": number, "title": words, "words": words,
        "section": thing.words("words"), "lead_unit": office.units[thing.lead], "start": date(2026, 1, 1),
        "sponsor": office.posts["mayor"] if thing.sponsored_by else None,
        "due": date(2026, 12, 31), "target_low": 40.0, "target_high": 40.0, "target_unit": "个",
        "origin_words": thing.words("inside"), "state": "in_progress", "light": "red", "done_amount": 7.0,
        "light_reasons": [{"code": "overdue", "details": {"days": 3}}] if number < 0 else [],
        "released_at": timezone.now() if thing.released else None,
    } | fields  # fmt: skip
    task = Task.objects.create(**values)
    record(SYSTEM, "task.add", task)
    for unit in sorted(thing.units - {thing.lead}):
        record(SYSTEM, "support.add", Support.objects.create(task=task, unit=office.units[unit]))
    return task


def _fill(office: Any, thing: Thing, number: int) -> None:
    task = _task(office, thing, number)
    writer = office.people[f"{thing.lead}-officer"]
    inside, today = thing.words("inside"), timezone.localdate()
    rows = thing.rows
    rows["task"] = task
    for state, depth in (
        ("draft", "draft"), ("awaiting_signature", "draft"), ("awaiting_review", "inside"), ("accepted", "words"),
    ):  # fmt: skip
        signed = state in ("awaiting_review", "accepted")
        rows[state] = ProgressEntry.objects.create(
            task=task, as_of=today, words=thing.words(depth), state=state, written_by=writer, amount=3.0,
            signed_at=timezone.now() if signed else None, signed_by=writer if signed else None,
        )  # fmt: skip
    stored = uploads.store(SimpleUploadedFile(f"{inside}.txt", inside.encode()))
    for name, progress in (("evidence", None), ("draft_evidence", rows["draft"])):
        rows[name] = Evidence.objects.create(
            task=task, progress=progress, sha256=stored.sha256, size=stored.size, media_type=stored.media_type,
            name=f"{thing.words('draft' if progress else 'inside')}.txt", added_by=writer,
        )  # fmt: skip
    rows["obstacle"] = Obstacle.objects.create(task=task, words=inside, entered_by=writer)
    rows["change_request"] = ChangeRequest.objects.create(
        task=task, kind="suspension", reason=inside, asked_by=office.people[f"{thing.lead}-head"]
    )
    rows["milestone"] = Milestone.objects.create(task=task, due=today + timedelta(days=9), words="过半")
    rows["supervision_order"] = SupervisionOrder.objects.create(
        key=f"{task.key}-1", task=task, unit=office.units[thing.lead], colour="blue", issued_on=today,
        answer_due=today + timedelta(days=7), words=inside, issued_by=office.people["office"],
    )  # fmt: skip
    for action, depth in (("accept", "words"), ("add_obstacle", "inside")):
        rows[f"step_{action}"] = Event.objects.create(
            task=task, at=timezone.now(), action=action, reason=thing.words(depth), public=depth == "words",
            to_state="in_progress", person_name=inside, post_name="局长",
        )  # fmt: skip
    rows["notification"] = Notification.objects.create(
        key=f"{task.key}/tests", post=office.posts[f"{thing.lead}-head"], task=task, kind="moved", on=today,
        detail={"event": "send_back", "reason": inside, "by": "某人", "post": "局长"},
    )  # fmt: skip
    for row in rows.values():
        record(SYSTEM, f"{row._meta.model_name}.add", row)


def _report(office: Any, name: str) -> Report:
    text = TEXT.format(mark="zqclosedreport" if name == "closed" else "zqopenreport")
    actor = office.actor("office")
    report, _ = upload_report(actor=actor, file=SimpleUploadedFile(f"{name}.txt", text.encode()))
    last = report.promises.order_by("-position").first()
    assert last is not None
    exclude_promise(actor=actor, report_key=report.key, key=last.key, reason="zqexclusion")
    if name == "released":
        release_report(actor=actor, key=report.key)
    report.refresh_from_db()
    return report


def _tokens(office: Any) -> dict[str, str]:
    """A token with every permission for each holder of a post."""
    values = {}
    for name, person in office.people.items():
        values[name] = f"whole-token-of-{name}"
        token(person, values[name], permissions())
    return values


def token(person: Any, value: str, scopes: Any) -> Token:
    """A token with this value."""
    made = Token.objects.create(
        person=person, name="tests", digest=hashlib.sha256(value.encode()).hexdigest(), scopes=list(scopes),
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    record(SYSTEM, "token.make", made)
    return made


def present(report: Report) -> tuple[Promise, Figure, Correction]:
    """A promise, a figure and a correction of a report."""
    promise = report.promises.filter(state="unconfirmed").order_by("position").first()
    figure, correction = report.figures.first(), report.corrections.first()
    assert promise is not None
    assert figure is not None
    assert correction is not None
    return promise, figure, correction


__all__ = ["ROLES", "WHO", "Role", "Thing", "World", "build", "covers", "present", "reach", "token"]
