"""``luoshi demo``: what was found, as a person wants to see it, and pages to open."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from luoshi.cli import main


def test_demo_tells_of_every_bundled_report_and_leaves_pages(
    tmp_path: Path,
    fictional: tuple[Path, ...],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["demo", "--no-site", "--lang", "zh"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    for year in (2023, 2024, 2025, 2026):
        assert f"\n{year}年预期目标\n  地区生产总值" in out
    assert out.count("\n民生实事（") == len(fictional)
    assert out.count("\n没有读到的和要核对的\n") == len(fictional)
    assert max(map(cell_len, out.splitlines())) <= 80
    assert out.rstrip().endswith("对账：out/index.html")
    assert "2023 年" in out.split("标注网页")[1]
    assert [path.name for path in (tmp_path / "out").glob("*.html")] == ["index.html"]
    assert len(list((tmp_path / "out" / "reports").glob("*.html"))) == len(fictional) + 1


def test_demo_reads_the_users_files(
    tmp_path: Path, fictional: tuple[Path, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    demo = ["demo", "--no-site", "--lang", "en"]
    assert main([*demo, str(fictional[0]), "/nowhere.pdf", "-o", str(tmp_path / "new")]) == 2
    out, err = capfd.readouterr()
    assert "Headline targets" in out
    assert err.count("\n") == 1
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"index.html", "reports"}
    assert {path.name for path in (tmp_path / "new" / "reports").iterdir()} == {
        "index.html",
        "青岚市-2023.html",
    }


def test_demo_without_a_readable_file_writes_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "/nowhere.pdf", "-o", str(tmp_path / "new")]) == 2
    assert capfd.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


def test_demo_without_the_libraries_of_the_site_says_how_to_get_them(
    tmp_path: Path,
    fictional: tuple[Path, ...],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "django", None)
    monkeypatch.setenv("LUOSHI_DATA", str(tmp_path / "site"))  # that of the tests may be in use
    assert main(["demo", "--lang", "en", str(fictional[0]), "-o", str(tmp_path)]) == 0
    assert "pip install '.[city]'" in capfd.readouterr().err
