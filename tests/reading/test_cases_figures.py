"""Whole reports with the slips people make, and the figures they must give (``tests/cases/figures.toml``)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import luoshi
from luoshi import Figure

CASES = Path(__file__).parents[1] / "cases"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CASES / "figures.toml").read_text(encoding="utf-8"))


def line(figure: Figure) -> str:
    """``subject｜measure｜value unit｜status tone｜period``."""
    value = f"{figure.low:.15g} {figure.unit}".strip()
    stated = " ".join(filter(None, (figure.status, figure.tone)))
    return f"{figure.subject}｜{figure.measure}｜{value}｜{stated}｜{figure.period}"


def is_within(wanted: list[str], lines: list[str]) -> bool:
    """Whether ``lines`` has all of ``wanted`` in their order."""
    rest = iter(lines)
    return all(any(line == entry for line in rest) for entry in wanted)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_with_a_slip_gives_its_figures(name: str) -> None:
    report = luoshi.read(CASES / name)
    lines = [line(figure) for figure in report.figures]
    assert is_within(EXPECTED[name]["figures"], lines), "\n".join(lines)
    quotes = {figure.quote for figure in report.figures}
    assert quotes.isdisjoint(EXPECTED[name].get("without", ()))
    assert all(figure.of(report.text) == figure.quote for figure in report.figures)
