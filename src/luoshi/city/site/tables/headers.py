"""The header of a table: which row it is, and which column stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.city.site.tables.columns import CellFault, Column, bare, column_letter, shown, unit_behind
from luoshi.city.site.tables.grids import Grid

WITHIN = 20
_FEW = 2


@dataclass
class Header:
    """Its ``last`` row, the column of each key in ``places``, and in ``more`` others whose cells count too.

    ``units`` holds by key the unit that stands in a header; ``rivals`` the columns that are not read since
    another one of the same meaning is, each with the place of that one; ``equals`` those of the same rank.
    """

    last: int
    names: dict[int, str]
    places: dict[str, int] = field(default_factory=dict)
    more: dict[str, tuple[int, ...]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    rivals: dict[int, int] = field(default_factory=dict)
    equals: dict[int, int] = field(default_factory=dict)

    @property
    def read(self) -> frozenset[int]:
        """The places of all columns whose cells count."""
        return frozenset((*self.places.values(), *(place for more in self.more.values() for place in more)))


def known_headers(columns: Sequence[Column]) -> frozenset[str]:
    """Every header by which a column is found."""
    return frozenset(name for column in columns for name in column.headers())


def find_header(grid: Grid, columns: Sequence[Column]) -> Header | None:
    """The header within the first rows, of one row or of two; ``None`` where a required column is missing."""
    known = known_headers(columns)
    best: tuple[int, Header | None] = (0, None)
    for line in range(min(WITHIN, len(grid.rows))):
        for height in (1, 2):
            names = _names(grid, line) if height == 1 else _names_of_two(grid, line, known)
            found = _placed(line + height - 1, names, columns)
            if len(found.read) + len(found.rivals) > best[0]:
                best = (len(found.read) + len(found.rivals), found)
    header = best[1]
    if header is not None:
        # a header cell that is merged down over data rows would be read as data
        merged = grid.filled.items()
        down = (at[0] for at, first in merged if first[0] <= header.last < at[0] and at[1] in header.read)
        header.last = max(down, default=header.last)
    return header


def missing_in(header: Header | None, columns: Sequence[Column]) -> list[str]:
    """The names of the required columns that the header lacks; of all where there is none."""
    if header is None:
        return [column.name for column in columns if column.required] or [column.name for column in columns]
    return [column.name for column in columns if column.required and column.key not in header.places]


def says_again(grid: Grid, line: int, header: Header, known: frozenset[str]) -> bool | None:
    """Whether a row is a header: ``True`` for the same again, ``False`` for another one, else ``None``."""
    if sum(isinstance(cell, str) and cell in known for cell in set(grid.rows[line])) < _FEW:
        return None  # a header that is copied looks the same
    again = {place: bare(cell) for place, cell in enumerate(grid.rows[line]) if shown(cell)}
    if len(again) >= _FEW and all(header.names.get(place) == name for place, name in again.items()):
        return True
    return False if sum(name in known for name in again.values()) > _FEW else None


def rivals_told(grid: Grid, header: Header) -> tuple[list[CellFault], list[CellFault]]:
    """Faults of equal columns that differ, and notices of columns that are not read."""
    line = header.last + 1
    faults = [
        _at(grid.sheet, line, place, header, "columns_differ", beside)
        for place, beside in header.equals.items()
        if _differ(grid, header.last, place, beside)
    ]
    notices = [
        _at(grid.sheet, line, place, header, "column_beside", beside)
        for place, beside in header.rivals.items()
        if _differ(grid, header.last, place, beside)
    ]
    known = header.read | header.rivals.keys() | header.equals.keys()
    notices += [
        _at(grid.sheet, line, place, header, "column_not_read", None)
        for place in sorted(header.names.keys() - known)
        if any(place < len(row) and shown(row[place]) for row in grid.rows[line:])
    ]
    return faults, notices


def _at(sheet: str, row: int, place: int, header: Header, code: str, beside: int | None) -> CellFault:
    details: dict[str, object] = {"header": header.names.get(place, "")}
    if beside is not None:
        details |= {"other": header.names[beside], "letter": column_letter(beside)}
    return CellFault(sheet, row, column_letter(place), header.names.get(place, ""), code, details)


def _differ(grid: Grid, last: int, place: int, beside: int) -> bool:
    """Whether a cell of the column says something that the other column does not."""
    for row in grid.rows[last + 1 :]:
        said, other = (shown(row[at]) if at < len(row) else "" for at in (place, beside))
        if said and said != other:
            return True
    return False


def _names(grid: Grid, line: int) -> dict[int, str]:
    return {place: bare(cell) for place, cell in enumerate(grid.rows[line]) if shown(cell)}


def _names_of_two(grid: Grid, line: int, known: frozenset[str]) -> dict[int, str]:
    """The names of a header over two rows: 责任分工 above 牵头单位 and 配合单位, 一季度 above 节点.

    The lower row stands below cells that are merged across, or below nothing; anything else is no header.
    """
    if line + 1 >= len(grid.rows):
        return {}
    names = _names(grid, line)
    across = {at[1] for at, first in grid.filled.items() if at[0] == line and first[0] == line}
    across |= {first[1] for at, first in grid.filled.items() if first[0] == line and at[0] == line}
    lower = {place: bare(grid.rows[line + 1][place]) for place in grid.own(line + 1)}
    if not lower or any(place in names and place not in across for place in lower):
        return {}
    joined = {place: names.get(place, "") + name for place, name in lower.items()}
    both = {place: joined[place] if joined[place] in known else name for place, name in lower.items()}
    if not known.intersection(both.values()):
        return {}
    return names | both


def _placed(last: int, names: dict[int, str], columns: Sequence[Column]) -> Header:
    header = Header(last, names)
    moved: dict[str, list[int]] = {}
    for column in columns:
        places = _places_of(column, header)
        if not places:
            continue
        yielding = [place for place in places if names[place] in map(bare, column.yielding)]
        if len(yielding) < len(places):
            moved.setdefault(column.yields_to, []).extend(yielding)
            places = [place for place in places if place not in yielding]
        _settle(column, places, header)
    for key, places in moved.items():
        if key and places:
            first, *others = places if key not in header.places else [header.places[key], *places]
            header.places[key] = first
            header.more[key] = (*header.more.get(key, ()), *others)
    return header


def _places_of(column: Column, header: Header) -> list[int]:
    """The places whose name is one of the column's, by itself or before a bracket."""
    headers = column.headers()
    exact = [place for place, name in header.names.items() if name in headers]
    if exact:
        return exact
    found = []
    for place, name in header.names.items():
        front, behind = unit_behind(name)
        if behind and front in headers:
            found.append(place)
            if column.unit:
                header.units[column.key] = behind
    return found


def _settle(column: Column, places: list[int], header: Header) -> None:
    """Which of the places is the column: its own name, or the first, with those of equal rank told."""
    own = [
        place
        for place in places
        if header.names[place] in (bare(column.name), bare((*column.aliases, "")[0]))
    ]
    first = own[0] if own else places[0]
    others = [place for place in places if place != first]
    header.places[column.key] = first
    if column.joins:
        header.more[column.key] = tuple(others)
    elif len(own) == 1:
        header.rivals |= dict.fromkeys(others, first)
    else:
        header.equals |= dict.fromkeys(others, first)
