"""A tiny report around one sentence, and its figures a line each; cases of sentences, and those that fall short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pytest

import luoshi
from luoshi import Figure


class Setting(NamedTuple):
    """Where in which report a sentence stands, and what a figure there is when nothing else is said."""

    year: int
    before: str
    after: str
    status: str
    period: str


WORK = "加快建设云杉大桥。\n"
SETTINGS = {
    "review": Setting(2024, "一、2023年工作回顾\n", f"二、2024年工作安排\n{WORK}", "actual", "2023"),
    "plan": Setting(2024, "一、2023年工作回顾\n经济平稳运行。\n二、2024年工作安排\n", WORK, "target", "2024"),
    "five": Setting(2026, "一、“十四五”时期工作回顾\n", f"二、2026年工作安排\n{WORK}", "actual", "2025"),
    "next": Setting(
        2026, "一、2025年工作回顾\n经济平稳运行。\n二、“十五五”时期主要目标任务\n", WORK, "target", "2030"
    ),
}
TITLE = "青岚市政府工作报告\n"

# A name, the part of the report, a sentence, its figures a line each.
Case = tuple[str, str, str, list[str]]


def read_sentence(part: str, sentence: str) -> tuple[Figure, ...]:
    """The figures of ``sentence`` in a part of a report: ``review``, ``plan``, ``five`` or ``next`` years."""
    setting = SETTINGS[part]
    before = TITLE + setting.before
    text = f"{before}{sentence}\n{setting.after}"
    report = luoshi.read(text, year=setting.year)
    assert all(figure.of(text) == figure.quote for figure in report.figures)
    return tuple(
        figure for figure in report.figures if len(before) <= figure.start < len(before) + len(sentence)
    )


def line(figure: Figure, setting: Setting) -> str:
    """``quote｜subject｜value unit``, then all that is not level, exact, plain and of the part's status and year."""
    value = f"{figure.low:.15g}" if figure.low == figure.high else f"{figure.low:.15g}..{figure.high:.15g}"
    special = [
        figure.measure if figure.measure != "level" else "",
        figure.bound if figure.bound != "exact" else "",
        figure.status if figure.status != setting.status else "",
        (figure.tone or "no tone") if figure.tone != ("plain" if figure.status == "target" else None) else "",
        figure.period if figure.period != setting.period else "",
    ]
    fields = [figure.quote, figure.subject, f"{value} {figure.unit}".strip(), " ".join(filter(None, special))]
    return "｜".join(fields).rstrip("｜")


def run_cases(cases: Iterable[Case]) -> None:
    """Read the sentence of every case; all that give other figures are told at once."""
    faults = []
    for name, part, sentence, expected in cases:
        lines = [line(figure, SETTINGS[part]) for figure in read_sentence(part, sentence)]
        if lines != expected:
            faults.append(f"{name}: {sentence}\n  expected {expected}\n  read     {lines}")
    assert not faults, "\n".join(faults)


def falling_short(cases: Iterable[tuple[str, str, str, list[str], str]]) -> pytest.MarkDecorator:
    """A test a case that does not give its figures yet, each with why; it fails as soon as a case does."""
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param(
                (name, part, sentence, lines), id=name, marks=pytest.mark.xfail(strict=True, reason=reason)
            )
            for name, part, sentence, lines, reason in cases
        ],
    )
