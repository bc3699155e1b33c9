"""Make the built-in templates of papers, looking as GB/T 9704-2012 asks: ``python tools/documents.py``.

Word keeps the time in a file and in its zip: both are fixed here, so that the same tool makes the same bytes.
"""

# ruff: noqa: SLF001 - python-docx shows what it cannot set itself only as elements with private names

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FOLDER = Path(__file__).resolve().parent.parent / "src/luoshi/city/documents/templates_docx"
BODY, HEAD, KAI, TITLE, PAGE = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
RED, BLUE, YELLOW = RGBColor(0xC8, 0x10, 0x1E), RGBColor(0x1C, 0x53, 0x84), RGBColor(0x9A, 0x6A, 0x00)
_MADE = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Write every template."""
    FOLDER.mkdir(exist_ok=True)
    for name, data in templates().items():
        (FOLDER / f"{name}.docx").write_bytes(data)
        print(name, len(data), file=sys.stderr)


def templates() -> dict[str, bytes]:
    """The bytes of each template by its kind."""
    return {
        "circular": _saved(circular()),
        "bulletin": _saved(bulletin()),
        "supervision_order_blue": _saved(supervision_order("督 办 提 醒 单", BLUE)),
        "supervision_order_yellow": _saved(supervision_order("督 办 催 办 单", YELLOW)),
        "supervision_order_red": _saved(supervision_order("督 办 单", RED)),
    }


def circular() -> Any:
    """通知: red head, body, and the decomposition table on pages across."""
    paper = _paper()
    _red_head(paper, "{{ office }}文件")
    _line(paper, "{{ number }}", align="center")
    _rule(paper, RED)
    _line(paper, "关于印发{{ report }}任务分解表的通知", TITLE, 22, align="center", before=28)
    _line(paper, "{{ to }}：", before=28)
    _body(
        paper,
        "现将{{ report }}任务分解表印发给你们，共{{ count }}项任务，涉及{{ unit_count }}个单位，"
        "请认真组织实施。",
    )
    _line(paper, "一、落实责任", HEAD, indent=True)
    _body(
        paper,
        "牵头单位对任务负总责，主要负责人亲自抓，专员具体办；配合单位主动配合。每项任务由包保领导协调推进。",
    )
    _line(paper, "二、按期报送", HEAD, indent=True)
    _body(
        paper,
        "各牵头单位收到任务后及时签收，按约定报送进展，办结时提交佐证材料。确需延期、中止或调整单位的，提前提出申请。",
    )
    _line(paper, "三、严格督查", HEAD, indent=True)
    _body(paper, "市政府督查部门对照节点亮灯督办，定期通报，办结一项、销号一项。")
    _body(paper, "附件：任务分解表")
    _line(paper, "{{ office }}", align="right", before=56)
    _line(paper, "{{ date }}", align="right")
    _across(paper)
    _line(paper, "附件", HEAD)
    _line(paper, "{{ report }}任务分解表", TITLE, 18, align="center")
    heads = (
        "序号",
        "工作任务",
        "目标值",
        "牵头单位",
        "配合单位",
        "包保领导",
        "责任人",
        "起止时间",
        "一季度",
        "二季度",
        "三季度",
        "四季度",
    )
    widths = (10, 48, 18, 22, 24, 20, 20, 22, 18, 18, 18, 18)
    table = _table(paper, heads, widths, 9)
    _loop(table, "section in sections")
    _spanned(table, "{{ section.name }}", 9)
    _loop(table, "task in section.tasks")
    cells = ("number", "words", "target", "lead", "supporting", "sponsor", "officer")
    quarters = [f"{{{{ task.quarters[{index}] }}}}" for index in range(4)]
    _row(
        table,
        [*(f"{{{{ task.{cell} }}}}" for cell in cells), "{{ task.start }} 至 {{ task.due }}", *quarters],
        9,
    )
    _end(table)
    _end(table)
    return paper


def supervision_order(title: str, colour: RGBColor) -> Any:
    """督办单: a coloured head, the facts of the task, what is asked, room for the answer."""
    paper = _paper()
    _line(paper, "{{ office }}", HEAD, 18, align="center", colour=colour)
    _line(paper, title, TITLE, 32, align="center", colour=colour, spacing=44)
    _rule(paper, colour)
    _line(paper, "编号：{{ key }}　　　　签发日期：{{ issued_on }}", size=14)
    table = paper.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    facts = (
        ("主送单位", "{{ unit }}"),
        ("任务", "{{ task.key }}　{{ task.title }}"),
        ("任务来源及原文", "{{ task.origin }}：{{ task.words }}"),
        ("目标", "{{ task.target }}"),
        ("牵头单位", "{{ task.lead }}"),
        ("配合单位", "{{ task.supporting }}"),
        ("包保领导", "{{ task.sponsor }}"),
        ("完成时限", "{{ task.due }}"),
        ("目前状态", "{{ task.state }}，{{ task.light }}：{{ task.reason }}"),
        (
            "待解决的问题",
            _listed("obstacles", "{{ one.words }}（{{ one.remover }}，{{ one.due }}）", between="；"),
        ),
        ("督办要求", "{{ words }}"),
        ("反馈时限", "{{ answer_due }}"),
        ("反馈情况", "{{ answer }} {{ answered_on }}"),
    )
    for name, value in facts:
        cells = table.add_row().cells
        _fill(cells[0], name, HEAD, 14)
        _fill(cells[1], value, BODY, 14)
        _width(cells[0], 36)
        _width(cells[1], 120)
    _line(paper, "签发人：{{ issued_by }}", size=14, align="right", before=14)
    return paper


def bulletin() -> Any:
    """督查通报: how things stand, who is late, who is silent, and the head of the log."""
    paper = _paper()
    _red_head(paper, "督 查 通 报")
    _line(paper, "{{ issue }}", align="center")
    _line(paper, "{{ office }}　　　　　　　　{{ date }}", KAI)
    _rule(paper, RED)
    _line(paper, "{{ month }}重点任务落实情况通报", TITLE, 22, align="center", before=28)
    _line(paper, "一、总体情况", HEAD, indent=True, before=14)
    _body(
        paper,
        "截至{{ as_of }}，已下达任务{{ total }}项，办结销号{{ settled }}项，"
        "正在办理{{ open }}项，中止{{ suspended }}项。"
        "按期率{{ on_time }}（{{ rate_words }}：按期办结 ÷（已办结＋在办已逾期））。"
        "{% if undated %}交办时时限已过、不计入按期率的{{ undated }}项。{% endif %}"
        "逾期任务{{ overdue_count }}项，待解决的问题{{ obstacle_count }}个。",
    )
    _body(
        paper,
        "亮灯情况："
        + _listed("lights", "{{ one.name }}{{ one.count }}项", between="，", nothing="暂无")
        + "。审核结论："
        + _listed("verdicts", "{{ one.name }}{{ one.count }}项", between="，", nothing="暂无")
        + "。",
    )
    _when(paper, "units")
    _line(paper, "{{ part.units }}、各单位按期率", HEAD, indent=True)
    table = _table(
        paper,
        ("单位", "任务", "按期率", "按期办结", "超期办结", "在办逾期", "红灯", "黄灯"),
        (50, 15, 19, 18, 18, 18, 14, 14),
        12,
    )
    _loop(table, "one in units")
    _row(
        table,
        [
            f"{{{{ one.{cell} }}}}"
            for cell in ("unit", "tasks", "on_time", "closed_on_time", "late", "overdue", "red", "yellow")
        ],
        12,
    )
    _end(table)
    _otherwise_not(paper)
    _when(paper, "overdue")
    _line(paper, "{{ part.overdue }}、逾期任务", HEAD, indent=True, before=14)
    table = _table(paper, ("编号", "任务", "牵头单位", "时限", "逾期天数"), (24, 68, 32, 26, 16), 12)
    _loop(table, "one in overdue")
    _row(table, [f"{{{{ one.{cell} }}}}" for cell in ("key", "title", "lead", "due", "days")], 12)
    _end(table)
    _otherwise_not(paper)
    _when(paper, "silent")
    _line(paper, "{{ part.silent }}、未按约定报送进展的单位", HEAD, indent=True, before=14)
    _body(paper, _listed("silent", "{{ one.unit }}（{{ one.tasks }}项）") + "。")
    _otherwise_not(paper)
    _when(paper, "praised or criticised")
    _line(
        paper,
        "{{ part.named }}、{% if praised %}表扬{% endif %}{% if praised and criticised %}和{% endif %}"
        "{% if criticised %}批评{% endif %}",
        HEAD,
        indent=True,
        before=14,
    )
    _otherwise_not(paper)
    _when(paper, "praised")
    _body(paper, "对没有逾期和红灯、办结较多的单位予以表扬：" + _listed("praised", "{{ one.unit }}") + "。")
    _otherwise_not(paper)
    _when(paper, "criticised")
    named = _listed("criticised", "{{ one.unit }}（逾期{{ one.overdue }}项，红灯{{ one.red }}项）")
    _body(paper, f"对逾期和红灯较多的单位提出批评：{named}。")
    _otherwise_not(paper)
    _when(paper, "obstacles")
    _line(paper, "{{ part.obstacles }}、待解决的问题", HEAD, indent=True, before=14)
    table = _table(paper, ("问题", "任务", "解决单位", "时限"), (66, 42, 32, 26), 12)
    _loop(table, "one in obstacles")
    _row(table, [f"{{{{ one.{cell} }}}}" for cell in ("words", "task", "remover", "due")], 12)
    _end(table)
    _otherwise_not(paper)
    _body(paper, "{{ remarks }}")
    _rule(paper, RGBColor(0, 0, 0))
    _line(paper, "操作日志存证（编号:校验值）：{{ chain }}", PAGE, 9, spacing=14)
    return paper


def _when(paper: Any, condition: str) -> None:
    """What follows stands only where ``condition`` holds."""
    _body(paper, f"{{%p if {condition} %}}")


def _otherwise_not(paper: Any) -> None:
    """The end of what ``_when`` begins."""
    _body(paper, "{%p endif %}")


def _listed(of: str, each: str, *, between: str = "、", nothing: str = "") -> str:
    """The Jinja of a list in a sentence."""
    rest = f"{{% else %}}{nothing}" if nothing else ""
    return f"{{% for one in {of} %}}{each}{{% if not loop.last %}}{between}{{% endif %}}{rest}{{% endfor %}}"


def _paper() -> Any:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    _font(paper.styles["Normal"], BODY, 16)
    _page_number(section)
    properties = paper.core_properties
    properties.author, properties.title = "落实", ""
    properties.created = properties.modified = _MADE
    return paper


def _across(paper: Any) -> None:
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(20)
    section.left_margin = section.right_margin = Mm(20)
    section.footer_distance = Mm(10)


def _page_number(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run("— ")
    _font(run, PAGE, 14)
    run = paragraph.add_run()
    _font(run, PAGE, 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)
    run = paragraph.add_run(" —")
    _font(run, PAGE, 14)


def _red_head(paper: Any, words: str) -> None:
    _line(paper, words, TITLE, 40, align="center", colour=RED, before=20, spacing=60)


def _line(  # noqa: PLR0913 - a line of an official document is set in this many ways
    paper: Any,
    words: str,
    font: str = BODY,
    size: float = 16,
    *,
    align: str = "",
    colour: RGBColor | None = None,
    before: float = 0,
    spacing: float = 28,
    indent: bool = False,
) -> Any:
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(words)
    _font(run, font, size)
    if colour is not None:
        run.font.color.rgb = colour
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(0)
    # a line of a multiple of its own size would be cut off by an exact one
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(spacing, size * 1.3))
    if align:
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    if indent:
        form.first_line_indent = Pt(32)
    return paragraph


def _body(paper: Any, words: str) -> None:
    _line(paper, words, indent=True)


def _rule(paper: Any, colour: RGBColor) -> None:
    """A line across, below an empty paragraph."""
    paragraph = _line(paper, "", size=6, spacing=8)
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "1"), ("color", str(colour))):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def _font(of: Any, name: str, size: float) -> None:
    of.font.name, of.font.size = "Times New Roman", Pt(size)
    of._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _table(paper: Any, heads: Sequence[str], widths: Sequence[float], size: float) -> Any:
    table = paper.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
        _fill(cell, head, HEAD, size, center=True)
        _width(cell, width)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _row(table: Any, words: Sequence[str], size: float) -> Any:
    row = table.add_row()
    for cell, said, head in zip(row.cells, words, table.rows[0].cells, strict=True):
        _fill(cell, said, BODY, size)
        cell.width = head.width
    split = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(split)
    return row


def _spanned(table: Any, words: str, size: float) -> None:
    cells = table.add_row().cells
    whole = cells[0].merge(cells[-1])
    for rest in whole.paragraphs[1:]:
        rest._p.getparent().remove(rest._p)
    _fill(whole, words, HEAD, size)


def _loop(table: Any, of: str) -> None:
    _mark(table, f"{{%tr for {of} %}}")


def _end(table: Any) -> None:
    _mark(table, "{%tr endfor %}")


def _mark(table: Any, words: str) -> None:
    _fill(table.add_row().cells[0], words, BODY, 9)


def _fill(cell: Any, words: str, font: str, size: float, *, center: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    _font(paragraph.add_run(words), font, size)
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _width(cell: Any, width: float) -> None:
    cell.width = Mm(width)


def _saved(paper: Any) -> bytes:
    """The file, with the same time in every member."""
    stream, out = io.BytesIO(), io.BytesIO()
    paper.save(stream)
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for member in made.infolist():
            entry = zipfile.ZipInfo(member.filename, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, made.read(member))
    return out.getvalue()


if __name__ == "__main__":
    main()
