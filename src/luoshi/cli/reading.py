"""``luoshi read``: files in, records out, a line on standard error for each file that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from luoshi.cli.outcomes import Job, outcomes
from luoshi.cli.progress import Progress
from luoshi.errors import UsageError
from luoshi.output.formats import Write, writing
from luoshi.reading.intake.decoding import checked_encoding


def run_read(paths: Sequence[str], job: Job, out: Path | None, jobs: int) -> int:
    """Read ``paths`` and write their records; 0, or 2 where something could not be read."""
    _check_output(paths, out)
    if job.encoding is not None:
        checked_encoding(job.encoding)
    failed = 0
    write: Write | None = None
    with Progress(job.request.language) as progress, ExitStack() as output:
        for outcome in outcomes(paths, job, jobs, progress.found):
            if outcome.payload is None:
                failed += 1
                progress.say(f"luoshi: {outcome.error}")
            else:
                # Opened for the first report only: where nothing could be read, nothing is written.
                write = write or output.enter_context(writing(job.request, out, sys.stdout.buffer))
                write(outcome.payload)
            progress.done()
    return 2 if failed else 0


def _check_output(paths: Sequence[str], out: Path | None) -> None:
    if out is not None and any(path != "-" and Path(path).resolve() == out.resolve() for path in paths):
        raise UsageError("output_is_input", path=str(out))
