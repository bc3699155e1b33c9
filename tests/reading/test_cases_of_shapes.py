"""Small files made from troubles that people had, each with what it should give beside it in ``tests/cases``."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from luoshi.errors import InputError
from luoshi.reading.intake import recognition, sources
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report

CASES = Path(__file__).parents[1] / "cases"
WHOLE = "12 actual, 13 target, 11 promises"


def read(name: str) -> list[Report | InputError]:
    (path,) = (path for path in CASES.glob(f"{name}*") if path.suffix != ".md")
    results: list[Report | InputError] = []
    for source in sources(path):
        try:
            results.append(source if isinstance(source, InputError) else read_source(source))
        except InputError as error:
            results.append(error)
    return results


def content(report: Report | InputError) -> str:
    """What a report holds in numbers, or the code of its error."""
    if isinstance(report, InputError):
        return report.code
    assert all(figure.of(report.text) == figure.quote for figure in report.figures)
    counts = Counter(figure.status for figure in report.figures)
    return ", ".join(
        [
            *(f"{count} {status}" for status, count in sorted(counts.items())),
            f"{len(report.promises)} promises",
        ]
    )


def identity(report: Report | InputError) -> tuple[object, ...]:
    assert isinstance(report, Report), report
    place = report.place
    return report.year, report.date, place and place.name, place and place.code, place and place.province


@pytest.mark.parametrize(
    ("case", "contents", "identities"),
    [
        ("03", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        (
            "05",
            [WHOLE] * 2,
            [(2025, None, "朝阳区", "220104", "吉林省"), (2025, None, "广州市", "440100", "广东省")],
        ),
        ("17", [WHOLE] * 3, [(2025, None, "四平市", "220300", "吉林省")] * 3),
        ("20", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("21", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("22", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("28", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("35", [WHOLE], [(2025, None, "四平市", "220300", "吉林省")]),
    ],
)
def test_cases_are_read_whole(case: str, contents: list[str], identities: list[tuple[object, ...]]) -> None:
    reports = read(case)
    assert [content(report) for report in reports] == contents
    assert [identity(report) for report in reports] == identities


def test_a_pdf_whose_font_names_no_characters_is_recognised_or_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    assert [content(report) for report in read("18")] == ["pdf_without_characters"]


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra [ocr] (rapidocr) is not installed")
def test_a_pdf_whose_font_names_no_characters_is_read_by_recognition() -> None:
    assert [content(report) for report in read("18")] == [WHOLE]


@pytest.mark.parametrize(
    ("case", "contents"),
    [("14", ["other_document"]), ("15", ["several_reports"]), ("27", ["page_attachment"])],
)
def test_cases_that_are_refused_say_what_they_are(case: str, contents: list[str]) -> None:
    assert [content(report) for report in read(case)] == contents
