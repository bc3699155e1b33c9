"""Shapes that say what a text is: its place, its year, another document, several reports in one file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence

from shapes_html import page, paragraphs
from shapes_model import File, Identity, Plain, Shape, chapters, head_and_body, own_identity

_RTF = b"{\\rtf1\\ansi\\ansicpg936\\deff0 \\u25919?\\u24220?\\u24037?\\u20316?\\u25253?\\u21578?}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(1024)
_TOLD_TWICE = "[两二多几0-9] ?[份次]|不止一[份次]|重复"
_OF_GOVERNMENT = re.compile("政府工作报告|各位代表|代表.{0,16}政府|会议上")
_OTHERS = {
    "a communiqué": "{place}{year}年国民经济和社会发展统计公报",
    "a budget report": "关于{place}{year}年预算执行情况和下一年预算草案的报告",
    "a plan report": "关于{place}{year}年国民经济和社会发展计划执行情况与下一年计划草案的报告",
}


def _below(title: str) -> Callable[[Sequence[Plain]], File]:
    """The chapters of the report below another title."""

    def write(reports: Sequence[Plain]) -> File:
        (report,) = reports
        head = title.format(place=report.place, year=report.year, province=report.province or "")
        lines = [line for line in chapters(report.text) if not _OF_GOVERNMENT.search(line)]
        return File("report.txt", "\n".join([head, *lines]).encode())

    return write


def _fixed(name: str, data: bytes) -> Callable[[Sequence[Plain]], File]:
    return lambda _: File(name, data)


def _one_after_the_other(reports: Sequence[Plain]) -> File:
    return File("report.txt", "\n".join(report.text for report in reports).encode())


def _twice(reports: Sequence[Plain]) -> File:
    return _one_after_the_other([*reports, *reports])


def _named_by_file(reports: Sequence[Plain]) -> File:
    (report,) = reports
    _, body = head_and_body(report.text)
    return File(f"{report.place}-{report.year}.txt", "\n".join(["政府工作报告", *body]).encode())


def _named_by_title(reports: Sequence[Plain]) -> File:
    (report,) = reports
    _, body = head_and_body(report.text)
    title = f"{report.year}年{report.place}政府工作报告"
    day = f'<meta name="PubDate" content="{report.year + 2}-05-06">'
    return File("report.html", page(paragraphs("\n".join(body)), title=title, more=day))


def _named_by_column(county: str, province: str, code: str) -> Shape:
    """A county of a name that several provinces have."""

    def write(reports: Sequence[Plain]) -> File:
        (report,) = reports
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        writer.writerow(["省份", "区县", "年份", "标题", "正文"])
        writer.writerow([province, county, report.year, "政府工作报告", "\n".join(chapters(report.text))])
        return File("report.csv", buffer.getvalue().encode())

    return Shape(
        name=f"place: {county} told by {province}",
        write=write,
        floors=None,
        identity=lambda report: Identity(county, code, report.year),
    )


def _listed_identity(report: Plain) -> Identity:
    """Place and year; only places that the gazetteer lists can be told from a name."""
    return own_identity(report) if report.code else Identity(year=report.year)


def _in_province(report: Plain) -> Plain | None:
    return report if report.code and report.province not in (None, report.place) else None


def _outside_jilin(report: Plain) -> Plain | None:
    """The report, unless its words speak for the other province that has a 朝阳区."""
    return None if "吉林" in f"{report.place}{report.province}" else report


def _refusals() -> list[Shape]:
    files = {"rtf": ("report.rtf", _RTF, "rtf_file"), "old .doc": ("report.doc", _OLE, "old_word")}
    return [
        *(
            Shape(name=f"refused: {name}", write=_fixed(file, data), codes=frozenset({code}))
            for name, (file, data, code) in files.items()
        ),
        *(
            Shape(name=f"refused: {name}", write=_below(title), codes=frozenset({"other_document"}))
            for name, title in _OTHERS.items()
        ),
        *(
            Shape(
                name=f"asked for: {name}",
                write=_below(title),
                any_text=True,
                floors=None,
                told="不是政府工作报告",
            )
            for name, title in _OTHERS.items()
        ),
    ]


def _several() -> list[Shape]:
    return [
        Shape(
            name="two reports in one file",
            write=_one_after_the_other,
            reports=2,
            told=_TOLD_TWICE,
        ),
        Shape(name="the same report twice", write=_twice, told=_TOLD_TWICE),
    ]


def _identities() -> list[Shape]:
    return [
        Shape(
            name="place: 四川省内江市 is 内江市",
            write=_below("{province}{place}{year}年政府工作报告"),
            identity=own_identity,
            adapt=_in_province,
            floors=None,
        ),
        Shape(
            name="place: the State Council's is 全国",
            write=_below("政府工作报告\n——{year}年3月5日在第十四届全国人民代表大会第三次会议上\n国务院总理"),
            identity=lambda report: Identity("全国", None, report.year),
            floors=None,
        ),
        Shape(
            name="place: 北京市朝阳区 in the title",
            write=_below("北京市朝阳区{year}年政府工作报告"),
            identity=lambda report: Identity("朝阳区", "110105", report.year),
            floors=None,
            adapt=_outside_jilin,
        ),
        _named_by_column("朝阳区", "北京市", "110105"),
        _named_by_column("朝阳区", "吉林省", "220104"),
        Shape(name="year: by the file's name", write=_named_by_file, identity=_listed_identity),
        Shape(name="year: by the page's title", write=_named_by_title, identity=_listed_identity),
    ]


SHAPES: tuple[Shape, ...] = (*_refusals(), *_several(), *_identities())
