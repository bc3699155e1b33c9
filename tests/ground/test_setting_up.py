"""What a newcomer or CI meets: a clear line where Python does not do, and no browser test silently skipped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from corpus import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What `make` looks at before the virtual environment exists."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def fake_python(folder: Path, *, new_enough: bool) -> Path:
    """A Python that says it is 3.9, or one that has no venv."""
    python = folder / "python"
    fails_on = "ensurepip" if new_enough else "version_info"
    python.write_text(f'#!/bin/sh\ncase "$*" in *{fails_on}*) exit 1;; --version) echo Python 3.9.2;; esac\n')
    python.chmod(0o755)
    return python


def make(checkout: Path, python: str | Path) -> list[str]:
    """The lines on standard error that `make test` with ``python`` ends on, without make's own."""
    done = subprocess.run(
        ["make", f"PYTHON={python}", "test"],  # noqa: S607  whichever make the user has
        cwd=checkout,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode != 0
    return [line for line in done.stderr.splitlines() if not line.startswith("make")]


def test_missing_python_gets_one_line(checkout: Path) -> None:
    (line,) = make(checkout, "no-such-python")
    assert line.startswith("luoshi: no-such-python was not found")


def test_old_python_gets_one_line(checkout: Path) -> None:
    (line,) = make(checkout, fake_python(checkout, new_enough=False))
    assert line.startswith("luoshi: Python 3.9.2 is too old")


def test_python_without_venv_gets_one_line(checkout: Path) -> None:
    (line,) = make(checkout, fake_python(checkout, new_enough=True))
    assert "cannot make virtual environments" in line


@pytest.mark.parametrize(
    ("ci", "mark", "outcome"),
    [
        ("true", "browser", {"failed": 1}),
        ("true", "slow", {"skipped": 1}),
        ("", "browser", {"skipped": 1}),
    ],
)
def test_only_ci_turns_a_skipped_browser_test_into_a_failure(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, mark: str, outcome: dict[str, int]
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml('[tool.pytest.ini_options]\nmarkers = ["browser", "slow"]')
    pytester.makepyfile(f"import pytest\n@pytest.mark.{mark}\ndef test_it():\n    pytest.skip('no browser')")
    pytester.runpytest("-p", "no:django").assert_outcomes(**outcome)


def test_a_browser_test_that_is_skipped_by_its_fixture_fails_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml('[tool.pytest.ini_options]\nmarkers = ["browser", "slow"]')
    pytester.makepyfile(
        "import pytest\n@pytest.fixture\ndef page():\n    pytest.skip('no browser')\n"
        "@pytest.mark.browser\ndef test_it(page):\n    pass"
    )
    pytester.runpytest("-p", "no:django").assert_outcomes(errors=1)
