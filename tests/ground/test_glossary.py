"""The glossary names everything that records hold, in the words that users see."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from corpus import ROOT
from luoshi.reading.records import model

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
LABELS = tomllib.loads((ROOT / "src" / "luoshi" / "output" / "labels.toml").read_text(encoding="utf-8"))
RECORDS = [one for one in vars(model).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_glossary_names_record_and_fields(record: type[msgspec.Struct]) -> None:
    names = [record.__name__, *record.__struct_fields__]
    assert [name for name in names if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("name", sorted(LABELS["values"]))
def test_glossary_gives_every_value_the_word_that_users_see(name: str) -> None:
    rows = [line for line in PAGE.splitlines() if f"| `{name}` |" in line]
    assert rows
    values = {value: words["zh"] for value, words in LABELS["values"][name].items()}
    assert [f"{value} {word}" for value, word in values.items() if f"`{value}` {word}" not in rows[0]] == []
