"""Shapes of Word files, written as Open XML packages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape

from luoshi.reading.lexicon.numerals import spelt
from shapes_html import page, paragraphs
from shapes_model import SECOND_HEADING, TOP_HEADING, File, Plain, Shape, is_heading

_OPEN = "http://schemas.openxmlformats.org"
_W = f"{_OPEN}/wordprocessingml/2006/main"
_R = f"{_OPEN}/officeDocument/2006/relationships"
_MC = f"{_OPEN}/markup-compatibility/2006"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STRICT = re.compile(r"http://schemas\.openxmlformats\.org/(\w+)/2006/")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{number}"><w:name w:val="{name}"/></w:style>'
    for number, name in (("H1", "heading 1"), ("H2", "heading 2"), ("T1", "toc 1"), ("TH", "TOC Heading"))
)
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
    for level, text in enumerate(("%1、", "（%2）"))
)
_NUMBERING = (
    f'<w:abstractNum w:abstractNumId="1">{_LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
_RAISED = '<w:vertAlign w:val="superscript"/>'
_EVERY = 8


def package(
    body: str, parts: dict[str, str] | None = None, chunk: bytes | None = None, *, strict: bool = False
) -> bytes:
    """A .docx whose body, styles, numbering and footnotes are given; ``chunk`` is a page embedded in it."""
    inner = {"styles": _STYLES, **(parts or {})}
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
    relations = ""
    files: dict[str, str] = {}
    for name, content in inner.items():
        overrides += f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{name}+xml"/>'
        relations += f'<Relationship Id="{name}" Type="{_R}/{name}" Target="{name}.xml"/>'
        files[f"word/{name}.xml"] = f"<w:{name} {_NAMESPACES}>{content}</w:{name}>"
    if chunk is not None:
        relations += f'<Relationship Id="chunk" Type="{_R}/aFChunk" Target="chunk.html"/>'
    files["word/document.xml"] = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    files["word/_rels/document.xml.rels"] = _relationships(relations)
    main = f'<Relationship Id="main" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    files["_rels/.rels"] = _relationships(main)
    if strict:
        files = {name: _STRICT.sub(r"http://purl.oclc.org/ooxml/\1/", text) for name, text in files.items()}
        files = {
            name: text.replace("/relationships/2006/", "/relationships/") for name, text in files.items()
        }
    files["[Content_Types].xml"] = _content_types(overrides)
    return _zipped(files, chunk)


def _zipped(files: dict[str, str], chunk: bytes | None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in files.items():
            archive.writestr(name, _DECLARATION + text)
        if chunk is not None:
            archive.writestr("word/chunk.html", chunk)
    return buffer.getvalue()


def _relationships(entries: str) -> str:
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{entries}</Relationships>'


def _content_types(overrides: str) -> str:
    defaults = "".join(
        f'<Default Extension="{suffix}" ContentType="{kind}"/>'
        for suffix, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("html", "text/html"),
        )
    )
    return f'<Types xmlns="{_OPEN}/package/2006/content-types">{defaults}{overrides}</Types>'


def run(text: str, properties: str = "") -> str:
    """A run of characters."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def plain(text: str) -> str:
    """Each line a paragraph."""
    return "".join(paragraph(run(line)) for line in text.split("\n"))


def _headings(report: Plain) -> bytes:
    return package(
        "".join(
            paragraph(
                run(line, "<w:b/>" if is_heading(line) else ""),
                properties=_heading_style(line) if is_heading(line) else "",
            )
            for line in report.text.split("\n")
        )
    )


def _heading_style(line: str) -> str:
    return f'<w:pStyle w:val="{"H1" if TOP_HEADING.match(line) else "H2"}"/>'


def _boxes(report: Plain) -> bytes:
    """Every eighth paragraph stands in a text box, which Word writes twice."""

    def written(index: int, line: str) -> str:
        if index % _EVERY:
            return paragraph(run(line))
        box = f"<w:txbxContent>{paragraph(run(line))}</w:txbxContent>"
        return paragraph(
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )

    return package("".join(written(index, line) for index, line in enumerate(report.text.split("\n"))))


def _table(cells: Sequence[str]) -> str:
    rows = "".join(f"<w:tr><w:tc>{cell}</w:tc></w:tr>" for cell in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>"


def _footnotes(report: Plain) -> bytes:
    """A note behind every eighth paragraph, its text in a part of its own."""
    notes, body = "", ""
    for index, line in enumerate(report.text.split("\n")):
        if index % _EVERY or not line.endswith("。"):
            body += paragraph(run(line))
            continue
        words = run(f"指按可比价格计算，比上年增长{index}.5%。")
        notes += f'<w:footnote w:id="{index}">{paragraph(words)}</w:footnote>'
        mark = f'<w:r><w:rPr>{_RAISED}</w:rPr><w:footnoteReference w:id="{index}"/></w:r>'
        body += paragraph(run(line[:-1]), mark, run("。"))
    return package(body, {"footnotes": notes})


def _numbered(report: Plain) -> bytes:
    """Headings whose numbers Word counts; those that would be counted otherwise keep theirs as text."""
    return package("".join(_counted(report.text.split("\n"))), {"numbering": _NUMBERING})


def _counted(lines: Sequence[str]) -> Iterator[str]:
    counters = [0, 0]
    for line in lines:
        level = 0 if TOP_HEADING.match(line) else 1
        match = (TOP_HEADING, SECOND_HEADING)[level].match(line)
        if match is None or match[1] != spelt(counters[level] + 1):
            yield paragraph(run(line))
            continue
        counters[level:] = [counters[level] + 1, 0][: 2 - level]
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        yield paragraph(run(match[2]), properties=number)


def _contents(report: Plain) -> bytes:
    """A table of contents that Word made, above the text."""
    headings = [line for line in report.text.split("\n") if is_heading(line)]
    entries = [
        paragraph(run(line), "<w:r><w:tab/></w:r>", run(str(number + 1)), properties='<w:pStyle w:val="T1"/>')
        for number, line in enumerate(headings)
    ]
    heading = paragraph(run("目　录"), properties='<w:pStyle w:val="TH"/>')
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    block = f"<w:sdt>{gallery}<w:sdtContent>{heading}{''.join(entries)}</w:sdtContent></w:sdt>"
    return package(block + plain(report.text))


def _tracked(report: Plain) -> bytes:
    """The first number of each paragraph was changed, and the change is tracked."""

    def written(line: str) -> str:
        number = _NUMBER.search(line)
        if number is None:
            return paragraph(run(line))
        return paragraph(
            run(line[: number.start()]),
            '<w:del w:id="1" w:author="a"><w:r><w:delText>77.7</w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="a">{run(number[0])}</w:ins>',
            run(line[number.end() :]),
        )

    return package("".join(map(written, report.text.split("\n"))))


def _pieces(report: Plain) -> bytes:
    """Runs of three characters, as after many edits."""
    return package(
        "".join(
            paragraph(*(run(line[at : at + 3]) for at in range(0, len(line), 3)))
            for line in report.text.split("\n")
        )
    )


def _chunk(report: Plain) -> bytes:
    return package('<w:altChunk r:id="chunk"/>', chunk=page(paragraphs(report.text)))


_WRITERS: dict[str, Callable[[Plain], bytes]] = {
    "paragraphs": lambda report: package(plain(report.text)),
    "headings": _headings,
    "text boxes": _boxes,
    "rows of a table": lambda report: package(_table([plain(line) for line in report.text.split("\n")])),
    "one cell": lambda report: package(_table([plain(report.text)])),
    "footnotes": _footnotes,
    "numbered lists": _numbered,
    "table of contents": _contents,
    "tracked changes": _tracked,
    "short runs": _pieces,
    "Strict": lambda report: package(plain(report.text), strict=True),
    "altChunk": _chunk,
}


def _shape(name: str, write: Callable[[Plain], bytes]) -> Shape:
    return Shape(name=f"docx: {name}", write=lambda reports: File("report.docx", write(reports[0])))


SHAPES: tuple[Shape, ...] = tuple(_shape(name, write) for name, write in _WRITERS.items())
