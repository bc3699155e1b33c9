"""What a shape is: a way of writing reports into a file, and what reading that file should give."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

ALL = 0
_ADDRESS = re.compile(r"各位代表|同志们")
_HEAD_LINES = 14
_LONGEST_HEAD_LINE = 60
TOP_HEADING = re.compile(r"([一二三四五六七八九十]{1,3})、(.*)", re.DOTALL)
SECOND_HEADING = re.compile(r"（([一二三四五六七八九十]{1,3})）(.*)", re.DOTALL)
LONGEST_HEADING = 45


class Plain(NamedTuple):
    """A report to be written: its text, one paragraph a line, and what the plain text is read as."""

    name: str
    text: str
    year: int
    place: str = ""
    code: str | None = None
    province: str | None = None
    tells_place: bool = False
    """Whether the text says which place it is about; where it does not, ``place`` is its folder's name."""
    tells_year: bool = True
    """Whether the text says which year it is of; where it does not, ``year`` is that of its file's name."""
    plan: int = 0
    """Where the plan begins."""
    middle: int = 0
    """Where the paragraph ends that holds the middle promise: a place well within the plan."""


class File(NamedTuple):
    """A file as a user would hand it in."""

    name: str
    data: bytes


class Identity(NamedTuple):
    """What a report should say of itself; ``None`` is not looked at."""

    place: str | None = None
    code: str | None = None
    year: int | None = None


class Floors(NamedTuple):
    """The least F1 over figures and over promises."""

    figures: float = 0.995
    promises: float = 0.99


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One row of the table.

    ``write``      the file that holds the given reports.
    ``reports``    how many reports stand in a file, ``ALL`` for all that were drawn.
    ``has_title``  whether the title and the lines below it are still there or name the year; where they
                   do not, periods count only if the text tells the year.
    ``floors``     the least F1 over figures and promises; ``None`` where they are not compared.
    ``codes``      the file must be refused, with one of these codes.
    ``told``       a notice must match this, or the file be refused with a code other than ``not_a_report``.
    ``identity``   what each report should say of itself.
    ``left_out``   the first and the last words of a stretch that was added and whose records do not count.
    ``any_text``   read even what is no government work report.
    ``has_ocr``    character recognition is on (elsewhere it is off and taken for not installed).
    ``likeness``   the share of its letters by which a subject or a promise is still the same.
    ``adapt``      the report as it is written here, ``None`` where it cannot be.
    ``files``      how many files at most.
    ``order``      how the reports of a file are sorted.
    """

    name: str
    write: Callable[[Sequence[Plain]], File]
    reports: int = 1
    has_title: bool = True
    floors: Floors | None = field(default_factory=Floors)
    codes: frozenset[str] = frozenset()
    told: str | None = None
    identity: Callable[[Plain], Identity] | None = None
    left_out: tuple[str, str] | None = None
    any_text: bool = False
    has_ocr: bool = False
    likeness: float = 1.0
    adapt: Callable[[Plain], Plain | None] = lambda report: report
    files: int | None = None
    order: Callable[[Plain], str] = lambda report: report.name


def text_shape(
    name: str,
    change: Callable[[Plain], str],
    *,
    has_title: bool = True,
    left_out: tuple[str, str] | None = None,
) -> Shape:
    """A plain text file with one changed report."""
    return Shape(
        name=name,
        write=lambda reports: File("report.txt", change(reports[0]).encode()),
        has_title=has_title,
        left_out=left_out,
    )


def own_identity(report: Plain) -> Identity:
    """Place and year of the report."""
    return Identity(report.place or None, report.code, report.year)


def told_identity(report: Plain) -> Identity:
    """Place and year as far as the plain text tells them; collections tell the place of the others, too."""
    year = report.year if report.tells_year else None
    return own_identity(report)._replace(year=year) if report.tells_place else Identity(year=year)


def head_and_body(text: str) -> tuple[list[str], list[str]]:
    """The lines of the title, and those from the address to the deputies on (or the first long line)."""
    lines = text.split("\n")
    for is_start in (_ADDRESS.match, lambda line: len(line) > _LONGEST_HEAD_LINE):
        for index, line in enumerate(lines[:_HEAD_LINES]):
            if is_start(line):
                return lines[:index], lines[index:]
    return [], lines


def chapters(text: str) -> list[str]:
    """The lines from the first numbered heading on; all below the title where there is none."""
    _, body = head_and_body(text)
    starts = (index for index, line in enumerate(body) if is_heading(line))
    return body[next(starts, 0) :]


def is_heading(line: str) -> bool:
    """Whether a line is a numbered heading: ``一、…`` or ``（一）…``."""
    return len(line) < LONGEST_HEADING and bool(TOP_HEADING.match(line) or SECOND_HEADING.match(line))


def columns_of_place(report: Plain) -> tuple[str, str, str]:
    """What collections write of a place: its province, city and county, empty where it has none."""
    province, code = report.province or "", report.code or ""
    if code.endswith("0000"):
        return report.place, "", ""
    if code and not code.endswith("00"):
        return province, "", report.place
    return province, report.place, ""
