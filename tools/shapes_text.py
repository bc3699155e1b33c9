"""Shapes of plain text: titles, and how lines and pages are cut."""

from __future__ import annotations

import random
from collections.abc import Callable

from shapes_model import TOP_HEADING, Plain, Shape, head_and_body, is_heading, text_shape

_PAGE = 900
_SHORTEST_PIECE = 5
_LONG_PARAGRAPH = 200
_CUT_FROM = 60
_LINES_BETWEEN_HEADS = 9
_COLUMN = 13
_COLUMN_LINES = 60
_INDENT = "　　"
_NOTICE = (
    "{place}人民政府关于印发{year}年政府工作报告的通知\n各县（市、区）人民政府，市政府各部门：\n"
    "{year}年政府工作报告已经大会审议通过，现印发给你们，请认真贯彻落实。\n{place}人民政府\n{year}年2月3日\n政府工作报告"
)
_YEARLESS = ("政府工作报告（摘要）", "政府工作报告", "")
_TITLES = {
    "year in front": "{year}年政府工作报告",
    "year behind": "政府工作报告{year}年",
    "year in brackets": "政府工作报告（{year}年）",
    "with place": "{place}{year}年政府工作报告",
    "（全文）": "{year}年{place}政府工作报告（全文）",
    "（摘要）": "政府工作报告（摘要）",
    "（摘登）": "{year}年政府工作报告（摘登）",
    "(节选)": "{year}年政府工作报告(节选)",
    "关于印发…的通知": _NOTICE,
    "bare": "政府工作报告",
    "none": "",
}
_TABLE = (
    "主要经济指标情况表",
    "指标\t上年完成\t今年预期",
    "地区生产总值（亿元）\t1234.5\t1320.6",
    "一般公共预算收入（亿元）\t98.7\t103.6",
    "城镇新增就业（万人）\t3.2\t3.3",
    "注：表内均为快报数据。",
)


def filled(pattern: str, report: Plain) -> str:
    """``pattern`` with the place and the year of the report."""
    return pattern.format(place=report.place, year=report.year)


def titled(title: str) -> Callable[[Plain], str]:
    """The report with ``title`` in place of all lines above the address."""

    def change(report: Plain) -> str:
        _, body = head_and_body(report.text)
        return "\n".join([filled(title, report), *body] if title else body)

    return change


def _running_head(report: Plain) -> str:
    lines = report.text.split("\n")
    head = f"{report.year}年政府工作报告"
    repeated = [
        (head, line) if index % _LINES_BETWEEN_HEADS == 0 else (line,) for index, line in enumerate(lines)
    ]
    return "\n".join(line for group in repeated for line in group)


def _contents(line: Callable[[str, int], str], *, all_ranks: bool) -> Callable[[Plain], str]:
    """A title and a table of contents above the report; ``line`` makes an entry from heading and page."""

    def change(report: Plain) -> str:
        headings = [text for text in report.text.split("\n") if is_heading(text)]
        if not all_ranks:
            headings = [text for text in headings if TOP_HEADING.match(text)]
        entries = [line(text, number + 1) for number, text in enumerate(headings)]
        return "\n".join(["政府工作报告", "目　录", *entries, report.text])

    return change


def _joined(between: str) -> Callable[[Plain], str]:
    return lambda report: report.text.replace("\n", between)


def _wrapped(width: int, between: str) -> Callable[[Plain], str]:
    """Lines of ``width`` characters, each paragraph indented."""

    def change(report: Plain) -> str:
        lines: list[str] = []
        for paragraph in report.text.split("\n"):
            text = _INDENT + paragraph if len(paragraph) > width - len(_INDENT) else paragraph
            lines += [text[at : at + width] for at in range(0, len(text), width)]
        return between.join(lines)

    return change


def _paged(between: Callable[[int, Plain], list[str]]) -> Callable[[Plain], str]:
    """Pages of 900 characters, which cut through paragraphs; ``between`` gives the lines at a page's end."""

    def change(report: Plain) -> str:
        lines: list[str] = []
        used, page = 0, 1
        for paragraph in report.text.split("\n"):
            rest = paragraph
            while used + len(rest) > _PAGE:
                at = _PAGE - used
                if at < _SHORTEST_PIECE or at > len(rest) - _SHORTEST_PIECE:
                    break
                lines += [rest[:at], *between(page, report)]
                rest, used, page = rest[at:], 0, page + 1
            lines.append(rest)
            used = 0 if used + len(rest) > _PAGE else used + len(rest)
        return "\n".join(lines)

    return change


def _numbered(head: str) -> Callable[[int, Plain], list[str]]:
    return lambda page, report: ["", f"- {page} -", "", *([filled(head, report)] if head else [])]


def _cut(report: Plain) -> str:
    """Some long paragraphs are two, with a blank line between."""
    chance = random.Random(5)  # noqa: S311  the same cuts on every run
    lines: list[str] = []
    for line in report.text.split("\n"):
        if len(line) > _LONG_PARAGRAPH and chance.random() < 0.3:
            at = chance.randrange(_CUT_FROM, len(line) - _CUT_FROM)
            lines += [line[:at], "", line[at:]]
        else:
            lines.append(line)
    return "\n".join(lines)


def _newspaper(report: Plain) -> str:
    """Narrow columns one below the other; the report goes on over pages that say so."""
    lines = _wrapped(_COLUMN, "\n")(report).split("\n")
    columns = [lines[at : at + _COLUMN_LINES] for at in range(0, len(lines), _COLUMN_LINES)]
    parts = ["\n".join(columns[0])]
    for number, column in enumerate(columns[1:], 2):
        turn = [f"（下转第{number}版）", f"（上接第{number - 1}版）"] if number % 4 == 0 else []
        parts.append("\n".join([*turn, *column]))
    return "\n".join(parts)


def _with_table(report: Plain) -> str:
    """A table stands within the plan."""
    return "\n".join([report.text[: report.middle], *_TABLE, report.text[report.middle :].lstrip("\n")])


def _titles() -> list[Shape]:
    shapes = [
        text_shape(f"title: {name}", titled(title), has_title=title not in _YEARLESS)
        for name, title in _TITLES.items()
    ]
    return [
        *shapes,
        text_shape("title: running head", _running_head),
        text_shape(
            "title: after contents", _contents(lambda text, page: f"{text}{'…' * 6}{page}", all_ranks=True)
        ),
        text_shape("title: after bare contents", _contents(lambda text, _: text, all_ranks=False)),
    ]


def _lines() -> list[Shape]:
    gaps = {
        "nothing": "",
        "a blank": " ",
        "a full-width blank": "\u3000",
        "two full-width blanks": "\u3000\u3000",
    }
    widths = (20, 28, 37, 50, 60)
    return [
        *(text_shape(f"one line, {name} between", _joined(gap)) for name, gap in gaps.items()),
        *(text_shape(f"lines of {width}", _wrapped(width, "\n")) for width in widths),
        *(text_shape(f"lines of {width}, blank lines", _wrapped(width, "\n\n")) for width in widths),
        text_shape("lines: CR LF", _joined("\r\n")),
        text_shape("lines: blank lines between", _joined("\n\n")),
        text_shape("pages: numbers", _paged(_numbered(""))),
        text_shape("pages: numbers and title", _paged(_numbered("政府工作报告（{year}年）"))),
        text_shape("pages: numbers and place", _paged(_numbered("{place}人民政府工作报告"))),
        text_shape("pages: form feeds", _paged(lambda page, _: [f"第 {page} 页\f"])),
        text_shape("paragraphs cut by a blank line", _cut),
        text_shape("newspaper columns", _newspaper),
        text_shape("table within the plan", _with_table, left_out=(_TABLE[0], _TABLE[-1])),
    ]


SHAPES = (text_shape("plain", lambda report: report.text), *_titles(), *_lines())
