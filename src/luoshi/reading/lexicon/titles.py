"""Lines that are the title of a government work report, wherever they stand."""

from __future__ import annotations

import re
from functools import cache

from luoshi.reading.lexicon.load import alternation, table
from luoshi.reading.lexicon.numerals import WRITTEN_YEAR

_LONGEST = 90
_HEAD = 3000
_HEAD_LINES = 60
_LONGEST_MENU = 60
_YEAR = f"(?:(?:19|20)[0-9]{{2}}|{WRITTEN_YEAR})年?度?"
_PLACE = "(?:[一-龥·]{1,14}?(?:[省市县区州盟旗镇乡]|自治[区州县旗]|人民|全国|中国|国家))?"
_OPENS, _CLOSES = "[《“〈]*", "[》”〉]*"


@cache
def _title() -> re.Pattern[str]:
    words = table("lexicon", "titles.toml")
    name = alternation(words["names"])
    behind = alternation(words["behind"])
    brackets = rf"[（(【\[〔](?:{_YEAR}|{behind}|{_YEAR}[^）)】\]〕]{{0,50}})[）)】\]〕]"
    own = (
        rf"[#*—―\-\s]*{_OPENS}(?:[（(]?{_YEAR}[）)]?)?{_PLACE}(?:{_YEAR})?{name}{_CLOSES}"
        rf"(?:{brackets}|{_YEAR}|{behind})*(?:[_|｜—―-]+[^。，]{{0,40}})?{_CLOSES}\*{{0,2}}"
    )
    return re.compile(own)


def title_start(text: str) -> int:
    r"""Where the title of the report begins, below lines of its page that are no text; else 0.

    ``首页\n2026年重点项目\n政府工作报告\n…`` -> 13; a notice that brings the report is text.
    """
    at = 0
    for line in text[:_HEAD].split("\n")[:_HEAD_LINES]:
        if is_title(line):
            return at
        if len(line) > _LONGEST_MENU or "。" in line:
            return 0
        at += len(line) + 1
    return 0


@cache
def _notice() -> re.Pattern[str]:
    bringing = alternation(table("lexicon", "titles.toml")["bringing"])
    return re.compile(rf".{{0,30}}关于{bringing}.{{0,50}}工作(?:的)?报告.{{0,16}}的?通知")


def is_notice(line: str) -> bool:
    """Whether ``line`` is the title of a notice with a report: ``关于印发2025年政府工作报告的通知``."""
    return len(line) <= _LONGEST and "通知" in line and _notice().fullmatch(line.strip()) is not None


def is_title(line: str) -> bool:
    """Whether ``line`` is nothing but a report's title: ``2025年青岚市政府工作报告（摘要）``.

    A sentence that speaks of a report is none: ``现在，我作政府工作报告。``
    """
    if len(line) > _LONGEST or "报告" not in line:
        return False
    return _title().fullmatch(line.strip()) is not None or is_notice(line)
