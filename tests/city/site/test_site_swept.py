"""What no record rests on is swept: a day later, and never from under somebody who brings it again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from pytest_django.fixtures import Settings

from city.office import Office
from luoshi.city.documents.models import Template
from luoshi.city.site import leftovers, uploads
from luoshi.city.site.leftovers import kept, sweep
from luoshi.city.site.uploads import store
from luoshi.city.tasks.models import Evidence, Task
from luoshi.cli import main

pytestmark = pytest.mark.django_db
DAY = 24 * 3600
MakeTask = Callable[..., Task]


def brought(words: str) -> uploads.Stored:
    return store(SimpleUploadedFile("a.txt", words.encode()))


def aged(path: Path, seconds: float = DAY + 60) -> Path:
    """The file as if it had come earlier."""
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def old(words: str) -> Path:
    return aged(uploads.path_of(brought(words).sha256))


def lying(settings: Settings) -> set[str]:
    return {path.name for path in Path(settings.FILES).rglob("*") if path.is_file()}


def evidence(office: Office, task: Task, file: uploads.Stored) -> Evidence:
    return Evidence.objects.create(
        task=task, name=file.name, sha256=file.sha256, size=file.size, media_type=file.media_type,
        added_by=office.people["commerce-officer"],
    )  # fmt: skip


def test_only_old_files_without_a_record_are_swept(
    office: Office, make_task: MakeTask, settings: Settings
) -> None:
    shown = brought("证据")
    evidence(office, make_task(), shown)
    template = brought("模板")
    Template.objects.create(
        kind="notice", name="a", sha256=template.sha256, size=1, uploaded_by=office.people["office"]
    )
    for file in (shown, template):
        aged(uploads.path_of(file.sha256))
    fresh = brought("刚到")
    orphan = old("没收下")
    (Path(settings.FILES) / ".part-abc").touch()
    broken = aged(Path(settings.FILES) / ".part-abc")
    (Path(settings.FILES) / ".part-new").touch()
    foreign = Path(settings.FILES) / "README"
    foreign.touch()
    aged(foreign)
    assert sweep() == 2
    assert lying(settings) == {shown.sha256, template.sha256, fresh.sha256, ".part-new", "README"}
    assert not orphan.exists()
    assert not broken.exists()
    assert sweep() == 0


@pytest.mark.parametrize("moment", ["before it is put aside", "while it is put aside"])
def test_a_file_brought_again_while_it_is_swept_stays(
    moment: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    path = old("同一份")
    rename, rests = Path.rename, leftovers._rests

    def renamed(self: Path, target: Path) -> Path:
        if self == path and moment.startswith("before"):
            brought("同一份")
        return rename(self, target)

    def rested(sha256: str) -> bool:
        if moment.startswith("while"):
            brought("同一份")
        return rests(sha256)

    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(leftovers, "_rests", rested)
    sweep()
    assert path.read_text(encoding="utf-8") == "同一份"
    assert lying(settings) == {path.name}


@pytest.mark.parametrize("recorded", [True, False])
def test_what_a_killed_sweep_put_aside_is_settled(
    recorded: bool, office: Office, make_task: MakeTask, settings: Settings
) -> None:
    file = brought("放在一边")
    place = uploads.path_of(file.sha256)
    place.rename(aged(place).with_name(f".aside-{file.sha256}-0000"))
    if recorded:
        evidence(office, make_task(), file)
    sweep()
    assert lying(settings) == ({file.sha256} if recorded else set())


def refuse(words: str, meanwhile: Callable[[], object] = lambda: None) -> None:
    """A file is kept for a write that fails."""

    def write() -> None:
        meanwhile()
        raise OperationalError("the write was refused")

    file = SimpleUploadedFile("a.txt", words.encode())
    with suppress(OperationalError), kept([file], allowed=("txt",)):
        write()


def test_a_refused_write_leaves_no_file(settings: Settings) -> None:
    refuse("没收下")
    assert lying(settings) == set()


def test_a_refused_write_takes_nobody_elses_file(settings: Settings) -> None:
    there = brought("两个人都有")
    refuse("两个人都有")
    assert lying(settings) == {there.sha256}


def test_a_file_that_others_bring_meanwhile_stays(settings: Settings) -> None:
    refuse("两个人都有", lambda: brought("两个人都有"))
    assert [uploads.path_of(name).read_text(encoding="utf-8") for name in lying(settings)] == ["两个人都有"]


def test_evidence_that_the_task_does_not_take_is_not_kept(
    office: Office, make_task: MakeTask, settings: Settings
) -> None:
    task = make_task(state="closed")
    form = {"evidence": SimpleUploadedFile("a.txt", b"words")}
    answer = office.client("commerce-head").post(f"/tasks/{task.key}/evidence/", form)
    assert answer.status_code in (400, 409)
    assert lying(settings) == set()


def test_the_daily_run_sweeps_and_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    old("没收下")
    assert main(["city", "daily", "--lang", "en"]) == 0
    assert "removed: 1" in capsys.readouterr().out
    assert main(["city", "daily", "--lang", "en"]) == 0
    assert "removed" not in capsys.readouterr().out
