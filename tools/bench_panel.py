"""Measure the panel: time with one and two processes, and memory as the number of reports grows.

`rows_of_panel` gives rows for tools/bench.py; run alone, this prints them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from corpus import demo_folder, shared_folder

_TIMES_LARGER = 4
_DEMO_TIMES = 20


class PanelRun(NamedTuple):
    """A run of ``luoshi panel``: wall seconds, and the peak of its largest process in MB."""

    seconds: float
    megabytes: float


def run_panel(folder: Path, out: Path, *options: str) -> PanelRun:
    """Run the whole command over ``folder``, writing ``out``."""
    luoshi = Path(sys.executable).with_name("luoshi")
    command = [str(luoshi), "panel", str(folder), "-o", str(out), *options]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        errors = process.stderr.read() if process.stderr else ""
        _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if not out.exists():
        sys.exit(f"bench: luoshi panel wrote nothing: {errors.strip()}")
    return PanelRun(seconds, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))


def many_times(folder: Path, target: Path, times: int) -> Path:
    """``target`` with the files of ``folder`` ``times`` over, each with a line of its own at the end."""
    for number in range(times):
        copy = target / f"copy{number}"
        shutil.copytree(folder, copy)
        for path in copy.rglob("*"):
            if path.suffix in {".md", ".txt"}:
                path.write_bytes(path.read_bytes() + f"\n{number}\n".encode())
    return target


def rows_of_panel(folder: Path) -> list[tuple[str, str]]:
    """Time with one and two processes and with everything known; memory with more reports and by format."""
    with tempfile.TemporaryDirectory() as made:
        here = Path(made)
        one = run_panel(folder, here / "one.parquet")
        two = run_panel(folder, here / "two.parquet", "--jobs", "2")
        again = run_panel(folder, here / "one.parquet")
        more = run_panel(
            many_times(folder, here / "more", _TIMES_LARGER), here / "more.parquet", "--jobs", "2"
        )
        same = (here / "one.parquet").read_bytes() == (here / "two.parquet").read_bytes()
        formats = [
            (suffix, run_panel(folder, here / f"one.{suffix}", "--cache", str(here / "one.cache")))
            for suffix in ("csv", "xlsx", "dta")
        ]
    return [
        ("`luoshi panel` on the folder, `--jobs 1`, seconds", f"{one.seconds:.1f}"),
        ("`luoshi panel` on the folder, `--jobs 2`, seconds", f"{two.seconds:.1f}"),
        ("panels with `--jobs 1` and `--jobs 2` are the same bytes", "yes" if same else "no"),
        ("`luoshi panel` again, nothing changed, seconds", f"{again.seconds:.1f}"),
        ("panel, peak memory with `--jobs 1`, MB", f"{one.megabytes:.0f}"),
        ("panel, peak memory of the largest process with `--jobs 2`, MB", f"{two.megabytes:.0f}"),
        (f"… with {_TIMES_LARGER} times the reports, MB", f"{more.megabytes:.0f}"),
        *((f"panel as .{suffix} from the cache, peak MB", f"{run.megabytes:.0f}") for suffix, run in formats),
    ]


def main() -> None:
    """Measure and print."""
    shared = shared_folder()
    with tempfile.TemporaryDirectory() as made:
        folder = shared / "reports" if shared else many_times(demo_folder(), Path(made), _DEMO_TIMES)
        rows = rows_of_panel(folder)
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"{name:{width}}  {value:>14}" for name, value in rows))


if __name__ == "__main__":
    main()
