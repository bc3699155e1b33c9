"""Score what Luoshi reads against the labels in ../shared, and hold the scores at their floor.

usage: accuracy.py [--faults N] [--raise-floor] [--only TABLE]

Every labelled report is read as a whole file; the scorers beside the labels compare. The scores that count
are kept in docs/accuracy-floor.json: a lower one fails, a higher one is reported and becomes the floor with
``--raise-floor``. The floor never goes down. Of the newer figures and of the projects a third is held out
(``accuracy_split``): its scores are printed and held, its faults never shown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from accuracy_leads import lead_units
from accuracy_pairs import score_pairs
from accuracy_split import by_line, is_held_out
from corpus import ROOT, shared_folder
from luoshi.errors import LuoshiError
from luoshi.reading.intake import sources
from luoshi.reading.reader import Cut, read_source
from luoshi.reading.records import Report
from panel_coverage import panel_scores, score_panel

FLOOR = ROOT / "docs" / "accuracy-floor.json"
SLACK = 0.0005
HELD = {
    "figures": ("detection_f1", "record_f1"),
    "promises, fine cut": ("split_f1", "covered", "overlap_some_label", "kind", "lead@1", "lead@3"),
    "promises, coarse cut": ("split_f1", "covered", "overlap_some_label", "kind", "lead@1", "lead@3"),
    "pairs of 四平市": ("promises_listed", "link_f1", "verdict_accuracy"),
    "pairs of 绵阳市, 山西省, 盐城市": ("promises_listed", "link_f1", "verdict_accuracy"),
    "more figures, two thirds": ("detection_f1", "record_f1"),
    "more figures, third held out": ("detection_f1", "record_f1"),
    "projects, two thirds": ("precision", "detection_f1", "record_f1"),
    "projects, third held out": ("precision", "detection_f1", "record_f1"),
    "panel": panel_scores(),
}
TITLE_WIDTH = 34

Row = dict[str, Any]
Scores = dict[str, dict[str, float]]


def json_lines(path: Path) -> list[Row]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_lines(path: Path, rows: Iterable[Row]) -> Path:
    """Write ``rows`` as JSON Lines and give ``path``."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def figure_rows(file: str, report: Report) -> Iterable[Row]:
    """The figures of ``report`` as the scorer takes them."""
    data = report.to_dict()
    return ({"file": file, **figure} for figure in data["figures"])


def promise_rows(file: str, report: Report) -> Iterable[Row]:
    """The promises of ``report`` as the scorer takes them, with the departments proposed to lead them."""
    promises = report.to_dict()["promises"]
    return (
        {"file": file, **promise, "lead_units": names}
        for promise, names in zip(promises, lead_units(report), strict=True)
    )


def project_rows(file: str, report: Report) -> Iterable[Row]:
    """The named projects of ``report`` as the scorer takes them."""
    return ({"file": file, **project} for project in report.to_dict()["projects"])


def read_rows(
    reports: Path, files: Iterable[str], rows: Callable[[str, Report], Iterable[Row]], cut: Cut
) -> list[Row]:
    """Read ``files`` (relative to ``reports``) whole and give their ``rows``."""
    found: list[Row] = []
    for file in files:
        for source in sources(reports / file):
            if isinstance(source, LuoshiError):
                raise source
            found.extend(rows(file, read_source(source, cut=cut)))
    return found


def run_scorer(scorer: Path, arguments: list[Path], rows: list[Row], faults: int) -> dict[str, float]:
    """Write ``rows`` to a file, score it, print the faults asked for, and give the scores."""
    with tempfile.TemporaryDirectory() as folder:
        found = write_lines(Path(folder) / "found.jsonl", rows)
        command = [
            sys.executable,
            str(scorer),
            *map(str, arguments),
            str(found),
            "--json",
            "--faults",
            str(faults),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    scores, *fault_lines = done.stdout.splitlines()
    print("\n".join(fault_lines), end="\n" if fault_lines else "")
    result: dict[str, float] = json.loads(scores)
    return result


def score_figures(shared: Path, faults: int) -> dict[str, float]:
    """The table of ``score_figures.py``."""
    folder = shared / "figures"
    labels = [folder / "paragraphs.jsonl", folder / "labels.jsonl"]
    files = sorted({row["file"] for row in json_lines(labels[0])})
    rows = read_rows(shared / "reports", files, figure_rows, "fine")
    return run_scorer(folder / "score_figures.py", labels, rows, faults)


def score_more_figures(shared: Path, faults: int, held_out: bool) -> dict[str, float]:
    """The table of ``score_figures.py`` over one part of the newer paragraphs."""
    folder = shared / "figures" / "more"
    paragraphs = [
        row for row in json_lines(folder / "paragraphs.jsonl") if is_held_out(row["id"]) is held_out
    ]
    files = sorted({row["file"] for row in paragraphs})
    rows = read_rows(shared / "reports", files, figure_rows, "fine")
    with tempfile.TemporaryDirectory() as place:
        part = write_lines(Path(place) / "paragraphs.jsonl", paragraphs)
        scorer = shared / "figures" / "score_figures.py"
        return run_scorer(scorer, [part, folder / "labels.jsonl"], rows, 0 if held_out else faults)


def score_projects(shared: Path, faults: int, held_out: bool) -> dict[str, float]:
    """The table of ``score_projects.py`` over the mentions in one part of the lines."""
    folder, reports = shared / "projects", shared / "reports"
    labels = json_lines(folder / "labels.jsonl")
    rows = read_rows(reports, sorted({row["file"] for row in labels}), project_rows, "fine")
    with tempfile.TemporaryDirectory() as place:
        part = write_lines(Path(place) / "labels.jsonl", by_line(labels, reports, held_out))
        found = by_line(rows, reports, held_out)
        return run_scorer(folder / "score_projects.py", [part], found, 0 if held_out else faults)


def without_label(labels: list[Row], rows: list[Row]) -> tuple[list[Row], int]:
    """The ``rows`` that overlap no label, and how many lie between the first and last label of each file.

    Where everything in between is labelled, what overlaps no label is no promise.
    """
    none: list[Row] = []
    listed = 0
    for file in {label["file"] for label in labels}:
        spans = [(label["start"], label["end"]) for label in labels if label["file"] == file]
        first, last = min(spans)[0], max(end for _, end in spans)
        within = [row for row in rows if row["file"] == file and row["start"] < last and row["end"] > first]
        listed += len(within)
        none += [
            row
            for row in within
            if not any(row["start"] < end and row["end"] > start for start, end in spans)
        ]
    return none, listed


def score_promises(cut: Cut, shared: Path, faults: int) -> dict[str, float]:
    """The table of ``score_promises.py`` for one of the two cuts, with the share that overlaps some label."""
    folder = shared / "promises"
    labels = json_lines(folder / "labels.jsonl")
    files = sorted({row["file"] for row in labels})
    rows = read_rows(shared / "reports", files, promise_rows, cut)
    scores = run_scorer(folder / "score_promises.py", [folder / "labels.jsonl"], rows, faults)
    none, listed = without_label(labels, rows)
    for row in none[:faults]:
        print("overlaps no label", (row["file"], row["start"], row["text"]))
    overlapping = 1 - len(none) / listed if listed else 0.0
    return {**scores, "overlap_no_label": len(none), "overlap_some_label": round(overlapping, 4)}


def score_pairs_of(labels: str, shared: Path, faults: int) -> dict[str, float]:
    """The table of ``score_pairs.py`` for the pairs in ``labels``, a path below ``shared``."""
    return score_pairs(shared, faults, shared / labels)


SCORERS: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "figures": score_figures,
    "promises, fine cut": partial(score_promises, "fine"),
    "promises, coarse cut": partial(score_promises, "coarse"),
    "pairs of 四平市": partial(score_pairs_of, "pairs/labels.jsonl"),
    "pairs of 绵阳市, 山西省, 盐城市": partial(score_pairs_of, "pairs/more/labels.jsonl"),
    "more figures, two thirds": partial(score_more_figures, held_out=False),
    "more figures, third held out": partial(score_more_figures, held_out=True),
    "projects, two thirds": partial(score_projects, held_out=False),
    "projects, third held out": partial(score_projects, held_out=True),
    "panel": score_panel,
}


def compare(scores: Scores, floor: Scores) -> tuple[list[str], bool]:
    """What stands below or above the floor, a line each, and whether nothing stands below."""
    lines, holds = [], True
    for table, held in HELD.items():
        for name in held if table in scores else ():
            score, least = scores[table][name], floor.get(table, {}).get(name, 0.0)
            if score < least - SLACK:
                holds = False
                lines.append(f"BELOW the floor: {table}, {name} {score:.4f}, floor {least:.4f}")
            elif score > least:
                lines.append(
                    f"above the floor: {table}, {name} {score:.4f}, floor {least:.4f} (RAISE=1 raises it)"
                )
    return lines, holds


def raised(scores: Scores, floor: Scores) -> Scores:
    """The floor with every score that stands above it taken in."""
    return {
        table: {
            name: max(scores.get(table, {}).get(name, 0.0), floor.get(table, {}).get(name, 0.0))
            for name in held
        }
        for table, held in HELD.items()
    }


def print_tables(scores: Scores) -> None:
    """Print every score; those that the floor holds are marked."""
    for table, values in scores.items():
        print(table)
        for name, value in values.items():
            print(f"  {name:{TITLE_WIDTH}} {value:<8}{' held' if name in HELD[table] else ''}")


def main() -> int:
    """Score, print, compare; 1 where a score stands below its floor."""
    parser = argparse.ArgumentParser(description="Score the labels in ../shared.")
    parser.add_argument(
        "--faults", type=int, default=0, metavar="N", help="print so many faults of each table"
    )
    parser.add_argument("--raise-floor", action="store_true", help="take higher scores into the floor")
    parser.add_argument("--only", default="", metavar="TABLE", help="only tables with this in their name")
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("accuracy: not measured, ../shared is missing (LUOSHI_SHARED names another folder)")
        return 0
    if not FLOOR.exists() and not options.raise_floor:
        print(f"accuracy: {FLOOR.relative_to(ROOT)} is missing; RAISE=1 writes it")
        return 1
    scores = {
        table: score(shared, options.faults) for table, score in SCORERS.items() if options.only in table
    }
    print_tables(scores)
    floor: Scores = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    lines, holds = compare(scores, floor)
    print("\n".join(lines) or "all scores stand at their floor")
    if options.raise_floor:
        FLOOR.write_text(
            json.dumps(raised(scores, floor), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        print(f"{FLOOR.relative_to(ROOT)} written")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
