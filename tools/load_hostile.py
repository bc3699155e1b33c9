"""Measure the site while it is attacked with files: ten hostile uploads at once beside 20 people at work.

usage: load_hostile.py [--only postgresql|sqlite] [--seconds 60] [--pause 2] [--patience 300] [--short]

For each database the site runs as an office runs it (SQLite: ``luoshi serve``; PostgreSQL: gunicorn with two
workers of four threads, and a worker of jobs). Three phases of equal length: 20 people, signed in, open pages
and write reports at a steady pace; the same while ten files of ``tools/hostile`` are uploaded at once, and
ten others when all have ended; then all processes are killed and started again, and the people go on while
the jobs that were left are taken up. 1 where an answer is above 499 or missing, where p95 is more than twice
that of the phase without uploads, where a process of the site dies, or where a job does not end.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

from load_databases import DATABASES, measured
from load_supervised import end_when_told


def markdown(database: str, result: dict[str, Any]) -> str:
    """The phases as a table, then what became of the uploads."""
    quiet = result["phases"]["quiet"]["times"]
    lines = [
        f"### {database}",
        "",
        "| phase | answers | by status | p50 ms | p95 ms | × quiet | peak MB | died |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
    ]
    for name, phase in result["phases"].items():
        statuses = ", ".join(
            f"{'none' if one == '0' else one}: {many}" for one, many in phase["statuses"].items()
        )
        p50, p95 = phase["times"] or (0, 0)
        ratio = f"{p95 / quiet[1]:.2f}" if quiet else ""
        lines.append(
            f"| {name} | {phase['count']} | {statuses} | {p50:.0f} | {p95:.0f} | {ratio} "
            f"| {phase['megabytes']} | {len(phase['deaths'])} |"
        )
    lines += [
        "",
        f"{len(result['became'])} uploads, {result['jobs']} of them unread when the site was killed:",
        "",
    ]
    ends = Counter((name, end) for name, end, _ in result["became"])
    slowest: dict[str, float] = {}
    for name, _, seconds in result["became"]:
        slowest[name] = max(seconds, slowest.get(name, 0))
    lines += ["| upload | times | slowest answer s | what became of it |", "|---|---:|---:|---|"]
    lines += [f"| {name} | {count} | {slowest[name]} | {end} |" for (name, end), count in ends.items()]
    return "\n".join(lines)


def main() -> int:
    """Measure and print; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description="Measure the site under hostile uploads.")
    parser.add_argument("--only", choices=DATABASES, help="one of the two databases")
    parser.add_argument("--seconds", type=float, help="how long each phase lasts")
    parser.add_argument("--pause", type=float, default=2.0, help="the people's pause between two pages")
    parser.add_argument(
        "--patience", type=float, default=300, help="how long the jobs left may take, at most"
    )
    parser.add_argument("--most-memory", type=float, default=4000, help="megabytes that the site may hold")
    parser.add_argument("--short", action="store_true", help="phases of 20 seconds")
    options = parser.parse_args()
    end_when_told()
    options.seconds = options.seconds or (20 if options.short else 60)
    wrong = []
    for database in (options.only,) if options.only else DATABASES:
        numbers = (options.seconds, options.pause, options.patience, options.most_memory)
        result = measured(database, "load_hostile_site.py", numbers)
        print(f"{markdown(database, result)}\n", flush=True)
        wrong += [f"{database}: {one}" for one in result["wrong"]]
    print("\n".join(wrong) or "nothing is wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
