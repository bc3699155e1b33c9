"""The main text of government web pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import InputError
from luoshi.reading.intake import from_bytes
from luoshi.reading.text import Source

PARAGRAPHS = [
    "各位代表：",
    "现在，我代表市人民政府，向大会报告工作，请予审议。",
    "一、2021年工作回顾",
    "过去一年，全市地区生产总值增长6.5%，达到304.1亿元，粮食产量稳定，财政收入平稳。",
    "——城乡面貌有新变化。改造老旧小区40个，新建公园3处。",
    "谢谢大家！",
]
BODIES = {
    "paragraphs": "".join(f"<p style='text-indent:2em'>　　{line}</p>\n" for line in PARAGRAPHS),
    "breaks": "<br/>\n".join(f"&nbsp;&nbsp;&nbsp; {line}" for line in PARAGRAPHS),
    "divs": "".join(f"<div><span>{line}</span></div>" for line in PARAGRAPHS),
    "layout table": "<table><tr><td>"
    + "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    + "</td></tr></table>",
    "bold numbers": "".join(f"<p>{line}</p>" for line in PARAGRAPHS).replace("6.5%", "<b>6.5%</b>"),
    "comments": "".join(f"<p>{line}</p>" for line in PARAGRAPHS).replace("304.1", "<!-- x -->304.1"),
    "wrapped lines": "".join(f"<p>{line}</p>" for line in PARAGRAPHS).replace("粮食产量", "粮食\r\n    产量"),
}


def page(body: str, head: str = "") -> str:
    menu = "".join(f"<li><a href='/{item}'>{item}</a></li>" for item in ("首页", "政务公开", "互动交流"))
    return f"""<!DOCTYPE html><html><head>{head}</head><body>
        <script>var x = "脚本，不是正文。也不是。";</script>
        <div class="nav"><ul>{menu}</ul></div>
        <div class="article"><h1>云溪市政府工作报告</h1>
        <div>发布时间：2022-01-20 来源：市政府办 字号：[大 中 小]</div>
        <div class="content">{body}</div></div>
        <div><a href="x">上一篇：另一份报告，去年的。还有更多，都在这里。</a></div>
        <div style="display: none">看不见的，不算。真的，不算。</div>
        <div class="footer">主办：云溪市人民政府 备案号：00000001</div></body></html>"""


def read(markup: bytes, name: str = "a.html") -> Source:
    (result,) = from_bytes(markup, name)
    assert isinstance(result, Source), result
    return result


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_report_alone_is_read_one_paragraph_a_line(body: str) -> None:
    source = read(page(body).encode())
    assert source.text.split("\n") == PARAGRAPHS
    assert source.format == "html"


def inside(before: str, after: str) -> str:
    """A page whose text stands in one element with what belongs to the page."""
    lines = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    return f"<html><body><div>{before}{lines}{after}</div></body></html>"


@pytest.mark.parametrize(
    "markup",
    [
        inside("<p>发布时间：2023-01-20 10:00 来源：市政府办 浏览次数：1024</p>", ""),
        inside("<p>字号：[大 中 小]</p><p>【打印】【关闭】</p>", "<p>责任编辑：某某</p>"),
        inside("<p>您当前的位置：首页 > 政务公开</p>", "<p>上一篇：2020年报告</p><p>下一篇：没有了</p>"),
        inside("", "<p>主办：云溪市人民政府</p><p>备案号：某ICP备00000001号</p><p>访问量：99999次</p>"),
        "<html><body>"
        + page(BODIES["breaks"]).replace("</html>", "</html></html>")
        + "<p>访问量：9次</p></html>",
        "<html><body><div>"
        + "".join(f"<p>{line}</p>" for line in PARAGRAPHS[:3])
        + "</div></body></html>"
        + "".join(f"<p>{line}</p>" for line in PARAGRAPHS[3:])
        + "</body></html>",
        f"<html><body><pre>{chr(10).join(PARAGRAPHS)}</pre></body></html>",
        f"<html><body><table><tr><td>{'<br>'.join(PARAGRAPHS)}</td></tr></table></body></html>",
        "<html><body><p>栏目</p><textarea style='display:none'>"
        + BODIES["paragraphs"]
        + "</textarea></body></html>",
        "<html><body><p>栏目</p><textarea>"
        + BODIES["paragraphs"].replace("<", "&lt;").replace(">", "&gt;")
        + "</textarea></body></html>",
        f'<html><body><p>栏目</p><input type="hidden" value="{"&lt;br&gt;".join(PARAGRAPHS)}"></body></html>',
    ],
)
def test_what_belongs_to_the_page_is_left_out(markup: str) -> None:
    assert read(markup.encode()).text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('<iframe src="/pdfjs/viewer.html?file=/files/2025.pdf#page=1"></iframe>', "2025.pdf"),
        ('<embed src="报告.PDF">', "报告.PDF"),
        ('<p>现将报告印发，请贯彻执行。</p><a href="/f/1.docx">政府工作报告</a>', "1.docx（政府工作报告）"),
        ('<a href="a.doc">通知</a><a href="%E6%8A%A5%E5%91%8A.pdf">下载</a>', "报告.pdf（下载）"),
    ],
)
def test_a_page_that_only_points_at_a_file_names_it(body: str, named: str) -> None:
    (error,) = from_bytes(f"<html><body><h1>政府工作报告</h1>{body}</body></html>".encode(), "a.html")
    assert isinstance(error, InputError)
    assert (error.code, error.details["attachment"]) == ("page_attachment", named)


def test_a_whole_report_with_an_attachment_is_read() -> None:
    body = BODIES["paragraphs"] + "".join(f"<p>{line}</p>" for line in PARAGRAPHS * 10)
    assert read(page(body + '<a href="a.pdf">附件</a>').encode()).text.startswith("各位代表")


def test_raised_marks_of_notes_are_left_out_and_powers_are_not() -> None:
    markup = page(
        "<p>增长6.5%<sup>[1]</sup>，建成厂房3万m<sup>2</sup>，绿地<sup>①</sup>2处。平稳，向好。</p>"
    )
    assert read(markup.encode()).text == "增长6.5%，建成厂房3万m2，绿地2处。平稳，向好。"


def test_cells_of_a_table_are_separated_by_tabs() -> None:
    table = "<table><tr><th>指标</th><th>目标</th></tr><tr><td>生产总值</td><td>6%</td></tr></table>"
    assert read(page(BODIES["paragraphs"] + table).encode()).text.endswith("指标\t目标\n生产总值\t6%")


@pytest.mark.parametrize(
    ("head", "written_as", "found"),
    [
        ('<meta charset="utf-8">', "utf-8", "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030", "gb18030"),
        ("<META CHARSET=GBK>", "gbk", "gb18030"),
        ("", "gb18030", "gb18030"),
        ('<meta charset="gb2312">', "utf-8", "utf-8"),
        ('<meta charset="no-such-thing">', "utf-8", "utf-8"),
        ('<meta charset="gb2312">', "utf-8-sig", "utf-8-sig"),
        ("", "utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_the_one_declared_if_it_is_true(head: str, written_as: str, found: str) -> None:
    source = read(page(BODIES["paragraphs"], head).encode(written_as))
    assert (source.text.split("\n"), source.encoding) == (PARAGRAPHS, found)


@pytest.mark.parametrize(
    ("head", "title", "date"),
    [
        ('<meta name="ArticleTitle" content="云溪市2022年政府工作报告">', "云溪市2022年政府工作报告", None),
        ('<meta name="PubDate" content="2022-01-20 09:30">', "云溪市政府工作报告", "2022-01-20"),
        ('<meta name="pubdate" content="2022年1月20日">', "云溪市政府工作报告", "2022-01-20"),
        ('<meta name="PubDate" content="2022-13-20">', "云溪市政府工作报告", None),
        ("<title>别的_云溪市人民政府</title>", "云溪市政府工作报告", None),
    ],
)
def test_title_and_date_come_from_the_page(head: str, title: str, date: str | None) -> None:
    hints = read(page(BODIES["paragraphs"], head).encode()).hints
    assert (hints.title, hints.date, hints.published) == (title, None, date)


def test_without_a_heading_the_title_is_that_of_the_window_without_the_site() -> None:
    markup = (
        "<html><head><title>云溪市政府工作报告_云溪市人民政府</title></head><p>全市，增长。稳定，向好。</p>"
    )
    assert read(markup.encode()).hints.title == "云溪市政府工作报告"


@pytest.mark.parametrize(
    "markup",
    [
        "<html></html>",
        "<html><body><script>render()</script></body></html>",
        "<html><frameset/></html>",
        "<html>",
    ],
)
def test_a_page_without_text_of_its_own_is_refused(markup: str) -> None:
    (error,) = from_bytes(markup.encode(), "a.html")
    assert isinstance(error, InputError)
    assert error.code == "page_without_text"


def test_a_page_without_running_text_is_read_whole() -> None:
    assert read(b"<html><body><p>one</p><p>two</p></body></html>").text == "one\ntwo"


@pytest.mark.parametrize("depth", [300, 20_000])
def test_deep_nesting_is_no_trouble(depth: int) -> None:
    (result,) = from_bytes(b"<html>" + b"<div>" * depth + "全市，增长。".encode(), "a.html")
    assert isinstance(result, Source | InputError)


@settings(deadline=None)
@given(st.text(alphabet="<>/!-div ptable&;全市，。\0\n", max_size=200))
def test_any_markup_is_read_or_refused(markup: str) -> None:
    (result,) = from_bytes(b"<html>" + markup.encode(), "a.html")
    assert isinstance(result, Source) or result.code in {"page_without_text", "unknown_format"}
