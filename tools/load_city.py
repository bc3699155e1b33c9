"""A city of 20 years, with sizes in proportion to ``scale``: made once, alike on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from corpus import demo_folder
from load_rows import Rows
from luoshi import read
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.reports.models import Figure, Promise, Report
from luoshi.city.tasks.models import (
    ChangeRequest,
    Event,
    Evidence,
    Milestone,
    Numbering,
    Obstacle,
    ProgressEntry,
    Support,
    Task,
)

YEARS = 20
_WORDS = ("建设", "改造", "新增", "提升", "整治", "推进", "完善", "培育")
_THINGS = (
    "社区菜店", "老旧小区", "公共停车泊位", "高标准农田", "口袋公园", "托育服务点", "排水管网", "农村公路",
    "规上工业企业", "创新平台", "养老床位", "充电桩", "示范村", "学校食堂", "乡镇卫生院", "水库除险加固",
)  # fmt: skip
_UNITS = ("个", "公里", "万亩", "家", "张", "套")
_OPEN = ("in_progress",) * 12 + ("awaiting_review", "awaiting_acceptance", "returned", "extension_asked")
_VERDICTS = ("kept",) * 7 + ("exceeded", "partly", "missed")


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    units: int
    people: int
    tasks: int
    progress: int
    reports: int
    figures: int

    @classmethod
    def scaled(cls, scale: float) -> Size:
        """The whole city at 1; never less than what the pages need."""

        def part(number: int, least: int) -> int:
            return max(least, round(number * scale))

        reports = part(600, YEARS)
        return cls(
            part(200, 20),
            part(2000, 80),
            part(60_000, 8000),
            part(1_000_000, 16_000),
            reports,
            part(300_000, 4000),
        )


@dataclass
class City:
    """What was made that later rows point to."""

    size: Size
    today: date
    units: list[Unit] = field(default_factory=list)
    heads: dict[int, Post] = field(default_factory=dict)
    officers: dict[int, Post] = field(default_factory=dict)
    offices: list[Post] = field(default_factory=list)
    leaders: list[Post] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)  # by post
    promises: dict[int, list[Promise]] = field(default_factory=dict)  # by year


def make_city(scale: float, today: date) -> City:
    """Fill the empty database."""
    draw = random.Random(20)  # noqa: S311 - the same city every time
    city = City(Size.scaled(scale), today)
    rows = Rows()
    _people(city, rows)
    _reports(city, rows)
    _tasks(city, rows, draw)
    rows.finish()
    return city


def _at(day: date) -> datetime:
    return datetime.combine(day, time(2), UTC)


def _people(city: City, rows: Rows) -> None:
    since = date(city.today.year - YEARS, 1, 1)
    password = make_password("nobody signs in with this")
    office, leadership, audit = 0, 1, 2
    for number in range(city.size.units):
        kind = {office: "supervision_office", leadership: "leadership"}.get(number, "department")
        unit = Unit(
            id=number + 1, key=f"u{number}", name=f"第{number}局", kind=kind, position=number, since=since
        )
        city.units.append(unit)
        rows.add(unit, "unit.add")
    each = city.size.people // city.size.units
    for number in range(city.size.people):
        unit = city.units[min(number // each, city.size.units - 1)]
        place = number % each
        role = "unit_head" if place == 0 else "unit_officer"
        if unit.position in (office, leadership, audit):
            role = ("supervision_office", "leader", "auditor")[unit.position]
        post = Post(
            id=number + 1,
            key=f"p{number}",
            unit=unit,
            name=f"岗位{number}",
            role=role,
            position=place,
            since=since,
        )
        person = Person(
            id=number + 1, key=f"p{number}", username=f"p{number}", name=f"人员{number}", password=password,
            password_changed_at=timezone.now(),
        )  # fmt: skip
        rows.add(post, "post.add")
        rows.add(person, "person.add")
        rows.add(Holding(id=number + 1, person=person, post=post, since=since), "holding.add")
        city.people[post.id] = person
        if role == "supervision_office":
            city.offices.append(post)
        elif role == "leader":
            city.leaders.append(post)
        elif role == "unit_head":
            city.heads[unit.id] = post
        elif role == "unit_officer":
            city.officers.setdefault(unit.id, post)


def _reports(city: City, rows: Rows) -> None:
    """Reports of the city and its districts, each with the text and records of a real reading."""
    path = max(demo_folder().iterdir())
    read_ = read(path)
    record = read_.to_dict()
    text = record.pop("text")
    each = city.size.figures // city.size.reports
    figure = promise = 0
    for number in range(city.size.reports):
        year = city.today.year - number % YEARS
        of_city = number < YEARS
        place = "青岚市" if of_city else f"第{number // YEARS}区"
        report = Report(
            id=number + 1, key=f"r{number:012}", file_name=f"{place}-{year}.md", stored="", size=len(text),
            sha256=f"{number:064x}", uploaded_at=_at(date(year, 1, 20)), state="read", progress=100,
            reader="load", text=text, record=record, place=place, year=year,
            title=f"{place}政府工作报告（{year}年）",
            released_at=_at(date(year, 2, 1)) if of_city else None,
        )  # fmt: skip
        rows.add(report, "report.add")
        kept = []
        for one in read_.promises:
            promise += 1
            kept.append(
                Promise(
                    id=promise, key=f"{report.key}-p{one.start}", report=report, position=one.start,
                    start=one.start, end=one.end, text=text[one.start : one.end], kind=one.kind,
                    section_path=[], state="confirmed",
                )
            )  # fmt: skip
            rows.add(kept[-1])
        if of_city:
            city.promises[year] = kept
        for index in range(each):
            one_figure = read_.figures[index % len(read_.figures)]
            figure += 1
            rows.add(
                Figure(
                    id=figure, key=f"{report.key}-f{index}", report=report, start=one_figure.start,
                    end=one_figure.end, quote=one_figure.quote[:200], subject=one_figure.subject[:300],
                    measure=one_figure.measure, low=float(one_figure.low), high=float(one_figure.high),
                    unit=one_figure.unit, bound=one_figure.bound, status=one_figure.status,
                )
            )  # fmt: skip


def _tasks(city: City, rows: Rows, draw: random.Random) -> None:
    a_year = city.size.tasks // YEARS
    departments = [unit for unit in city.units if unit.id in city.heads]
    counts = dict.fromkeys((ProgressEntry, Milestone, Event, Support, Evidence, Obstacle, ChangeRequest), 0)
    identity = 0
    for year in range(city.today.year - YEARS + 1, city.today.year + 1):
        for number in range(1, a_year + 1):
            identity += 1
            task = _task(city, draw, departments, identity, year, number)
            rows.add(task, "task.add", at=task.created_at)
            before, upto = (
                city.size.progress * count // city.size.tasks for count in (identity - 1, identity)
            )
            for row in _story(city, draw, task, upto - before, departments):
                counts[type(row)] += 1
                row.pk = counts[type(row)]
                rows.add(row, f"{row._meta.model_name}.add", at=task.created_at)
        rows.add(Numbering(year=year, last=a_year))


def _task(
    city: City, draw: random.Random, departments: list[Unit], identity: int, year: int, number: int
) -> Task:
    unit = draw.choice(departments)
    thing, amount = draw.choice(_THINGS), float(draw.randrange(5, 500))
    start, due = date(year, 1, 25), date(year, draw.randrange(3, 13), 20)
    closed = year < city.today.year or draw.random() < 0.45
    state = "closed" if closed else draw.choice(_OPEN)
    promises = city.promises.get(year, [])
    promise = promises[number - 1] if number <= len(promises) else None
    words = f"{draw.choice(_WORDS)}{thing}{amount:.0f}{draw.choice(_UNITS)}（{year}年第{number}项）"
    on = min(due, city.today)
    return Task(
        id=identity, key=f"{year}-{number:04}", year=year, number=number, title=words, words=words,
        kind=promise.kind if promise else "task", origin="report" if promise else "meeting", promise=promise,
        report_id=promise.report_id if promise else None, section=f"第{number % 12 + 1}部分",
        section_order=number % 12, lead_unit=unit, sponsor=draw.choice(city.leaders),
        officer=city.officers[unit.id], start=start, due=due, first_due=due, target_low=amount,
        target_high=amount, target_unit="个", state=state, issued_at=_at(start), accepted_at=_at(start),
        submitted_on=on if closed else None, done_on=on if closed else None, closed_on=on if closed else None,
        own_verdict="kept" if closed else "", verdict=draw.choice(_VERDICTS) if closed else "",
        light="grey" if closed else draw.choice(("green", "green", "blue", "yellow", "red")),
        light_since=on, done_amount=amount if closed else amount * draw.random(),
        last_progress_on=on, amount_on=on,
        released_at=_at(start) if draw.random() < 0.6 else None, created_at=_at(start),
    )  # fmt: skip


def _story(
    city: City, draw: random.Random, task: Task, reports: int, departments: list[Unit]
) -> Iterator[Support | Milestone | ProgressEntry | Evidence | Event | Obstacle | ChangeRequest]:
    yield Support(task=task, unit=draw.choice(departments))
    head, officer = city.heads[task.lead_unit_id or 0], city.officers[task.lead_unit_id or 0]
    target = task.target_high or 0
    for quarter in range(1, 5) if draw.random() < 0.3 else ():
        yield Milestone(
            task=task, due=date(task.year, 3 * quarter, 28), amount=target * quarter / 4, words="季度节点"
        )
    days = max(1, (min(task.due, city.today) - task.start).days)
    for index in range(1, reports + 1):
        day = task.start + timedelta(days * index // reports)
        newest = index == reports and task.closed_on is None
        yield ProgressEntry(
            task=task, as_of=day, amount=target * index / reports,
            words=f"第{index}次填报：已完成部分建设任务。",
            next_step="继续推进。", claim="on_track", state="awaiting_review" if newest else "accepted",
            written_by=city.people[officer.id], written_post=officer, written_at=_at(day),
            signed_by=city.people[head.id], signed_at=_at(day),
        )  # fmt: skip
    if task.closed_on:
        yield Evidence(
            task=task, name="验收材料.pdf", sha256=f"{task.pk:064x}", size=1000, media_type="application/pdf",
            added_by=city.people[officer.id], added_at=_at(task.closed_on),
        )  # fmt: skip
    for action, after in (("issue", "awaiting_acceptance"), ("accept", "in_progress")):
        yield Event(task=task, at=_at(task.start), action=action, to_state=after, public=True)
    if task.closed_on:
        yield Event(task=task, at=_at(task.closed_on), action="close", to_state="closed", public=True)
    if draw.random() < 0.1:
        settled = task.closed_on
        yield Obstacle(
            task=task, words="征地尚未完成。", remover=draw.choice(departments), due=task.due,
            entered_by=city.people[officer.id], entered_at=_at(task.start), settled_on=settled,
        )  # fmt: skip
    if task.state == "extension_asked" or draw.random() < 0.03:
        granted = None if task.state == "extension_asked" else True
        yield ChangeRequest(
            task=task, kind="extension", reason="受汛期影响。", wanted_due=task.due + timedelta(30),
            asked_by=city.people[head.id], asked_at=_at(task.start), granted=granted,
        )  # fmt: skip
