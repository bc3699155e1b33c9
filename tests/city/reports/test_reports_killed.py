"""The process killed in the middle of an upload, a reading, a correction: nothing half done, and trying again works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child that is killed is forked")
POINTS = 8


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, report_text: str) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("killed")
    (folder / "report.txt").write_text(report_text, encoding="utf-8")
    script = Path(__file__).with_name("killed.py")
    command = [sys.executable, "-W", "ignore", str(script), str(folder), str(folder / "report.txt")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_point_was_reached(runs: list[dict[str, Any]]) -> None:
    assert [run["ended"] for run in runs] == [137] * POINTS


@pytest.mark.parametrize("point", range(POINTS))
def test_nothing_half_done_remains(runs: list[dict[str, Any]], point: int) -> None:
    between = runs[point]["between"]
    assert between["faults"] == []
    if between["state"] == "read":
        assert (between["promises"], between["figures"]) == (6, 9)
        assert between["corrections"] == between["confirmed"] == 0
    else:
        assert between["promises"] == between["figures"] == between["read"] == 0
        assert between["state"] in (None, "queued", "reading")


@pytest.mark.parametrize("point", range(POINTS))
def test_trying_again_ends_as_if_nothing_had_happened(runs: list[dict[str, Any]], point: int) -> None:
    after = runs[point]["after"]
    assert after == {
        "reports": 1, "state": "read", "promises": 6, "figures": 9, "corrections": 1, "confirmed": 1,
        "faults": [], "files": 1, "read": 1,
    }  # fmt: skip
    assert runs[point]["twice"] == after, "a second run of the job changes nothing"
