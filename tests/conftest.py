"""What all tests share: the folder beside the checkout, and what CI may not skip."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from corpus import demo_folder, shared_folder

# The same examples on every run and machine, and no clock; `--hypothesis-profile=explore` draws new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("same")

# Some hundred thousand objects live as long as the tests: looking through them for garbage was a tenth of the time.
gc.set_threshold(100_000, 20, 20)


def pytest_collection_finish() -> None:
    """What was imported and collected stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared reports, labels and seeds; skips where they are missing."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("no shared reports: ../shared is missing and LUOSHI_SHARED names no other folder")
    return folder


@pytest.fixture(scope="session")
def fictional() -> tuple[Path, ...]:
    """The bundled reports of the fictional city, by year."""
    return tuple(sorted(path for path in demo_folder().iterdir() if path.suffix in {".md", ".txt"}))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, a browser test that is skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"CI must not skip this: {call.excinfo.value if call.excinfo else 'skipped'}"
    return report
