"""The locked requirements: complete, with hashes, and bound to no host."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from corpus import ROOT
from lock import locked

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
SHIPPED: list[str] = RUNTIME + EXTRAS["ocr"] + EXTRAS["city"]
DEVELOPMENT: list[str] = PROJECT["dependency-groups"]["dev"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_host_and_no_path(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.findall(
        r"\S*(?:://|--index-url|--extra-index-url|--find-links|@ file|/opt/|/home/)\S*", text
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_requirement_has_hashes(lock: Path) -> None:
    entries = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("base", RUNTIME),
        ("ocr", RUNTIME + EXTRAS["ocr"]),
        ("city", RUNTIME + EXTRAS["city"]),
        ("dev", SHIPPED + DEVELOPMENT),
    ],
)
def test_lock_answers_pyproject(lock: str, wanted: list[str]) -> None:
    versions = {canonicalize_name(one.name): next(iter(one.specifier)).version for one in locked(lock)}
    requirements = [Requirement(entry) for entry in wanted]
    missing = [
        one
        for one in requirements
        if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"))
    ]
    assert [str(one) for one in missing] == []


def imported(*folders: str) -> set[str]:
    """The libraries that the files in ``folders`` import, wherever in a file."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    scripts = {path.stem for folder in ("tools", "tests") for path in (ROOT / folder).iterdir()}
    own = {"luoshi", "conftest", "score_promises", *scripts}
    return {name.partition(".")[0] for name in whole | parts} - sys.stdlib_module_names - own


@pytest.mark.parametrize(
    ("folders", "declared"),
    [(["src"], SHIPPED + EXTRAS["cluster"]), (["tests", "tools"], SHIPPED + DEVELOPMENT)],
)
def test_every_library_that_is_imported_is_declared(folders: list[str], declared: list[str]) -> None:
    names = {canonicalize_name(Requirement(one).name) for one in declared}
    shipped_by = packages_distributions()
    missing = {
        name
        for name in imported(*folders)
        if not names & {canonicalize_name(one) for one in shipped_by.get(name, ())}
    }
    assert missing == set()


def test_locks_agree_on_every_version() -> None:
    base, ocr, city, dev = (
        {(one.name, str(one.specifier)) for one in locked(name)} for name in ("base", "ocr", "city", "dev")
    )
    assert base < ocr
    assert base < city
    assert ocr | city < dev
