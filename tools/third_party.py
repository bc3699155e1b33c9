"""Write docs/third-party.md: the libraries that a site is installed with, and their licences, as they say."""

from __future__ import annotations

import importlib.metadata
import re

from corpus import ROOT
from lock import locked

TARGET = ROOT / "docs" / "third-party.md"
HEAD = """\
# Libraries of others

Made by `make docs-third-party` from what the packages of `requirements/city.txt` and
`requirements/ocr.txt` say of themselves. Their licences lie beside them in the installation
(`*.dist-info`). `psycopg-binary`, `lxml`, `numpy` and others bring further libraries
inside, named in their licence files.

| library | version | licence |
|---|---|---|
"""
_LONGEST = 60


def licence_of(name: str) -> str:
    """The licence of a package, in its own short words."""
    said = importlib.metadata.metadata(name)
    classified = [
        one.rpartition(" :: ")[2] for one in said.get_all("Classifier", []) if one.startswith("License")
    ]
    short = next((said[name] for name in ("License-Expression", "License") if name in said), "")
    if not short or "\n" in short or len(short) > _LONGEST:
        short = ", ".join(one for one in classified if one != "OSI Approved")
    return re.sub(r"\s+", " ", short).replace("|", "/") or "see its files"


def text() -> str:
    """The page as the published file holds it."""
    wanted = {
        one.name: str(one.specifier).removeprefix("==") for name in ("city", "ocr") for one in locked(name)
    }
    rows = (f"| {name} | {version} | {licence_of(name)} |\n" for name, version in sorted(wanted.items()))
    return HEAD + "".join(rows)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
