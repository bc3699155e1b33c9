"""Importing units, posts, people and holdings from a workbook: all of it, or nothing.

Everything is written in one transaction, which is taken back where there is any fault; the faults of all
sheets are told together. What is not in the file stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from luoshi.city.chain.writing import writing
from luoshi.city.people.actions.import_run import Count, Import
from luoshi.city.people.actions.importing_people import import_holdings
from luoshi.city.people.actions.importing_units import check_given, import_posts, import_units
from luoshi.city.people.actors import Actor
from luoshi.city.people.exchange import COLUMNS, HOLDINGS, POSTS, UNITS
from luoshi.city.people.locking import check_administrators
from luoshi.city.people.permissions import require
from luoshi.city.site.errors import ConflictError
from luoshi.city.site.tables.columns import CellFault
from luoshi.city.site.tables.read import Table, UnreadableError, read_named
from luoshi.errors import LuoshiError


class ImportFaultsError(LuoshiError):
    """The file has faults; nothing was imported."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__("people_import_faults", count=len(faults))
        self.faults = tuple(faults)


class _RollbackError(Exception):
    """Takes back what was written only to check it."""


def import_people(*, actor: Actor, data: bytes, only_check: bool = False) -> list[Count]:
    """What was added, changed and left, by sheet; with ``only_check`` everything is done and taken back.

    Raises ``ForbiddenError``, ``UnreadableError``, ``ImportFaultsError``.
    """
    signature = actor.signature(require(actor, "unit.manage"))
    tables = _tables(data)
    faults = [fault for table in tables.values() for fault in table.faults]
    if faults:
        raise ImportFaultsError(faults)
    work = Import(actor, signature)
    counts: list[Count] = []
    try:
        with writing():
            counts = _write(work, tables)
            if work.faults:
                raise ImportFaultsError(work.faults)
            if only_check:
                raise _RollbackError
    except _RollbackError:
        pass
    return counts


def _tables(data: bytes) -> dict[str, Table]:
    tables = read_named(data, COLUMNS)
    if not tables:
        raise UnreadableError("people_import_no_sheets")
    return tables


def _write(work: Import, tables: dict[str, Table]) -> list[Count]:
    counts = []
    for name, write in ((UNITS, import_units), (POSTS, import_posts), (HOLDINGS, import_holdings)):
        if name in tables:
            counts.append(write(work, tables[name]))
    if not work.faults:
        work.check_ends()
        check_given(work)
        try:
            check_administrators(timezone.localdate())
        except ConflictError as impossible:
            table = next(reversed(tables.values()))
            work.faults.append(table.fault(1, "", impossible.code))
    return counts
