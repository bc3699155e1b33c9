"""Lines that were wrapped belong together; headings and paragraphs stand apart."""

from __future__ import annotations

import msgspec
import pytest

from luoshi.output.page.blocks import blocks, line_ends, markdown_marks, with_looks
from luoshi.reading.records import Report, Section

WRAPPED = """各位代表：现在我代表市人民政府向大会作报告请予审议并请
市政协委员和其他列席人员提出意见和建议谢谢大家。
过去一年我们迎难而上各项事业取得新进步全市经济总体平稳
稳中有进社会大局和谐稳定人民生活水平继续得到提高改善。

  今年是很关键的一年我们要认真落实各项部署坚持稳中求进工

作总基调扎实推动高质量发展。
结束"""


def texts(report: Report) -> list[str]:
    return ["".join(block.span.of(report.text).split()) for block in blocks(report)]


def with_text(report: Report, text: str, *headings: str, kind: str = "text") -> Report:
    """A report of ``text`` with the sections ``headings`` only."""
    starts = [text.index(heading) for heading in headings]
    outline = tuple(
        Section(start, start + len(heading), index, 1, heading, "plan", None, len(text))
        for index, (start, heading) in enumerate(zip(starts, headings, strict=True))
    )
    source = msgspec.structs.replace(report.source, format=kind)
    return msgspec.structs.replace(report, text=text, outline=outline, source=source)


def test_wrapped_lines_are_one_paragraph_also_over_a_blank_line(nothing: Report) -> None:
    found = texts(with_text(nothing, WRAPPED))
    assert [paragraph[:4] for paragraph in found] == ["各位代表", "过去一年", "今年是很", "结束"]


def test_a_paragraph_a_line_stays_so(nothing: Report) -> None:
    lines = [
        "标题没有句号但是很长很长很长很长很长",
        "第一段话到此为止。" * 3,
        "第二段话到此为止。" * 4,
        "第三段。",
        "第四段。",
    ]
    assert texts(with_text(nothing, "\n".join(lines))) == lines


def test_a_heading_stands_alone_in_wrapped_text(nothing: Report) -> None:
    heading = "一、过去一年的工作回顾和几点主要体会与思考"
    report = with_text(nothing, WRAPPED.replace("过去一年", f"{heading}\n过去一年"), heading)
    found = [block for block in blocks(report) if block.heading]
    assert [block.span.of(report.text) for block in found] == [heading]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("一、任务", True),
        ("**一、任务**", True),
        ("## 一、任务", True),
        ("一、任务。", True),
        ("一、任务。正文在后。", False),
    ],
)
def test_a_line_is_a_heading_if_nothing_follows(nothing: Report, line: str, is_heading: bool) -> None:
    report = with_text(nothing, f"开头。\n{line}\n正文。", "一、任务", kind="markdown")
    assert [block.heading is not None for block in blocks(report)] == [False, is_heading, False]


def test_lines_before_the_first_section_have_looks(nothing: Report) -> None:
    text = "---\ntitle: 题\n---\n\n# 政府工作报告\n\n各位代表：\n\n一、任务\n\n短行\n"
    report = with_text(nothing, text, "一、任务", kind="markdown")
    looks = [(block.look, block.span.of(text)) for block in with_looks(report, blocks(report))]
    assert looks == [
        ("front", "---"), ("front", "title: 题"), ("front", "---"), ("lead", "# 政府工作报告"), ("", "各位代表："),
        ("", "一、任务"), ("", "短行"),
    ]  # fmt: skip


def test_markdown_signs_are_found_in_markdown_only(nothing: Report) -> None:
    text = "## 一、**任务**"
    for kind, expected in (("markdown", ["## ", "**", "**"]), ("text", [])):
        report = with_text(nothing, text, "一、", kind=kind)
        (block,) = blocks(report)
        assert [mark.of(text) for mark in markdown_marks(report, block.span)] == expected


def test_line_ends_are_found_with_the_space_around_them(nothing: Report) -> None:
    text = "甲 \r\n\n  乙"
    (block,) = [msgspec.structs.replace(block) for block in blocks(with_text(nothing, "甲乙"))]
    assert [end.of(text) for end in line_ends(text, msgspec.structs.replace(block.span, end=len(text)))] == [
        " \r\n\n  "
    ]
