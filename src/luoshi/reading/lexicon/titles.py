"""Lines that are the title of a government work report, wherever they stand."""

from __future__ import annotations

import re
from functools import cache

from luoshi.reading.lexicon.load import alternation, table
from luoshi.reading.lexicon.numerals import ORDINAL, WRITTEN_YEAR

_LONGEST = 90
_HEAD = 3000
_HEAD_LINES = 60
_LONGEST_MENU = 60
_LINES_TO_ADDRESS = 12
_ADDRESS = re.compile(
    "[#*（ ]*(?:各位(?:人大)?代表|同志们|各位委员)[、，各位委员列席人同志们]{0,16}[：:]?\\Z"
)
_NUMBERED = re.compile(f"[#* ]*(?:{ORDINAL}、|（{ORDINAL}）|第{ORDINAL}部分)")
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
    r"""Where the title of the report begins, below what is no part of it; 0 where nothing such stands above.

    ``首页\n2026年重点项目\n政府工作报告\n…`` -> 13: lines of its page. So is a notice that brings the report.
    """
    at = 0
    in_notice = False
    for line in text[:_HEAD].split("\n")[:_HEAD_LINES]:
        in_notice = in_notice or is_notice(line)
        if is_title(line) and not is_notice(line):
            return at
        if not in_notice and (len(line) > _LONGEST_MENU or "。" in line):
            return 0
        at += len(line) + 1
    return 0


def text_start(text: str) -> int:
    """Where what the report says begins: at its address, below meeting and speaker; else at its title."""
    at = title = title_start(text)
    lines = text[title : title + _HEAD].split("\n")[:_LINES_TO_ADDRESS]
    for line in lines if is_title(lines[0]) else ():
        if _ADDRESS.match(line):
            return at
        if len(line) > _LONGEST or "。" in line or _NUMBERED.match(line):
            break
        at += len(line) + 1
    return title


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
