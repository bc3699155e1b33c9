"""What is built holds all that it needs, and reads a report where nothing else is installed."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import ROOT
from lock import locked

SOURCE = ROOT / "src" / "luoshi"


def run(command: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``command`` from the root with ``environment`` added; output as text."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def site_packages(environment: Path) -> Path:
    return next((environment / "lib").glob("python3*/site-packages"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that holds what requirements/base.txt locks and the wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder])
    assert built.returncode == 0, built.stderr
    environment = folder / "venv"
    run([sys.executable, "-m", "venv", "--without-pip", environment])
    target = site_packages(environment)
    for requirement in locked("base"):
        distribution = importlib.metadata.distribution(requirement.name)
        tops = {Path(file).parts[0] for file in distribution.files or [] if Path(file).parts[0] != ".."}
        for top in tops - {"__pycache__"}:
            (target / top).symlink_to(Path(str(distribution.locate_file(top))))
    python, wheel = environment / "bin" / "python", next(folder.glob("*.whl"))
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    installed = run([*pip, "--no-deps", "--no-index", wheel], PIP_DISABLE_PIP_VERSION_CHECK="1")
    assert installed.returncode == 0, installed.stderr
    return environment


def test_wheel_reads_a_report_where_no_extra_is_installed(clean: Path, fictional: tuple[Path, ...]) -> None:
    command = clean / "bin" / "luoshi"
    done = run([command, "read", fictional[0], "--format", "jsonl"], PYTHONPATH="", PYTHONWARNINGS="error")
    assert (done.returncode, done.stderr) == (0, "")
    text = fictional[0].read_text(encoding="utf-8")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) > 20
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)


def test_wheel_is_what_the_clean_environment_imports(clean: Path) -> None:
    done = run([clean / "bin" / "python", "-c", "import luoshi; print(luoshi.__file__)"], PYTHONPATH="")
    assert Path(done.stdout.strip()).is_relative_to(clean)


def test_wheel_holds_every_file_of_the_package(clean: Path) -> None:
    def names(folder: Path) -> set[Path]:
        return {
            path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"
        }

    assert names(site_packages(clean) / "luoshi") == names(SOURCE)
