"""A table brought in: uploaded, read, shown with what it would change, and written once it is confirmed.

An application brings the plan of what the rows of a file would do, and the action that does it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from luoshi.city.site.errors import InvalidError
from luoshi.city.site.form_drafts import file_at, keep_file
from luoshi.city.site.language import language_now
from luoshi.city.site.tables.columns import CellFault
from luoshi.city.site.uploads import check
from luoshi.errors import LuoshiError

MOST_LINES = 500
"""Faults that a page shows."""


@dataclass(frozen=True)
class Plan:
    """What a file would do. A row adds, changes, stays the same or is at fault; nothing is done with faults.

    ``notices`` say which rows change nothing, and what else was not read as it stands.
    """

    faults: tuple[CellFault, ...] = ()
    notices: tuple[CellFault, ...] = ()

    def effects(self) -> list[Any]:
        """What would be written and over what, in values that JSON takes."""
        return []


P = TypeVar("P", bound=Plan)


@dataclass(frozen=True)
class Preview(Generic[P]):
    """What became of an upload or of its confirmation.

    ``plan``       ``None`` where the file could not be read; ``refusal`` says why.
    ``data``       the file.
    ``digest``     of the file and of what it would do: what the person confirms.
    ``confirmed``  the person confirmed just this, and it is to be written.
    """

    plan: P | None = None
    data: bytes = b""
    digest: str = ""
    refusal: str = ""
    status: int = 200
    confirmed: bool = False

    @property
    def submission(self) -> str:
        """The key under which it is written once, however often it is sent."""
        return self.digest[:32]


def preview(
    request: HttpRequest,
    plan: Callable[[bytes], P],
    *,
    person: Any,
    place: str,
    allowed: tuple[str, ...],
) -> Preview[P]:
    """The plan of the file that is uploaded, or of the one that is confirmed.

    ``allowed`` are the kinds of files. The file is kept for ``person`` at ``place``, as forms are, until it
    is written; without a place it is not, and cannot be confirmed.
    """
    confirming = "confirm" in request.POST
    try:
        data = _kept(person, place) if confirming else _uploaded(request, person, place, allowed)
        made = plan(data)
    except LuoshiError as error:
        if error.status != 400:
            raise
        return Preview(refusal=error.message(language_now()), status=400)
    digest = hashlib.sha256(data + json.dumps(made.effects()).encode()).hexdigest()
    if made.faults:
        return Preview(made, data, digest, status=400)
    if confirming and request.POST["confirm"] != digest:
        refusal = LuoshiError("table_changed_since").message(language_now())
        return Preview(made, data, digest, refusal, status=400)
    return Preview(made, data, digest, confirmed=confirming)


def _uploaded(request: HttpRequest, person: Any, place: str, allowed: tuple[str, ...]) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidError("table_no_file")
    check(file, allowed=allowed)
    file.seek(0)
    data: bytes = file.read()
    file.seek(0)
    if place:
        keep_file(person=person, place=place, file=file)
    return data


def _kept(person: Any, place: str) -> bytes:
    data = file_at(person, place)
    if data is None:
        raise InvalidError("table_no_preview")
    return data


@dataclass(frozen=True)
class Line:
    """A fault or a notice as ``site/import_lines.html`` shows it; ``rows`` is a row, or several: ``3–8``."""

    code: str
    sheet: str
    rows: str
    cell: str
    words: str
    last: int


def lines_of(
    faults: Sequence[CellFault], *, joined: Collection[str] = (), most: int | None = MOST_LINES
) -> list[Line]:
    """The faults or notices as lines, ``most`` of them, all for ``None``.

    Those with a code in ``joined`` that say the same of rows one below the other are one line.
    """
    language = language_now()
    lines: list[Line] = []
    for fault in faults:
        before = lines[-1] if lines else None
        if (
            before is not None
            and fault.code in joined
            and (before.code, before.sheet, before.last + 1) == (fault.code, fault.sheet, fault.row)
        ):
            first = before.rows.partition("–")[0]
            words = fault.message(language)
            lines[-1] = replace(before, rows=f"{first}–{fault.row}", words=words, last=fault.row)
        elif len(lines) == most:
            break
        else:
            cell = f"{fault.letter} {fault.column}".strip()
            lines.append(
                Line(fault.code, fault.sheet, str(fault.row or ""), cell, fault.message(language), fault.row)
            )
    return lines
