"""The story of the demonstration: reports uploaded, corrected, decomposed, and tasks on their course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from luoshi.city.demo.actors import Cast, story, text
from luoshi.city.demo.city import sponsor_of
from luoshi.city.demo.courses import COURSES, Telling
from luoshi.city.demo.timeline import Diary, as_of
from luoshi.city.reports.actions.correcting import confirm_promise, edit_promise, exclude_promise
from luoshi.city.reports.actions.releasing import release_report
from luoshi.city.reports.actions.uploading import upload_report
from luoshi.city.reports.jobs import read_report
from luoshi.city.reports.models import Promise, Report
from luoshi.city.tasks.actions.confirmations import about_report
from luoshi.city.tasks.actions.drafts import Source, add_task_from_elsewhere, draft_tasks
from luoshi.city.tasks.actions.release import release_tasks
from luoshi.city.tasks.breakdown.catalog import Catalog
from luoshi.city.tasks.breakdown.deadlines import proposed_nodes
from luoshi.city.tasks.breakdown.suggesting import Suggester
from luoshi.city.tasks.daily import run_daily
from luoshi.city.tasks.models import VERDICTS, Notification, Task
from luoshi.city.tasks.terms import TaskTerms
from luoshi.ledger.api import read_ledger
from luoshi.ledger.records import Account

_EARLIER = 24
# The daily run, on some days only: it looks back at those between.
_DAILY = (-42, -35, -28, -21, -14, -7, -3, -1, 0)
_A_YEAR = 365


def tell_story() -> None:
    """Fill the city's office with everything that ``story.toml`` tells, up to now."""
    today = timezone.localdate()
    diary, cast = Diary(today), Cast()
    reports = _reports(cast, diary)
    newest = reports[-1]
    with as_of(diary.day(story()["breakdown"] - _A_YEAR)):
        _earlier(cast, diary, reports[-2])
    with as_of(diary.day(story()["breakdown"])):
        _correct(cast, newest)
        told = [*_decompose(cast, diary, newest), *_from_elsewhere(cast, diary)]
    for one in told:
        COURSES[one.row["course"]](one)
    for day in _DAILY:
        diary.on(day, lambda: run_daily(timezone.localdate()))
    diary.run()
    # Older notifications were read: nobody works with hundreds of unread ones.
    Notification.objects.filter(on__lt=diary.day(-7)).update(read_at=timezone.now())


def _reports(cast: Cast, diary: Diary) -> list[Report]:
    """The bundled reports, uploaded in their years, read and released."""
    folder = files("luoshi.demo").joinpath("reports")
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    found = []
    for back, path in zip(range(len(paths) - 1, -1, -1), paths, strict=True):
        with as_of(diary.day(story()["upload"] - back * _A_YEAR)):
            content = ContentFile(path.read_bytes(), name=path.name)
            report, _ = upload_report(actor=cast.office, file=content)
            read_report.call(report.pk)
            found.append(release_report(actor=cast.office, key=report.key))
    return found


def _correct(cast: Cast, report: Report) -> None:
    for row in story()["exclude"]:
        for words in row["words"]:
            promise = _promise(report, words)
            exclude_promise(actor=cast.office, report_key=report.key, key=promise.key, reason=row["reason"])
    for row in story()["edit"]:
        promise = _promise(report, row["words"])
        edit_promise(
            actor=cast.office, report_key=report.key, key=promise.key, start=promise.start,
            end=promise.end, kind=row["kind"],
        )  # fmt: skip
    for row in story()["task"][:5]:
        confirm_promise(actor=cast.office, report_key=report.key, key=_promise(report, row["words"]).key)


def _promise(report: Report, words: str) -> Promise:
    """The promise of the report that holds ``words``."""
    return Promise.objects.filter(report=report, present=True, text__contains=words)[:1].get()


def _decompose(cast: Cast, diary: Diary, report: Report) -> Iterator[Telling]:
    """Tasks of promises, as the program proposes them and a person decides."""
    suggester = Suggester(Catalog(timezone.localdate()), "zh", diary.day(story()["upload"]))
    for row in story()["task"]:
        promise = _promise(report, row["words"])
        figures, year = list(promise.figures.all()), report.year or diary.today.year
        drafts: Sequence[TaskTerms] = (suggester.draft(promise, year, figures),)
        if row.get("split"):
            drafts = suggester.drafts_by_target(promise, year, figures)
        decided = [_decided(one, row, cast, diary) for one in drafts]
        # Two tasks of the story may come from one promise.
        submission = f"{promise.key} {row['words'][:24]}"
        for task in _drafted(cast, promise, decided, submission):
            yield Telling(task.key, row, cast, diary)


def _drafted(cast: Cast, promise: Promise, drafts: Sequence[TaskTerms], submission: str) -> list[Task]:
    """Tasks of the promise, whatever it has already and however long ago the report's year was."""
    known = list(Task.objects.filter(promise=promise).values_list("key", flat=True))
    asked = about_report(promise.report, timezone.localdate())
    return draft_tasks(
        actor=cast.office,
        promise=promise.key,
        drafts=drafts,
        submission=submission,
        known=known,
        confirmed=[one.key for one in asked],
    )


def _from_elsewhere(cast: Cast, diary: Diary) -> Iterator[Telling]:
    for row in story()["elsewhere"]:
        source = Source(origin=row["origin"], origin_words=row["origin_words"], words=row["words"])
        bare = TaskTerms(title=row["title"], start=diary.today, due=diary.today)
        if "target" in row:
            target = float(row["target"])
            bare = replace(bare, target_low=target, target_high=target, target_unit=row["unit"])
        draft = _decided(bare, row, cast, diary)
        task = add_task_from_elsewhere(actor=cast.office, source=source, draft=draft, submission=row["title"])
        yield Telling(task.key, row, cast, diary)


def _decided(draft: TaskTerms, row: dict[str, Any], cast: Cast, diary: Diary) -> TaskTerms:
    """The draft with the units, days and milestones of the story."""
    lead, start = row["lead"], diary.day(row.get("start", story()["upload"]))
    return _dated(
        replace(
            draft,
            lead_unit=cast.units[lead],
            supporting=tuple(cast.units[key] for key in row.get("with", ())),
            sponsor=cast.posts[row.get("sponsor") or sponsor_of(lead)],
            officer=cast.posts[f"{lead}-officer"],
        ),
        start,
        diary.day(row["due"]),
    )


def _dated(draft: TaskTerms, start: date, due: date) -> TaskTerms:
    grows = any(node.amount is not None for node in draft.milestones)
    nodes = proposed_nodes(
        draft.kind, start, due, draft.target_low if grows else None, accrues=grows, today=start
    )
    return replace(draft, start=start, due=due, milestones=nodes if grows or draft.target_low is None else ())


def _earlier(cast: Cast, diary: Diary, report: Report) -> None:
    """Promises of the year before, closed with the verdict that the next report gives."""
    suggester = Suggester(Catalog(timezone.localdate()), "zh", diary.day(story()["upload"] - _A_YEAR))
    start, due = diary.day(story()["upload"] - _A_YEAR), diary.day(story()["upload"] - 20)
    done: set[int] = set()
    for account in _accounts(report.year or 0):
        promise = Promise.objects.filter(
            report=report, present=True, start__lte=account.promised.start, end__gte=account.promised.end
        ).first()
        if promise is None or promise.pk in done or len(done) >= _EARLIER:
            continue
        draft = suggester.draft(promise, report.year or 0, list(promise.figures.all()))
        if draft.lead_unit is None or f"{draft.lead_unit.key}-head" not in cast.posts:
            continue
        done.add(promise.pk)
        draft = _dated(replace(draft, sponsor=cast.posts[sponsor_of(draft.lead_unit.key)]), start, due)
        (task,) = _drafted(cast, promise, [draft], promise.key)
        sentence = account.outcome.sentence if account.outcome else ""
        row = {"due": story()["upload"] - 20, "verdict": account.verdict, "course": "earlier"}
        _closing(Telling(task.key, row, cast, diary), " ".join(sentence.split())[:200])


def _closing(one: Telling, sentence: str) -> None:
    begun = story()["breakdown"] - _A_YEAR
    one.move(begun + 1, "issue", "office")
    one.move(begun + 3, "accept", "head")
    one.diary.on(begun + 4, lambda: release_tasks(actor=one.cast.office, keys=[one.key]))
    one.report(begun + 150, 1.0, claim="on_track")
    one.finish(one.due - 6, {"exceeded": 1.05, "partly": 0.85, "missed": 0.7}.get(one.row["verdict"], 1.0))
    words = text("earlier_approve", sentence=sentence)
    one.move(one.due + 22, "approve", "office", verdict=one.row["verdict"], verdict_words=words)
    one.move(one.due + 23, "close", "office")


def _accounts(year: int) -> list[Account]:
    """What became of the promises of ``year``, where the next report says so."""
    folder = files("luoshi.demo").joinpath("reports")
    accounts = read_ledger([str(path) for path in sorted(map(str, folder.iterdir()))]).accounts
    return [one for one in accounts if one.year == year and one.verdict in VERDICTS and one.outcome]
