"""Corrections of promises and figures: kept apart, winning, surviving a newer reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.reports.actions.correcting import (
    add_promise,
    confirm_promise,
    confirm_rest,
    edit_promise,
    exclude_promise,
    include_promise,
    join_promises,
    split_promise,
    withdraw_correction,
)
from luoshi.city.reports.actions.figures import add_figure, correct_figure
from luoshi.city.reports.actions.uploading import read_again
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.queries import coverage, promises_of, unplaced_corrections
from luoshi.city.rules.figure_corrections import FigureEdit
from luoshi.city.site.errors import ForbiddenError, StaleError
from luoshi.errors import UsageError

pytestmark = pytest.mark.django_db
Install = Callable[..., None]


def promise(report: Report, words: str) -> Promise:
    return Promise.objects.get(report=report, present=True, text__contains=words)


def spans(report: Report) -> list[tuple[str, str]]:
    return [(one.text, one.state) for one in promises_of(report)]


def at(report: Report, words: str) -> tuple[int, int]:
    start = report.text.rindex(words)
    return start, start + len(words)


def test_a_report_is_read_into_promises_and_figures(report: Report) -> None:
    assert (report.state, report.progress, report.year, report.place) == ("read", 100, 2026, "青岚市")
    assert [one.key for one in promises_of(report)] == [f"{report.key}-p{n:04}" for n in range(1, 7)]
    shops = promise(report, "菜店40个")
    assert shops.section_path == ["二、2026年工作安排", "（一）办好民生实事"]
    assert [one.quote for one in shops.figures.all()] == ["40个", "52个"]
    assert Figure.objects.filter(report=report).count() == 9
    assert list(faults()) == []


def test_confirm_exclude_include(office: Any, report: Report) -> None:
    actor = office.actor("office")
    shops, bridge = promise(report, "菜店40个"), promise(report, "步行桥")
    confirm_promise(actor=actor, report_key=report.key, key=shops.key)
    exclude_promise(actor=actor, report_key=report.key, key=bridge.key, reason="与其他承诺重复")
    assert coverage(report) == {"unconfirmed": 4, "confirmed": 1, "excluded": 1, "total": 6}
    bridge.refresh_from_db()
    assert bridge.exclusion_reason == "与其他承诺重复"
    include_promise(actor=actor, report_key=report.key, key=bridge.key)
    bridge.refresh_from_db()
    assert (bridge.state, bridge.exclusion_reason) == ("confirmed", "")
    assert list(faults()) == []


def test_an_exclusion_is_explained(office: Any, report: Report) -> None:
    one = promise(report, "步行桥")
    with pytest.raises(UsageError):
        exclude_promise(actor=office.actor("office"), report_key=report.key, key=one.key, reason="  ")
    assert Correction.objects.count() == 0


def test_an_edit_keeps_the_key(office: Any, report: Report) -> None:
    before = promise(report, "步行桥")
    start, end = at(report, "建成云溪路步行桥，推进东湖湿地修复")
    after = edit_promise(
        actor=office.actor("office"),
        report_key=report.key,
        key=before.key,
        start=start,
        end=end,
        kind="project",
    )
    assert (after.pk, after.key, after.kind, after.origin) == (before.pk, before.key, "project", "person")
    assert after.text == "建成云溪路步行桥，推进东湖湿地修复"


def test_a_split_keeps_the_key_for_the_longest_part_and_joining_gives_it_back(
    office: Any, report: Report
) -> None:
    actor, before = office.actor("office"), promise(report, "步行桥")
    parts = [at(report, "建成云溪路步行桥"), at(report, "推进东湖湿地修复"), at(report, "加强食品安全监管")]
    split_promise(actor=actor, report_key=report.key, key=before.key, parts=parts)
    pieces = [promise(report, words) for words in ("步行桥", "湿地", "食品")]
    assert sum(one.key == before.key for one in pieces) == 1
    assert {one.key for one in pieces} - {before.key} == {f"{report.key}-p0007", f"{report.key}-p0008"}
    whole = join_promises(actor=actor, report_key=report.key, keys=[one.key for one in pieces])
    assert (whole.start, whole.end) == (before.start, before.end)
    assert len(spans(report)) == 6
    add_promise(actor=actor, report_key=report.key, start=10, end=20, kind="task")
    assert Promise.objects.latest("pk").key == f"{report.key}-p0009", "a number is never given twice"


def test_a_promise_on_which_a_task_rests_is_never_deleted(
    office: Any, report: Report, make_task: Any
) -> None:
    actor = office.actor("office")
    first, second = promise(report, "菜店40个"), promise(report, "步行桥")
    task = make_task(promise=second, report=report)
    joined = join_promises(actor=actor, report_key=report.key, keys=[first.key, second.key])
    assert joined.pk == second.pk, "the row with the task goes on"
    withdraw_correction(actor=actor, report_key=report.key, number=Correction.objects.get().pk)
    task.refresh_from_db()
    assert "步行桥" in task.promise.text
    make_task(promise=promise(report, "菜店40个"), report=report)
    join_promises(actor=actor, report_key=report.key, keys=[one.key for one in promises_of(report)[2:4]])
    assert Promise.objects.filter(report=report, present=False, tasks__isnull=False).count() == 1


def test_what_somebody_changed_since_is_refused(office: Any, report: Report) -> None:
    actor, one = office.actor("office"), promise(report, "步行桥")
    seen = (one.start, one.end)
    start, end = at(report, "建成云溪路步行桥")
    edit_promise(actor=actor, report_key=report.key, key=one.key, start=start, end=end, kind="task")
    with pytest.raises(StaleError):
        confirm_promise(actor=actor, report_key=report.key, key=one.key, seen=seen)


@pytest.mark.parametrize("extent", [(5, 5), (9, 3), (-1, 4), (0, 10**6)])
def test_impossible_extents_are_refused(office: Any, report: Report, extent: tuple[int, int]) -> None:
    one = promise(report, "步行桥")
    with pytest.raises(UsageError):
        edit_promise(
            actor=office.actor("office"), report_key=report.key, key=one.key, start=extent[0], end=extent[1], kind="task"
        )  # fmt: skip


def test_confirming_the_rest_of_a_section(office: Any, report: Report) -> None:
    actor = office.actor("office")
    exclude_promise(actor=actor, report_key=report.key, key=promise(report, "步行桥").key, reason="重复")
    assert confirm_rest(actor=actor, report_key=report.key, section=2) == 1
    assert confirm_rest(actor=actor, report_key=report.key, section=2) == 0
    assert coverage(report) == {"unconfirmed": 4, "confirmed": 1, "excluded": 1, "total": 6}


def test_figures_are_edited_excluded_added(office: Any, report: Report) -> None:
    actor = office.actor("office")
    shops = Figure.objects.get(report=report, quote="40个")
    edited = correct_figure(
        actor=actor, report_key=report.key, key=shops.key, kind="edit",
        fields=FigureEdit(subject="社区菜店", low=45.0, high=45.0, bound="at_least"),
    )  # fmt: skip
    assert (edited.key, edited.subject, edited.low, edited.bound, edited.unit) == (
        shops.key,
        "社区菜店",
        45.0,
        "at_least",
        "个",
    )
    assert (edited.origin, edited.state, edited.promise_id) == ("person", "confirmed", shops.promise_id)
    gone = correct_figure(
        actor=actor, report_key=report.key, key=shops.key, kind="exclude", reason="不是指标"
    )
    assert gone.state == "excluded"
    start, end = at(report, "第五次")
    added = add_figure(
        actor=actor, report_key=report.key, start=start, end=end,
        figure=FigureEdit(subject="会议", low=5.0, high=5.0, unit="次"),
    )  # fmt: skip
    assert added.key == f"{report.key}-f0010"
    assert list(faults()) == []


def test_a_withdrawn_correction_counts_no_more_and_stays_on_record(office: Any, report: Report) -> None:
    actor, one = office.actor("office"), promise(report, "步行桥")
    exclude_promise(actor=actor, report_key=report.key, key=one.key, reason="重复")
    row = Correction.objects.get()
    withdraw_correction(actor=actor, report_key=report.key, number=row.pk)
    withdraw_correction(actor=actor, report_key=report.key, number=row.pk)
    one.refresh_from_db()
    assert one.state == "unconfirmed"
    assert Entry.objects.filter(action="correction.withdraw").count() == 1
    assert list(faults()) == []


def test_corrections_survive_a_reader_that_cuts_differently(
    office: Any, report: Report, newer_reader: Install, make_task: Any
) -> None:
    actor, key = office.actor("office"), report.key
    bridge, shops = promise(report, "步行桥"), promise(report, "菜店40个")
    task = make_task(promise=shops, report=report)
    exclude_promise(actor=actor, report_key=key, key=bridge.key, reason="重复")
    start, end = at(report, "新建社区菜店40个")
    edit_promise(actor=actor, report_key=key, key=shops.key, start=start, end=end, kind="livelihood")
    newer_reader([at(report, "新建社区菜店40个，改造老旧小区52个；建成云溪路步行桥，推进东湖湿地修复，加强食品安全监管"), at(report, "引进青岚湾海水淡化项目")])  # fmt: skip
    read_again(actor=actor, key=key)
    report.refresh_from_db()
    assert (report.reader, report.asked_at, report.state) == ("luoshi 99", None, "read")
    assert spans(report)[0] == ("新建社区菜店40个", "confirmed")
    assert ("建成云溪路步行桥，推进东湖湿地修复，加强食品安全监管", "excluded") in spans(report)
    task.refresh_from_db()
    assert (task.promise.text, task.promise.key, task.promise.present) == (
        "新建社区菜店40个",
        shops.key,
        True,
    )
    assert promise(report, "步行桥").key == bridge.key
    assert promise(report, "海水淡化").key.endswith("-p0006")
    assert list(faults()) == []


def test_words_that_moved_are_found_again_and_words_that_are_gone_wait_for_a_person(
    office: Any, report: Report, newer_reader: Install
) -> None:
    actor, key = office.actor("office"), report.key
    bridge, port = promise(report, "步行桥"), promise(report, "海水淡化")
    confirm_promise(actor=actor, report_key=key, key=bridge.key)
    confirm_promise(actor=actor, report_key=key, key=port.key)
    text = "　　青岚市人民政府网\n" + report.text.replace("引进青岚湾海水淡化项目，日产淡水5万吨。", "")
    words = "建成云溪路步行桥，推进东湖湿地修复，加强食品安全监管"
    newer_reader([(text.index(words), text.index(words) + len(words))], text)
    read_again(actor=actor, key=key)
    report.refresh_from_db()
    assert spans(report) == [(words, "confirmed")]
    assert promise(report, "步行桥").key == bridge.key
    assert [one.start for one in unplaced_corrections(report)] == [port.start]


def test_others_correct_nothing(office: Any, report: Report) -> None:
    one = promise(report, "步行桥")
    for name in ("mayor", "commerce-head", "commerce-officer", "auditor", "admin"):
        with pytest.raises(ForbiddenError):
            confirm_promise(actor=office.actor(name), report_key=report.key, key=one.key)


def test_settling_takes_as_many_queries_for_one_promise_as_for_many(
    office: Any, report: Report, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        confirm_promise(
            actor=office.actor("office"), report_key=report.key, key=promise(report, "步行桥").key
        )
