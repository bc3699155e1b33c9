"""Layers and packages import only what lies below them, and every contract that says so can turn red."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from grimp import ImportGraph, build_graph
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

from corpus import ROOT

KINDS: dict[str, Callable[..., Contract]] = {
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
}
CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
CONTRACTS: list[dict[str, Any]] = CONFIGURATION["contracts_options"]

# By contract: an import that it forbids, from a module that there may be (``seeded`` lies in a package that there is).
# Every contract has one at least.
SEEDS = {
    "layers": [
        "luoshi.reading.records.seeded → luoshi.output",
        "luoshi.output.seeded → luoshi.cli",
        "luoshi.errors → luoshi.reading.text",
        "luoshi.parallel.seeded → luoshi.reading.text",
        "luoshi.knowledge → luoshi.errors",
        "luoshi.ledger.seeded → luoshi.city",
    ],
    "reading": [
        "luoshi.reading.figures.seeded → luoshi.reading.reader",
        "luoshi.reading.figures.seeded → luoshi.reading.promises",
        "luoshi.reading.text.seeded → luoshi.reading.records",
    ],
    "ledger": [
        "luoshi.ledger.matching.seeded → luoshi.ledger.verdicts",
        "luoshi.ledger.panels.seeded → luoshi.ledger.contradictions",
    ],
    "city": [
        "luoshi.city.reports.seeded → luoshi.city.tasks.models",
        "luoshi.city.people.seeded → luoshi.city.reports.models",
    ],
    # Inside the applications
    "tasks": [
        "luoshi.city.tasks.selectors → luoshi.city.tasks.actions.events",
        "luoshi.city.tasks.notifications.seeded → luoshi.city.tasks.delivery.timeline",
        "luoshi.city.tasks.breakdown.seeded → luoshi.city.tasks.delivery.writing",
    ],
    "tasks-delivery": ["luoshi.city.tasks.delivery.queries → luoshi.city.tasks.delivery.pages"],
    "tasks-breakdown": ["luoshi.city.tasks.breakdown.table → luoshi.city.tasks.breakdown.views.tables"],
    "people": [
        "luoshi.city.people.actions.seeded → luoshi.city.people.signing.pages",
        "luoshi.city.people.actors → luoshi.city.people.permissions",
    ],
    "reports": ["luoshi.city.reports.queries → luoshi.city.reports.actions.uploading"],
    "documents": ["luoshi.city.documents.queries → luoshi.city.documents.views"],
    "dashboards": ["luoshi.city.dashboards.queries.seeded → luoshi.city.dashboards.views"],
    "public": ["luoshi.city.public.cells → luoshi.city.public.pieces"],
    "api": ["luoshi.city.api.schemas → luoshi.city.api.tasks"],
    "audit": ["luoshi.city.audit.queries → luoshi.city.audit.views"],
    "site": [
        "luoshi.city.site.words → luoshi.city.site.forms",
        "luoshi.city.site.tables.seeded → luoshi.city.site.form_view",
    ],
    "search": ["luoshi.city.search.models → luoshi.city.search.index"],
    "chain": ["luoshi.city.chain.models → luoshi.city.chain.entries"],
    "demo": ["luoshi.city.demo.city → luoshi.city.demo.scenario"],
    "config": ["luoshi.city.config.health → luoshi.city.config.settings"],
    "tables": [
        "luoshi.city.tasks.breakdown.seeded → luoshi.city.site.tables.grids",
        "luoshi.city.people.seeded → luoshi.city.site.tables.rows",
    ],
    "framework": [
        "luoshi.city.rules.seeded → django",
        "luoshi.ledger.matching.seeded → django",
    ],
    "pure": [
        "luoshi.reading.outline.seeded → rich",
        "luoshi.reading.intake.seeded → urllib",
    ],
}


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    """What imports what in the package, as import-linter sees it."""
    return build_graph("luoshi", include_external_packages=True, cache_dir=None)


def kept(contract: dict[str, Any], graph: ImportGraph) -> bool:
    """Whether a contract holds in a graph."""
    checked = KINDS[contract["type"]](contract["name"], CONFIGURATION["session_options"], contract)
    return bool(checked.check(deepcopy(graph), verbose=False).kept)


def contract_of(key: str) -> dict[str, Any]:
    """The contract with an id."""
    return next(contract for contract in CONTRACTS if contract["id"] == key)


def test_every_contract_has_a_violation_to_show_that_it_turns_red() -> None:
    assert sorted(SEEDS) == sorted(contract["id"] for contract in CONTRACTS)
    assert all(SEEDS.values())


def test_every_contract_holds_until_a_violation_is_seeded(graph: ImportGraph) -> None:
    faults = [contract["id"] for contract in CONTRACTS if not kept(contract, graph)]
    for key, seeds in SEEDS.items():
        for seed in seeds:
            importer, imported = seed.split(" → ")
            package = importer.removesuffix(".seeded")
            if package not in graph.modules or (
                imported not in graph.modules and imported.startswith("luoshi.")
            ):
                faults.append(f"{seed}: there is no such module")
            seeded = deepcopy(graph)
            seeded.add_import(importer=importer, imported=imported)
            if kept(contract_of(key), seeded):
                faults.append(f"{seed}: {key} stays green")
    assert faults == []


def test_a_package_that_no_contract_names_turns_its_contract_red(graph: ImportGraph) -> None:
    inside = [
        (contract, container)
        for contract in CONTRACTS
        if contract["type"] == "layers"
        for container in contract.get("containers", ())
    ]
    faults = []
    for contract, container in inside:
        grown = deepcopy(graph)
        grown.add_module(f"{container}.attic")
        if kept(contract, grown):
            faults.append(f"{container}.attic")
    assert inside
    assert faults == []


def test_command_reads_imports_from_files_and_says_which_contract_is_broken(tmp_path: Path) -> None:
    package = tmp_path / "src" / "luoshi"
    shutil.copytree(ROOT / "src" / "luoshi", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    sound = linted(tmp_path)
    assert sound.returncode == 0, sound.stdout
    (package / "output" / "seeded.py").write_text("def f():\n    import luoshi.cli\n", encoding="utf-8")
    broken = linted(tmp_path)
    assert broken.returncode == 1
    assert f"\n{contract_of('layers')['name']} BROKEN" in broken.stdout


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What ``make lint`` asks, of the copy in ``folder``."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
