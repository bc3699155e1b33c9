"""``luoshi read``: records out, a clear line for what cannot be read, and nothing half-written."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import polars as pl
import pytest
from rich.cells import cell_len

from luoshi import batch
from luoshi.cli import main, outcomes
from luoshi.cli.progress import Progress
from luoshi.cli.reading import run_read
from luoshi.errors import InputError
from luoshi.output.formats import Request
from luoshi.reading.text import Source

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process; its exit code and what stands on both outputs."""
    monkeypatch.setenv("LUOSHI_LANG", "en")
    monkeypatch.delenv("LUOSHI_DEBUG", raising=False)

    def runner(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return runner


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.docx"
    path.write_bytes(b"this is no Word file")
    return path


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "luoshi.cli", *map(str, arguments)]


def test_pipe_gets_a_figure_a_line(run: Run, fictional: tuple[Path, ...]) -> None:
    code, out, err = run("read", fictional[1])
    assert (code, err) == (0, "")
    text = fictional[1].read_text(encoding="utf-8")
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) > 50
    for line in lines:
        assert line["file"] == str(fictional[1])
        assert text[line["start"] : line["end"]] == line["quote"]


@pytest.mark.parametrize("only", ["figures", "promises", "projects", "problems", "outline"])
def test_only_chooses_the_records(run: Run, fictional: tuple[Path, ...], only: str) -> None:
    code, out, _ = run("read", *fictional, "--only", only)
    assert code == 0
    assert out


def test_several_processes_give_the_same_bytes(run: Run, fictional: tuple[Path, ...], bad: Path) -> None:
    paths = [*fictional, bad, *fictional]
    one, two = run("read", *paths, "--jobs", 1), run("read", *paths, "--jobs", 2)
    assert one == two
    assert one[0] == 2


def test_files_of_a_folder_are_read_by_name(run: Run, fictional: tuple[Path, ...]) -> None:
    code, out, _ = run("read", fictional[0].parent)
    assert code == 0
    files = list(dict.fromkeys(json.loads(line)["file"] for line in out.splitlines()))
    assert files == [str(path) for path in fictional]


@pytest.mark.parametrize("jobs", [1, 2])
def test_collection_is_read_row_by_row(
    run: Run, fictional: tuple[Path, ...], tmp_path: Path, jobs: int
) -> None:
    collection = tmp_path / "all.jsonl"
    rows = [{"名称": path.stem, "正文部分": path.read_text(encoding="utf-8")} for path in fictional]
    collection.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    code, out, _ = run("read", collection, "--columns", "text=正文部分,title=名称", "--jobs", jobs)
    assert code == 0
    files = list(dict.fromkeys(json.loads(line)["file"] for line in out.splitlines()))
    assert files == [f"{collection}#{number}" for number in range(1, len(rows) + 1)]


def test_place_and_year_are_taken_from_the_user(run: Run, fictional: tuple[Path, ...]) -> None:
    _, out, _ = run("read", fictional[0], "--year", 1999, "--place", "四平市")
    first = json.loads(out.splitlines()[0])
    assert (first["report_year"], first["report_place"]) == (1999, "四平市")


def test_bad_files_get_a_line_each_and_the_others_go_on(
    run: Run, fictional: tuple[Path, ...], bad: Path
) -> None:
    code, out, err = run("read", "/nowhere/a.txt", fictional[0], bad)
    assert code == 2
    assert out
    lines = err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("luoshi: /nowhere/a.txt: ")
    assert lines[1].startswith(f"luoshi: {bad}: ")


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx", "parquet", "html", "txt"])
def test_nothing_is_written_where_nothing_could_be_read(
    run: Run, bad: Path, tmp_path: Path, suffix: str
) -> None:
    code, out, _ = run("read", bad, "-o", tmp_path / "new" / f"a.{suffix}")
    assert (code, out) == (2, "")
    assert sorted(tmp_path.iterdir()) == [bad]


def test_suffix_of_the_output_tells_the_format(run: Run, fictional: tuple[Path, ...], tmp_path: Path) -> None:
    assert run("read", fictional[0], "-o", tmp_path / "a.csv")[:2] == (0, "")
    assert run("read", fictional[0], "-o", tmp_path / "a.parquet")[:2] == (0, "")
    table = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert len(table) == pl.read_parquet(tmp_path / "a.parquet").height


def test_dash_is_standard_input_and_output(fictional: tuple[Path, ...]) -> None:
    arguments = command("read", "-", "-o", "-", "--jobs", 2)
    done = subprocess.run(arguments, input=fictional[0].read_bytes(), capture_output=True, check=True)
    assert json.loads(done.stdout.splitlines()[0])["file"] == "-"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read"], "FILE… is missing"),
        (["read", "a", "--colour"], "there is no option --colour"),
        (["write"], "there is no command “write”"),
        (["read", "a", "--format", "doc"], "--format cannot be “doc”; it can be table | jsonl"),
        (["read", "a", "--jobs", "two"], "--jobs cannot be “two”; it should be a whole number from 0 on"),
        (["read", "a", "--jobs", "-1"], "--jobs cannot be “-1”; it should be a whole number from 0 on"),
        (
            ["serve", "--port", "99999"],
            "--port cannot be “99999”; it should be a whole number from 0 to 65535",
        ),
        (["read", "a", "--year", "x"], "--year cannot be “x”; it should be a whole number."),
        (
            ["city", "restore", "/nowhere.tar"],
            "FILE cannot be “/nowhere.tar”; no file that can be used is there",
        ),
        (["serve", "now", "please"], "“now please” is more than the command takes; see luoshi serve --help"),
        (["read", "a", "--any=3"], "--any takes no value; see luoshi read --help"),
        (["read", "a", "--columns", "text"], "--columns cannot be “text”; write text="),
        (["read", "a", "--columns", "colour=x"], "--columns cannot be “colour=x”"),
        (["read", "a", "--year"], "--year needs a value; see luoshi read --help"),
        (["read", "a", "--lang", "fr"], "--lang cannot be “fr”; it can be zh | en"),
    ],
)
def test_a_wrong_command_gets_one_line(run: Run, arguments: list[str], says: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["xlsx", "parquet", "html"])
def test_some_formats_ask_for_a_file(run: Run, fictional: tuple[Path, ...], name: str) -> None:
    code, out, err = run("read", fictional[0], "--format", name)
    assert (code, out) == (2, "")
    assert "-o" in err


def test_output_does_not_overwrite_what_is_read(
    run: Run, fictional: tuple[Path, ...], tmp_path: Path
) -> None:
    copy = tmp_path / "a.txt"
    copy.write_bytes(fictional[0].read_bytes())
    code, _, err = run("read", copy, "-o", tmp_path / "." / "a.txt")
    assert code == 2
    assert "overwrite" in err
    assert copy.read_bytes() == fictional[0].read_bytes()


def test_a_place_that_cannot_be_written_gets_one_line(
    run: Run, fictional: tuple[Path, ...], bad: Path
) -> None:
    code, _, err = run("read", fictional[0], "-o", bad / "a.csv")
    assert code == 2
    assert err.count("\n") == 1
    assert str(bad) in err


def test_html_of_several_is_a_folder(run: Run, fictional: tuple[Path, ...], tmp_path: Path) -> None:
    code, _, _ = run("read", *fictional, "--format", "html", "-o", tmp_path / "pages", "--jobs", 2)
    assert code == 0
    assert len(list((tmp_path / "pages").glob("*.html"))) == len(fictional) + 1


def test_a_closed_pipe_is_quiet(fictional: tuple[Path, ...]) -> None:
    with subprocess.Popen(
        command("read", *fictional * 20), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupt_ends_quietly_and_leaves_nothing(tmp_path: Path, jobs: int) -> None:
    pipe = tmp_path / "never.txt"
    os.mkfifo(pipe)
    out = tmp_path / "a.csv"
    arguments = command("read", pipe, "-o", out, "--jobs", jobs, "--lang", "en")
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stderr
        # The reader is there as soon as the pipe can be opened for writing.
        with pipe.open("wb"):
            os.killpg(process.pid, signal.SIGINT)
            if jobs == 1:
                err = process.stderr.read()
        err = err if jobs == 1 else process.stderr.read()
        assert process.wait() == 130
    assert err.decode() == "luoshi: Interrupted; no incomplete file was left.\n"
    assert sorted(tmp_path.iterdir()) == [pipe]


class DeadlyPath(str):
    """The path of a file that ends every process that opens it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def test_file_that_ends_its_process_gets_one_line_and_the_others_are_read(
    fictional: tuple[Path, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, hurt = tmp_path / "whole.jsonl", tmp_path / "hurt.jsonl"
    paths = [str(path) for path in fictional] * 3
    job = outcomes.Job(request=Request("jsonl", None, "en"))
    assert run_read(paths, job, whole, 2) == 0
    assert run_read([*paths[:2], DeadlyPath("deadly.txt"), *paths[2:]], job, hurt, 2) == 2
    assert hurt.read_bytes() == whole.read_bytes()
    err = capfd.readouterr().err
    assert err.startswith("luoshi: deadly.txt: ")
    assert err.count("\n") == 1


class BrokenError(Exception):
    pass


def broken(*_: object, **__: object) -> NoReturn:
    raise BrokenError("it broke")


def test_an_error_of_the_program_gets_one_line(
    run: Run, fictional: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "read_source", broken)
    code, out, err = run("read", fictional[0])
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "BrokenError: it broke" in err
    assert "LUOSHI_DEBUG=1" in err
    monkeypatch.setenv("LUOSHI_DEBUG", "1")
    assert "Traceback" in run("read", fictional[0])[2]


@pytest.mark.parametrize("jobs", [1, 2])
def test_encoding_is_taken_from_the_user(
    run: Run, fictional: tuple[Path, ...], tmp_path: Path, jobs: int
) -> None:
    copy = tmp_path / "a.txt"
    copy.write_text(fictional[0].read_text(encoding="utf-8"), encoding="utf-16-le")
    code, out, _ = run("read", copy, "--encoding", "utf-16-le", "--jobs", jobs)
    assert code == 0
    assert out
    code, out, err = run("read", copy, "--encoding", "klingon", "--jobs", jobs)
    assert (code, out) == (2, "")
    assert "klingon" in err
    assert err.count("\n") == 1


def test_what_is_no_report_is_read_with_any(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("亲爱的朋友：\n\n见信好。今年村里新修公路12公里。\n", encoding="utf-8")
    code, out, err = run("read", letter)
    assert (code, out) == (2, "")
    assert "--any" in err
    code, out, _ = run("read", letter, "--any")
    assert code == 0


@pytest.mark.parametrize("flag", ["--version", "--help", "-h"])
def test_version_and_help(run: Run, flag: str) -> None:
    code, out, err = run(flag)
    assert (code, err) == (0, "")
    assert "luoshi" in out.lower()


COMMANDS: tuple[list[str], ...] = (
    [],
    ["read"],
    ["reconcile"],
    ["panel"],
    ["check"],
    ["demo"],
    ["serve"],
    ["city"],
    ["city", "restore"],
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("columns", [80, 140])
def test_help_is_in_the_users_language_and_as_wide_as_it_looks(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, chinese, _ = run(*arguments, "--lang", "zh", "--help")
    _, english, _ = run(*arguments, "--lang", "en", "--help")
    assert chinese.startswith("用法：luoshi")
    assert english.startswith("Usage: luoshi")
    assert [
        word for word in ("Usage", "OPTIONS", "COMMAND", "ARGS", "default:", "required") if word in chinese
    ] == []
    assert not re.search("[\u4e00-\u9fff]", english.replace("text=正文", ""))
    for text in (chinese, english):
        assert max(map(cell_len, text.splitlines())) <= columns


def test_a_group_without_a_command_shows_its_help(run: Run) -> None:
    code, out, err = run("city")
    assert (code, err) == (0, "")
    assert "verify-log" in out


def test_errors_come_in_the_order_of_the_files(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(path: str, **_: object) -> Iterator[Source | InputError]:
        yield InputError("empty_file", path)

    monkeypatch.setattr(batch, "sources", found)
    _, _, err = run("read", *"abcdefg")
    assert [line.split(":")[1].strip() for line in err.splitlines()] == list("abcdefg")


def test_progress_counts_what_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Progress("en") as progress:
        progress.found(20)
        progress.done()
        progress.say("a line [b]")
        places = progress.stage("Reconciling places")
        places.found(2)
        places.done()
    err = capsys.readouterr().err
    assert "Reading" in err
    assert "Reconciling places" in err
    assert "1/2" in err
    assert "a line [b]" in err
