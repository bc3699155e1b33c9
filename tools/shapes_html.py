"""Shapes of files with marks: Markdown and web pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from shapes_model import (
    TOP_HEADING,
    File,
    Identity,
    Plain,
    Shape,
    head_and_body,
    is_heading,
    told_identity,
)

_HEAD = (
    '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="{charset}">'
    "<title>{title}</title>{more}</head>\n<body>"
)
_MENU = "".join(
    f'<li><a href="/{number}/">{name}</a></li>'
    for number, name in enumerate(("首页", "政务公开", "办事服务", "互动交流", "走进城市", "2026年重点项目"))
)
_BEFORE = (
    f'<div class="nav"><ul>{_MENU}</ul></div>'
    '<div class="where">您当前的位置：<a href="/">首页</a> &gt; '
    '<a href="/zw/">政务公开</a> &gt; 政府工作报告</div>'
    "<h1>政府工作报告</h1>"
    '<div class="info">发布时间：{year}-03-18 09:30　来源：市政府办公室　'
    "浏览次数：12345次　字体：[大 中 小]</div>"
)
_AFTER = (
    '<div class="turn"><p>上一篇：<a href="/1.html">全市去年新增城镇就业3.2万人，完成年度目标的106%</a></p>'
    '<p>下一篇：<a href="/2.html">今年计划建设高标准农田25万亩</a></p></div>'
    '<div class="share">【打印本页】【关闭窗口】 分享到：</div>'
    '<div class="foot">主办：市人民政府办公室　网站标识码：1234567890　您是第 2345678 位访客</div>'
)


def paragraphs(text: str) -> str:
    """Each line of a text in a ``<p>`` of its own."""
    return "".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n"))


def page(content: str, *, title: str = "政府工作报告", more: str = "", charset: str = "utf-8") -> bytes:
    """A web page around ``content``."""
    head = _HEAD.format(charset=charset, title=title, more=more)
    return f"{head}\n{content}\n</body></html>\n".encode(charset, "xmlcharrefreplace")


def _page_shape(
    name: str, write: Callable[[Plain], bytes], identity: Callable[[Plain], Identity] | None = None
) -> Shape:
    def file(reports: Sequence[Plain]) -> File:
        return File("report.html", write(reports[0]))

    return Shape(name=f"html: {name}", write=file, identity=identity)


def _breaks(report: Plain) -> bytes:
    return page("<div>" + "<br>\n".join(map(escape, report.text.split("\n"))) + "</div>")


def _indented(report: Plain) -> bytes:
    """Paragraphs of styled spans, indented by named blanks, numbers in spans of their own."""
    style = '<p style="text-indent:2em"><span style="font-size:16pt">&emsp;&emsp;{}</span></p>\n'
    lines = [style.format(escape(line)) for line in report.text.split("\n")]
    return page("".join(lines).replace("%", "<span>%</span>").replace("16pt", "12pt"))


def _rows(report: Plain) -> bytes:
    rows = "".join(f"<tr><td>{escape(line)}</td></tr>\n" for line in report.text.split("\n"))
    return page(f"<table>{rows}</table>")


def _cell(content: Callable[[str], str]) -> Callable[[Plain], bytes]:
    """The whole text in one cell, beside an empty one."""
    return lambda report: page(f"<table><tr><td></td><td>{content(report.text)}</td></tr></table>")


def _end_before_foot(report: Plain) -> bytes:
    """The page ends behind its text, and goes on with its foot."""
    return page(f"{paragraphs(report.text)}</body></html>\n{_AFTER}")


def _end_within_text(report: Plain) -> bytes:
    """The page ends in the middle of its text, and goes on."""
    lines = report.text.split("\n")
    half = len(lines) // 2
    first, second = (paragraphs("\n".join(part)) for part in (lines[:half], lines[half:]))
    return page(f"{first}</body></html>\n{second}")


def _surrounded(year: Callable[[Plain], int]) -> Callable[[Plain], bytes]:
    """Menus above and below, counts of views, the articles before and after."""

    def write(report: Plain) -> bytes:
        text = f'<div class="article">{paragraphs(report.text)}</div>'
        return page(_BEFORE.format(year=year(report)) + text + _AFTER)

    return write


def _run_in(report: Plain) -> bytes:
    """What surrounds the text stands in the same element as the text."""
    return page(f"<div>{_BEFORE.format(year=report.year)}{paragraphs(report.text)}{_AFTER}</div>")


def _published(years_later: int) -> Callable[[Plain], bytes]:
    def write(report: Plain) -> bytes:
        day = f"{report.year + years_later}-02-20 08:00"
        return page(paragraphs(report.text), more=f'<meta name="PubDate" content="{day}">')

    return write


def _markdown(reports: Sequence[Plain]) -> File:
    head, body = head_and_body(reports[0].text)
    lines = ["---", "title: 政府工作报告", "source: https://example.org/", "---", "", "# 政府工作报告", ""]
    for line in [*head, *body]:
        if is_heading(line):
            lines += [f"## {line}" if TOP_HEADING.match(line) else f"### {line}", ""]
            continue
        lead, stop, rest = line.partition("。")
        is_lead = bool(rest) and len(lead) < 30
        lines += [f"**{lead}{stop}**{rest}" if is_lead else line, ""]
    return File("report.md", "\n".join(lines).encode())


SHAPES: tuple[Shape, ...] = (
    Shape(name="Markdown", write=_markdown),
    _page_shape("paragraphs", lambda report: page(paragraphs(report.text))),
    _page_shape("paragraphs, GBK", lambda report: page(paragraphs(report.text), charset="gb18030")),
    _page_shape("indented spans", _indented),
    _page_shape("line breaks", _breaks),
    _page_shape("rows of a table", _rows),
    _page_shape("one cell, paragraphs", _cell(paragraphs)),
    _page_shape("one cell, line breaks", _cell(lambda text: "<br>".join(map(escape, text.split("\n"))))),
    _page_shape("one cell, bare lines", _cell(lambda text: f"<pre>{escape(text)}</pre>")),
    _page_shape("a second </html> behind the text", _end_before_foot),
    _page_shape("a second </html> within the text", _end_within_text),
    _page_shape("menus, views, 上一篇", _surrounded(lambda report: report.year), told_identity),
    _page_shape("… within the text's element", _run_in, told_identity),
    _page_shape("… of a year later", _surrounded(lambda report: report.year + 1), told_identity),
    _page_shape("PubDate a year later", _published(1), told_identity),
    _page_shape("PubDate three years later", _published(3), told_identity),
)
