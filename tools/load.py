"""Measure the site under load: a city of 20 years, 20 people at work at once for a minute.

usage: load.py [--scale 0.01] [--only postgresql|sqlite] [--seconds 60] [--pause 1] [--write]

For each database an empty one is filled (200 units, 2,000 people, 60,000 tasks, 1,000,000 progress entries,
300,000 figures at ``--scale 1``), the queries of every page are counted, and the site is started as an office
runs it (PostgreSQL: gunicorn with three workers; SQLite: ``luoshi serve``). Then 20 people, signed in, open
pages and write reports, with a pause of a second on average between two pages. The machine also runs the
people. ``--write`` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
from typing import Any

from corpus import ROOT
from load_databases import DATABASES, measured

PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- load -->", "<!-- /load -->")
ASKED_MILLISECONDS, ASKED_QUERIES = 300, 30


def markdown(results: dict[str, dict[str, Any]]) -> str:
    """The table: a row a page, with queries, and times on each database."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    size = next(iter(results.values()))["size"]
    held = ", ".join(f"{count:,} {name}" for name, count in size.items())
    names = sorted({name for result in results.values() for name in result["times"]})
    head = "".join(f" {database}: p50 ms | p95 ms |" for database in results)
    lines = [
        f"{machine}; {held}.",
        "",
        f"| page or call | queries |{head}",
        "|---|---:|" + "---:|---:|" * len(results),
    ]
    for name in names:
        queries = max(result["queries"].get(name, 0) for result in results.values())
        cells = "".join(_cells(result["times"].get(name)) for result in results.values())
        lines.append(f"| {name} | {queries or ''} |{cells}")
    total = "".join(_cells(result["all"]) for result in results.values())
    lines.append(f"| **all** | |{total}")
    lines.append("")
    for database, result in results.items():
        lines.append(
            f"{database}: {result['count']:,} answers in {result['seconds']:.0f} s, "
            f"{len(result['faults'])} faults; "
            f"filled in {result['filled']:.0f} s, log checked in {result['verified']:.0f} s, "
            f"database {result['megabytes']:,.0f} MB."
        )
        lines.append("")
    return "\n".join(lines).rstrip()


def _cells(found: list[float] | None) -> str:
    return f" {found[0]:.0f} | {found[1]:.0f} |" if found else " | |"


def write(table: str) -> None:
    """Put the table between the marks in docs/performance.md."""
    before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    PAGE.write_text(f"{before}{MARKS[0]}\n{table}\n{MARKS[1]}{after}", encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} written")


def main() -> None:
    """Measure and print; 1 where PostgreSQL is slower or asks more than it should."""
    parser = argparse.ArgumentParser(description="Measure the site under load.")
    parser.add_argument("--scale", type=float, default=1.0, help="the part of the whole city to fill")
    parser.add_argument("--only", choices=DATABASES, help="one of the two databases")
    parser.add_argument("--seconds", type=float, default=60, help="how long the people work")
    parser.add_argument("--pause", type=float, default=1.0, help="their pause between two pages, on average")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    options = parser.parse_args()
    chosen = (options.only,) if options.only else DATABASES
    results: dict[str, dict[str, Any]] = {}
    for database in chosen:
        results[database] = measured(
            database, "load_site.py", (options.scale, options.seconds, options.pause)
        )
        table = markdown({database: results[database]})
        print(f"{table}\n", flush=True)
    for database, result in results.items():
        for fault in result["faults"][:10]:
            print(f"{database}: {fault}")
    if options.write:
        write(markdown(results))


if __name__ == "__main__":
    main()
