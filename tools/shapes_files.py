"""The same report as a file: web pages, Word, PDF. Every shape takes a paper and gives a file's bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from shapes_text import Paper

FileShape = Callable[[Paper], bytes]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADING = re.compile("[一二三四五六七八九十]{1,3}、[^。]{2,44}\\Z")
_SECOND = re.compile("（[一二三四五六七八九十]{1,3}）")
_COLUMN = 17  # characters


# Web pages


def page(body: str, *, meta: str = "", before: str = "", after: str = "") -> bytes:
    """A web page around ``body``."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府工作报告_某市人民政府</title>{meta}</head>'
        f"<body>{before}<div id='zoom'>{body}</div>{after}</body></html>"
    ).encode()


def _paragraphs(of: Paper) -> str:
    return "\n".join(f"<p>\u3000\u3000{escape(line)}</p>" for line in of.lines)


_MENU = (
    "<div class='nav'><ul>"
    + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(20))
    + "</ul></div>"
)
_VIEWS = "<div class='info'><span>来源：市政府办公室</span><span>浏览次数：1024次</span><span>字体：大 中 小</span></div>"
_NEIGHBOURS = (
    "<div><p>上一篇：<a href='/a'>某市召开2031年第3次常务会议 安排15项工作</a></p>"
    "<p>下一篇：<a href='/b'>全市新开工项目20个</a></p></div><div class='footer'>主办：某市人民政府办公室 网站地图</div>"
)
_PUBLISHED = '<meta name="PubDate" content="2031-03-02 10:00">'


def _layout_table(of: Paper) -> str:
    rows = "".join(f"<tr><td>{escape(line)}</td></tr>" for line in of.lines)
    return f"<table><tbody>{rows}</tbody></table>"


HTML: dict[str, FileShape] = {
    "html: paragraphs": lambda of: page(_paragraphs(of)),
    "html: <br>": lambda of: page("<br>".join(map(escape, of.lines))),
    "html: a row a paragraph": lambda of: page(_layout_table(of)),
    "html: all in one cell": lambda of: page(
        f"<table><tr><td>{'<br/>'.join(map(escape, of.lines))}</td></tr></table>"
    ),
    "html: a second </html>": lambda of: page(
        f"{_paragraphs(of)[:-4]}</p></body></html>", after="<p>主办：某市</p>"
    ),
    "html: menus, views, neighbours": lambda of: page(
        _paragraphs(of), before=_MENU + _VIEWS, after=_NEIGHBOURS
    ),
    "html: published in another year": lambda of: page(_paragraphs(of), meta=_PUBLISHED),
}


# Word


def word(body: str, **parts: str) -> bytes:
    """A Word file with this body; further ``parts`` (``footnotes``, ``numbering``) by name."""
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{name}+xml"/>'
        for name in parts
    )
    links = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="html" ContentType="text/html"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.document.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}<w:sectPr/></w:body></w:document>',
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }
    return zipped({name: content.encode() for name, content in members.items()})


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _p(text: str, *, style: str = "", properties: str = "", runs: str = "") -> str:
    marks = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    content = runs or f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p>{f'<w:pPr>{marks}</w:pPr>' if marks else ''}{content}</w:p>"


def _all(of: Paper) -> str:
    return "".join(map(_p, of.lines))


def _headed(of: Paper) -> bytes:
    return word("".join(_p(line, style="Heading1" if _HEADING.match(line) else "") for line in of.lines))


def _boxed(of: Paper) -> bytes:
    box = "".join(map(_p, of.head or ("政府工作报告",)))
    anchor = f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    return word(anchor + "".join(map(_p, of.body)))


def _in_table(of: Paper) -> bytes:
    rows = "".join(f"<w:tr><w:tc><w:tcPr/>{_p(line)}</w:tc></w:tr>" for line in of.lines)
    return word(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")


def _footnoted(of: Paper) -> bytes:
    paragraphs: list[str] = []
    notes: list[str] = []
    for line in of.lines:
        at = line.find("工程，")
        if at < 0:
            paragraphs.append(_p(line))
            continue
        notes.append(f'<w:footnote w:id="{len(notes) + 1}">{_p("指市政府确定的12项重点工程。")}</w:footnote>')
        mark = f'<w:r><w:footnoteReference w:id="{len(notes)}"/></w:r>'
        parts = [
            f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
            for part in (line[: at + 2], line[at + 2 :])
        ]
        paragraphs.append(_p("", runs=mark.join(parts)))
    return word(
        "".join(paragraphs), footnotes=f'<w:footnotes xmlns:w="{_WORD}">{"".join(notes)}</w:footnotes>'
    )


_NUMBERING = (
    f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>{}</w:numbering>'
)


def _numbered(of: Paper) -> bytes:
    """Numbers of the second order are the program's: a new list below each main heading."""
    paragraphs: list[str] = []
    lists = 1
    for line in of.lines:
        mark = _SECOND.match(line)
        if _HEADING.match(line):
            lists += 1
        number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{lists}"/></w:numPr>'
        paragraphs.append(_p(line[mark.end() :], properties=number) if mark else _p(line))
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/>{override}</w:num>' for n in range(1, lists + 1)
    )
    return word("".join(paragraphs), numbering=_NUMBERING.format(nums))


def _with_contents(of: Paper) -> bytes:
    headings = [line for line in of.lines if _HEADING.match(line)]
    entries = "".join(
        _p(
            "",
            style="TOC1",
            runs=f"<w:r><w:t>{escape(line)}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{n}</w:t></w:r>",
        )
        for n, line in enumerate(headings, 1)
    )
    return word(_p("目录") + entries + _all(of))


def _tracked(of: Paper) -> bytes:
    who = 'w:id="1" w:author="甲" w:date="2025-01-01T00:00:00Z"'

    def changed(line: str) -> str:
        if len(line) < 60:
            return _p(line)
        first, second = escape(line[:30]), escape(line[30:])
        return _p(
            "",
            runs=f'<w:r><w:t xml:space="preserve">{first}</w:t></w:r>'
            f"<w:del {who}><w:r><w:delText>新建学校99所，</w:delText></w:r></w:del>"
            f'<w:ins {who}><w:r><w:t xml:space="preserve">{second}</w:t></w:r></w:ins>',
        )

    return word("".join(map(changed, of.lines)))


def _strict(of: Paper) -> bytes:
    buffer = io.BytesIO(word(_all(of)))
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    names = {
        _WORD: "http://purl.oclc.org/ooxml/wordprocessingml/main",
        _OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    for name, content in members.items():
        for old, new in names.items():
            members[name] = members[name].replace(old.encode(), new.encode()) if content else content
    return zipped(members)


def _alt_chunk(of: Paper) -> bytes:
    with zipfile.ZipFile(io.BytesIO(word('<w:altChunk r:id="chunk"/>'))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    link = f'<Relationship Id="chunk" Type="{_OFFICE}/aFChunk" Target="chunk.html"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].replace(b"</Relationships>", link.encode())
    return zipped({**members, "word/chunk.html": page(_paragraphs(of))})


DOCX: dict[str, FileShape] = {
    "docx: paragraphs": lambda of: word(_all(of)),
    "docx: headings": _headed,
    "docx: title in a text box": _boxed,
    "docx: in a table": _in_table,
    "docx: footnotes": _footnoted,
    "docx: numbered list": _numbered,
    "docx: table of contents": _with_contents,
    "docx: tracked changes": _tracked,
    "docx: Strict": _strict,
    "docx: altChunk": _alt_chunk,
}


# PDF


def _set_lines(of: Paper, width: int) -> list[str]:
    lines: list[str] = []
    for line in of.lines:
        text = f"\u3000\u3000{line}" if len(line) > width - 4 else line
        lines += [text[at : at + width] for at in range(0, len(text), width)]
    return lines


def _canvas() -> tuple[io.BytesIO, Canvas]:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    return buffer, Canvas(buffer, pagesize=A4)


def _one_column(of: Paper) -> bytes:
    buffer, canvas = _canvas()
    lines = _set_lines(of, 34)
    for number, at in enumerate(range(0, len(lines), 30), 1):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, 810, f"{of.place}{of.year}年政府工作报告")
        canvas.drawString(290, 30, f"- {number} -")
        canvas.setFont("STSong-Light", 14)
        for row, line in enumerate(lines[at : at + 30]):
            canvas.drawString(60, 780 - 24 * row, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _two_columns(of: Paper, *, across: bool) -> bytes:
    buffer, canvas = _canvas()
    lines = _set_lines(of, _COLUMN)
    for at in range(0, len(lines), 60):
        cells = [(60 + 260 * (row // 30), row % 30, line) for row, line in enumerate(lines[at : at + 60])]
        if across:
            cells.sort(key=lambda cell: (cell[1], cell[0]))
        canvas.setFont("STSong-Light", 13)
        for left, row, line in cells:
            canvas.drawString(left, 780 - 24 * row, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


PDF: dict[str, FileShape] = {
    "pdf: one column, heads, numbers": _one_column,
    "pdf: two columns, column by column": lambda of: _two_columns(of, across=False),
    "pdf: two columns, line by line": lambda of: _two_columns(of, across=True),
}

FILE_SHAPES: dict[str, FileShape] = {**HTML, **DOCX, **PDF}


def suffix(name: str) -> str:
    """The suffix of a file in the shape ``name``."""
    return name.partition(":")[0]
