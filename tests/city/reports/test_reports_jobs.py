"""Reading as a job: refusals in words, what dies is found, a second run changes nothing, disk and database full."""

from __future__ import annotations

import errno
import os
import sys
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone

from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.config.administration import log_faults
from luoshi.city.reports import jobs
from luoshi.city.reports.actions.correcting import confirm_promise
from luoshi.city.reports.actions.uploading import read_again, reread_all, upload_report
from luoshi.city.reports.models import Figure, Promise, Report
from luoshi.city.reports.opening import bounds
from luoshi.city.reports.projection import Settlement, settlement
from luoshi.city.reports.queries import promises_of
from luoshi.city.reports.reading import reader_name
from luoshi.city.rules.anchors import anchor
from luoshi.city.rules.corrections import Correction, corrected
from luoshi.city.site import uploads
from luoshi.city.site.errors import ForbiddenError, StaleError
from luoshi.city.site.uploads import DiskFullError
from luoshi.errors import InputError
from luoshi.reading.records import Promise as ReadPromise

pytestmark = pytest.mark.django_db
Upload = Callable[..., Report]


def rows(report: Report) -> list[tuple[Any, ...]]:
    promises = Promise.objects.filter(report=report).order_by("pk")
    figures = Figure.objects.filter(report=report).order_by("pk")
    return [*promises.values_list(), *figures.values_list()]


def test_a_second_run_gives_the_same_rows_and_no_entry(report: Report) -> None:
    before, entries = rows(report), Entry.objects.count()
    jobs.read_report.call(report.pk)
    assert (rows(report), Entry.objects.count()) == (before, entries)


def test_the_same_reader_again_gives_the_same_rows(office: Any, report: Report) -> None:
    confirm_promise(actor=office.actor("office"), report_key=report.key, key=promises_of(report)[2].key)
    before = rows(report)
    read_again(actor=office.actor("office"), key=report.key)
    assert rows(report) == before
    assert list(faults()) == []


@pytest.mark.parametrize("begun", [None, timedelta(minutes=16)])
def test_a_reading_that_died_is_found_and_queued_again(report: Report, begun: timedelta | None) -> None:
    now = timezone.now()
    Promise.objects.all().delete()
    Report.objects.update(asked_at=now - timedelta(hours=1), begun_at=begun and now - begun)
    assert jobs.requeue() == 1
    report.refresh_from_db()
    assert (report.state, report.asked_at, promises_of(report).count()) == ("read", None, 6)


def test_a_reading_that_lives_is_left_alone(report: Report) -> None:
    now = timezone.now()
    Report.objects.update(asked_at=now - timedelta(hours=1), begun_at=now)
    assert jobs.requeue() == 0


def test_progress_is_kept_at_every_stage(
    office: Any, monkeypatch: pytest.MonkeyPatch, report_text: str
) -> None:
    reached: list[int] = []
    keep = jobs._reached

    def reach(report: Report, percent: int) -> None:
        reached.append(percent)
        keep(report, percent)

    monkeypatch.setattr(jobs, "_reached", reach)
    upload_report(actor=office.actor("office"), file=SimpleUploadedFile("a.txt", report_text.encode()))
    assert reached == sorted(reached)
    assert Report.objects.get().progress == 100


def test_when_the_program_breaks_the_person_is_told_and_nothing_is_written(
    uploaded: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "read_upload", broken)
    report = uploaded()
    assert (report.state, report.failure["code"]) == ("failed", "city_report_broken")
    assert Promise.objects.count() == 0


def test_a_file_that_is_lost_is_said(office: Any, report: Report) -> None:
    Path(uploads.path_of(report.stored)).unlink()
    read_again(actor=office.actor("office"), key=report.key)
    report.refresh_from_db()
    assert (report.state, report.failure["code"]) == ("read", "city_report_file_lost"), (
        "the last reading holds"
    )
    assert promises_of(report).count() == 6


def test_a_full_disk_takes_nothing_and_the_next_try_succeeds(
    office: Any, report_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def upload() -> Report:
        file = SimpleUploadedFile("a.txt", report_text.encode())
        return upload_report(actor=office.actor("office"), file=file)[0]

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError):
            upload()
        answer = office.client("office").post(
            "/reports/upload/", {"file": SimpleUploadedFile("a.txt", report_text.encode())}
        )
        assert answer.status_code == 507
    assert Report.objects.count() == 0
    assert [path for path in settings.FILES.rglob("*") if path.is_file()] == []
    upload()
    assert Report.objects.get().state == "read"


def test_a_full_database_leaves_the_last_reading(
    office: Any, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(report)

    def full(*given: Any, **named: Any) -> None:
        write(*given, **named)
        raise OperationalError("database or disk is full")

    write = Settlement.write
    with monkeypatch.context() as patch:
        patch.setattr(Settlement, "write", full)
        read_again(actor=office.actor("office"), key=report.key)
    assert rows(report) == before
    assert list(faults()) == []


def test_after_an_upgrade_every_report_of_an_older_reader_is_read_again(report: Report) -> None:
    assert reread_all() == 0
    Report.objects.update(reader="luoshi 0.0.1")
    assert reread_all() == 1
    report.refresh_from_db()
    assert report.reader == reader_name()
    assert list(faults()) == []


def test_only_the_office_uploads(office: Any, report_text: str) -> None:
    for name in ("mayor", "commerce-head", "auditor", "admin"):
        with pytest.raises(ForbiddenError):
            upload_report(actor=office.actor(name), file=SimpleUploadedFile("a.txt", report_text.encode()))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.txt", "a\0b.txt", "\u202eexe.txt", "", "长" * 300 + ".txt"]
)
def test_names_of_files_are_only_names(office: Any, report_text: str, name: str) -> None:
    file = SimpleUploadedFile("a.txt", report_text.encode())
    vars(file)["_name"] = name
    report, _ = upload_report(actor=office.actor("office"), file=file)
    assert not set("/\\\0\u202e") & set(report.file_name)
    assert len(report.file_name) <= 150
    assert uploads.path_of(report.stored).is_relative_to(settings.FILES)


def test_real_reports_go_from_upload_to_correction(office: Any, uploaded: Upload, shared: Path) -> None:
    seeds = sorted((shared / "seeds").iterdir())
    more = [shared / "reports" / "四平市" / "2022.md", shared / "reports" / "广州市" / "2021.md"]
    for path in [*seeds, *(one for one in more if one.exists())]:
        report = uploaded(path.read_bytes(), path.name)
        assert (report.state, report.failure) == ("read", {}), path.name
        assert promises_of(report).count() > 60
        one = promises_of(report)[10]
        confirm_promise(actor=office.actor("office"), report_key=report.key, key=one.key)
        assert office.client("office").get(f"/reports/{report.key}/").status_code == 200
        before = rows(report)
        read_again(actor=office.actor("office"), key=report.key)
        assert rows(report) == before


def test_characters_that_no_database_keeps_are_replaced_one_for_one(
    uploaded: Upload, report_text: str
) -> None:
    lines = "".join(f"<p>{line}</p>" for line in report_text.replace("步行桥", "步&#0;行桥").splitlines())
    report = uploaded(
        f"<html><head><title>青岚市政府工作报告</title></head><body>{lines}</body></html>", "网页.html"
    )
    assert report.state == "read"
    assert "\0" not in report.text
    assert promises_of(report).count() == 6


def test_a_reading_that_died_twice_is_tried_no_more_until_somebody_asks(office: Any, report: Report) -> None:
    Report.objects.update(state="reading", asked_at=timezone.now(), begun_at=timezone.now(), begins=2)
    jobs.read_report.call(report.pk)
    report.refresh_from_db()
    assert (report.state, report.failure["code"], report.asked_at) == ("failed", "city_report_died", None)
    assert "2 次" in InputError(report.failure["code"], **report.failure["details"]).message()
    read_again(actor=office.actor("office"), key=report.key)
    report.refresh_from_db()
    assert (report.state, report.begins, report.failure) == ("read", 0, {})
    assert list(faults()) == []


def test_each_beginning_is_counted(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    class KilledError(BaseException):
        """What no handler sees."""

    def killed(_: Report) -> None:
        raise KilledError

    monkeypatch.setattr(jobs, "read_upload", killed)
    Report.objects.update(state="queued", asked_at=timezone.now())
    for begins in (1, 2):
        with pytest.raises(KilledError):
            jobs.read_report.call(report.pk)
        assert Report.objects.get().begins == begins
    jobs.read_report.call(report.pk)
    assert Report.objects.get().state == "failed"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are the system's")
def test_an_upload_that_takes_all_memory_fails_with_words(
    office: Any, uploaded: Upload, settings: Any
) -> None:
    settings.READING_MEMORY_MB = 64
    report = uploaded(deflated_pdf(inner=200 * 2**20), "膨胀.pdf")
    assert report.state == "failed"
    assert report.failure["code"] in ("confined_memory", "confined_died")
    assert report.begins == 0


def test_a_text_beyond_the_bounds_is_said_with_them(uploaded: Upload, report_text: str) -> None:
    most = bounds().most_characters
    report = uploaded(report_text + "建设道路十公里。\n" * (most // 9), "长.txt")
    assert (report.state, report.failure["code"]) == ("failed", "city_report_most_characters")
    assert report.failure["details"]["most"] == most


def test_a_report_with_the_mark_of_a_state_secret_is_not_kept(
    office: Any, uploaded: Upload, report_text: str, django_capture_on_commit_callbacks: Any
) -> None:
    marked = report_text.replace("（二）建设重点项目", "机密★1年")
    for _ in range(2):  # the same file again as well
        with django_capture_on_commit_callbacks(execute=True):
            uploaded(marked, "青岚市-2026.txt")
        report = Report.objects.get()
        assert (report.state, report.failure["code"], report.text, report.stored) == (
            "failed", "state_secret", "", "",
        )  # fmt: skip
        assert [path for path in settings.FILES.rglob("*") if path.is_file()] == []
    report = Report.objects.get()
    page = office.client("office").get(f"/reports/{report.key}/").content.decode()
    assert f"/reports/{report.key}/remove/" in page
    assert f"/reports/{report.key}/read-again/" not in page
    assert list(log_faults()) == []
    with pytest.raises(StaleError):
        read_again(actor=office.actor("office"), key=report.key)


def test_what_somebody_corrects_meanwhile_is_not_lost(
    office: Any, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []
    work_out = settlement

    def corrected_meanwhile(row: Report, result: Any) -> Any:
        settled = work_out(row, result)
        times.append(1)
        if len(times) == 1:
            confirm_promise(
                actor=office.actor("office"), report_key=report.key, key=promises_of(report)[2].key
            )
        return settled

    monkeypatch.setattr(jobs, "settlement", corrected_meanwhile)
    read_again(actor=office.actor("office"), key=report.key)
    assert len(times) == 2
    assert [one.state for one in promises_of(report)].count("confirmed") == 1
    assert list(faults()) == []


@pytest.mark.parametrize("count", [1000])
def test_settling_takes_time_in_proportion(count: int) -> None:
    def steps(number: int) -> int:
        text = "建成一座桥梁并且通车。" * number
        promises = [
            ReadPromise(at * 11, at * 11 + 10, text[:10], "task", "2026", None, (), None)
            for at in range(number)
        ]
        made = [
            Correction(id=at, kind="confirm", at=(anchor(text, at * 11, at * 11 + 10),))
            for at in range(number)
        ]
        looked = 0

        def count_line(frame: Any, event: str, _: object) -> Any:
            nonlocal looked
            looked += event == "line"
            return count_line

        sys.settrace(count_line)
        try:
            corrected(promises, made, text)
        finally:
            sys.settrace(None)
        return looked

    assert steps(2 * count) < 2.5 * steps(count)


def deflated_pdf(inner: int) -> bytes:
    """A page whose content is deflated twice: a few KB that unpack to ``inner`` bytes."""
    squeezer = zlib.compressobj(9)
    once = b"".join([*(squeezer.compress(b" " * 2**20) for _ in range(inner // 2**20)), squeezer.flush()])
    twice = zlib.compress(once, 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(twice), twice),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    return out + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
