"""Stata 14 and later (format 118), written as rows come.

pandas would hold the whole panel, and all its sentences twice more, in memory. The layout is that of
Stata's ``help dta_118``: header, map, variable tables, data, long strings, value labels.
"""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

import msgspec
import polars as pl

from luoshi.errors import Language
from luoshi.ledger.panels.columns import Column, words
from luoshi.ledger.panels.files.spooling import spooled

_LONG, _DOUBLE, _STRL = 65528, 65526, 32768
_MISSING_LONG = 2_147_483_621
_LARGEST_LONG = 2_147_483_620
_MISSING_DOUBLE = struct.pack("<Q", 0x7FE0_0000_0000_0000)
_LONGEST_FIXED = 2045
_SECTIONS = 14
_NAME, _LABEL, _FORMAT = 129, 321, 57
_LABEL_CHARACTERS = 80
_RESERVED = frozenset(
    ("_all", "byte", "double", "float", "if", "in", "int", "long", "using", "with", "strL", "end")
)
_LONGEST_NAME = 32


class _Variable(msgspec.Struct, frozen=True):
    """A column as Stata has it; ``kind`` is its number for the type, for short texts their bytes."""

    name: str
    column: Column
    kind: int

    @property
    def codes(self) -> dict[str, int]:
        """The numbers of a coded column's values."""
        return {value: number for number, (value, _) in enumerate(self.column.codes, 1)}


def write(
    stream: IO[bytes], frames: Iterable[pl.DataFrame], columns: Sequence[Column], language: Language
) -> int:
    """Variables with labels: short texts ``str#``, sentences ``strL``, coded columns numbers with words.

    Gives the number of rows.
    """
    with spooled(frames, columns) as spool, tempfile.TemporaryFile(prefix="luoshi-") as strings:
        variables = _variables(columns, spool.longest)
        out = _Writer(stream)
        out.head(variables, spool.count, words("title", language))
        out.data(spool.frames(), variables, strings)
        out.strings(strings)
        out.labels(variables)
        out.finish()
        return spool.count


class _Writer:
    """The sections in their order; ``finish`` puts their offsets in front."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._map: list[int] = []

    def head(self, variables: Sequence[_Variable], rows: int, title: str) -> None:
        """Everything before the data."""
        label = title[:_LABEL_CHARACTERS].encode()
        self._mark(0)
        self._stream.write(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder>")
        self._stream.write(b"<K>" + struct.pack("<H", len(variables)) + b"</K>")
        self._stream.write(b"<N>" + struct.pack("<Q", rows) + b"</N>")
        self._stream.write(b"<label>" + struct.pack("<H", len(label)) + label + b"</label>")
        self._stream.write(b"<timestamp>\0</timestamp></header>")
        self._section("map", bytes(8 * _SECTIONS))
        count = len(variables)
        self._section("variable_types", struct.pack(f"<{count}H", *(variable.kind for variable in variables)))
        self._section("varnames", _fixed((variable.name for variable in variables), _NAME))
        self._section("sortlist", bytes(2 * (count + 1)))
        self._section("formats", _fixed((_display(variable.kind) for variable in variables), _FORMAT))
        labelled = (variable.name if variable.column.codes else "" for variable in variables)
        self._section("value_label_names", _fixed(labelled, _NAME))
        self._section("variable_labels", _fixed((variable.column.label for variable in variables), _LABEL))
        self._section("characteristics", b"")

    def data(
        self, frames: Iterable[pl.DataFrame], variables: Sequence[_Variable], strings: IO[bytes]
    ) -> None:
        """The rows, each long text as a reference to what goes to ``strings``."""
        self._mark()
        self._stream.write(b"<data>")
        codes = [variable.codes for variable in variables]
        rows = (row for frame in frames for row in frame.iter_rows())
        for line, row in enumerate(rows, 1):
            for number, (variable, value) in enumerate(zip(variables, row, strict=True)):
                if variable.kind == _STRL:
                    self._stream.write(_reference(strings, str(value or ""), number + 1, line))
                elif variable.kind <= _LONGEST_FIXED:
                    self._stream.write(
                        str(value or "").encode("utf-8", "replace").ljust(variable.kind, b"\0")
                    )
                else:
                    self._stream.write(_number(variable.kind, codes[number].get(value, value)))
        self._stream.write(b"</data>")

    def strings(self, strings: IO[bytes]) -> None:
        """The long strings that ``data`` set aside."""
        self._mark()
        self._stream.write(b"<strls>")
        strings.seek(0)
        while block := strings.read(1 << 20):
            self._stream.write(block)
        self._stream.write(b"</strls>")

    def labels(self, variables: Sequence[_Variable]) -> None:
        """A table of words for each coded variable."""
        tables = (_value_labels(variable) for variable in variables if variable.column.codes)
        self._section("value_labels", b"".join(tables))
        self._mark()
        self._stream.write(b"</stata_dta>")
        self._mark()

    def finish(self) -> None:
        """The map, now that it is known."""
        self._stream.seek(self._map[1] + len(b"<map>"))
        self._stream.write(struct.pack(f"<{_SECTIONS}Q", *self._map))
        self._stream.seek(0, 2)

    def _section(self, name: str, content: bytes) -> None:
        self._mark()
        self._stream.write(f"<{name}>".encode() + content + f"</{name}>".encode())

    def _mark(self, offset: int | None = None) -> None:
        self._map.append(self._stream.tell() if offset is None else offset)


_KINDS = {"integer": _LONG, "yes": _LONG, "coded": _LONG, "number": _DOUBLE, "long": _STRL}


def _variables(columns: Sequence[Column], longest: Mapping[str, int]) -> list[_Variable]:
    names: set[str] = set()
    result = []
    for column in columns:
        name = _name(column.name, names)
        names.add(name)
        size = max(1, longest.get(column.name, 0))
        text = size if size <= _LONGEST_FIXED else _STRL
        result.append(_Variable(name, column, _KINDS.get(column.type, text)))
    return result


def _display(kind: int) -> str:
    """The format in which Stata shows a variable."""
    return {_LONG: "%12.0g", _DOUBLE: "%10.0g", _STRL: "%9s"}.get(kind, f"%-{min(kind, 20)}s")


def _name(wanted: str, taken: set[str]) -> str:
    """A name that Stata takes: 32 characters at most, no reserved word, none twice.

    ``rural_disposable_income_growth_expected`` -> ``rural_disposable_income_growth_1``.
    """
    name = re.sub(r"\W", "_", wanted, flags=re.ASCII)
    name = f"{name}_" if name in _RESERVED else name
    short, number = name[:_LONGEST_NAME], 0
    while short in taken or (len(name) > _LONGEST_NAME and not number):
        number += 1
        ending = f"_{number}"
        short = name[: _LONGEST_NAME - len(ending)] + ending
    return short


def _fixed(texts: Iterable[str], size: int) -> bytes:
    """Texts in fields of ``size`` bytes that end in a zero, cut between characters."""
    cut = (text[:_LABEL_CHARACTERS].encode() for text in texts)
    return b"".join(text.ljust(size, b"\0") for text in cut)


def _reference(strings: IO[bytes], text: str, variable: int, row: int) -> bytes:
    """Set ``text`` aside; the empty text is nowhere."""
    if not text:
        return bytes(8)
    content = text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
    strings.write(b"GSO" + struct.pack("<IQBI", variable, row, 130, len(content)) + content)
    return struct.pack("<H", variable) + struct.pack("<Q", row)[:6]


def _number(kind: int, value: object) -> bytes:
    if kind == _DOUBLE:
        return _MISSING_DOUBLE if value is None else struct.pack("<d", value)
    number = value if isinstance(value, int) and abs(value) <= _LARGEST_LONG else _MISSING_LONG
    return struct.pack("<i", number)


def _value_labels(variable: _Variable) -> bytes:
    texts = [word.encode() + b"\0" for _, word in variable.column.codes]
    offsets = [sum(map(len, texts[:number])) for number in range(len(texts))]
    content = b"".join(texts)
    count = len(texts)
    table = struct.pack(f"<II{count}I{count}I", count, len(content), *offsets, *range(1, count + 1)) + content
    return (
        b"<lbl>"
        + struct.pack("<I", len(table))
        + _fixed([variable.name], _NAME)
        + bytes(3)
        + table
        + b"</lbl>"
    )
