"""What an amount passes on its way: steps, round amounts, records. No part of what is measured."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import MULTIPLIERS, NUMERALS

_WORDS = table("figures", "subject_words.toml")
_DOUBLED = re.compile("(?:实现)?(?:再)?翻[一两二三]番$")
_STEP_ENDS = tuple(_WORDS["step_ends"])
_STEPS = re.compile(
    f"(?:(?:{alternation(_WORDS['step_openings'], patterns=True)})*{alternation(_WORDS['step_verbs'])}了?"
    f"(?:[两{NUMERALS}几多0-9.]+个?)?[新大]?(?:整数|[{MULTIPLIERS}]+[^，。；、]{{0,2}})?|[{MULTIPLIERS}]+元?)"
    f"级?[新大]?{alternation(_STEP_ENDS)}$"
)
# Round amounts and courses: 首超千亿元, 在全省率先突破三千亿元, 再创历史新高.
_PASSED_ENDS = ("元", "高", "录", "稳", "升", "点", "值", "平", "势")
_PASSED = re.compile(
    f"(?:{alternation(_WORDS['passed_in'], patterns=True)})?"
    f"(?:(?:{alternation(_WORDS['step_openings'], patterns=True)}|率先|均|都|双双|累计)*"
    f"{alternation(_WORDS['passed'])}了?"
    f"[两{NUMERALS}]{{0,2}}[{MULTIPLIERS}]+美?元|{alternation(_WORDS['courses'], patterns=True)})$"
)


def without_steps(words: str, *, counted: bool = False) -> str:
    """``地区生产总值连跨四个千亿元台阶`` -> ``地区生产总值``; ``进出口突破千亿元`` -> ``进出口``.

    Where things are ``counted``, the amount says which of them (产值超亿元的企业15家).
    """
    bare = words.rstrip("、，")
    if bare.endswith("番"):
        bare = words = _DOUBLED.sub("", bare)
    steps = None
    if bare.endswith(_STEP_ENDS):
        steps = _STEPS.search(bare)
    elif not counted and bare.endswith(_PASSED_ENDS):
        steps = _PASSED.search(bare)
    return bare[: steps.start()] if steps is not None else words
