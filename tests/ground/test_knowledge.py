"""Tables that lie beside the code: one function reads them."""

from __future__ import annotations

import pytest

from corpus import ROOT
from luoshi.knowledge import toml_table

SOURCE = ROOT / "src" / "luoshi"


def test_table_of_a_package_is_read() -> None:
    assert set(toml_table("luoshi", "messages.toml")["empty_file"]) == {"zh", "en"}


def test_table_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        toml_table("luoshi", "missing.toml")


def test_whoever_changes_a_table_changes_only_theirs() -> None:
    toml_table("luoshi", "messages.toml").clear()
    assert toml_table("luoshi", "messages.toml")


def test_no_other_file_reads_toml_itself() -> None:
    readers = [path for path in SOURCE.rglob("*.py") if "tomllib" in path.read_text(encoding="utf-8")]
    assert readers == [SOURCE / "knowledge.py"]
