"""A child gives its answer or is ended, and the parent always learns which."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from confinement import children
from luoshi.confinement import BusyError, DroppedError, Limits, OutOfBoundsError, Slots, confined
from luoshi.errors import InputError

LIMITS = Limits(memory_bytes=256 * 2**20, processor_seconds=2, deadline_seconds=20, answer_bytes=10_000)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are the system's")


def test_an_answer_comes_back() -> None:
    assert confined(children.doubled, 21, answer=dict[str, int], limits=LIMITS) == {"doubled": 42}


def test_a_child_does_not_run_the_program_of_its_parent_again(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import operator\nfrom luoshi.confinement import Limits, confined\n"
        "limits = Limits(memory_bytes=2**28, processor_seconds=5, deadline_seconds=20)\n"
        "open('ran', 'a').write('once ')\n"
        "print(confined(operator.add, 1, 2, answer=int, limits=limits))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert (done.stdout, (tmp_path / "ran").read_text(encoding="utf-8")) == ("3\n", "once ")


def test_a_refusal_comes_back_as_itself() -> None:
    with pytest.raises(InputError, match=r"报告\.txt：文件是空的"):
        confined(children.refused, "报告.txt", answer=int, limits=LIMITS)


def test_an_answer_of_another_shape_is_none() -> None:
    with pytest.raises(msgspec.ValidationError):
        confined(children.doubled, 21, answer=list[int], limits=LIMITS)


@linux
@pytest.mark.parametrize(
    ("function", "arguments", "limits", "code"),
    [
        (children.eats, (2**30,), LIMITS, "confined_memory"),
        (children.counts, (), msgspec.structs.replace(LIMITS, processor_seconds=1), "confined_processor"),
        (children.sleeps, (60,), msgspec.structs.replace(LIMITS, deadline_seconds=0.3), "confined_deadline"),
        (children.aborts, (), LIMITS, "confined_died"),
        (children.talks, (20_000,), LIMITS, "confined_answer"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_is_out_of_bounds_is_ended_and_said(
    function: object, arguments: tuple[object, ...], limits: Limits, code: str
) -> None:
    with pytest.raises(OutOfBoundsError) as raised:
        confined(function, *arguments, answer=object, limits=limits)  # type: ignore[arg-type]
    assert raised.value.code == code


@linux
def test_a_child_fills_no_disk(tmp_path: Path) -> None:
    with pytest.raises((OutOfBoundsError, InputError)):
        confined(children.writes, str(tmp_path / "much"), answer=type(None), limits=LIMITS)
    assert (tmp_path / "much").stat().st_size <= 16 * 1024 * 1024


@linux
def test_a_child_stands_behind_everybody_else() -> None:
    assert confined(children.priority, answer=int, limits=LIMITS) >= os.nice(0) + 10


def test_it_says_how_far_it_is() -> None:
    heard: list[int] = []
    assert confined(children.goes_on, answer=str, limits=LIMITS, told=heard.append) == "done"
    assert heard == [10, 60]


def test_what_nobody_waits_for_is_dropped() -> None:
    with pytest.raises(DroppedError):
        confined(children.sleeps, 60, answer=type(None), limits=LIMITS, wanted=lambda: False)


@linux
def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    said = tmp_path / "number"
    folder = Path(children.__file__).parent.parent
    program = "import sys; sys.path.insert(0, sys.argv[1]); from confinement import children; children.parent(sys.argv[2])"
    with subprocess.Popen([sys.executable, "-c", program, str(folder), str(said)]) as parent:
        child = _number(said)
        parent.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not Path(f"/proc/{child}").exists():
            break
        time.sleep(0.1)
    assert not Path(f"/proc/{child}").exists()


def _number(said: Path) -> int:
    for _ in range(200):
        if said.is_file() and (text := said.read_text(encoding="ascii")):
            return int(text)
        time.sleep(0.05)
    raise AssertionError("the child never began")


def test_places_are_given_one_each(tmp_path: Path) -> None:
    slots, others = Slots(tmp_path), Slots(tmp_path)
    with slots.taken(("one", "two"), 0) as first, others.taken(("one", "two"), 0) as second:
        assert {first, second} == {"one", "two"}
        with pytest.raises(BusyError), slots.taken(("one", "two"), 0):
            pass
    with slots.taken(("one",), 0) as again:
        assert again == "one"


def test_who_waits_gets_the_place_that_is_given_back(tmp_path: Path) -> None:
    slots, got = Slots(tmp_path), []

    def wait() -> None:
        with slots.taken(("one",), 20) as name:
            got.append(name)

    with slots.taken(("one",), 0):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert got == []
    waiting.join()
    assert got == ["one"]


def test_who_waits_for_a_place_gives_signs_of_life_and_may_be_dropped(tmp_path: Path) -> None:
    slots, asked = Slots(tmp_path), iter([True, True, False])
    with (
        slots.taken(("one",), 0),
        pytest.raises(DroppedError),
        slots.taken(("one",), 60, lambda: next(asked)),
    ):
        pass
    assert list(asked) == []


def test_a_place_is_given_back_where_the_work_fails(tmp_path: Path) -> None:
    slots = Slots(tmp_path)
    with pytest.raises(ValueError, match="broken"), slots.taken(("one",), 0):
        raise ValueError("broken")
    with slots.taken(("one",), 0) as name:
        assert name == "one"
