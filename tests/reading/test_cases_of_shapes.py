"""Small files made from troubles that people had, each with what it should give beside it in ``tests/cases``."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

import luoshi
from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes, recognition, sources
from luoshi.reading.reader import read_source
from luoshi.reading.records import Report
from luoshi.reading.text import Source

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
        ("01", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("02", [WHOLE] * 2, [(2025, None, "四平市", "220300", "吉林省")] * 2),
        ("03", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        (
            "04",
            [WHOLE] * 2,
            [(2025, None, "内江市", "511000", "四川省"), (2025, None, "渝北区", "500112", "重庆市")],
        ),
        (
            "05",
            [WHOLE] * 2,
            [(2025, None, "朝阳区", "220104", "吉林省"), (2025, None, "广州市", "440100", "广东省")],
        ),
        ("06", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("17", [WHOLE] * 3, [(2025, None, "四平市", "220300", "吉林省")] * 3),
        ("19", ["15 actual, 11 target, 6 promises"], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("20", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("21", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("22", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("25", ["2 actual, 3 target, 3 promises"], [(2025, "2025-03-05", "全国", "000000", None)]),
        ("28", [WHOLE], [(2025, "2025-01-08", "云澜市", None, None)]),
        ("35", [WHOLE], [(2025, None, "四平市", "220300", "吉林省")]),
    ],
)
def test_cases_are_read_whole(case: str, contents: list[str], identities: list[tuple[object, ...]]) -> None:
    reports = read(case)
    assert [content(report) for report in reports] == contents
    assert [identity(report) for report in reports] == identities


def body(case: str) -> str:
    (path,) = CASES.glob(f"{case}*.txt")
    return path.read_text(encoding="utf-8").partition("\n")[2]


@pytest.mark.parametrize(
    "head",
    [
        "政府工作报告（2025年）",
        "2025年政府工作报告（全文）",
        "政府工作报告2025年",
        "二〇二五年政府工作报告",
        "云澜市人民政府关于印发2025年政府工作报告的通知\n各县（市、区）人民政府：\n2025年2月3日\n政府工作报告",
    ],
)
def test_a_title_with_a_year_turns_no_outcome_into_a_target(head: str) -> None:
    report = luoshi.read(f"{head}\n{body('01')}")
    assert (content(report), report.year, report.reviews and report.reviews.last) == (WHOLE, 2025, 2024)


def test_a_title_that_heads_every_page_is_no_heading() -> None:
    lines = body("01").split("\n")
    report = luoshi.read("\n".join(f"政府工作报告（2025年）\n{line}" for line in lines))
    assert (content(report), len(report.outline)) == (WHOLE, 8)


def test_the_narrowest_place_in_the_name_of_a_file_is_its_place() -> None:
    (source,) = from_bytes(
        f"政府工作报告\n各位代表：{body('01').partition('各位代表：')[2]}".encode(), "2025四川省内江市.txt"
    )
    assert isinstance(source, Source)
    assert identity(read_source(source)) == (2025, None, "内江市", "511000", "四川省")


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
