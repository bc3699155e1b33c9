"""What is said about installing names nothing that somebody else could have published."""

from __future__ import annotations

import re
from pathlib import Path

from corpus import ROOT
from lock import locked

SAID = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "src" / "luoshi").rglob("*.toml")),
    ROOT / "Makefile",
]
# `pip install …`, up to what ends a command: the line, the quote, a comment, or a Chinese mark.
_PIP = re.compile(r"\bpip (?:install|download)\b((?:\\\n|[^\n`#。；;])*)")
_WORD = re.compile(r"[^\s'\"]+")
_NAMES = re.compile(r"(?i)luoshi(?:\[.*)?(?:[=<>~!].*)?")


def commands(page: Path) -> list[list[str]]:
    """The words after each `pip install` and `pip download` on a page."""
    return [_WORD.findall(found) for found in _PIP.findall(page.read_text(encoding="utf-8"))]


def test_the_program_is_installed_from_its_source_and_never_by_name() -> None:
    by_page = {str(page.relative_to(ROOT)): commands(page) for page in SAID}
    assert any(by_page.values())
    named = [
        (page, words) for page in by_page for words in by_page[page] if any(map(_NAMES.fullmatch, words))
    ]
    assert named == []


def test_a_site_is_installed_from_hashes_and_asks_no_index_for_the_rest() -> None:
    given = commands(ROOT / "docs" / "deploy.md")
    assert len(given) >= 3
    assert [words for words in given if not {"--require-hashes", "--no-index"} & {*words}] == []
    own = [words for words in given if "." in words]
    assert own
    assert all({"--no-index", "--no-deps", "--no-build-isolation"} <= {*words} for words in own)


def test_what_builds_the_program_is_locked_with_the_rest() -> None:
    build, dev = ({(one.name, str(one.specifier)) for one in locked(name)} for name in ("build", "dev"))
    assert "hatchling" in {name for name, _ in build}
    assert build < dev
