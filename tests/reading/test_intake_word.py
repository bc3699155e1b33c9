"""Word files."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes, limits
from luoshi.reading.lexicon.numerals import spelt
from luoshi.reading.text import Source


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def document_of(*paragraphs: str) -> Any:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def text_of(data: bytes) -> str:
    (result,) = from_bytes(data, "a.docx")
    assert isinstance(result, Source), result
    assert (result.format, result.encoding) == ("docx", None)
    return result.text


def code_of(data: bytes, name: str = "a.docx") -> str:
    (result,) = from_bytes(data, name)
    assert isinstance(result, InputError), result
    return result.code


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with each member as ``change`` gives it back, without those it gives back as ``None``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = change(member, old.read(member))
            if content is not None:
                new.writestr(member, content)
    return buffer.getvalue()


def test_paragraphs_and_tables_come_in_document_order() -> None:
    document = document_of("一、回顾", "全市生产总值304.1亿元。")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [*table.row_cells(0), *table.row_cells(1)], ["指标", "目标", "生产总值", "6%"], strict=True
    ):
        cell.text = text
    document.add_paragraph("谢谢大家！")
    assert (
        text_of(saved(document)) == "一、回顾\n全市生产总值304.1亿元。\n指标\t目标\n生产总值\t6%\n谢谢大家！"
    )


def test_a_report_laid_out_in_one_cell_keeps_its_paragraphs() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "一、回顾"
    cell.add_paragraph("全市经济平稳。")
    assert text_of(saved(document)) == "一、回顾\n全市经济平稳。"


def test_runs_breaks_and_tabs_are_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("增长")
    paragraph.add_run("6.5").bold = True
    paragraph.add_run("%\t上升")
    paragraph.add_run().add_break()
    paragraph.add_run("第二行")
    assert text_of(saved(document)) == "增长6.5%\t上升\n第二行"


def test_insertions_are_read_deletions_are_not() -> None:
    document = document_of("增长")
    paragraph = document.paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>6.5%</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>7%</w:delText></w:r></w:del>"))
    assert text_of(saved(document)) == "增长6.5%"


def test_content_controls_and_text_boxes_are_read_once() -> None:
    document = document_of("前")
    body = document.element.body
    inner = "<w:p><w:r><w:t>控件里</w:t></w:r></w:p>"
    body.insert(1, parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent>{inner}</w:sdtContent></w:sdt>"))
    box = "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>"
    compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body.insert(
        2,
        parse_xml(
            f"<w:p {nsdecls('w')} {compatibility}><w:r><w:t>锚</w:t><mc:AlternateContent><mc:Choice>{box}"
            f"</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert text_of(saved(document)) == "前\n控件里\n锚\n框里"


def numbered(paragraphs: list[tuple[int, str]], *levels: tuple[str, str]) -> bytes:
    """A document whose ``paragraphs`` (level, text) are numbered by ``levels`` (format, text)."""
    document = docx.Document()
    root = document.part.numbering_part.element
    definitions = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{definitions}</w:abstractNum>')
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        properties.append(parse_xml(number))
    return saved(document)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")],
            ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"],
        ),
        (
            [("japaneseCounting", "第%1章 "), ("decimal", "%2.")],
            ["第一章 甲", "1.乙", "2.丙", "第二章 丁", "1.戊"],
        ),
        ([("decimal", "%1."), ("decimal", "%1.%2 ")], ["1.甲", "1.1 乙", "1.2 丙", "2.丁", "2.1 戊"]),
        ([("upperRoman", "%1."), ("decimalEnclosedCircle", "%2")], ["I.甲", "①乙", "②丙", "II.丁", "①戊"]),
        ([("bullet", "●"), ("lowerLetter", "%2)")], ["甲", "a)乙", "b)丙", "丁", "a)戊"]),
    ],
)
def test_automatic_numbers_are_written_out(levels: list[tuple[str, str]], expected: list[str]) -> None:
    data = numbered([(0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊")], *levels)
    assert text_of(data).split("\n") == expected


def test_numbers_may_come_from_the_paragraph_style() -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Number")
    assert text_of(saved(document)) == "1.甲\n2.乙"


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_chinese_numerals(number: int, word: str) -> None:
    assert spelt(number) == word


def test_a_document_without_text_is_empty() -> None:
    assert code_of(saved(document_of("", "　"))) == "empty_file"


@pytest.mark.parametrize(
    "member",
    ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/numbering.xml", "word/styles.xml"],
)
@pytest.mark.parametrize("content", [b"", b"<x", b"<x/>", b"\0\0", None])
def test_a_broken_part_never_breaks_the_reading(member: str, content: bytes | None) -> None:
    data = repacked(saved(document_of("全市")), lambda name, old: content if name == member else old)
    (result,) = from_bytes(data, "a.docx")
    assert isinstance(result, Source) or result.code in {"damaged_word", "empty_file", "not_word"}


def test_entities_are_not_expanded() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"

    def poison(name: str, old: bytes) -> bytes:
        if name != "word/document.xml":
            return old
        return old.replace(b"?>", b"?>" + bomb, 1).replace("全市".encode(), "全市&b;".encode())

    (result,) = from_bytes(repacked(saved(document_of("全市")), poison), "a.docx")
    assert isinstance(result, InputError) or "aaaa" not in result.text


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    inflated = b" " * (limits.RATIO_MATTERS_BYTES + 1)
    bomb = repacked(
        saved(document_of("全市")), lambda name, old: inflated if name == "word/styles.xml" else old
    )
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert code_of(bomb) == "zip_bomb"


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_UNPACKED_BYTES", 1000), ("MAX_XML_BYTES", 1000), ("MAX_MEMBERS", 3)]
)
def test_every_limit_of_a_package_holds(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    data = saved(document_of("全市"))
    assert text_of(data) == "全市"
    monkeypatch.setattr(limits, limit, value)
    assert code_of(data) == "zip_bomb"


def test_a_package_with_a_password_is_named() -> None:
    data = bytearray(saved(document_of("全市")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code_of(bytes(data)) == "encrypted_word"


def test_list_levels_that_make_no_sense_are_ignored() -> None:
    document = document_of("全市")
    properties = document.paragraphs[0]._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="x"/><w:numId w:val="-1"/></w:numPr>')
    )
    assert properties.find(qn("w:numPr")) is not None
    assert text_of(saved(document)) == "全市"


def wordy(*paragraphs: str) -> bytes:
    """A document whose body is these paragraphs in Word's own XML."""
    document = docx.Document()
    for index, paragraph in enumerate(paragraphs):
        document.element.body.insert(index, parse_xml(paragraph.replace(">", f" {nsdecls('w')}>", 1)))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


NOT_HIDDEN = '<w:vanish w:val="0"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'
CONTENTS = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
ROW_DELETED = '<w:trPr><w:del w:id="1"/></w:trPr>'
MARK_DELETED = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        ([f"<w:p>{run('增长6.5%')}{run('1', RAISED)}{run('，达到')}</w:p>"], "增长6.5%，达到"),
        ([f"<w:p>{run('增长6.5%')}{run('[12]', RAISED)}</w:p>"], "增长6.5%"),
        ([f"<w:p>{run('厂房3万m')}{run('2', RAISED)}</w:p>"], "厂房3万m2"),
        (
            [f"<w:p>{run('增长6.5%')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('。')}</w:p>"],
            "增长6.5%。",
        ),
        ([f"<w:p>{run('增长')}{run('秘密', '<w:vanish/>')}{run('6.5%')}</w:p>"], "增长6.5%"),
        ([f"<w:p>{run('增长')}{run('见', NOT_HIDDEN)}</w:p>"], "增长见"),
        ([f"<w:p>{MARK_DELETED}{run('全市经济')}</w:p>", f"<w:p>{run('平稳。')}</w:p>"], "全市经济平稳。"),
        (
            [
                "<w:p><w:moveFrom w:id='1'><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p>",
                "<w:p><w:moveTo w:id='1'><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>",
            ],
            "新处",
        ),
        (
            [
                f"<w:sdt><w:sdtPr>{CONTENTS}</w:sdtPr><w:sdtContent><w:p>{run('一、回顾 1')}</w:p></w:sdtContent></w:sdt>",
                f"<w:p>{run('一、回顾')}</w:p>",
            ],
            "一、回顾",
        ),
        (
            [
                f"<w:tbl><w:tr>{ROW_DELETED}<w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p>{run('6%')}</w:p></w:tc></w:tr></w:tbl>"
            ],
            "6%",
        ),
    ],
)
def test_what_word_does_not_show_as_text_is_left_out(paragraphs: list[str], text: str) -> None:
    assert text_of(wordy(*paragraphs)).strip() == text


def test_a_table_of_contents_is_left_out_by_its_style() -> None:
    document = document_of("目录", "一、回顾\t1", "一、回顾")
    for paragraph, name in zip(document.paragraphs, ("TOC Heading", "toc 1"), strict=False):
        style = document.styles.add_style(name, 1) if name == "toc 1" else document.styles["TOC Heading"]
        paragraph.style = style
    (result,) = from_bytes(saved(document), "a.docx")
    assert isinstance(result, Source)
    assert (result.text.strip(), result.notices) == ("一、回顾", ("略去目录 2 行。",))


def chunked(content: bytes, kind: str) -> bytes:
    """A document whose text is another file inside it."""
    document = docx.Document()
    part = Part(PackURI("/word/afchunk.bin"), kind, content, document.part.package)
    number = document.part.relate_to(part, RELATIONSHIP_TYPE.A_F_CHUNK)
    document.element.body.insert(0, parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{number}"/>'))
    return saved(document)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<html><body><p>一、回顾</p><p>增长6.5%。</p></body></html>".encode(), "text/html"),
        (
            '<html><head><meta charset="gbk"></head><body><p>一、回顾</p>增长6.5%。</body></html>'.encode(
                "gbk"
            ),
            "text/html",
        ),
        ("一、回顾\r\n增长6.5%。".encode(), "text/plain"),
    ],
)
def test_a_file_inside_the_file_is_read(content: bytes, kind: str) -> None:
    assert text_of(chunked(content, kind)) == "一、回顾\n增长6.5%。"


def test_a_file_inside_the_file_that_is_not_read_says_so() -> None:
    assert code_of(chunked(b"{\\rtf1}", "application/rtf")) == "word_chunk"


def strictly(name: str, content: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return content
    return re.sub(
        rb"http://schemas\.openxmlformats\.org/(\w+)/2006/", rb"http://purl.oclc.org/ooxml/\1/", content
    )


def test_strict_files_are_read_like_the_others() -> None:
    document = document_of("一、回顾")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "生产总值", "6%"
    data = saved(document)
    keep = ("[Content_Types].xml", "docProps/core.xml")
    strict = repacked(data, lambda name, content: content if name in keep else strictly(name, content))
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(strict)).read("word/document.xml")
    assert text_of(strict) == text_of(data) == "一、回顾\n生产总值\t6%"


def test_the_body_may_have_a_number() -> None:
    data = saved(document_of("全市"))

    def renamed(name: str, content: bytes) -> bytes:
        return content.replace(b"word/document.xml", b"word/document2.xml")

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(repacked(data, renamed))) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            new.writestr(
                member.replace("word/document.xml", "word/document2.xml").replace(
                    "rels/document.xml", "rels/document2.xml"
                ),
                old.read(member),
            )
    assert text_of(buffer.getvalue()) == "全市"
