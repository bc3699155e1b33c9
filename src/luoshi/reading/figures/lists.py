"""Subjects out of one coordination: ``城镇和农村居民收入分别`` is two."""

from __future__ import annotations

import re

from luoshi.reading.figures.subjects import indicator_end, leading_verb
from luoshi.reading.lexicon import table

_WORDS = table("figures", "subject_words.toml")
_JOINTS = re.compile("(?:、|以及|和|与|及)(?![^（]*）)")
# 一、二、三产业, 第一、第三产业, 一二三次产业, 第一产业和第二产业; what comes after is shared by all.
_INDUSTRIES = re.compile(
    "(?:第?[一二三](?:次?产业?)?(?:、|和|及|与|以及)?){1,2}第?[一二三]次?产业?(?![业园品线房集链])"
)
_ALL_INDUSTRIES = "三次产业"
# 存、贷款余额, 进出口: one character each before what they share.
_PAIRED = re.compile("(存|进)、?(?:和|与)?(贷|出)(款|口)(?!总)")
# Whose indicator it is, at the head of the last of a list: 行政村 of 行政村设施覆盖率.
_LIKE_WHOM = re.compile("[^、]{1,3}[村区县市镇户校企民]")
_PAIR = 2
_LONGEST_MODIFIER = 2
_LONGEST_LAST_WORD = 3
_MODIFIERS = frozenset(_WORDS["modifiers"])
_WHOLE_BY_THEMSELVES = frozenset(_WORDS["whole_by_themselves"])
_DEED_ENDS = tuple(_WORDS["deed_ends"])


_DOING_WORDS = tuple(word for word in _WORDS["doing"] if len(word) > 1)


def split_joint(words: str, count: int) -> list[str] | None:
    """``count`` subjects out of one coordination, ``None`` where it has not so many parts.

    ``城镇和农村居民收入`` -> 城镇居民收入, 农村居民收入; ``事故起数、死亡人数`` -> 事故起数, 事故死亡人数.
    """
    if count == 2 and words.startswith("城乡"):
        return ["城镇" + words[2:], "农村" + words[2:]]
    pair = _PAIRED.search(words) if count == 2 else None
    if pair is not None:
        before, after = words[: pair.start()], words[pair.end() :]
        return [before + pair[1] + pair[3] + after, before + pair[2] + pair[3] + after]
    if count > 1 and "产" in words:
        industries = _split_industries(words, count)
        if industries is not None:
            return industries
    parts = [part for part in _JOINTS.split(words) if part]
    if any(part.startswith("其") for part in parts[1:]):
        parts = parts[:1] + [parts[0] + part[1:] if part.startswith("其") else part for part in parts[1:]]
    if len(parts) != count:
        parts = [part for part in words.split("、") if part]
        if len(parts) != count:
            return None
    return _share_ends(parts)


def _split_industries(words: str, count: int) -> list[str] | None:
    """``一、二、三产业增加值`` -> 第一产业增加值, 第二产业增加值, …; ``三次产业`` is all three."""
    if words.startswith(_ALL_INDUSTRIES):
        before, numbers, after = "", "一二三", words[len(_ALL_INDUSTRIES) :]
    else:
        listed = _INDUSTRIES.search(words)
        if listed is None:
            return None
        before, after = words[: listed.start()], words[listed.end() :]
        numbers = "".join(number for number in "一二三" if number in listed[0])
    if len(numbers) != count or any(joint in after for joint in "、和及与"):
        return None
    return [f"{before}第{number}产业{after}" for number in numbers]


def _share_ends(parts: list[str]) -> list[str]:
    """What the last part says for all, or the first: ``事故起数、死亡人数`` -> 事故起数, 事故死亡人数."""
    parts[-1] = parts[-1].removesuffix("指标")
    first, last = parts[0], parts[-1]
    ending = "" if last in _WHOLE_BY_THEMSELVES else indicator_end(last)
    if ending and ending != last and not any(indicator_end(part) for part in parts[:-1]):
        head = last[: -len(ending)]
        before = first[: -len(head)] if len(head) <= _LONGEST_MODIFIER < len(first) - 1 else ""
        if before and head not in _MODIFIERS and len(parts) == _PAIR:
            return [first + ending, before + last]
        return [part + _rest_for(part, last, ending) for part in parts[:-1]] + [last]
    first_end = indicator_end(first)
    if first_end and len(first) - len(last) >= 2:
        stem = first[: -len(first_end)]
        return [first] + [stem + part if _lacks_a_head(part) else part for part in parts[1:]]
    deed = leading_verb(last)
    if deed and all(part.endswith(_DOING_WORDS) for part in parts[:-1]):
        return [part + last[len(deed) :] for part in parts[:-1]] + [last]
    cores = [part[len(leading_verb(part)) :] for part in parts[:-1]]
    if not ending and all(core in _MODIFIERS for core in cores):
        return [part + last[len(core) :] for part, core in zip(parts, cores, strict=False)] + [last]
    deed = next((deed for deed in _DEED_ENDS if last.endswith(deed) and len(last) > len(deed)), "")
    if deed and not any(part.endswith(_DEED_ENDS) for part in parts[:-1]):
        return [part + deed for part in parts[:-1]] + [last]
    if len(last) <= _LONGEST_LAST_WORD and len(first) >= len(last) + _LONGEST_LAST_WORD:
        stem = first[: -len(last)]
        return [first] + [part if len(part) > _LONGEST_LAST_WORD else stem + part for part in parts[1:]]
    return parts


def _lacks_a_head(part: str) -> bool:
    """Whether an indicator is named without saying whose: 死亡人数, 利税; not 农民人均纯收入."""
    return len(part) - len(indicator_end(part)) <= _LONGEST_MODIFIER and part not in _WHOLE_BY_THEMSELVES


def _rest_for(part: str, last: str, ending: str) -> str:
    """What ``last`` adds to ``part``: 居民人均收入 to 城镇, where last is 农村居民人均收入."""
    core = part[len(leading_verb(part)) :]
    if len(core) <= _LONGEST_MODIFIER:
        return last[len(core) :] if len(core) < len(last) else ""
    within = last.find("在", 2)
    if within >= 0:
        return last[within:]
    shared = last.find(core[-2:], 0, len(last) - len(ending))
    if shared >= 0:
        return last[shared + 2 :]
    like = _LIKE_WHOM.match(last)
    return last[like.end() :] if like is not None and like.end() < len(last) - len(ending) else ending
