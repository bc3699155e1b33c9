"""Hostile texts by recipe: a few characters after the opening of a report, over and over to any length."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

SEED = 10
MIXES = 120
OPENING = "# 2026年青岚市政府工作报告\n2026年1月14日在青岚市第十六届人民代表大会第五次会议上\n市长 林知远\n"
REVIEW = "一、2025年工作回顾\n"
PROBLEMS = "同时，我们也清醒地看到，还存在不少困难和问题："
PLAN = "二、2026年工作安排\n今年的主要目标是：地区生产总值增长5%左右。\n"
PARTS = {
    "bare": "",
    "review": OPENING + REVIEW,
    "problems": OPENING + REVIEW + PROBLEMS,
    "plan": OPENING + PLAN,
}

# Each is something that a rule looks for, waits for the end of, or carries along.
UNITS = {
    "quote": "“",
    "unquote": "”",
    "paren": "（",
    "unparen": "）",
    "latinparen": "(",
    "latinunparen": ")",
    "latinquote": '"',
    "title": "《",
    "untitle": "》",
    "bracket": "【",
    "square": "[",
    "angle": "<",
    "brace": "{",
    "enum": "甲、",
    "mark": "、",
    "comma": "，",
    "latincomma": ",",
    "semicolon": "；",
    "latinsemicolon": ";",
    "colon": "：",
    "stop": "。",
    "shout": "！",
    "ask": "？",
    "dot": "·",
    "latindot": ".",
    "dash": "—",
    "hyphen": "-",
    "rule": "---\n",
    "star": "*",
    "bold": "**",
    "hash": "#",
    "tick": "`",
    "backslash": "\\",
    "tilde": "～",
    "slash": "/",
    "blank": " ",
    "wide": "\u3000",
    "hard": "\xa0",
    "nothing": "\u200b",
    "feed": "\f",
    "return": "\r\n",
    "line": "\n",
    "tab": "\t",
    "bar": "|",
    "row": "|甲|1|\n",
    "ruled": "|---|---|\n",
    "units": "指标\t单位\t目标\n",
    "unitlines": "指标\n单位\n目标\n",
    "value": "粮食产量|万吨|62|\n",
    "digit": "1",
    "point": "1.",
    "thousands": "1,234",
    "widethousands": "１，234",
    "widedigit": "９",
    "wan": "1万",
    "yi": "1亿元",
    "cash": "投资1亿元",
    "count": "3所",
    "places": "家企业",
    "percent": "5%",
    "points": "0.5个百分点",
    "times": "2倍",
    "ratio": "1:2:3",
    "rank": "第3位",
    "day": "300天",
    "atleast": "不低于",
    "above": "以上",
    "about": "左右",
    "to": "到",
    "till": "至",
    "from": "由",
    "than": "比",
    "grow": "增长",
    "reach": "达到",
    "fall": "下降",
    "risegrow": "同比增长",
    "each": "分别",
    "all": "均",
    "among": "其中",
    "of": "的",
    "and": "和",
    "etc": "等",
    "per": "每",
    "date": "2026年1月14日",
    "year": "2026年",
    "years": "2021-2025年",
    "byyear": "到2027年",
    "thisyear": "今年",
    "lastyear": "去年",
    "lastfive": "过去五年，",
    "fiveyears": "五年累计",
    "plan": "“十四五”期间",
    "plansend": "“十五五”末",
    "mean": "年均",
    "expected": "预计",
    "noted": "（预计，下同）",
    "short": "（以下简称甲）",
    "strive": "力争",
    "firm": "确保",
    "goal": "目标",
    "sum": "累计",
    "top": "一、",
    "second": "（一）",
    "third": "1.",
    "fourth": "（1）",
    "first": "一是",
    "chapter": "第一章",
    "toprow": "一、工业\n",
    "secondrow": "（一）工业\n",
    "heading": "## 一、工业\n",
    "contents": "一、工业……1\n",
    "pages": "—1—\n",
    "turn": "（下转第三版）\n",
    "word": "城",
    "words": "推进城市建设",
    "latin": "abc",
    "latinwords": "abc def ",
    "project": "甲港项目",
    "road": "青岚大道",
    "bridge": "乙桥",
    "parks": "甲园、乙港等项目",
    "build": "新建",
    "start": "开工建设",
    "push": "加快推进",
    "finish": "建成投用",
    "zone": "青岚高新技术开发区",
    "county": "栖松县",
    "problem": "存在不少困难和问题",
    "address": "各位代表：",
    "will": "要",
    "do": "我们将",
    "theme": "主要预期目标是",
    "report": "政府工作报告",
    "meeting": "青岚市第十六届人民代表大会第五次会议",
    "mayor": "市长 林知远\n",
    "footnote": "[1]",
    "circled": "①",
    "radical": "⼯",
    "wrapped": "推进城市建设，完善基础设施\n",
    "image": "![甲](乙)",
    "link": "[甲](乙)",
    "meta": "title: 甲\n",
    "entity": "&amp;",
    "comment": "<!--",
    "element": "<p>",
    "sentence": "全年完成投资12亿元，增长5%。",
    "asked": "增长5%？",
    "shouted": "增长5%！",
    "aim": "目标：增长5%。",
    "problems": "存在问题。",
    "solved": "解决了存在问题",
    "promise": "新建学校3所、改造道路8条，",
    "chinese": "百分之五",
    "numeral": "三十二点四亿元",
    "numerals": "三",
    "deeds": "新建改造",
    "slogan": "一",
    "again": "再",
    "tasks": "任务和",
    "photo": "甲乙。甲乙摄",
    "fraction": "1/",
    "pictured": "（图为",
    "astral": "𠮷",
}

# What is tried in pairs: marks that open or part, and words that a rule carries along.
_PAIRED = (
    "quote", "unquote", "paren", "title", "enum", "comma", "semicolon", "stop", "tab", "bar", "blank",
    "digit", "yi", "percent", "atleast", "to", "from", "than", "grow", "each", "of", "etc", "date",
    "year", "lastyear", "fiveyears", "plan", "top", "words", "project", "build", "push",
)  # fmt: skip
_FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "md": ("甲.md", lambda text: text.encode()),
    "txt": ("甲.txt", lambda text: text.encode("gb18030", "replace")),
    "html": ("甲.html", lambda text: f"<html><body><p>{text}".encode()),
    "csv": ("甲.csv", lambda text: f"place,year,text\n青岚市,2026,{text}".encode()),
    "bytes": ("甲.txt", lambda text: text.encode("latin-1", "ignore")),
    "jsonl": ("甲.jsonl", lambda text: f'{{"text": "{text}'.encode()),
}
_FILE_UNITS = {
    "md": ("row", "heading", "meta", "rule", "image", "link", "comment", "bold", "tick"),
    "txt": ("wrapped", "contents", "pages", "feed", "return", "astral", "units", "unitlines"),
    "html": (
        "element", "comment", "angle", "entity", "quote", "latinquote", "sentence",
        "<div>", "<table><tr><td>", "<td>1", "<a href='", "&#", "<!", "<![CDATA[", "</p>", "<br>", "<script>",
        "<b></p>", "<p title=甲>甲</p>", "<sup>1</sup>", "<sup></sup>", "<sup>1", "<object data='a.pdf'>甲",
        "<a href='a.pdf'>甲", "<template>甲，", "<ul><li>", "<h1>一、", "<span>1</span>",
    ),
    "csv": ("latincomma", "latinquote", "line", "tab", "semicolon", "row", "1,2,3\n", '"甲\n', '"",',
            '甲,2026,"乙"\n'),
    "bytes": ("\xff", "\x81", "\x81\n", "\xe9\x9d", "\0", "\xc0\x80"),
    "jsonl": ("brace", "square", "latinquote", "backslash", "line", '{"text": "甲"}\n', '\\"', "\\u0000"),
}  # fmt: skip


class Recipe(NamedTuple):
    """What a text is made of: ``opening``, then ``unit`` over and over.

    ``second`` is the unit of the second half, ``between`` what parts it from the first, and ``file`` the kind
    of file that is read; without one the text itself is.
    """

    name: str
    opening: str
    unit: str
    file: str = ""
    second: str = ""
    between: str = ""

    def text(self, length: int) -> str:
        """The text of about ``length`` characters; half of it is ``second``, where there is one."""
        rest = max(0, length - len(self.opening))
        if self.second:
            halves = _filled(self.unit, rest // 2), _filled(self.second, rest // 2)
            return self.opening + self.between.join(halves)
        return self.opening + _filled(self.unit, rest)

    def named_bytes(self, length: int) -> tuple[str, bytes]:
        """The file's name and content."""
        name, encoded = _FILES[self.file]
        return name, encoded(self.text(length))


def recipes() -> list[Recipe]:
    """All recipes, always the same."""
    found = [*_named(), *_single(), *_pairs(), *_halves(), *_mixes(), *_files()]
    return list({recipe.name: recipe for recipe in found}.values())


def _filled(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def _named() -> Iterator[Recipe]:
    """Texts that once took the square of their length."""
    yield Recipe("named:lines:quote", OPENING + PLAN, "“\n")
    yield Recipe("named:lines:paren", OPENING + PLAN, "(\n")
    yield Recipe("named:quote", OPENING + PLAN, "“")
    yield Recipe("named:enum:atleast", OPENING + PLAN, "不低于1万到1、")
    yield Recipe("named:lines:date+cash", OPENING + REVIEW, "2026年1月14日投资1亿元\n")
    # Words that may be read in several ways, behind which nothing fits.
    yield Recipe("named:deeds", OPENING + PLAN, f"{'新建改造' * 40}甲1所，")
    yield Recipe("named:slogan", OPENING + PLAN, f"建设“{'一' * 26}A”项目、乙园项目。")
    yield Recipe("named:heading", "", f"一、{'任务和' * 60}。")
    line = "全市甲乙丙丁戊己庚辛壬癸，子丑寅卯辰巳午未申\n"
    yield Recipe("named:photos", OPENING, line * 12 + f"{'甲乙。甲乙摄' * 40}，\n")
    yield Recipe("named:fraction", OPENING + PLAN, f"占1/{'9' * 5000}。")
    # Two reports, whose lines are the same but in turn.
    report = f"{OPENING}各位代表：\n现在，我代表市人民政府，向大会报告工作。\n"
    schools = "新建学校3所，改造道路8条。\n"
    yield Recipe("named:copies", report, schools, between=report, second=schools + "新建学校4所，道路9条。\n")
    yield Recipe("named:reports", report, report + "新建学校3所，改造道路8条，增长5%。\n" * 20)


def _single() -> Iterator[Recipe]:
    for name, unit in UNITS.items():
        for part, opening in PARTS.items():
            yield Recipe(f"{part}:{name}", opening, unit)
        yield Recipe(f"lines:{name}", OPENING + PLAN, unit + "\n")
        yield Recipe(f"enum:{name}", OPENING + PLAN, f"{unit}1亿元、")


def _pairs() -> Iterator[Recipe]:
    """Two units by turns, in one line, a line each, or as an enumeration; under one heading or another."""
    shapes = (("", ""), ("lines:", "\n"), ("enum:", "1、"))
    for number, (one, two) in enumerate(combinations(_PAIRED, 2)):
        (shape, end), opening = shapes[number % 3], (OPENING + PLAN, OPENING + REVIEW)[number % 2]
        yield Recipe(f"mix:{shape}{one}+{two}", opening, UNITS[one] + UNITS[two] + end)


def _halves() -> Iterator[Recipe]:
    """What opens in the first half and is looked for, or closed, in the second."""
    marks = (
        "quote",
        "paren",
        "title",
        "comma",
        "enum",
        "line",
        "digit",
        "words",
        "date",
        "yi",
        "project",
        "top",
    )
    ends = (
        "unquote",
        "unparen",
        "stop",
        "enum",
        "comma",
        "line",
        "yi",
        "percent",
        "project",
        "problem",
        "words",
    )
    for one in marks:
        for two in ends:
            yield Recipe(f"half:{one}+{two}", OPENING + PLAN, UNITS[one], second=UNITS[two])


def _mixes() -> Iterator[Recipe]:
    drawing = random.Random(SEED)  # noqa: S311  the same mixes on every run
    names = list(UNITS)
    for number in range(MIXES):
        drawn = drawing.choices(names, k=drawing.randint(3, 8))
        unit = "".join(UNITS[name] for name in drawn)
        yield Recipe(f"random:{number}:{'+'.join(drawn)}", OPENING + drawing.choice((REVIEW, PLAN)), unit)


def _files() -> Iterator[Recipe]:
    for kind, units in _FILE_UNITS.items():
        for number, unit in enumerate(units):
            content = UNITS.get(unit, unit)
            name = unit if unit in UNITS else str(number)
            yield Recipe(f"{kind}:{name}", "" if kind in ("jsonl", "bytes") else OPENING, content, file=kind)
