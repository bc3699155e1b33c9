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


def runs(folder: Path, text: str) -> list[dict[str, Any]]:
    (folder / "report.txt").write_text(text, encoding="utf-8")
    script = Path(__file__).with_name("killed.py")
    command = [sys.executable, "-W", "ignore", str(script), str(folder), str(folder / "report.txt")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def nothing_half_done(between: dict[str, Any]) -> None:
    assert between["faults"] == []
    if between["state"] == "read":
        assert (between["promises"], between["figures"]) == (6, 9)
        assert between["corrections"] == between["confirmed"] == 0
    else:
        assert between["promises"] == between["figures"] == between["read"] == 0
        assert between["state"] in (None, "queued", "reading")


def test_killed_anywhere_nothing_half_done_remains_and_trying_again_works(
    tmp_path: Path, report_text: str
) -> None:
    done = runs(tmp_path, report_text)
    # All points in one process: Django starts and migrates once.
    assert [run["ended"] for run in done] == [137] * POINTS
    for run in done:
        nothing_half_done(run["between"])
        assert run["after"] == {
            "reports": 1, "state": "read", "promises": 6, "figures": 9, "corrections": 1, "confirmed": 1,
            "faults": [], "files": 1, "read": 1,
        }, run["point"]  # fmt: skip
        assert run["twice"] == run["after"], "a second run of the job changes nothing"
