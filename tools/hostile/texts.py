"""Texts that are long, or full, or written so that a reader reads them again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

from hostile.model import Hostile

_MEBIBYTE = 1 << 20
_NUMERALS = "一二三四五六七八九十"
HEAD = """青岚市政府工作报告（2026年）

——2026年1月14日在青岚市第八届人民代表大会第五次会议上

青岚市人民政府市长 祁望岑

各位代表：

现在，我代表市人民政府，向大会报告工作，请予审议，并请市政协委员和其他列席人员提出意见。

一、2025年工作回顾

2025年，全市地区生产总值1734.8亿元、增长5.3%；规模以上工业增加值增长8.1%；城镇新增就业2.63万人。

二、2026年重点工作

"""
_PLACES = ("岚东区", "岚西区", "栖松县", "望潮县", "白芷市", "经开区", "青溪镇", "云江镇")
_DEEDS = (
    "改造老旧小区{n}个", "新建社区菜店{n}家", "新增公共停车泊位{n}个", "建设高标准农田{n}亩",
    "新建口袋公园{n}座", "新增普惠性托位{n}个", "改造排水管网{n}公里", "提升农村公路{n}公里",
    "新增规上工业企业{n}户", "新增养老床位{n}张", "新建充电桩{n}个", "创建和美乡村示范村{n}个",
    "完成营造林{n}亩", "新改扩建学校{n}所",
)  # fmt: skip
_SECTIONS = ("扩大内需", "产业升级", "改革开放", "乡村振兴", "城市更新", "生态保护", "民生保障", "社会治理")


def deeds() -> Iterator[str]:
    """Sentences that each promise one thing, none like another."""
    for number in count(1):
        place, deed = _PLACES[number % len(_PLACES)], _DEEDS[number % len(_DEEDS)]
        yield f"{place}第{number}批{deed.format(n=number % 97 + 3)}。"


def many_promises(promises: int = 5000) -> bytes:
    """A sound report of 青岚市 that promises 5,000 things, in sections and paragraphs like any other."""
    parts, each = [HEAD], promises // len(_SECTIONS) + 1
    source = deeds()
    for number, section in enumerate(_SECTIONS):
        parts.append(f"（{_NUMERALS[number]}）着力推进{section}。")
        left = min(each, promises - number * each)
        for place in range(left):
            parts.append(next(source))
            parts.append("\n\n" if place % 12 == 11 else "")
        parts.append("\n\n")
    return "".join(parts).encode()


def long_text(megabytes: int = 50) -> bytes:
    """A report as long as an upload may be, less a line: its sentences are said again and again."""
    source = deeds()
    page = "".join(next(source) + ("\n" if place % 9 == 8 else "") for place in range(2000)).encode()
    head, size = HEAD.encode(), megabytes * _MEBIBYTE - 1000
    whole = page * ((size - len(head)) // len(page) + 1)
    return (head + whole)[:size].decode(errors="ignore").encode()


RECIPES: dict[str, str] = {
    "unclosed quotes": "“\n",
    "unclosed brackets": "(\n",
    "amounts from and to": "不低于1万到1、",
    "pasted table": "2026年1月14日投资1亿元\n",
}


def recipe(unit: str, characters: int = 400_000) -> bytes:
    """A report of one thing said over and over, so long that what is quadratic shows."""
    return (HEAD + unit * (characters // len(unit))).encode()


def _made(unit: str) -> Callable[[], bytes]:
    return partial(recipe, unit)


TEXTS = (
    Hostile("text of 50 MB", "长文.txt", "50 MB to read", partial(long_text)),
    Hostile("report of 5,000 promises", "青岚市-2026-细化.txt", "5,000 promises", partial(many_promises)),
    *(
        Hostile(f"text of {name}", "文本.txt", "400,000 characters", _made(unit))
        for name, unit in RECIPES.items()
    ),
)
