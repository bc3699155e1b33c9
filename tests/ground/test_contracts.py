"""Layers and packages import only what lies below them, and the check that says so can turn red."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from corpus import ROOT

SOURCE = ROOT / "src" / "luoshi"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its contracts, to be broken on purpose."""
    folder = tmp_path_factory.mktemp("contracts")
    shutil.copytree(SOURCE, folder / "src" / "luoshi", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the copy in ``folder``."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_contracts_hold(copy: Path) -> None:
    done = check(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("reading/records/seeded.py", "import luoshi.output", "layers"),
        ("output/seeded.py", "import luoshi.cli", "layers"),
        ("errors.py", "import luoshi.reading.text", "layers"),
        ("parallel/seeded.py", "import luoshi.reading.text", "layers"),
        ("attic/__init__.py", "", "layers"),
        ("knowledge.py", "import luoshi.errors", "layers"),
        ("reading/figures/seeded.py", "import luoshi.reading.reader", "reading"),
        ("reading/figures/seeded.py", "import luoshi.reading.promises", "reading"),
        ("reading/text/seeded.py", "import luoshi.reading.records", "reading"),
        ("reading/attic/__init__.py", "", "reading"),
        ("reading/outline/seeded.py", "import rich", "pure"),
        ("ledger/seeded.py", "import luoshi.city", "layers"),
        ("city/reports/seeded.py", "import luoshi.city.tasks.models", "city"),
        ("city/people/seeded.py", "import luoshi.city.reports.models", "city"),
        ("city/attic/__init__.py", "", "city"),
        ("city/rules/seeded.py", "import django.utils.timezone", "framework"),
        ("ledger/matching/seeded.py", "import django.db", "framework"),
        ("reading/intake/seeded.py", "import urllib.request", "pure"),
    ],
)
def test_contract_turns_red_when_it_is_violated(copy: Path, file: str, line: str, contract: str) -> None:
    names = {one["id"]: one["name"] for one in PROJECT["tool"]["importlinter"]["contracts"]}
    seeded = copy / "src" / "luoshi" / file
    before = seeded.read_text(encoding="utf-8") if seeded.exists() else None
    seeded.parent.mkdir(exist_ok=True)
    seeded.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        assert f"\n{names[contract]} BROKEN" in check(copy).stdout
    finally:
        if before is None:
            seeded.unlink()
        else:
            seeded.write_text(before, encoding="utf-8")
        if not any(seeded.parent.iterdir()):
            seeded.parent.rmdir()
