"""Made-up fields (``samples.toml``), with which a template is tried, and which its sample shows."""

from __future__ import annotations

from functools import cache
from typing import Any

from luoshi.city.documents.bulletin import part_numerals
from luoshi.city.documents.models import PaperKind
from luoshi.knowledge import toml_table


def sample(kind: PaperKind) -> dict[str, Any]:
    """Fields for a paper of ``kind``, every one that it may use."""
    task, unit = _table()["task"], _table()["unit"]
    if kind == "circular":
        return {**_table()["circular"], "sections": [{"name": task["section"], "tasks": [task]}]}
    if kind == "bulletin":
        lists = {"units": [unit], "overdue": [task], "praised": [unit], "criticised": [unit]}
        fields = {**_table()["bulletin"], **lists}
        return {**fields, "part": part_numerals(fields)}
    return {**_table()["supervision_order"], "task": task}


@cache
def _table() -> dict[str, Any]:
    return toml_table("luoshi.city.documents", "samples.toml")
