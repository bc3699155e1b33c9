"""Read the same reports in every shape that people have them in, and compare with the plain text.

usage: shapes.py [--reports N] [--only PATTERN] [--faults N] [--markdown]

Forty reports of ../shared/reports from 2005 on are drawn by a fixed seed (the bundled reports where that is
missing) and written by generators of our own. A row a shape: F1 over figures (value, unit, status, period,
subject) and over promises (words, kind, period) against the plain text, refusals, and figures whose span is
not their quote. Below 0.995 and 0.99, with a refusal or a span that is wrong, the command fails; so it does
where one of the rows at the end (collections, refusals, places and years) gives something else than it should.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from corpus import demo_folder, shared_folder
from shapes_files import FILE_SHAPES
from shapes_measure import Outcome, Tally, measured, paper_at
from shapes_rows import ROWS, Row
from shapes_text import TEXT_SHAPES, names

SEED = 8
FIRST_YEAR = 2005
FIGURES, PROMISES = 0.995, 0.99


def drawn(count: int) -> list[Path]:
    """``count`` reports by a fixed seed."""
    shared = shared_folder()
    if shared is None:
        return sorted(demo_folder().glob("*.txt"))
    files = [path for path in sorted((shared / "reports").rglob("*.md")) if int(path.stem[:4]) >= FIRST_YEAR]
    return random.Random(SEED).sample(files, count)


def outcomes(path: Path, shapes: list[str]) -> list[Outcome]:
    """What becomes of the report at ``path`` in every shape."""
    return measured(paper_at(path), shapes)


def line(shape: str, results: list[Outcome]) -> tuple[str, str, str, str, bool]:
    """Shape, F1 of figures and of promises, remarks, and whether the shape holds."""
    figures = sum((result.figures for result in results), Tally())
    promises = sum((result.promises for result in results), Tally())
    refusals = Counter(result.refusal for result in results if result.refusal)
    misplaced = sum(result.misplaced for result in results)
    remarks = [f"{count} refused: {code}" for code, count in refusals.items()]
    remarks += [f"{misplaced} spans wrong"] if misplaced else []
    holds = figures.f1 >= FIGURES and promises.f1 >= PROMISES and not remarks
    return shape, f"{figures.f1:.4f}", f"{promises.f1:.4f}", "; ".join(remarks), holds


def show(rows: Iterable[tuple[str, str, str, str, bool]], *, markdown: bool) -> bool:
    """Print the table; whether every row holds."""
    held = True
    if markdown:
        print("| shape | figures F1 | promises F1 | |\n|---|---|---|---|")
    for shape, figures, promises, remarks, holds in rows:
        mark = "" if holds else "below" if not remarks else remarks
        if markdown:
            print(f"| {shape} | {figures} | {promises} | {mark} |")
        else:
            print(f"{shape:36} {figures:>8} {promises:>8}  {mark}")
        held = held and holds
    return held


def row_line(row: Row) -> tuple[str, str, str, str, bool]:
    """A row of its own: what it should give, and what it gave where that differs."""
    got = row.give()
    holds = got == row.expected
    return (
        row.name,
        "right" if holds else "wrong",
        "",
        "" if holds else f"gave {got}, not {row.expected}",
        holds,
    )


def main() -> int:
    """Measure, print, and say whether all holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--only", default="")
    parser.add_argument("--faults", type=int, default=0)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    shapes = names([*TEXT_SHAPES, *FILE_SHAPES], options.only)
    by_shape: dict[str, list[Outcome]] = defaultdict(list)
    with multiprocessing.Pool() as pool:
        for results in pool.imap(partial(outcomes, shapes=shapes), drawn(options.reports)):
            for result in results:
                by_shape[result.shape].append(result)
    held = show((line(shape, by_shape[shape]) for shape in shapes), markdown=options.markdown)
    for shape in shapes if options.faults else ():
        faults = [f"  {one.paper} {fault}" for one in by_shape[shape] for fault in one.faults]
        print(shape, *faults[: options.faults], sep="\n")
    rows = [row for row in ROWS if row.name in names([row.name], options.only)]
    held = show(map(row_line, rows), markdown=options.markdown) and held
    if shared_folder() is None:
        print("../shared is missing: measured on the bundled reports only")
    print("every shape holds" if held else "some shapes fall short")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
