"""Real reports, read from the shared folder: nothing of them stands here but names, years and counts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import luoshi
from corpus import shared_folder
from luoshi import Report

DIGITS = re.compile(r"[0-9０-９]+")
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

# Every so-manieth report, so that all places and decades have their share.
STEP = 25
FIRST = 7


class Seed(NamedTuple):
    """A report as people have it: figures and promises at least, years looked back on and ahead to."""

    name: str
    place: str
    year: int
    figures: int
    promises: int
    reviews: str
    plans: str


SEEDS = [
    Seed("吉林市-2018.txt", "吉林市", 2018, 150, 150, "2017", "2018"),
    Seed("四平市-2020.txt", "四平市", 2020, 130, 100, "2019", "2020"),
    Seed("四平市-2024.txt", "四平市", 2024, 125, 90, "2023", "2024"),
    Seed("四平市-2026.txt", "四平市", 2026, 75, 100, "2021-2025", "2026-2030"),
    Seed("辽源市-2021.txt", "辽源市", 2021, 30, 120, "2016-2020", "2021-2025"),
]


def sample() -> list[Path]:
    folder = shared_folder()
    return sorted((folder / "reports").glob("*/*.md"))[FIRST::STEP] if folder is not None else []


@cache
def read(path: Path) -> Report:
    return luoshi.read(path)


SAMPLE = [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in sample()]
each_report = pytest.mark.parametrize(
    "path",
    SAMPLE or [pytest.param(None, marks=pytest.mark.skip(reason="no shared reports beside the checkout"))],
)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_a_seed_gives_a_sensible_table(shared: Path, seed: Seed) -> None:
    report = read(shared / "seeds" / seed.name)
    assert report.place is not None
    assert (report.place.name, report.year) == (seed.place, seed.year)
    assert len(report.figures) >= seed.figures
    assert len(report.promises) >= seed.promises
    assert (str(report.reviews), str(report.plans)) == (seed.reviews, seed.plans)
    assert {"review", "plan", "government"} <= {section.part for section in report.outline}
    assert_points_at_its_words(report)


def test_the_sample_is_wide(shared: Path) -> None:
    reports = [read(path) for path in sample()]
    assert len(reports) >= 20
    assert len({report.place for report in reports}) >= 15
    assert len({report.year for report in reports}) >= 10


def assert_points_at_its_words(report: Report) -> None:
    assert report.figures
    for figure in report.figures:
        assert figure.of(report.text) == figure.quote
    starts = [figure.start for figure in report.figures]
    assert starts == sorted(starts)
    ends = [figure.end for figure in report.figures]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


@each_report
def test_figures_point_at_their_words(path: Path) -> None:
    assert_points_at_its_words(read(path))


@each_report
def test_no_digit_comes_from_nowhere(path: Path) -> None:
    report = read(path)
    known = set(DIGITS.findall(report.text.translate(WIDE)))
    for record in [figure.subject for figure in report.figures] + [
        project.name for project in report.projects
    ]:
        for digits in DIGITS.findall(record.translate(WIDE)):
            assert any(digits in number for number in known)
    for figure in report.figures:
        whole = DIGITS.findall(figure.quote.translate(WIDE))
        assert whole
        if figure.low == figure.high and not re.search("[/×*xX:：∶／]", figure.quote):
            digits = "".join(map(str, Decimal(f"{figure.low:.14g}").as_tuple().digits))
            assert digits.strip("0") == "".join(whole).strip("0")


@each_report
def test_promises_stand_in_the_plan(path: Path) -> None:
    report = read(path)
    parts = [
        report.outline[promise.section].part for promise in report.promises if promise.section is not None
    ]
    assert parts.count("review") <= 0.1 * len(parts)
    assert {report.figures[index].status for promise in report.promises for index in promise.figures} <= {
        "target", "actual", "background",
    }  # fmt: skip
    inside = [report.figures[index] for promise in report.promises for index in promise.figures]
    assert sum(figure.status == "target" for figure in inside) >= 0.9 * len(inside)


@each_report
def test_targets_look_ahead_and_outcomes_back(path: Path) -> None:
    report = read(path)
    assert report.year is not None
    for figure in report.figures:
        first, last = int(figure.period[:4] or 0), int(figure.period[-4:] or 0)
        assert first <= last <= report.year + 30
        if figure.status in ("actual", "expected"):
            assert first <= report.year
    ahead = [
        int(figure.period[-4:]) for figure in report.figures if figure.status == "target" and figure.period
    ]
    assert sum(year >= report.year for year in ahead) >= 0.95 * len(ahead)


@each_report
def test_counts_are_within_bounds(path: Path) -> None:
    report = read(path)
    numbers = len(DIGITS.findall(report.text))
    assert 0.2 * numbers <= len(report.figures) <= numbers
    assert 10 <= len(report.promises) <= 600
    assert len(report.problems) <= 20
    assert len(report.projects) <= 250
    assert len(report.outline) <= 120
    assert {section.part for section in report.outline} >= {"plan"}
    subjects = [figure.subject for figure in report.figures]
    assert sum(not subject for subject in subjects) <= 0.03 * len(subjects)
    assert sum(len(subject) > 45 for subject in subjects) <= 0.02 * len(subjects)
