"""Measure speed and memory, as ratios that can be compared between machines.

usage: bench.py [--write]

One process reads the texts of ../shared/reports (the bundled fictional reports, many times over, where that
is missing) twice: once with a bare ``re`` pass for digits with a unit, once into records. Both count CPU
seconds of this process; loading the files is left out. Then the whole command runs over the same folder with
one and two processes. Nothing here fails: times depend on the machine. ``--write`` puts the table into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench_panel import rows_of_panel
from corpus import ROOT, demo_folder, shared_folder
from luoshi.errors import LuoshiError
from luoshi.ledger.api import Ledger
from luoshi.reading.intake import sources
from luoshi.reading.lexicon import table
from luoshi.reading.reader import read_source
from luoshi.reading.text import Source

PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- bench -->", "<!-- /bench -->")
DEMO_TIMES = 100
BARE_PASSES = 3


class Run(NamedTuple):
    """A run of the whole command: wall seconds, and the peak of its largest process in MB."""

    seconds: float
    megabytes: float


def load(folder: Path, times: int) -> list[Source]:
    """The texts of ``folder``, ``times`` over; files that are refused are left out."""
    found = [one for one in sources(folder) if isinstance(one, Source)]
    return found * times


def bare_pattern() -> re.Pattern[str]:
    """Digits, a multiplier, and any unit that ``reading.figures`` knows."""
    groups = table("figures", "units.toml").values()
    units = sorted((word for group in groups for word in group), key=len, reverse=True)
    return re.compile(rf"\d+(?:\.\d+)?\s*(?:[十百千万亿]{{1,2}})?\s*(?:{'|'.join(map(re.escape, units))})")


def bare_pass(texts: Sequence[Source]) -> int:
    """Find every number with a unit in ``texts``; gives how many there are."""
    pattern = bare_pattern()
    return sum(1 for source in texts for _ in pattern.finditer(source.text))


def reading_pass(texts: Sequence[Source]) -> int:
    """Read every text into records; gives how many figures there are. A refused text counts as read."""
    figures = 0
    for source in texts:
        try:
            figures += len(read_source(source).figures)
        except LuoshiError:
            continue
    return figures


def cpu_seconds(work: Callable[[Sequence[Source]], int], texts: Sequence[Source]) -> tuple[float, int]:
    """CPU seconds that ``work`` takes over ``texts``, and what it found."""
    begun = time.process_time()
    found = work(texts)
    return time.process_time() - begun, found


def run_command(folder: Path, jobs: int) -> Run:
    """Run ``luoshi read`` over ``folder`` with ``jobs`` processes, writing JSON Lines."""
    luoshi = Path(sys.executable).with_name("luoshi")
    with tempfile.TemporaryDirectory() as out:
        target = Path(out) / "figures.jsonl"
        command = [luoshi, "read", folder, "--format", "jsonl", "--jobs", str(jobs), "-o", target]
        begun = time.perf_counter()
        with subprocess.Popen([str(part) for part in command], stderr=subprocess.PIPE, text=True) as process:
            errors = process.stderr.read() if process.stderr else ""
            _, _, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if not target.exists():
            sys.exit(f"bench: luoshi read wrote nothing: {errors.strip()}")
    return Run(seconds, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))


def rows_of_passes(texts: Sequence[Source]) -> list[tuple[str, str]]:
    """Speed of the bare pass and of reading, and their ratio."""
    characters = sum(len(source.text) for source in texts)
    reading_pass(texts[:1])  # loads the tables
    bare, numbers = min(cpu_seconds(bare_pass, texts) for _ in range(BARE_PASSES))
    reading, figures = min(cpu_seconds(reading_pass, texts) for _ in range(BARE_PASSES))
    return [
        ("texts", f"{len(texts):,}"),
        ("characters", f"{characters:,}"),
        (f"bare `re` pass, numbers with a unit, best of {BARE_PASSES}", f"{numbers:,}"),
        (f"reading, figures, best of {BARE_PASSES}", f"{figures:,}"),
        ("bare `re` pass, characters a CPU second", f"{characters / bare:,.0f}"),
        ("reading, characters a CPU second", f"{characters / reading:,.0f}"),
        ("reading takes, times the bare pass", f"{reading / bare:.1f}"),
    ]


def rows_of_commands(folder: Path) -> list[tuple[str, str]]:
    """Time and memory of the whole command with one and two processes."""
    one, two = run_command(folder, 1), run_command(folder, 2)
    return [
        ("`luoshi read` on the folder, `--jobs 1`, seconds", f"{one.seconds:.1f}"),
        ("`luoshi read` on the folder, `--jobs 2`, seconds", f"{two.seconds:.1f}"),
        ("speed-up with two processes", f"{one.seconds / two.seconds:.2f}"),
        ("peak memory with `--jobs 1`, MB", f"{one.megabytes:.0f}"),
        ("peak memory of the largest process with `--jobs 2`, MB", f"{two.megabytes:.0f}"),
    ]


def rows_of_reconciling(folder: Path) -> list[tuple[str, str]]:
    """CPU seconds of reconciling a place's reports against reading them."""
    place = max(
        (one for one in folder.iterdir() if one.is_dir()),
        key=lambda one: len(list(one.iterdir())),
        default=folder,
    )
    texts = load(place, 1)
    reports = [read_source(text, any_text=True) for text in texts]
    reading = min(cpu_seconds(reading_pass, texts)[0] for _ in range(BARE_PASSES))

    def reconcile(_: Sequence[Source]) -> int:
        return len(Ledger(reports).accounts)

    reconciling, accounts = min(cpu_seconds(reconcile, texts) for _ in range(BARE_PASSES))
    return [
        (f"reconciling, accounts of {len(texts)} reports of one place", f"{accounts:,}"),
        ("reconciling takes, times reading the same reports", f"{reconciling / reading:.2f}"),
    ]


def markdown(rows: list[tuple[str, str]]) -> str:
    """The rows as a Markdown table."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    lines = [f"| measured ({machine}) | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(lines)


def write(rows: list[tuple[str, str]]) -> None:
    """Put the table between the marks in docs/performance.md."""
    before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    PAGE.write_text(f"{before}{MARKS[0]}\n{markdown(rows)}\n{MARKS[1]}{after}", encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} written")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure speed and memory.")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("bench: ../shared is missing, so the bundled fictional reports are measured instead")
    folder = shared / "reports" if shared else demo_folder()
    rows = rows_of_passes(load(folder, 1 if shared else DEMO_TIMES)) + rows_of_commands(folder)
    rows += rows_of_reconciling(folder) + rows_of_panel(folder)
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"{name:{width}}  {value:>14}" for name, value in rows))
    if options.write:
        write(rows)


if __name__ == "__main__":
    main()
