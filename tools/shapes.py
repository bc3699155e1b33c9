"""Write the same reports in every shape that people bring, read each, and compare with the plain text.

usage: shapes.py [--reports N] [--only PATTERN] [--faults N] [--markdown] [--jobs N]

Reports from 2005 on are drawn from ../shared/reports by a fixed seed, or the bundled ones are taken where
that folder is missing. For each shape: F1 over figures (value, unit, status, period, subject), F1 over
promises (words, kind, period), refusals with their codes, and offsets that do not lead to the words they
should. It fails where a shape is below its floor, is refused though it should be read (or read though it
should be refused), or shifts an offset.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from pathlib import Path

import shapes_characters
import shapes_collections
import shapes_docx
import shapes_html
import shapes_identity
import shapes_pdf
import shapes_text
from corpus import demo_folder, shared_folder
from shapes_measure import Outcome, groups, measured, plain_report
from shapes_model import Plain, Shape

SEED = 8
REPORTS = 40
FIRST_YEAR = 2005
SHAPES: tuple[Shape, ...] = (
    *shapes_text.SHAPES,
    *shapes_characters.SHAPES,
    *shapes_html.SHAPES,
    *shapes_docx.SHAPES,
    *shapes_pdf.SHAPES,
    *shapes_collections.SHAPES,
    *shapes_identity.SHAPES,
)
# What is expected to fall short of what is asked, and how far at most; it fails once it holds.
SHORT_OF = {"one line, nothing between": (0.995, 0.85)}
HEAD = ("shape", "figures", "promises", "refused", "place ≠", "year ≠", "offsets ≠", "")
_WIDTHS = (40, 8, 8, 20, 7, 6, 9, 0)


def drawn(number: int) -> list[Path]:
    """``number`` of the shared reports by a fixed seed, or all bundled ones."""
    shared = shared_folder()
    if shared is None:
        return sorted(demo_folder().iterdir())[:number]
    paths = [path for path in sorted((shared / "reports").rglob("*.md")) if int(path.stem[:4]) >= FIRST_YEAR]
    return random.Random(SEED).sample(  # noqa: S311  the same reports on every run
        paths, min(number, len(paths))
    )


def measure(shapes: Sequence[Shape], reports: Sequence[Plain], jobs: int) -> dict[str, Outcome]:
    """What comes of each shape."""
    work = [(index, group) for index, shape in enumerate(shapes) for group in groups(shape, reports)]
    outcomes = {shape.name: Outcome() for shape in shapes}
    for index, outcome in _run(shapes, sorted(work, key=lambda item: item[1][0].name), jobs):
        outcomes[shapes[index].name].join(outcome)
    return outcomes


def _run(
    shapes: Sequence[Shape], work: Sequence[tuple[int, Sequence[Plain]]], jobs: int
) -> Iterator[tuple[int, Outcome]]:
    """The outcomes of the files, in as many processes as ``jobs``, each of which inherits the shapes."""
    if jobs == 1:
        yield from map(partial(_outcome, shapes), work)
        return
    with multiprocessing.get_context("fork").Pool(jobs, _inherit, (shapes,)) as pool:
        yield from pool.imap(_inherited_outcome, work, chunksize=4)


_inherited: list[Shape] = []


def _inherit(shapes: Sequence[Shape]) -> None:
    _inherited[:] = shapes


def _inherited_outcome(item: tuple[int, Sequence[Plain]]) -> tuple[int, Outcome]:
    return _outcome(_inherited, item)


def _outcome(shapes: Sequence[Shape], item: tuple[int, Sequence[Plain]]) -> tuple[int, Outcome]:
    index, group = item
    return index, measured(shapes[index], group)


def failures(shape: Shape, outcome: Outcome) -> list[str]:
    """Why a shape does not hold; empty where it does."""
    scores = (("figures", outcome.figures.f1), ("promises", outcome.promises.f1))
    floors = shape.floors or (0.0, 0.0)
    low = _below(scores, SHORT_OF.get(shape.name, floors))
    if shape.name in SHORT_OF and not low and not _below(scores, floors):
        low = ["holds: take it off SHORT_OF"]
    counts = (
        (outcome.unexpected, "unexpected"),
        (outcome.misplaced, "wrong places"),
        (outcome.misdated, "wrong years"),
        (outcome.offsets, "wrong offsets"),
    )
    return [*low, *(f"{number} {name}" for number, name in counts if number)]


def _below(scores: Iterable[tuple[str, float | None]], floors: Sequence[float]) -> list[str]:
    """Which of the scores lie below their floors."""
    return [
        f"{name} below {floor}"
        for (name, f1), floor in zip(scores, floors, strict=True)
        if f1 is not None and f1 < floor
    ]


def row(shape: Shape, outcome: Outcome) -> tuple[str, ...]:
    """The cells of a shape."""
    if not outcome.files:
        return shape.name, "—", "—", "not measured", "", "", "", ""
    scores = ("—" if f1 is None else f"{f1:.4f}" for f1 in (outcome.figures.f1, outcome.promises.f1))
    refusals = ", ".join(f"{number} {code}" for code, number in sorted(outcome.refusals.items()))
    identity = (str(outcome.misplaced), str(outcome.misdated)) if shape.identity else ("", "")
    verdict = "; ".join(failures(shape, outcome)) or (
        "short of what is asked" if shape.name in SHORT_OF else ""
    )
    return shape.name, *scores, refusals, *identity, str(outcome.offsets), verdict


def printed(rows: Iterable[Sequence[str]], *, markdown: bool) -> str:
    """The table on a terminal, or in Markdown."""
    if markdown:
        lines: list[Sequence[str]] = [HEAD, tuple(repeat("---", len(HEAD))), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, _WIDTHS, strict=True)).rstrip()
        for line in (HEAD, *rows)
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--reports", type=int, default=REPORTS, metavar="N", help="how many reports are drawn"
    )
    parser.add_argument("--only", default="", metavar="PATTERN", help="shapes whose names match")
    parser.add_argument("--faults", type=int, default=0, metavar="N", help="show N differences of each shape")
    parser.add_argument("--markdown", action="store_true", help="print the table in Markdown")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None, shapes: Sequence[Shape] = SHAPES) -> int:
    """Print the table; 1 where a shape does not hold."""
    options = _options(arguments)
    chosen = [shape for shape in shapes if re.search(options.only, shape.name)]
    reports = [report for path in drawn(options.reports) if (report := plain_report(path)) is not None]
    if not chosen or not reports:
        print("nothing to measure: no shape or no report is left", file=sys.stderr)
        return 1
    outcomes = measure(chosen, reports, options.jobs)
    print(f"{len(reports)} reports, {len(chosen)} shapes\n")
    print(printed((row(shape, outcomes[shape.name]) for shape in chosen), markdown=options.markdown))
    failed = [shape for shape in chosen if failures(shape, outcomes[shape.name])]
    for shape in failed if options.faults else []:
        print(f"\n{shape.name}")
        faults = outcomes[shape.name].faults
        for fault in faults[:: max(1, len(faults) // options.faults)][: options.faults]:
            print(f"  {fault}")
    short = sum(shape.name in SHORT_OF for shape in chosen if shape not in failed)
    print(
        f"\n{len(chosen) - len(failed)} of {len(chosen)} shapes hold, {short} of them short of what is asked"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
