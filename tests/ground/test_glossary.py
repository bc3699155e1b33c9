"""The glossary names everything that records hold, in the words that users see."""

from __future__ import annotations

import tomllib

import msgspec

from corpus import ROOT
from luoshi.reading.records import model

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
LABELS = tomllib.loads((ROOT / "src" / "luoshi" / "output" / "labels.toml").read_text(encoding="utf-8"))
RECORDS = [one for one in vars(model).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]


def test_glossary_names_records_and_their_fields() -> None:
    names = [name for record in RECORDS for name in (record.__name__, *record.__struct_fields__)]
    assert names
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_glossary_gives_every_value_the_word_that_users_see() -> None:
    faults = []
    for name, values in LABELS["values"].items():
        row = next((line for line in PAGE.splitlines() if f"| `{name}` |" in line), "")
        said = [f"`{value}` {words['zh']}" for value, words in values.items()]
        faults += [f"{name}: {words}" for words in said if words not in row]
    assert faults == []
