"""Every field and value that a person may see has words in both languages."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from luoshi.output.labels import field_label, in_words, kind_label, labels, value_label
from luoshi.output.rows import COLUMNS, KINDS, REPORT_COLUMNS
from luoshi.reading.records import (
    Bound,
    Edition,
    Figure,
    Measure,
    Part,
    PromiseKind,
    Report,
    Stage,
    Status,
    Tone,
)

VALUES = {
    "status": Status, "measure": Measure, "bound": Bound, "tone": Tone, "kind": PromiseKind, "stage": Stage,
    "part": Part, "edition": Edition,
}  # fmt: skip


def test_every_column_has_a_heading() -> None:
    columns = {column for kind in KINDS for column in COLUMNS[kind]} | set(REPORT_COLUMNS)
    assert columns <= set(labels()["fields"])
    assert all(set(words) == {"zh", "en"} for words in labels()["fields"].values())


def test_every_value_has_words_of_its_own_in_both_languages() -> None:
    faults = []
    for field, values in VALUES.items():
        table = labels()["values"][field]
        if set(table) != set(get_args(values)):
            faults.append(f"{field}: {sorted(table)}")
        for language in ("zh", "en"):
            words = [value.get(language) for value in table.values()]
            if not all(words) or len(set(words)) < len(words):
                faults.append(f"{field}, {language}: {words}")
    assert faults == []


def test_labels_are_given_in_the_language_asked_for() -> None:
    assert (kind_label("figures", "zh"), kind_label("figures", "en")) == ("数字", "Figures")
    assert (field_label("subject", "zh"), field_label("subject", "en")) == ("指标", "Subject")
    assert (value_label("status", "actual", "zh"), value_label("status", "actual", "en")) == (
        "已完成",
        "done",
    )


def test_a_value_without_words_is_given_as_it_is() -> None:
    assert value_label("unit", "万元", "zh") == "万元"
    assert value_label("tone", None, "zh") == ""


@pytest.mark.parametrize(
    ("quote", "measure", "bound", "low", "zh", "en"),
    [
        ("7%", "growth", "at_least", 7, "增长7%以上", "up at least 7%"),
        ("52.8%", "growth", "exact", -52.8, "下降52.8%", "down 52.8%"),
        ("10.5个百分点", "change", "about", 10.5, "增加10.5个百分点左右", "up by about 10.5个百分点"),
        ("3天", "change", "exact", -3, "减少3天", "down by 3天"),
        ("5.5%", "share", "at_most", 5.5, "5.5%以内", "at most 5.5%"),
        ("17位", "rank", "exact", 17, "第17位", "rank 17位"),
        ("5%—6%", "growth", "between", 5, "增长5%—6%", "up 5%—6%"),
    ],
)
def test_a_figure_is_said_in_words(
    report: Report, quote: str, measure: str, bound: str, low: float, zh: str, en: str
) -> None:
    figure: Figure = msgspec.structs.replace(
        report.figures[0], quote=quote, measure=measure, bound=bound, low=low, high=low
    )
    assert (in_words(figure, "zh"), in_words(figure, "en")) == (zh, en)
