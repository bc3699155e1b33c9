"""A measurement of the site on each database, in a process of its own with settings of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import postgres
from load_supervised import unset

DATABASES = ("postgresql", "sqlite")


def measured(database: str, script: str, arguments: Sequence[object]) -> dict[str, Any]:
    """What ``script``, a file beside this one, writes to its first argument; ``arguments`` are the others."""
    with tempfile.TemporaryDirectory(prefix="luoshi-load-") as folder:
        variables = {
            **unset(),
            "LUOSHI_DATA": folder,
            "LUOSHI_HTTPS": "0",
            "LUOSHI_SECOND_FACTOR": "optional",
            "LUOSHI_LOG_LEVEL": "ERROR",
        }
        out = Path(folder) / "measured.json"
        command = [sys.executable, str(Path(__file__).with_name(script)), str(out), *map(str, arguments)]
        if database == "sqlite":
            _run(command, variables)
        else:
            with postgres.cluster(durable=True) as running:
                _run(command, {**variables, "LUOSHI_DATABASE_URL": running.url})
        result: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return result


def _run(command: list[str], variables: dict[str, str]) -> None:
    """Run it to its end; where this program is told to stop, it is told so too."""
    with subprocess.Popen(command, env=variables) as process:
        try:
            code = process.wait()
        finally:
            process.terminate()
    if code:
        sys.exit(f"load: the measurement failed ({code})")
