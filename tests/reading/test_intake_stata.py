"""Collections in Stata files."""

import io
import warnings
from typing import Any, cast

import pandas as pd
import pytest

from luoshi.errors import InputError
from luoshi.reading.intake import Columns, from_bytes
from luoshi.reading.text import Source

TEXT = "各位代表：\n全市生产总值304.1亿元，增长6.5%。" * 20


def stata(
    columns: dict[str, list[Any]], version: int, encoding: str, labels: dict[str, str] | None = None
) -> bytes:
    """A Stata file; up to version 117 its strings are the bytes of ``encoding``, as Chinese Windows left them."""

    def stored(value: Any) -> Any:
        return value.encode(encoding).decode("latin-1") if version < 118 and isinstance(value, str) else value

    frame = pd.DataFrame({name: [stored(value) for value in values] for name, values in columns.items()})
    if "place" in frame:
        frame["place"] = frame["place"].astype("category")
    long = [name for name in frame if frame[name].astype(str).str.len().max() > 200]
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame.to_stata(
            buffer,
            version=cast("Any", version),
            write_index=False,
            variable_labels={name: stored(label) for name, label in (labels or {}).items()},
            convert_strl=long if version > 114 else None,
        )
    return buffer.getvalue()


def outline(data: bytes, columns: Columns | None = None) -> list[tuple[object, ...]]:
    return [
        (one.code,)
        if isinstance(one, InputError)
        else (one.name, one.text, one.hints.title, one.hints.year, one.hints.place, one.encoding)
        for one in from_bytes(data, "a.dta", columns=columns)
    ]


@pytest.mark.parametrize(
    ("version", "encoding", "found", "text"),
    [
        (114, "gbk", "gb18030", TEXT[:50]),
        (117, "gbk", "gb18030", TEXT),
        (117, "utf-8", "utf-8", TEXT),
        (118, "utf-8", "utf-8", TEXT),
        (119, "utf-8", "utf-8", TEXT),
    ],
)
def test_an_observation_is_a_report(version: int, encoding: str, found: str, text: str) -> None:
    columns: dict[str, list[Any]] = {
        "title": ["报告", "别的"],
        "content": [text, ""],
        "year": [2021, 2022],
        "place": ["云溪市", "朝阳区"],
    }
    assert outline(stata(columns, version, encoding)) == [
        ("a.dta#1", text, "报告", 2021, "云溪市", found),
        ("row_without_text",),
    ]


@pytest.mark.parametrize(("version", "encoding"), [(117, "gbk"), (118, "utf-8")])
def test_labels_of_variables_are_names_too(version: int, encoding: str) -> None:
    data = stata({"v1": [TEXT], "v2": [2021]}, version, encoding, {"v1": "报告正文", "v2": "年份"})
    assert [row[:4] for row in outline(data)] == [("a.dta#1", TEXT, None, 2021)]
    assert [row[:2] for row in outline(data, Columns(text="v1"))] == [("a.dta#1", TEXT)]


def test_what_is_no_collection_is_one_error() -> None:
    data = stata({"x": [1, 2]}, 118, "utf-8")
    assert outline(data) == [("no_text_column",)]
    assert outline(data[:400]) == [("damaged_stata",)]
    assert outline(stata({"content": [""]}, 118, "utf-8")[:100] + b"x" * 3000) == [("damaged_stata",)]
    assert outline(b"\x72\x02\x01\0" + bytes(200)) == [("no_text_column",)]


def test_latin_text_in_an_old_file_is_read() -> None:
    (row,) = from_bytes(stata({"content": ["a report"]}, 117, "latin-1"), "a.dta")
    assert isinstance(row, Source)
    assert row.text == "a report"
