"""The columns of an office's tables, and what their cells may hold when they come back."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, Self

from luoshi.city.rules.years import is_taken, years
from luoshi.errors import Language, LuoshiError

Kind = Literal["text", "date", "integer", "number"]

_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[*＊]+$|[（(](?:必填|required)[)）]$", re.IGNORECASE)
_BEHIND = re.compile(r"(.+?)\(([^()]*)\)$")
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\d\s.,+<>=≥≤~-][^\d\s]{0,19})?")
_WRITTEN_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_CLOSED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EXCEL_DAYS = range(10_000, 80_000)  # 1927 to 2119
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_FAULTS = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"))


class Measured(float):
    """A number with the unit that its cell shows: 5.5 with ``%``."""

    unit: str

    def __new__(cls, value: float, unit: str) -> Self:
        """A number ``value`` of ``unit``."""
        found = super().__new__(cls, value)
        found.unit = unit
        return found


class Month(date):
    """The first day of a month, in a cell that shows the month only."""


@dataclass(frozen=True)
class Formless:
    """A cell whose formula has no result: an error such as ``#REF!``, or ``""`` for one never calculated."""

    error: str = ""


@dataclass(frozen=True)
class Choice:
    """A value that a cell may have, and what it may be called there; the first name is written."""

    value: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, other headers it is known by, and what its cells hold.

    ``yielding``  headers among ``aliases`` whose cells go to the column ``yields_to`` where another header
                  of this column stands beside them: 责任单位 beside 牵头单位.
    ``joins``     several headers of it may stand side by side, and all their cells count.
    ``numbers``   it numbers the rows, and says nothing by itself.
    ``unit``      the key of the column that holds the unit of its numbers.
    ``day_in``    for dates: the day that words name, ``None`` where they name none.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "text"
    required: bool = False
    width: float = 14
    longest: int = 2000
    choices: tuple[Choice, ...] = ()
    yielding: tuple[str, ...] = ()
    yields_to: str = ""
    joins: bool = False
    numbers: bool = False
    unit: str = ""
    day_in: Callable[[str], date | None] | None = None

    def headers(self) -> frozenset[str]:
        """Every header by which this column is found."""
        return frozenset(bare(name) for name in (self.name, *self.aliases))


@dataclass(frozen=True)
class CellFault:
    """What is wrong with a cell or a row, with Excel's own row number and column letter."""

    sheet: str
    row: int
    letter: str
    column: str
    code: str
    details: dict[str, Any] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """What is wrong, without the place."""
        return LuoshiError(self.code, **self.details).message(language)


class CellError(LuoshiError):
    """A cell whose content does not fit its column."""


def bare(header: object) -> str:
    """A header without spaces, line breaks, width and marks: ``单位 名称*`` -> ``单位名称``."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", str(header))).casefold()
    return _MARKS.sub("", text)


def unit_behind(header: object) -> tuple[str, str]:
    """A header without what stands in brackets behind it: ``目标值（万元）`` -> 目标值 and 万元."""
    found = _BEHIND.fullmatch(bare(header))
    return (found[1], found[2]) if found else (bare(header), "")


def column_letter(place: int) -> str:
    """0 -> ``A``, 26 -> ``AA``."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def content(cell: object, column: Column) -> Any:
    """The cell as its column's kind; ``""`` or ``None`` where it is empty. Raises ``CellError``."""
    text = shown(cell)
    if isinstance(cell, Formless) and not cell.error:
        raise CellError("cell_no_result")
    if text in _EXCEL_FAULTS:
        raise CellError("cell_excel_fault", value=text)
    if not text:
        if column.required:
            raise CellError("cell_empty")
        return "" if column.kind == "text" else None
    if column.kind == "date":
        return _day(cell, text, column)
    if column.kind in ("integer", "number"):
        return _amount(cell, text, column.kind)
    if column.choices:
        return _chosen(text, column.choices)
    if len(text) > column.longest:
        raise CellError("cell_too_long", length=len(text), longest=column.longest)
    return text


def shown(cell: object) -> str:
    """The cell as a person sees it: trimmed, whole numbers without ``.0``, days as days."""
    if cell is None:
        return ""
    if isinstance(cell, Formless):
        return cell.error or "="
    if isinstance(cell, Measured):
        return f"{shown(float(cell))}{cell.unit}"
    if isinstance(cell, Month):
        return f"{cell.year}年{cell.month}月"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    text = unicodedata.normalize("NFC", str(cell)).replace("_x000D_", "")
    if text.isprintable():
        return text.strip()
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc").strip()


def _chosen(text: str, choices: Sequence[Choice]) -> str:
    wanted = bare(text)
    for choice in choices:
        if wanted == choice.value or wanted in map(bare, choice.names):
            return choice.value
    raise CellError("cell_no_choice", value=text, choices="、".join(choice.names[0] for choice in choices))


def _day(cell: object, text: str, column: Column) -> date:
    day = _day_of(cell, text, column)
    if not is_taken(day.year):
        raise CellError("day_out_of_years", value=f"{day}", first=years().first, last=years().last)
    return day


def _day_of(cell: object, text: str, column: Column) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date) and not (isinstance(cell, Month) and column.day_in):
        return date(cell.year, cell.month, cell.day)
    number = None if isinstance(cell, (bool, Measured)) or not isinstance(cell, (int, float)) else cell
    if number is not None and int(number) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(number))
    plain = unicodedata.normalize("NFKC", text)
    found = _WRITTEN_DAY.fullmatch(plain) or _CLOSED_DAY.fullmatch(plain)
    try:
        if found is not None:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise CellError("cell_no_day", value=text) from None
    if column.day_in is None:
        raise CellError("cell_no_day", value=text)
    # 6.30 and 2026.10 typed as numbers lose their last 0 in Excel
    told = not isinstance(cell, bool) and (number is None or float(number).is_integer())
    day = column.day_in(plain) if told else None
    if day is None:
        raise CellError("cell_no_deadline", value=text)
    return day


def _amount(cell: object, text: str, kind: Kind) -> float | int:
    """The number; one that its cell gives a unit is a ``Measured``."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        amount, unit = float(cell), getattr(cell, "unit", "")
    else:
        found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
        if found is None:
            raise CellError("cell_no_number", value=text)
        amount, unit = float(found[1].replace(",", "")), found[2] or ""
    if not math.isfinite(amount):
        raise CellError("cell_no_number", value=text)
    if kind == "number":
        return Measured(amount, unit) if unit else amount
    if unit:
        raise CellError("cell_no_number", value=text)
    if not amount.is_integer() or abs(amount) >= 2**31:
        raise CellError("cell_no_whole_number", value=text)
    return int(amount)
