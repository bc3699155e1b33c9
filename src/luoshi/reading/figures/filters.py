"""Which numbers are figures, and which are names, dates, grades or thresholds."""

from __future__ import annotations

import re

from luoshi.reading.figures import subjects
from luoshi.reading.figures.numbers import Number
from luoshi.reading.figures.predicates import read_tail
from luoshi.reading.lexicon import alternation, table

_WORDS = table("figures", "words.toml")
_AFTER_THRESHOLD = re.compile("(?:的)?[^，。；：、！？）)和及与并等的”》\\s0-9]")
_MEASURED_TIME = re.compile(alternation(_WORDS["durations"]["measured"]))
_RANKED = re.compile(alternation(_WORDS["ranks"]["near"]))
_RATED = re.compile("[^，。；、0-9（）和及等]{1,8}[0-9]+(?:台|座|辆|艘|条|个|套|台套|口)|(?:海上)?风机|机组")
# 500万元产业项目221个: the amount only says which are counted.
_COUNTED_WORKS = re.compile(
    f"[^，。；、0-9（）的]{{0,6}}{alternation(_WORDS['thresholds']['counted'])}[0-9]+(?:个|家|项)"
)
_NO_THRESHOLD_BEHIND = frozenset(_WORDS["thresholds"]["not_behind"])
_WHOLE_PLACES = ("全国", "全省", "全区", "全市")
_AMONG = re.compile(f"(?:在|位居|列|居)(?:{'|'.join(_WHOLE_PLACES)})$")
_CLAUSE_MARK = re.compile("[，、；：（]|(?:和|及|与|并)$")

_PLACES_RANKED = re.compile(alternation(_WORDS["ranks"]["places"]))
_NEAR_BEFORE = 6

_ORDINALS = frozenset(_WORDS["ranks"]["ordinals"])
_GRADES = frozenset(_WORDS["thresholds"]["grades"])
_SIZES = frozenset(_WORDS["thresholds"]["sizes"])
_RATINGS = frozenset(_WORDS["thresholds"]["ratings"])
_DATES = frozenset("年月日天号")
_SET_KINDS = frozenset(("count", "none", "percent"))
_INDEXES = ("指数", "指数为", "指数达", "指数达到")
_LARGE = 10000
_LOWEST_RANK = 400
_FAMOUS_LISTS = 500
_LONGEST_PREDICATE = 40


def is_quoted(text: str, at: int, sentence: int) -> bool:
    """Whether ``at`` lies inside quotation marks or the title of a document."""
    opened = text.rfind("“", sentence, at)
    if opened >= 0 and text.find("”", opened, at) < 0:
        return True
    opened = text.rfind("《", sentence, at)
    return opened >= 0 and text.find("》", opened, at) < 0


def is_figure(text: str, number: Number, sentence: int, sentence_end: int, clause: int) -> bool:
    """Whether ``number`` says how much; the offsets bound its sentence, ``clause`` starts its clause."""
    start = number.start
    before = text[start - 1] if start > sentence else ""
    kind = number.kind
    following = text[number.end : number.end + 1]
    if before == "第":
        return following not in _ORDINALS and _is_rank(text, number, sentence)
    if kind == "none":
        return _is_bare_figure(text, number, before, following, sentence, clause)
    if following in _GRADES:
        return False
    if kind == "count":
        if before == "每" or text.startswith("连续", start - 2):
            return False
        return (
            number.unit not in _SIZES or number.low >= _LARGE or not _is_threshold(text, number, sentence_end)
        )
    if kind == "measure":
        return not _is_threshold(text, number, sentence_end)
    if kind == "duration":
        return _is_measured_time(text, number, sentence_end, clause)
    if kind == "rank" and number.unit == "强":
        return before == "前" or (before == "”" and number.low < _FAMOUS_LISTS)
    if (
        number.unit == "位"
        and before not in ("前", "后")
        and _RANKED.search(text, max(clause, start - 8), start) is None
    ):
        number.kind = "count"
    return True


def is_aside(
    text: str,
    group: list[Number],
    following: Number | None,
    sentence: int,
    sentence_end: int,
    *,
    noun: str,
    acts: bool,
) -> bool:
    """Whether a group is the size of a set that its clause only mentions.

    ``14个国考断面优良率达100%``, ``居全国31个省会城市第四``, ``原审批事项1392项的63%``; ``acts`` says
    that something is done to the set (``整治4个领域``), which makes it no aside.
    """
    last = group[-1]
    if last.kind not in _SET_KINDS:
        return False
    if (
        following is None
        or following.start >= sentence_end
        or (following.kind == "none" and following.low < _LARGE)
    ):
        following = None
    elif last.kind in ("count", "percent") and text[last.after : following.start] == "的":
        return True
    if not noun or last.kind not in ("count", "none"):
        return False
    start = group[0].start
    if text.endswith(_WHOLE_PLACES, sentence, start) and _PLACES_RANKED.search(noun):
        before = max(sentence, start - _NEAR_BEFORE)
        if _AMONG.search(text, before, start):
            return True
    if text.startswith("在", start - 1) and noun.endswith("中"):
        return True
    if following is None or acts or following.start - last.after > _LONGEST_PREDICATE:
        return False
    if _CLAUSE_MARK.search(text, last.after, following.start) is not None:
        return False
    return not is_quoted(text, following.start, sentence) and is_figure(
        text, following, sentence, sentence_end, last.after
    )


def _is_bare_figure(
    text: str, number: Number, before: str, following: str, sentence: int, clause: int
) -> bool:
    if following in _GRADES:
        return False
    if number.low >= _LARGE and number.low % 1000 == 0:
        return following not in _DATES
    if before in ("前", "后"):
        return following not in _DATES and _is_rank(text, number, sentence)
    return text[clause : number.start].endswith(_INDEXES)


def _is_rank(text: str, number: Number, sentence: int) -> bool:
    if number.low > _LOWEST_RANK or number.low != int(number.low):
        return False
    return _RANKED.search(text, max(sentence, number.start - 14), number.start) is not None


def _is_measured_time(text: str, number: Number, sentence_end: int, clause: int) -> bool:
    """``优良天数300天``, ``压缩至3个工作日``; deadlines and ages are not measured."""
    context = text[clause : number.start]
    if number.unit == "岁":
        return "寿命" in context
    if context.endswith("连续"):
        return False
    tail = read_tail(context)
    if tail.direction or _MEASURED_TIME.search(context):
        return not _is_threshold(text, number, sentence_end)
    return tail.attained and context.endswith(("至", "到"))


def _is_threshold(text: str, number: Number, sentence_end: int) -> bool:
    """``5000万元以上项目``: the number only says which projects are meant."""
    if number.after == number.end:
        return _qualifies(text, number, sentence_end)
    if text[number.end] not in "以及之":
        return False
    return _AFTER_THRESHOLD.match(text, number.after, sentence_end) is not None


def _qualifies(text: str, number: Number, sentence_end: int) -> bool:
    """``超50亿元企业2家``, ``100蒸吨锅炉4台``: what is counted comes after."""
    start, after = number.start, number.after
    if text[start - 1] in "超过逾" and _AFTER_THRESHOLD.match(text, after, sentence_end):
        return text[start - 2] != "突" and not subjects.starts_like_change(text, after, sentence_end)
    if number.unit == "元" and number.low >= _LARGE and _COUNTED_WORKS.match(text, after, sentence_end):
        return text[start - 1] not in _NO_THRESHOLD_BEHIND
    return number.unit in _RATINGS and _RATED.match(text, after, sentence_end) is not None
