"""The notebook for researchers runs from its first cell to its last, and holds nothing that it read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
import polars as pl
import pytest
from nbclient import NotebookClient

from corpus import ROOT, demo_folder, shared_folder

NOTEBOOK = ROOT / "docs" / "growth-targets.ipynb"
SUBSET = ("吉林省", "四平市", "辽源市")
SINCE = 2023
SECONDS = 120


@pytest.fixture(scope="module")
def notebook() -> Any:
    text = NOTEBOOK.read_text(encoding="utf-8")
    found = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(found)
    return found


@pytest.fixture(params=["bundled", "shared"])
def reports(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A small folder of reports: those of the fictional city, or some real ones."""
    folder = tmp_path / "reports"
    if request.param == "bundled":
        shutil.copytree(demo_folder(), folder)
        return folder
    shared = shared_folder()
    if shared is None:
        pytest.skip("no shared reports: ../shared is missing and LUOSHI_SHARED names no other folder")
    for place in SUBSET:
        for path in sorted((shared / "reports" / place).iterdir()):
            if path.stem.isdecimal() and int(path.stem) >= SINCE:
                (folder / place).mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / place)
    return folder


def test_notebook_is_kept_without_outputs(notebook: Any) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []


# The kernel's own libraries leave sockets and loops to the interpreter's end.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::RuntimeWarning")
def test_notebook_leads_from_reports_to_a_chart(notebook: Any, reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = {**os.environ, "LUOSHI_REPORTS": str(reports), "LUOSHI_OUT": str(out)}
    client = NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    client.execute(env=environment)
    assert {path.name for path in out.iterdir()} == {
        "panel.parquet", "panel.cache", "panel.dta", "panel.xlsx", "wide.dta", "growth-targets.svg",
    }  # fmt: skip
    targets = pl.read_parquet(out / "panel.parquet").filter(indicator="gdp_growth", status="target")
    assert len(targets) >= 4
    drawn = (out / "growth-targets.svg").read_text(encoding="utf-8")
    assert "增长目标" in drawn
    assert all(province in drawn for province in set(targets["province"].drop_nulls()))
