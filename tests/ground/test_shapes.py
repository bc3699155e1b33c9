"""The command that reads reports in every shape: a shape that loses something fails, and says what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import shapes
from shapes_identity import SHAPES as IDENTITIES
from shapes_model import File, Identity, Plain, Shape, text_shape
from shapes_text import SHAPES as TEXTS

ONE_REPORT = ["--reports", "1", "--jobs", "1", "--faults", "3"]


@pytest.fixture(autouse=True)
def bundled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only the reports of the fictional city are there."""
    monkeypatch.setenv("LUOSHI_SHARED", str(tmp_path))


def named(*names: str) -> tuple[Shape, ...]:
    return tuple(shape for shape in (*TEXTS, *IDENTITIES) if shape.name in names)


def without(char: str) -> Callable[[Plain], str]:
    """The text from whose second half ``char`` has gone."""

    def change(report: Plain) -> str:
        half = len(report.text) // 2
        return report.text[:half] + report.text[half:].replace(char, "")

    return change


@pytest.mark.parametrize(
    "shape",
    named("plain", "title: year behind", "lines: CR LF", "refused: rtf", "refused: a communiqué"),
    ids=lambda shape: shape.name,
)
def test_bundled_reports_hold(shape: Shape, capsys: pytest.CaptureFixture[str]) -> None:
    assert shapes.main(["--reports", "4", "--jobs", "1"], [shape]) == 0
    assert capsys.readouterr().out.startswith("4 reports, 1 shapes\n\nshape ")


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (text_shape("seeded", without("5")), "figures below 0.995"),
        (text_shape("seeded", without("设")), "promises below 0.99"),
        (text_shape("seeded", lambda _: "今天天气很好。"), "1 unexpected"),
        (Shape(name="seeded", write=lambda _: File("a.rtf", b"{\\rtf1}")), "1 unexpected"),
        (
            Shape(
                name="seeded",
                write=lambda reports: File("a.txt", reports[0].text.encode()),
                codes=frozenset({"rtf_file"}),
            ),
            "1 unexpected",
        ),
        (
            Shape(
                name="seeded",
                write=lambda reports: File("a.txt", reports[0].text.encode()),
                identity=lambda _: Identity("云澜市", None, 1999),
            ),
            "1 wrong places; 1 wrong years",
        ),
    ],
)
def test_a_seeded_fault_fails(shape: Shape, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert shapes.main(ONE_REPORT, [shape, *named("plain")]) == 1
    table = capsys.readouterr().out
    assert reason in table
    assert "1 of 2 shapes hold" in table


def test_a_lost_digit_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert shapes.main(ONE_REPORT, [text_shape("seeded", without("5"))]) == 1
    assert "figure lost" in capsys.readouterr().out


def test_only_chooses_shapes_and_markdown_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert shapes.main([*ONE_REPORT, "--only", "^plain$", "--markdown"]) == 0
    assert "| plain | 1.0000 | 1.0000 |" in capsys.readouterr().out


def test_every_shape_has_a_name_of_its_own() -> None:
    names = [shape.name for shape in shapes.SHAPES]
    assert len(set(names)) == len(names)


def test_a_pattern_without_shapes_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert shapes.main(["--only", "no such shape"]) == 1
    assert "no shape" in capsys.readouterr().err


@pytest.mark.parametrize(("likeness", "code"), [(0.8, 0), (1.0, 1)])
def test_a_wrong_letter_counts_only_where_words_are_compared_exactly(likeness: float, code: int) -> None:
    misread = text_shape("misread", lambda report: report.text.replace("轴承", "铀承"))
    assert shapes.main(ONE_REPORT, [replace(misread, likeness=likeness)]) == code


def test_what_is_expected_to_fall_short_fails_once_it_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shapes, "SHORT_OF", {"plain": (0.5, 0.5)})
    assert shapes.main(["--only", "^plain$", "--reports", "1", "--jobs", "1"]) == 1
    assert "take it off SHORT_OF" in capsys.readouterr().out
